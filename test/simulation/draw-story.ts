import { type Act, acts } from './acts.ts';
import { type Chance, chanceOf } from './chance.ts';
import { peopleAreClaimed } from './claimed-people.ts';
import { drawHabits, firstHabit, occasionsFor } from './draw-habits.ts';
import { type MailboxProvider, mailboxProviders } from './history/happenings.ts';
import { type FirmPlan, mailboxesOf, type PersonPlan, type Step, type Story } from './story.ts';

const minuteMs = 60_000;

/** A story from a number: who there is, what the clouds and AWS are like, and what happens. */
export function drawStory(seed: number, hours?: number): Story {
  const chance = chanceOf(seed);
  const wanted = mailboxProviders.find((provider) => firstHabit(seed).startsWith(provider));
  const firms = chance.hits(0.2) ? [drawFirm(chance, wanted), drawFirm(chance)] : [drawFirm(chance, wanted)];
  const skewMs = chance.hits(0.2) ? chance.below(600_000) - 300_000 : 0;
  const had = new Set(firms.flatMap(mailboxesOf).flat());
  const absent = mailboxProviders.filter((provider) => !had.has(provider));
  const habits = drawHabits(chance, seed, absent);
  return {
    seed,
    skewMs,
    limits: chance.hits(0.1),
    firms,
    people: Array.from({ length: 3 + chance.below(8) }, () => drawPerson(chance, firms)),
    habits,
    steps: withMoreKills(seed, firms, drawSteps(chance, firms, occasionsFor(habits), hours)),
  };
}

/** `wanted`: the first member has a mailbox there. */
function drawFirm(chance: Chance, wanted?: MailboxProvider): FirmPlan {
  const members = chance.hits(0.25) ? 2 : 1;
  const mailboxes = Array.from({ length: members }, (_, place) =>
    drawMailboxes(chance, place === 0 ? wanted : undefined),
  );
  // Two mailboxes would each send what was deleted in Clio there again, and be two people to Clio.
  const usual = mailboxes.flat().length > 1 || chance.hits(0.5);
  return {
    members,
    mailboxes,
    conflicts: chance.oneOf('left', 'left', 'right', 'ask'),
    deletes: usual
      ? { left: 'propagate', right: 'release' }
      : {
          left: chance.oneOf('propagate', 'release', 'ask'),
          right: chance.oneOf('propagate', 'release', 'ask'),
        },
  };
}

/** One, or now and then one in every cloud. */
function drawMailboxes(chance: Chance, wanted: MailboxProvider | undefined): readonly MailboxProvider[] {
  const one = wanted ?? chance.pick(mailboxProviders) ?? 'microsoft';
  return chance.hits(0.1) ? mailboxProviders : [one];
}

const own = (chance: Chance): number => chance.below(1_000_000_000);

function drawPerson(chance: Chance, firms: readonly FirmPlan[]): PersonPlan {
  const firm = chance.below(firms.length);
  const plan = firms[firm];
  const count = plan ? mailboxesOf(plan).flat().length : 1;
  const mailbox = 1 + chance.below(count);
  const books = chance.oneOf<readonly number[]>([0], [mailbox], [0, mailbox]);
  // Who is in two mailboxes and not in Clio is one person only where people are claimed.
  const isTwice = peopleAreClaimed && count > 1 && chance.hits(0.3);
  return { seed: own(chance), firm, books: isTwice ? [...books, ...othersThan(books, count)] : books };
}

const othersThan = (books: readonly number[], count: number): readonly number[] =>
  Array.from({ length: count }, (_, place) => place + 1).filter((book) => !books.includes(book));

function drawStep(chance: Chance, firms: readonly FirmPlan[], occasions: readonly Act[]): Step {
  const wait = chance.hits(0.4)
    ? { calls: 1 + chance.below(30) }
    : { ms: chance.oneOf(0, 500, 5_000, minuteMs, 5 * minuteMs, 30 * minuteMs) };
  const what = chance.pick(occasions.length > 0 && chance.hits(0.4) ? occasions : acts) ?? 'kill';
  return { seed: own(chance), firm: chance.below(firms.length), what, wait };
}

/**
 * There are many kinds of calls at which somebody can die: most stories have a kill more, the others two at calls at which few
 * die, and all are otherwise as they were.
 */
function withMoreKills(seed: number, firms: readonly FirmPlan[], steps: readonly Step[]): readonly Step[] {
  const chance = chanceOf(seed + 9_000_011);
  const isAimed = !chance.hits(0.8);
  const kill = (what: Act): Step => ({ seed: own(chance), firm: chance.below(firms.length), what, wait: { ms: 0 } });
  if (isAimed) return [kill('killAimed'), kill('killAimed'), ...steps];
  const one = kill('kill');
  const place = chance.below(steps.length + 1);
  return [...steps.slice(0, place), one, ...steps.slice(place)];
}

/** People sign in at the first step: now and then somebody dies over that. */
const drawFirst = (chance: Chance): readonly Step[] =>
  chance.hits(0.25) ? [{ seed: own(chance), firm: 0, what: 'kill', wait: { ms: 0 } }] : [];

const maximumSteps = 100_000;

/** A few, or as many as it takes for so many hours. */
function drawSteps(
  chance: Chance,
  firms: readonly FirmPlan[],
  occasions: readonly Act[],
  hours: number | undefined,
): readonly Step[] {
  const draw = (): Step => drawStep(chance, firms, occasions);
  if (hours === undefined) return [...drawFirst(chance), ...Array.from({ length: 5 + chance.below(16) }, draw)];
  const steps: Step[] = [];
  let left = hours * 60 * minuteMs;
  while (left > 0 && steps.length < maximumSteps) {
    const step = draw();
    steps.push(step);
    left -= 'ms' in step.wait ? step.wait.ms : 0;
  }
  return steps;
}
