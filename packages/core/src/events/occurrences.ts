import type { Span } from '../items.ts';
import type { Instant } from '../ports/clock.ts';
import { type Day, dateText, dayMs, lastDay } from './calendar-days.ts';
import { parseRule, type Rule } from './rule.ts';
import { lastRuleDay, ruleDays } from './rule-days.ts';
import { instantAt, instantText } from './wall-time.ts';
import { firstDay, instantOf, parseWhen, type When, wallOf } from './when.ts';

export type Occurrence = {
  /** The local date on which the series places it: what tells it from the others, wherever it was moved since. */
  readonly slot: string;
  /** Spelled as in the event: a date, or RFC 3339 in its zone. */
  readonly start: string;
  readonly end: string;
};

/**
 * What of an event lies within a window, wholly or in part, in order, at most so many. A single event is its own only
 * occurrence. Exceptions are not known here. All-day dates are days by UTC. None of a text that cannot be read.
 */
export function occurrences(text: string, window: Span, most: number): readonly Occurrence[] {
  const when = parseWhen(text);
  const found: Occurrence[] = [];
  for (const one of when ? occurrencesFrom(when, window.from) : []) {
    if (found.length >= most || instantOf(one.start) >= window.to) break;
    if (overlaps(one, window)) found.push(one);
  }
  return found;
}

export function overlaps({ start, end }: Occurrence, { from, to }: Span): boolean {
  const [first, last] = [instantOf(start), instantOf(end)];
  return first < to && (last > from || first >= from);
}

function* occurrencesFrom(when: When, from: Instant): Generator<Occurrence, void, undefined> {
  const rule = when.rule === undefined ? undefined : parseRule(when.rule);
  if (!rule) {
    yield { slot: dateText(firstDay(when)), start: when.start, end: when.end };
    return;
  }
  // Two days more than it lasts: no clock is further from UTC than one, and the clocks may change.
  const longest = Math.ceil((wallOf(when.end) - wallOf(when.start)) / dayMs) + 2;
  const first = firstDay(when);
  for (const day of ruleDays(rule, first, Math.max(first, Math.floor(from / dayMs) - longest)))
    yield occurrenceOn(when, day);
}

/** The occurrence that a series has, or would have, on a date. */
export function occurrenceOn(when: When, day: Day): Occurrence {
  const shift = (day - firstDay(when)) * dayMs;
  const slot = dateText(day);
  if (shift === 0) return { slot, start: when.start, end: when.end };
  const [start, until] = [wallOf(when.start) + shift, wallOf(when.end) + shift];
  const { zone } = when;
  if (zone === undefined)
    return { slot, start: dateText(start / dayMs), end: dateText(Math.min(until / dayMs, lastDay)) };
  const begins = instantAt(start, zone);
  // Whole days last until the same time by the clock; hours are hours, also in the night of a change.
  const ends = until - start >= dayMs ? instantAt(until, zone) : begins + (until - start);
  const end = Math.max(begins, Math.min(ends, lastDay * dayMs));
  return { slot, start: instantText(begins, zone), end: instantText(end, zone) };
}

export type Extent = {
  readonly first: Instant;
  /** The end of the last occurrence; absent when there is no last. */
  readonly last?: Instant;
};

/** From the first start to the last end; undefined of a text that cannot be read. */
export function firstAndLast(text: string): Extent | undefined {
  const when = parseWhen(text);
  return when && extentOf(when);
}

export function extentOf(when: When): Extent {
  const rule = when.rule === undefined ? undefined : parseRule(when.rule);
  if (!rule) return { first: instantOf(when.start), last: instantOf(when.end) };
  const start = firstDay(when);
  const first = instantOf(occurrenceOn(when, firstRuleDay(rule, start)).start);
  const last = finalRuleDay(rule, start);
  return last === undefined ? { first } : { first, last: instantOf(occurrenceOn(when, last).end) };
}

/** The start itself, unless the rule does not have it. */
export function firstRuleDay(rule: Rule, start: Day): Day {
  return ruleDays(rule, start).next().value ?? start;
}

function finalRuleDay(rule: Rule, start: Day): Day | undefined {
  if (rule.until !== undefined) return lastRuleDay(rule, start, rule.until) ?? start;
  if (rule.count === undefined) return undefined;
  let last = start;
  for (const day of ruleDays(rule, start)) last = day;
  return last;
}

/**
 * Whether any of an event's extent lies within a window. A series is in it from its first occurrence to its last, also
 * where the window falls between two. So is a text that cannot be read: it is not for a window to leave out.
 */
export function inWindow(text: string, { from, to }: Span): boolean {
  const extent = firstAndLast(text);
  if (!extent) return true;
  return extent.first < to && (extent.last === undefined || extent.last > from || extent.first >= from);
}
