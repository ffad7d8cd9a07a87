import { type EnginePorts, poll, work } from '@concord/engine';
import type { Delivery } from '@concord/local';
import type { Chance } from '../chance.ts';
import { noteFailure } from './note-failure.ts';
import { drained, type Task } from './scheduler.ts';
import type { Stage } from './stage.ts';

/** Lets time pass: whatever is due runs, in an order that is drawn, until the clock or the count of calls says enough. */
export type Loop = {
  readonly runFor: (ms: number) => Promise<void>;
  readonly runCalls: (calls: number) => Promise<void>;
  /** Runs a person's request as our API does, while everything else goes on. Rejects with what it rejected with. */
  readonly ask: <Result>(request: (ports: EnginePorts) => Promise<Result>) => Promise<Result>;
  readonly loseNext: () => void;
};

const minuteMs = 60_000;
/** More steps than this without the clock moving on is something that calls itself without end. */
const maximumSteps = 2_000_000;
/** As Lambda's concurrency: so many messages at once. */
const maximumWorkers = 4;
/** A message that failed so often goes to the dead letters. */
const maximumReceives = 6;

export function createLoop(stage: Stage, chance: Chance): Loop {
  const { scheduler, queue, world, habits, clouds } = stage;
  const { history, now } = clouds;
  const atWork = new Set<Task>();
  let polledAt = now();
  let lost = 0;

  const attempt = async (
    task: Task,
    about: { readonly firm: string; readonly sync?: string },
    run: () => Promise<void>,
  ): Promise<void> => {
    const own = { worker: task.number, firm: about.firm, sync: about.sync ?? '' };
    history.note({ at: now(), kind: 'work', ...own, what: 'begins' });
    try {
      await run();
      history.note({ at: now(), kind: 'work', ...own, what: 'ends' });
    } catch (error) {
      noteFailure(history, now(), own, error);
    }
  };

  const workOn = async ({ message, receives, done }: Delivery): Promise<void> => {
    if (lost > 0) {
      lost -= 1;
      done();
      return;
    }
    await scheduler.start('merge', async (own) => {
      atWork.add(own);
      await attempt(own, message, async () => {
        await work(stage.portsOf(own), message);
        if (!habits.strikes('queue.doubled')) done();
      });
      if (receives >= maximumReceives) done();
      atWork.delete(own);
    });
  };

  const pollNow = async (): Promise<void> => {
    polledAt = now();
    await scheduler.start('poll', async (own) => {
      await attempt(own, { firm: '', sync: '' }, async () => await poll(stage.portsOf(own)));
    });
  };

  /** One thing happens. False when nothing can before the clock moves on. */
  const step = async (): Promise<boolean> => {
    const ready = scheduler.ready();
    const due = atWork.size < maximumWorkers && (queue.nextAt() ?? Number.POSITIVE_INFINITY) <= now();
    if (ready > 0 && (!due || chance.hits(0.8))) return await scheduler.goOn();
    if (due) {
      const [delivery] = queue.receive(1);
      if (delivery) await workOn(delivery);
      return true;
    }
    if (!scheduler.busy()) return false;
    // A request is under way in a cloud, which may be waiting for another function of ours.
    await drained();
    return scheduler.ready() > 0;
  };

  const nextPollAt = async (): Promise<number> => {
    const [row] = await stage.table.due(Number.MAX_SAFE_INTEGER, 1);
    if (row?.dueAt === undefined) return Number.POSITIVE_INFINITY;
    const minutes = Math.max(1, Math.ceil((row.dueAt - polledAt) / minuteMs));
    return polledAt + minutes * minuteMs;
  };

  /**
   * Moves the clock to the next thing that is due, at most to `until`: in our functions or in a cloud, which must not have
   * waited for an answer of ours for minutes just because the clock leapt.
   */
  const moveOn = async (until: number): Promise<void> => {
    const pollAt = await nextPollAt();
    const ours = Math.min(queue.nextAt() ?? until, scheduler.nextAt() ?? until);
    const next = Math.min(until, pollAt, ours, world.nextAt() ?? until);
    if (next > now()) await world.advance(next - now());
    else await world.advance(1);
    if (now() >= pollAt) await pollNow();
  };

  const runUntil = async (isOver: () => boolean, until: () => number): Promise<void> => {
    for (let steps = 0; steps < maximumSteps; steps += 1) {
      if (isOver()) return;
      if (await step()) continue;
      if (now() >= until()) return;
      await moveOn(until());
    }
    throw new Error('It never comes to rest.');
  };

  return {
    runFor: async (ms) => {
      const until = now() + ms;
      await runUntil(
        () => false,
        () => until,
      );
    },
    runCalls: async (calls) => {
      let left = calls;
      const until = now() + minuteMs;
      await runUntil(
        () => {
          left -= 1;
          return left < 0;
        },
        () => until,
      );
    },
    ask: async <Result>(request: (ports: EnginePorts) => Promise<Result>): Promise<Result> => {
      let settled: { readonly result: Result } | { readonly error: unknown } | undefined;
      await scheduler.start('api', async (own) => {
        settled = await request(stage.portsOf(own)).then(
          (result) => ({ result }),
          (error: unknown) => ({ error }),
        );
      });
      const until = now() + minuteMs;
      await runUntil(
        () => settled !== undefined,
        () => until,
      );
      if (settled === undefined) throw new Error('A request to the page never ends.');
      if ('error' in settled) throw settled.error;
      return settled.result;
    },
    loseNext: () => {
      lost += 1;
    },
  };
}
