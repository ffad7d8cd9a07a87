import { createAwkwardnesses, createMemoryStore, type Store, seededRandom, type World } from '@concord/sandbox';

/** The world around one scene: it stands still until somebody moves its clock. */
export type SceneWorld = World & {
  /** Runs what is due until then, each task at its time. A clock that is past it already stays where it is. */
  readonly advanceTo: (instant: number) => Promise<void>;
  /** When the next task of the clouds is due. */
  readonly nextAt: () => number | undefined;
  /** The habit strikes so many times and then no more. */
  readonly strikeNext: (habit: string, times: number) => void;
  /** Everything in the store. */
  readonly stored: () => Stored;
};
export type Stored = readonly (readonly [name: string, entries: readonly (readonly [string, unknown])[]])[];

export type SceneWorldOptions = {
  readonly seed: number;
  readonly startAt: number;
  readonly stored: Stored;
  readonly deliver: (request: Request) => Promise<Response>;
};

type Task = { readonly at: number; readonly run: () => Promise<void> };

const maximumTasks = 100_000;

export function createSceneWorld({ seed, startAt, stored, deliver }: SceneWorldOptions): SceneWorld {
  const random = seededRandom(seed);
  const { store, names } = filledStore(stored);
  const awkward = createAwkwardnesses(random);
  const striking = new Map<string, number>();
  const waiting: Task[] = [];
  let now = startAt;
  return {
    now: () => now,
    random,
    store,
    awkward: {
      ...awkward,
      strikes: (name) => {
        const times = striking.get(name) ?? 0;
        if (times === 0) return awkward.strikes(name);
        striking.set(name, times - 1);
        return true;
      },
    },
    deliver,
    later: (delayMs, run) => {
      const at = now + Math.max(0, delayMs);
      waiting.splice(waiting.findLastIndex((other) => other.at <= at) + 1, 0, { at, run });
    },
    publicUrl: 'http://sandbox.test',
    advanceTo: async (instant) => {
      const failures: unknown[] = [];
      for (let count = 0; (waiting[0]?.at ?? Number.POSITIVE_INFINITY) <= instant; count += 1) {
        if (count >= maximumTasks) throw new Error('The clouds never come to rest');
        const task = waiting.shift() as Task;
        now = Math.max(now, task.at);
        task.run().catch((error: unknown) => failures.push(error));
        await drained();
      }
      now = Math.max(now, instant);
      await drained();
      if (failures.length > 0) throw failures[0];
    },
    nextAt: () => waiting[0]?.at,
    strikeNext: (habit, times) => void striking.set(habit, times),
    stored: () => [...names].map((name) => [name, [...store.collection(name).entries()]]),
  };
}

/** Its values are never changed in place, because the look-alikes write each change through to a disk. */
function filledStore(stored: Stored): { readonly store: Store; readonly names: ReadonlySet<string> } {
  const inner = createMemoryStore();
  const names = new Set<string>();
  for (const [name, entries] of stored) {
    names.add(name);
    for (const [id, value] of entries) inner.collection(name).set(id, value);
  }
  const collection = <T>(name: string) => {
    names.add(name);
    return inner.collection<T>(name);
  };
  return { store: { ...inner, collection }, names };
}

/** Lets everything run that needs no clock. */
const drained = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
