import type { View } from '../fields.ts';
import { dayMs, type Entry } from './records.ts';
import { fromWall } from './wall-time.ts';

/** How the end of an all-day entry is told: not documented. */
export type AllDayEnd = 'nextMidnight' | 'lastMidnight' | 'lastSecond';

export function allDayEndOf(has: View['has']): AllDayEnd {
  if (has('clio.calendar.allDayEndsLastMidnight')) return 'lastMidnight';
  return has('clio.calendar.allDayEndsLastSecond') ? 'lastSecond' : 'nextMidnight';
}

const beforeNextMidnight = { nextMidnight: 0, lastMidnight: dayMs, lastSecond: 1_000 } as const;

/** An all-day entry is on the same days for everybody, and begins with each user's own midnight (assumption). */
export function startOf({ all_day, start_at }: Entry, timeZone: string): number {
  return all_day ? fromWall(start_at, timeZone) : start_at;
}

export function endOf({ all_day, end_at }: Entry, timeZone: string, end: AllDayEnd = 'nextMidnight'): number {
  return all_day ? fromWall(end_at - beforeNextMidnight[end], timeZone) : end_at;
}
