import { type Clock, SyncError } from '@concord/core';
import { perClock } from './per-clock.ts';
import { type CallKind, readingUnitsPerMinute, units, unitsPerMinute } from './profile.ts';

/**
 * What an account may still ask of Gmail within a minute. It knows what this process asked; where others asked too, Google's
 * own refusal says when to go on.
 */
export type Budget = {
  /** How many of `wanted` calls can go now: all, or at least `least` of them. Throws `rateLimited` when fewer could. */
  readonly room: (call: CallKind, wanted: number, least?: number) => number;
  /** Before the calls go. Throws `rateLimited`, and then nothing was spent. */
  readonly spend: (call: CallKind, times?: number) => void;
};

type Spent = { readonly at: number; readonly units: number };
type Kept = { spent: readonly Spent[] };

/** Google says nothing of where its minutes begin: any sixty seconds, and one more for the way. */
const windowMs = 61_000;
/** These may take what is left for people; the names of labels are asked for when all else of a page was. */
const urgent: ReadonlySet<CallKind> = new Set(['send', 'watch', 'stop', 'labels']);

const accountsOf = perClock(() => new Map<string, Kept>());

/** The same for all that this process opens of one account. */
export function budgetOf(clock: Clock, account: string): Budget {
  const accounts = accountsOf(clock);
  const kept = accounts.get(account) ?? { spent: [] };
  accounts.set(account, kept);

  const recent = (): readonly Spent[] => {
    kept.spent = kept.spent.filter(({ at }) => at > clock.now() - windowMs);
    return kept.spent;
  };
  const left = (call: CallKind): number => allowance(call) - sum(recent());
  const refuse = (call: CallKind, times: number): never => {
    const retryAfterMs = waitFor(recent(), allowance(call) - times * units[call], clock.now());
    throw new SyncError('rateLimited', 'What Gmail allows an account within a minute is used up', {
      provider: 'google',
      retryAfterMs,
    });
  };
  return {
    room: (call, wanted, least = 1) => {
      const fits = Math.min(wanted, Math.max(0, Math.floor(left(call) / units[call])));
      return fits < Math.min(wanted, least) ? refuse(call, Math.min(wanted, least)) : fits;
    },
    spend: (call, times = 1) => {
      if (left(call) < times * units[call]) refuse(call, times);
      kept.spent = [...kept.spent, { at: clock.now(), units: times * units[call] }];
    },
  };
}

const allowance = (call: CallKind): number => (urgent.has(call) ? unitsPerMinute : readingUnitsPerMinute);
const sum = (spent: readonly Spent[]): number => spent.reduce((total, one) => total + one.units, 0);

/** Until so much has passed out of the window that no more than `most` units are left in it. */
function waitFor(spent: readonly Spent[], most: number, now: number): number {
  let used = sum(spent);
  for (const one of spent) {
    used -= one.units;
    if (used <= most) return Math.max(1, one.at + windowMs - now);
  }
  return windowMs;
}
