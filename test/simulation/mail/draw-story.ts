import { type Chance, chanceOf } from '../chance.ts';
import type { MailboxProvider } from '../history/happenings.ts';
import { mailActs } from './acts.ts';
import { drawMailHabits, firstHabit } from './draw-habits.ts';
import type { MailMemberPlan, MailStep, MailStory, PersonPlan } from './story.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const clouds: readonly MailboxProvider[] = ['microsoft', 'google'];

/** A story from a number: whose mailboxes there are, whom Clio knows, what the clouds are like, and what happens. */
export function drawMailStory(seed: number): MailStory {
  const chance = chanceOf(seed + 70_000_027);
  const wanted = clouds.find((cloud) => firstHabit(seed).startsWith(`${cloud}.`));
  const members = drawMembers(chance, wanted);
  return {
    seed,
    skewMs: chance.hits(0.15) ? chance.below(600_000) - 300_000 : 0,
    members,
    settings: {
      copiesCount: chance.hits(0.7),
      keepPreview: chance.hits(0.8),
      fillNewContacts: chance.hits(0.2),
      ownDomains: chance.hits(0.6),
      excludedDomains: chance.hits(0.6),
    },
    people: Array.from({ length: 2 + chance.below(4) }, () => drawPerson(chance, members)),
    habits: drawMailHabits(chance, seed, new Set(members.map(({ mailbox }) => mailbox))),
    steps: Array.from({ length: 8 + chance.below(16) }, () => drawStep(chance, members.length)),
    quietDays: chance.hits(0.08) ? 10 : 1,
  };
}

function drawMembers(chance: Chance, wanted: MailboxProvider | undefined): readonly MailMemberPlan[] {
  const count = 1 + chance.below(3);
  const own = Array.from(
    { length: count },
    (_, place): MailMemberPlan => ({
      firm: 0,
      mailbox: (place === 0 ? wanted : undefined) ?? chance.oneOf('microsoft', 'google'),
    }),
  );
  return chance.hits(0.25) ? [...own, { firm: 1, mailbox: chance.oneOf('microsoft', 'google') }] : own;
}

const own = (chance: Chance): number => chance.below(1_000_000_000);

const drawPerson = (chance: Chance, members: readonly MailMemberPlan[]): PersonPlan => ({
  seed: own(chance),
  firm: chance.pick(members)?.firm ?? 0,
  addresses: 1 + chance.below(3),
});

function drawStep(chance: Chance, members: number): MailStep {
  const wait = chance.hits(0.4)
    ? { calls: 1 + chance.below(40) }
    : { ms: chance.oneOf(0, 500, 5_000, minuteMs, 5 * minuteMs, 30 * minuteMs, 3 * hourMs, 30 * hourMs) };
  return { seed: own(chance), member: chance.below(members), what: chance.pick(mailActs) ?? 'kill', wait };
}
