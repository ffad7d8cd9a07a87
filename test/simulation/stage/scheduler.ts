import type { Chance } from '../chance.ts';
import { createPointCounter, nameOf, type PointCounts } from './point-counter.ts';

/** The worker is gone: nothing it does from now on has any effect. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

export type Moment = 'before' | 'after';

/** A function that runs: a worker with a message, a poll, a person's request, a webhook. */
export type Task = {
  readonly number: number;
  /** Which of our functions it is. */
  readonly role: 'merge' | 'poll' | 'api' | 'webhook';
  dead: boolean;
};

/** What befalls the next call that `fits`. */
export type Mishap = { readonly fits: (point: string, moment: Moment) => boolean } & (
  | { readonly kind: 'kill' }
  | { readonly kind: 'stall'; readonly ms: number }
);

/**
 * Lets several functions run as if at once, one call of a port at a time, in an order that is drawn: each waits before and
 * after every call until it is told to go on. One number repeats it all, because nothing here waits for anything real.
 */
export type Scheduler = {
  /** Resolves when it waits for the first time or has ended. `run` must not reject. */
  readonly start: (role: Task['role'], run: (task: Task) => Promise<void>) => Promise<Task>;
  /** Wraps one call of a port: the two places where its function may wait or die. */
  readonly call: <Result>(task: Task, point: string, effect: () => Promise<Result>) => Promise<Result>;
  readonly befall: (mishap: Mishap) => void;
  readonly forgetMishaps: () => void;
  /** How many could go on now. */
  readonly ready: () => number;
  /** Lets one of them go on, and resolves when it waits again or has ended. False when nobody could. */
  readonly goOn: () => Promise<boolean>;
  /** When the next one that stalls can go on. */
  readonly nextAt: () => number | undefined;
  /** Whether somebody is neither waiting nor ended: a request of theirs is under way in a cloud. */
  readonly busy: () => boolean;
  /** While calm, nobody waits: a function runs through. For the long quiet hours. */
  readonly setCalm: (calm: boolean) => void;
  readonly counts: () => PointCounts;
};

type Waiting = { readonly task: Task; readonly until: number; readonly resume: () => void };

export function createScheduler(chance: Chance, now: () => number): Scheduler {
  const counts = createPointCounter();
  const waiting: Waiting[] = [];
  let mishaps: Mishap[] = [];
  let calm = false;
  let numbers = 0;
  let running = 0;
  let listeners: (() => void)[] = [];

  /** Of somebody who waits or ends. */
  const nextSignal = (): Promise<void> =>
    new Promise((resolve) => {
      listeners.push(resolve);
    });
  const signal = (): void => {
    const told = listeners;
    listeners = [];
    for (const tell of told) tell();
  };
  const wait = (task: Task, until: number): Promise<void> => {
    const waited = new Promise<void>((resume) => {
      waiting.push({ task, until, resume });
    });
    signal();
    return waited;
  };
  /** What befalls this arrival, once. */
  const mishapAt = ({ role }: Task, point: string, moment: Moment): Mishap | undefined => {
    if (mishaps.length === 0) return undefined;
    const name = nameOf(role, point, moment);
    const mishap = mishaps.find(({ fits }) => fits(name, moment));
    if (mishap) mishaps = mishaps.filter((other) => other !== mishap);
    return mishap;
  };
  const arrive = async (task: Task, point: string, moment: Moment): Promise<void> => {
    if (task.dead) throw new Killed();
    counts.pass(task.role, point, moment);
    const mishap = mishapAt(task, point, moment);
    if (mishap?.kind === 'kill') {
      counts.kill(task.role, point, moment);
      task.dead = true;
      throw new Killed();
    }
    if (!calm || mishap) await wait(task, mishap ? now() + mishap.ms : now());
    if (task.dead) throw new Killed();
  };
  const readyOnes = (): readonly Waiting[] => waiting.filter(({ until }) => until <= now());

  return {
    start: async (role, run) => {
      numbers += 1;
      running += 1;
      const task: Task = { number: numbers, role, dead: false };
      const next = nextSignal();
      void run(task).finally(() => {
        running -= 1;
        signal();
      });
      await next;
      return task;
    },
    call: async (task, point, effect) => {
      await arrive(task, point, 'before');
      let failure: { readonly error: unknown } | undefined;
      const result = await effect().catch((error: unknown) => {
        failure = { error };
        return undefined;
      });
      await arrive(task, point, 'after');
      if (failure) throw failure.error;
      return result as Awaited<ReturnType<typeof effect>>;
    },
    befall: (mishap) => {
      mishaps.push(mishap);
    },
    forgetMishaps: () => {
      mishaps = [];
    },
    ready: () => waiting.reduce((count, { until }) => (until <= now() ? count + 1 : count), 0),
    goOn: async () => {
      const one = chance.pick(readyOnes());
      if (one === undefined) return false;
      waiting.splice(waiting.indexOf(one), 1);
      const next = nextSignal();
      one.resume();
      // One of two calls that a function makes at once may end without anything new to wait for.
      await Promise.race([next, drained()]);
      return true;
    },
    nextAt: () => (waiting.length === 0 ? undefined : Math.min(...waiting.map(({ until }) => until))),
    busy: () => running > waiting.length,
    setCalm: (value) => {
      calm = value;
    },
    counts: counts.read,
  };
}

/** When everything has run that needs no clock and no other function. */
export const drained = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
