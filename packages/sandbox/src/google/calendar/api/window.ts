import { instantOfTime } from '../events/event-times.ts';
import type { Room } from '../events/series.ts';
import type { StoredEvent } from '../events/stored-event.ts';
import { readInstant } from './parameters.ts';
import { refusal } from './refusal.ts';

/** Instants, infinite where nothing bounds them. */
export type Window = readonly [number, number];

export function readWindow(query: URLSearchParams): Window {
  const from = readInstant(query, 'timeMin') ?? Number.NEGATIVE_INFINITY;
  const to = readInstant(query, 'timeMax') ?? Number.POSITIVE_INFINITY;
  if (from >= to) throw refusal('timeRangeEmpty');
  return [from, to];
}

/** Documented: the lower bound is of the end, the upper of the start, both exclusive. */
export function overlaps({ zone }: Room, { fields }: StoredEvent, window: Window): boolean {
  return touches([instantOfTime(fields.start, zone), instantOfTime(fields.end, zone)], window);
}

export const touches = ([start, end]: readonly [number, number], [from, to]: Window): boolean =>
  (end > from || (end === start && start >= from)) && start < to;
