import { type Chance, chanceOf } from '../chance.ts';
import type { MailboxProvider } from '../history/happenings.ts';
import { calendarActs } from './acts.ts';
import { drawCalendarHabits, firstHabit } from './draw-habits.ts';
import type { CalendarStep, CalendarStory, EventPlan, MemberPlan } from './story.ts';

const minuteMs = 60_000;
/** Whose calendars people keep; a cloud joins as its provider knows events. */
export const calendarClouds: readonly MailboxProvider[] = ['microsoft', 'google'];

/** A story from a number: who keeps which calendars in step, what is in them, what the clouds are like, and what happens. */
export function drawCalendarStory(seed: number): CalendarStory {
  const chance = chanceOf(seed + 40_000_003);
  const wanted = calendarClouds.find((cloud) => firstHabit(seed).startsWith(`${cloud}.`));
  const members = Array.from({ length: chance.hits(0.3) ? 2 : 1 }, (_, place) =>
    drawMember(chance, place === 0 ? wanted : undefined),
  );
  const pairs = members.reduce((count, { calendars }) => count + calendars, 0);
  return {
    seed,
    skewMs: chance.hits(0.15) ? chance.below(600_000) - 300_000 : 0,
    limits: chance.hits(0.1),
    members,
    policy: {
      conflicts: chance.oneOf('left', 'left', 'right', 'ask'),
      private: chance.oneOf('busy', 'busy', 'skip', 'full'),
      guests: chance.hits(0.7),
    },
    events: Array.from({ length: 2 + chance.below(6) }, () => drawEvent(chance, pairs)),
    habits: drawCalendarHabits(chance, seed, new Set(members.map(({ mailbox }) => mailbox))),
    steps: Array.from({ length: 5 + chance.below(14) }, () => drawStep(chance, pairs)),
    quietDays: chance.hits(0.08) ? 100 : 1,
  };
}

function drawMember(chance: Chance, wanted: MailboxProvider | undefined): MemberPlan {
  const drawn = chance.pick(calendarClouds) ?? 'microsoft';
  return { mailbox: wanted ?? drawn, calendars: chance.hits(0.3) ? 2 : 1 };
}

const own = (chance: Chance): number => chance.below(1_000_000_000);

const drawEvent = (chance: Chance, pairs: number): EventPlan => ({
  seed: own(chance),
  pair: chance.below(pairs),
  places: chance.oneOf<EventPlan['places']>(['left'], ['right'], ['left', 'right']),
});

function drawStep(chance: Chance, pairs: number): CalendarStep {
  const wait = chance.hits(0.4)
    ? { calls: 1 + chance.below(40) }
    : { ms: chance.oneOf(0, 500, 5_000, minuteMs, 5 * minuteMs, 30 * minuteMs) };
  return { seed: own(chance), pair: chance.below(pairs), what: chance.pick(calendarActs) ?? 'kill', wait };
}
