import type { Awkwardnesses } from './awkwardness.ts';
import type { PlainRequest, PlainResponse } from './plain-http.ts';
import type { Store } from './store.ts';

/** What a look-alike may use of the outside: nothing else, so that a run can be repeated. */
export type World = {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly store: Store;
  readonly awkward: Awkwardnesses;
  /** Sends a request to the outside: a webhook delivery. */
  readonly deliver: (request: Request) => Promise<Response>;
  /** Instead of `deliver`, for a world that has no need of web objects. */
  readonly post?: (request: PlainRequest) => Promise<PlainResponse>;
  /** Runs a task after a delay of the world's clock. */
  readonly later: (delayMs: number, task: () => Promise<void>) => void;
  /** Where people's browsers reach this sandbox, without a trailing slash. */
  readonly publicUrl: string;
};

/** The client sees no answer: the request may or may not have taken effect. */
export class BrokenConnection extends Error {
  override readonly name = 'BrokenConnection';
  /** There never was a connection: the client can tell that nothing happened. */
  readonly wasRefused: boolean;

  constructor(message?: string, wasRefused = false) {
    super(message);
    this.wasRefused = wasRefused;
  }
}

/** Small, fast and good enough to repeat a run from its seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function randomId(world: Pick<World, 'random'>, length = 22): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length }, () => alphabet[Math.floor(world.random() * alphabet.length)]).join('');
}
