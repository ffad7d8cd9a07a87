import { awkwardnesses, type Setting } from '@concord/sandbox';
import { type Chance, chanceOf } from './chance.ts';
import { deeds } from './people/deeds/index.ts';
import { awsHabits } from './stage/habits.ts';
import type { FirmPlan, PersonPlan, Step, Story } from './story.ts';
import { troubles } from './troubles.ts';

const minuteMs = 60_000;

/** A story from a number: who there is, what the clouds and AWS are like, and what happens. */
export function drawStory(seed: number, hours?: number): Story {
  const chance = chanceOf(seed);
  const firms = chance.hits(0.2) ? [drawFirm(chance), drawFirm(chance)] : [drawFirm(chance)];
  return {
    seed,
    skewMs: chance.hits(0.2) ? chance.below(600_000) - 300_000 : 0,
    limits: chance.hits(0.1),
    firms,
    people: Array.from({ length: 3 + chance.below(8) }, () => drawPerson(chance, firms)),
    habits: drawHabits(chance),
    steps: drawSteps(chance, firms, hours),
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

/** Habits that a story cannot have: they keep a value for good, let two writers overwrite each other, or have a clock of their own. */
const unfit = /dropsField|ignoreIfMatch|\.slow$|cutOff$|CutOff$/u;

export const habitNames: readonly string[] = [...Object.keys(awkwardnesses), ...Object.keys(awsHabits)].filter(
  (name) => !unfit.test(name),
);

function drawHabits(chance: Chance): readonly (readonly [string, Setting])[] {
  return Array.from({ length: chance.below(5) }, () => [
    chance.pick(habitNames) ?? '',
    { rate: chance.oneOf(0.05, 0.2, 0.5) },
  ]);
}

const weighted = (table: Readonly<Record<string, readonly [number, unknown]>>): readonly string[] =>
  Object.entries(table).flatMap(([name, [weight]]) => Array.from({ length: weight }, () => name));

const acts: readonly string[] = [...weighted(deeds), ...weighted(troubles)];

function drawStep(chance: Chance, firms: readonly FirmPlan[]): Step {
  const wait = chance.hits(0.4)
    ? { calls: 1 + chance.below(30) }
    : { ms: chance.oneOf(0, 500, 5_000, minuteMs, 5 * minuteMs, 30 * minuteMs) };
  return { seed: own(chance), firm: chance.below(firms.length), what: chance.pick(acts) ?? 'kill', wait };
}

const maximumSteps = 100_000;

/** A few, or as many as it takes for so many hours. */
function drawSteps(chance: Chance, firms: readonly FirmPlan[], hours: number | undefined): readonly Step[] {
  if (hours === undefined) return Array.from({ length: 5 + chance.below(16) }, () => drawStep(chance, firms));
  const steps: Step[] = [];
  let left = hours * 60 * minuteMs;
  while (left > 0 && steps.length < maximumSteps) {
    const step = drawStep(chance, firms);
    steps.push(step);
    left -= 'ms' in step.wait ? step.wait.ms : 0;
  }
  return steps;
}
