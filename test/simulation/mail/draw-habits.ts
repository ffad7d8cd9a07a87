import { awkwardnesses, type Setting } from '@concord/sandbox';
import type { Chance } from '../chance.ts';
import { habitNames } from '../draw-habits.ts';
import type { MailboxProvider } from '../history/happenings.ts';

/**
 * Habits that a story about mail cannot have: rows that nobody ever tells of (to the look-alike the first news of an empty folder are a
 * first round), and a mark of privacy that nobody shows.
 */
const unfit = /^microsoft\.(?:rowsLeftOut|mail\.hidesSensitivity)$/u;

/** Of mail alone: each is drawn in some story. */
const isOfMail = (name: string): boolean => /^(?:microsoft|google)\.(?:mail|gmail|pubsub)\./u.test(name);

export const ownMailHabits: readonly string[] = Object.keys(awkwardnesses).filter(
  (name) => isOfMail(name) && !unfit.test(name),
);

/** What befalls any request, any list of Clio's contacts, any notice of a mailbox, and what AWS does. */
const common =
  /^(?:table|queue|vault|mailer)\.|^(?:clio|microsoft|google)\.(?:rateLimited|serverError|html|truncated(?:Json|Page)|brokenBefore|timeoutAfter|tokenExpired|stale|replay|emptyDeltaPage|emptyPage|duplicateInDelta|partialDeltaRows|batchItem|subscription|notification|rowsLeftOut)/u;

const mailHabitNames: readonly string[] = [
  ...ownMailHabits,
  ...habitNames.filter((name) => common.test(name) && !isOfMail(name) && !unfit.test(name)),
];

/** The seed itself names the first of them, so that each habit gets its share of stories. */
export function drawMailHabits(
  chance: Chance,
  seed: number,
  mailboxes: ReadonlySet<MailboxProvider>,
): readonly (readonly [string, Setting])[] {
  const fit = mailHabitNames.filter((name) => isOf(name, mailboxes));
  const first = firstHabit(seed);
  return Array.from({ length: chance.below(5) }, (_, place) => {
    const name = place === 0 && isOf(first, mailboxes) ? first : (chance.pick(fit) ?? first);
    return [name, settingOf(chance, name)] as const;
  });
}

export const firstHabit = (seed: number): string => mailHabitNames[seed % mailHabitNames.length] ?? '';

const isOf = (name: string, mailboxes: ReadonlySet<MailboxProvider>): boolean =>
  (['microsoft', 'google'] as const).every((cloud) => !name.startsWith(`${cloud}.`) || mailboxes.has(cloud));

const amounts: readonly (readonly [RegExp, readonly number[]])[] = [
  [/(?:Late|Lag)$/u, [30_000, 600_000, 3 * 3_600_000]],
];

function settingOf(chance: Chance, name: string): Setting {
  const drawn = chance.oneOf(0.05, 0.2, 0.5);
  // A mailbox is begun with by a batch of a dozen, of which none may be refused.
  const rate = name.includes('.batchItem') ? Math.min(drawn, 0.1) : drawn;
  const amount = chance.pick(amounts.find(([which]) => which.test(name))?.[1] ?? []);
  return amount === undefined ? { rate } : { rate, amount };
}
