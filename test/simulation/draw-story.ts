import { type Act, acts } from './acts.ts';
import { type Chance, chanceOf } from './chance.ts';
import { drawHabits, occasionsFor } from './draw-habits.ts';
import type { FirmPlan, PersonPlan, Step, Story } from './story.ts';

const minuteMs = 60_000;

/** A story from a number: who there is, what the clouds and AWS are like, and what happens. */
export function drawStory(seed: number, hours?: number): Story {
  const chance = chanceOf(seed);
  const firms = chance.hits(0.2) ? [drawFirm(chance), drawFirm(chance)] : [drawFirm(chance)];
  const skewMs = chance.hits(0.2) ? chance.below(600_000) - 300_000 : 0;
  const habits = drawHabits(chance, seed);
  return {
    seed,
    skewMs,
    limits: chance.hits(0.1),
    firms,
    people: Array.from({ length: 3 + chance.below(8) }, () => drawPerson(chance, firms)),
    habits,
    steps: withOneMoreKill(seed, firms, drawSteps(chance, firms, occasionsFor(habits), hours)),
  };
}

function drawFirm(chance: Chance): FirmPlan {
  const members = chance.hits(0.25) ? 2 : 1;
  // Two mailboxes would each send what was deleted in Clio there again, and be two people to Clio.
  const usual = members === 2 || chance.hits(0.5);
  return {
    members,
    conflicts: chance.oneOf('left', 'left', 'right', 'ask'),
    deletes: usual
      ? { left: 'propagate', right: 'release' }
      : {
          left: chance.oneOf('propagate', 'release', 'ask'),
          right: chance.oneOf('propagate', 'release', 'ask'),
        },
  };
}

const own = (chance: Chance): number => chance.below(1_000_000_000);

function drawPerson(chance: Chance, firms: readonly FirmPlan[]): PersonPlan {
  const firm = chance.below(firms.length);
  const mailbox = 1 + chance.below(firms[firm]?.members ?? 1);
  return { seed: own(chance), firm, books: chance.oneOf<readonly number[]>([0], [mailbox], [0, mailbox]) };
}

function drawStep(chance: Chance, firms: readonly FirmPlan[], occasions: readonly Act[]): Step {
  const wait = chance.hits(0.4)
    ? { calls: 1 + chance.below(30) }
    : { ms: chance.oneOf(0, 500, 5_000, minuteMs, 5 * minuteMs, 30 * minuteMs) };
  const what = chance.pick(occasions.length > 0 && chance.hits(0.4) ? occasions : acts) ?? 'kill';
  return { seed: own(chance), firm: chance.below(firms.length), what, wait };
}

/** There are many kinds of calls at which somebody can die: every other story has a kill more, and is otherwise as it was. */
function withOneMoreKill(seed: number, firms: readonly FirmPlan[], steps: readonly Step[]): readonly Step[] {
  const chance = chanceOf(seed + 9_000_011);
  if (!chance.hits(0.6)) return steps;
  const kill: Step = { seed: own(chance), firm: chance.below(firms.length), what: 'kill', wait: { ms: 0 } };
  const place = chance.below(steps.length + 1);
  return [...steps.slice(0, place), kill, ...steps.slice(place)];
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
