import type { Tally } from '../tally.ts';
import { calendarTroubles } from './acts.ts';
import { deeds } from './deeds/index.ts';
import { ownHabitNames } from './draw-habits.ts';
import { calendarInvariants } from './judge/index.ts';

/** From so many stories on, everything must have been tried at least once. */
const demandedFrom = 400;

/** Drawn in some story; whether its occasion came is another matter, for what strikes only when somebody looks at a certain moment. */
export function missingInCalendars(tally: Tally): readonly string[] {
  if (tally.seeds < demandedFrom) return [];
  const never = (what: string, names: readonly string[], counts: Readonly<Record<string, number>>): readonly string[] =>
    names.filter((name) => (counts[name] ?? 0) === 0).map((name) => `${what} ${name}`);
  return [
    ...never('habit', ownHabitNames, tally.met),
    ...never('deed or trouble', [...Object.keys(deeds), ...Object.keys(calendarTroubles)], tally.deeds),
    ...never('invariant', Object.keys(calendarInvariants), tally.tested),
  ];
}
