import { awkwardnesses, type Setting } from '@concord/sandbox';
import type { Chance } from '../chance.ts';
import { habitNames } from '../draw-habits.ts';
import type { MailboxProvider } from '../history/happenings.ts';

/**
 * Habits that a calendar's story cannot have: values that are not kept for good, two events of one id, and answers to invitations
 * that Concord never sends.
 */
const unfit = /(?:\.dropsField\b|\.collisionMissed$|\.suspendsInviters$)/u;

/** Of calendars alone: each is drawn in some story. */
export const ownHabitNames: readonly string[] = Object.keys(awkwardnesses).filter(
  (name) => /\.(?:calendar|events)\./u.test(name) && !unfit.test(name),
);

/** What befalls any request, list or notice; what only contacts and sign-ins give an occasion to is tried in the stories about those. */
const common =
  /^(?:table|queue|vault)\.|\.(?:rateLimited|serverError|html|truncated(?:Json|Page)|brokenBefore|timeoutAfter|tokenExpired|stale|replay|emptyDeltaPage|emptyPage|duplicateInDelta|partialDeltaRows|removedAsChanged|itemGone|changeKeyBump|etagBump|spuriousConflict|softDeleteVisible|batchItem|subscription|notification|webhook|rowsLeftOut)/u;

export const calendarHabitNames: readonly string[] = [
  ...ownHabitNames,
  ...habitNames.filter((name) => common.test(name)),
];

/** Ways in which a cloud may be, and then always is: what public sources leave open. Everything else comes and goes. */
const passing =
  /(?:quota|Expired|TooLongAgo|message|channel|Channel|mailsAnyway|guestMisses|batchConflict|notifiesUnasked|forgets)/u;
export const isLasting = (name: string): boolean => /\.(?:calendar|events)\./u.test(name) && !passing.test(name);

const amounts: readonly (readonly [RegExp, readonly number[]])[] = [
  [/Late$/u, [30_000, 600_000, 3 * 3_600_000]],
  [/forgetsTransactionIds$/u, [3_600_000]],
  [/syncTokenAges$/u, [1, 7]],
];

/** The seed itself names the first of them, so that each habit gets its share of stories. */
export function drawCalendarHabits(
  chance: Chance,
  seed: number,
  mailboxes: ReadonlySet<MailboxProvider>,
): readonly (readonly [string, Setting])[] {
  const fit = calendarHabitNames.filter((name) => isOf(name, mailboxes));
  const first = firstHabit(seed);
  const count = chance.below(5);
  return Array.from({ length: count }, (_, place) => {
    const name = place === 0 && isOf(first, mailboxes) ? first : (chance.pick(fit) ?? first);
    return [name, settingOf(chance, name)] as const;
  });
}

export const firstHabit = (seed: number): string => calendarHabitNames[seed % calendarHabitNames.length] ?? '';

const isOf = (name: string, mailboxes: ReadonlySet<MailboxProvider>): boolean =>
  (['microsoft', 'google'] as const).every((cloud) => !name.startsWith(`${cloud}.`) || mailboxes.has(cloud));

function settingOf(chance: Chance, name: string): Setting {
  const rate = isLasting(name) ? 1 : chance.oneOf(0.05, 0.2, 0.5);
  const amount = chance.pick(amounts.find(([which]) => which.test(name))?.[1] ?? []);
  return amount === undefined ? { rate } : { rate, amount };
}
