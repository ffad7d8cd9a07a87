import { createAwkwardnesses } from './awkwardness.ts';
import { createMemoryStore, type Store } from './store.ts';
import { seededRandom, type World } from './world.ts';

export type ManualWorld = World & {
  /** Moves the clock, running each delayed task at its time. Rejects with the first failure of a task. */
  readonly advance: (ms: number) => Promise<void>;
  /** When the next delayed task is due. */
  readonly nextAt: () => number | undefined;
};

export type ManualWorldOptions = {
  readonly seed?: number;
  readonly startAt?: number;
  readonly store?: Store;
  readonly deliver?: World['deliver'];
  readonly post?: NonNullable<World['post']>;
  readonly publicUrl?: string;
};

type Task = { readonly at: number; readonly run: () => Promise<void> };

/** More tasks than this in one step are a task that calls itself without end. */
const maxTasks = 1_000_000;

/** A world that stands still until it is advanced: for tests and the simulator. The default `deliver` reaches nobody. */
export function createManualWorld(options: ManualWorldOptions = {}): ManualWorld {
  const random = seededRandom(options.seed ?? 1);
  const waiting: Task[] = [];
  let now = options.startAt ?? Date.UTC(2026, 2, 2, 15);
  return {
    now: () => now,
    random,
    store: options.store ?? createMemoryStore(),
    awkward: createAwkwardnesses(random),
    deliver: options.deliver ?? (() => Promise.reject(new TypeError('nobody listens there'))),
    ...(options.post ? { post: options.post } : {}),
    later: (delayMs, run) => insert(waiting, { at: now + Math.max(0, delayMs), run }),
    publicUrl: options.publicUrl ?? 'http://sandbox.test',
    nextAt: () => waiting[0]?.at,
    advance: async (ms) => {
      const until = now + ms;
      const failures: unknown[] = [];
      for (let count = 0; (waiting[0]?.at ?? Number.POSITIVE_INFINITY) <= until; count += 1) {
        if (count >= maxTasks) throw new Error('delayed tasks go on without end');
        const task = waiting.shift() as Task;
        now = task.at;
        task.run().catch((error: unknown) => failures.push(error));
        await settle();
      }
      now = until;
      await settle();
      if (failures.length > 0) throw failures[0];
    },
  };
}

/** Keeps the order of time, and of asking among equals. */
function insert(waiting: Task[], task: Task): void {
  const index = waiting.findLastIndex((other) => other.at <= task.at);
  waiting.splice(index + 1, 0, task);
}

/** Lets everything run that needs no clock; a task that waits for a later one goes on meanwhile. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
