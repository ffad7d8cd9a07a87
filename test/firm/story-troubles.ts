import { type EnginePorts, poll, work } from '@concord/engine';
import { awkwardnesses, type Setting } from '@concord/sandbox';
import type { Chance } from './chance.ts';
import { createKillSwitch, Killed } from './kill-points.ts';
import type { OneFirm, Tamper } from './one-firm.ts';

/** Habits that a story cannot have: they keep a value for good, let two writers overwrite each other, or need a clock that runs by itself. */
const unfit = /dropsField|ignoreIfMatch|\.slow$/u;

/** How often a habit strikes; those that say "this book is empty" come only once there is something to lose. */
export function drawHabits(chance: Chance): readonly (readonly [string, Setting])[] {
  const names = Object.keys(awkwardnesses).filter((name) => !unfit.test(name));
  const count = chance.below(6);
  return Array.from({ length: count }, () => [chance.pick(names) ?? '', { rate: chance.oneOf(0.05, 0.2, 0.5) }]);
}

export const onlyWhenLive = (habit: string): boolean => /empty(?:List|Listing)$/u.test(habit);

/** What comes between the worker and the outside at one of its next calls. */
type Interruption = {
  readonly at: number;
  readonly when: 'before' | 'after';
  /** `mayWait`: how long the call itself may take without being given up, or undefined for as long as it likes. */
  readonly act: (mayWaitMs: number | undefined) => Promise<void>;
};

/** Workers that die, wait or are overtaken, and a queue that loses, doubles and reorders. */
export type Troubles = {
  readonly tamper: Tamper;
  readonly kill: (at: number, when: 'before' | 'after') => void;
  readonly interrupt: (interruption: Interruption) => void;
  readonly loseNext: () => void;
  readonly doubleNext: () => void;
  readonly end: () => void;
  /** Works for so long on the clock, and polls once a minute (for hours on end: now and then). Returns what nobody may throw: bugs. */
  readonly run: (firm: OneFirm, ms: number) => Promise<readonly unknown[]>;
};

export function createTroubles(chance: Chance): Troubles {
  const life = createKillSwitch();
  let worker: EnginePorts | undefined;
  let pending: Interruption | undefined;
  let calls = 0;
  let lost = 0;
  let doubled = 0;

  const interrupted =
    <Arguments extends unknown[], Result>(call: (...given: Arguments) => Promise<Result>, longestMs?: number) =>
    async (...given: Arguments): Promise<Result> => {
      calls += 1;
      const now = pending !== undefined && calls >= pending.at ? pending : undefined;
      if (now) pending = undefined;
      if (now?.when === 'before') await now.act(longestMs);
      const result = await call(...given);
      if (now?.when === 'after') await now.act(undefined);
      return result;
    };

  const tamper: Tamper = (ports) => {
    const { table } = ports;
    worker = life.tamper({
      ...ports,
      transport: interrupted(ports.transport, ports.settings.requestTimeoutMs),
      table: {
        ...table,
        get: interrupted(table.get),
        put: interrupted(table.put),
        putMany: interrupted(table.putMany),
        removeMany: interrupted(table.removeMany),
      },
    });
    return worker;
  };

  return {
    tamper,
    kill: life.arm,
    interrupt: (interruption) => {
      pending = interruption;
      calls = 0;
    },
    loseNext: () => {
      lost += 1;
    },
    doubleNext: () => {
      doubled += 1;
    },
    end: () => {
      life.revive();
      pending = undefined;
      lost = 0;
      doubled = 0;
    },
    run: async (firm, ms) => {
      const bugs: unknown[] = [];
      const until = firm.world.now() + ms;
      let polledAt = 0;
      for (let round = 0; round < 100_000 && firm.world.now() < until; round += 1) {
        const pollEveryMs = ms >= hourMs ? 10 * minuteMs : minuteMs;
        if (firm.world.now() - polledAt >= pollEveryMs) {
          await poll(firm.ports);
          polledAt = firm.world.now();
        }
        const due = [...firm.queue.receive(10)].sort(() => (chance.hits(0.5) ? 1 : -1));
        for (const { message, done } of due) {
          const times = lost > 0 ? 0 : doubled > 0 ? 2 : 1;
          if (times === 0) lost -= 1;
          if (times === 2) doubled -= 1;
          for (let time = 0; time < times; time += 1) {
            try {
              await work(worker ?? firm.ports, message);
            } catch (error) {
              if (!(error instanceof Killed)) bugs.push(error);
            }
            if (life.isDead()) life.revive();
          }
          done();
        }
        if (due.length > 0) continue;
        const next = Math.min(firm.queue.nextAt() ?? until, polledAt + pollEveryMs, until);
        await firm.world.advance(Math.max(1, next - firm.world.now()));
      }
      return bugs;
    },
  };
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Another worker does whatever is due while the first one waits. */
export async function overtake(firm: OneFirm, ms: number): Promise<void> {
  await firm.world.advance(ms);
  await poll(firm.ports);
  for (const { message, done } of firm.queue.receive(10)) {
    await work(firm.ports, message);
    done();
  }
}
