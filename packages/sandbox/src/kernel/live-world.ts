import { type Awkwardnesses, createAwkwardnesses } from './awkwardness.ts';
import { createMemoryStore, type Store } from './store.ts';
import { seededRandom, type World } from './world.ts';

export type LiveWorldOptions = {
  /** Where people's browsers reach this sandbox, without a trailing slash. */
  readonly publicUrl: string;
  readonly store?: Store;
  readonly awkward?: Awkwardnesses;
  /** Repeats the random choices of a run; without it each run differs. */
  readonly seed?: number;
};

/** The world of `npm start`: the machine's clock and network. Waiting tasks never keep the process alive. */
export function createLiveWorld(options: LiveWorldOptions): World {
  const random = options.seed === undefined ? Math.random : seededRandom(options.seed);
  return {
    now: Date.now,
    random,
    store: options.store ?? createMemoryStore(),
    awkward: options.awkward ?? createAwkwardnesses(random),
    deliver: (request) => fetch(request),
    later: (delayMs, task) => {
      setTimeout(() => {
        task().catch((error: unknown) => console.error('sandbox: a delayed task failed', error));
      }, delayMs).unref();
    },
    publicUrl: options.publicUrl,
  };
}
