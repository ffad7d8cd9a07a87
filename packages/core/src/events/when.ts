import type { Instant } from '../ports/clock.ts';
import { type Day, dateText, dayFrom, dayMs, lastDay } from './calendar-days.ts';
import { canonicalRule } from './canonical-rule.ts';
import { parseRule } from './rule.ts';
import { instantAt, instantText, readClock, wallAt, wallText } from './wall-time.ts';
import { ianaOf } from './zones.ts';

/**
 * When an event is: one text, of which no part is ever merged apart from the others.
 *
 *     2026-04-15T12:00:00-04:00/2026-04-15T13:00:00-04:00 America/New_York
 *     2026-04-15/2026-04-16                                     all day; the end is the day after the last
 *     ... America/New_York FREQ=WEEKLY;BYDAY=WE;UNTIL=20261230  a series: the first start, and a canonical rule
 */
export type When = {
  readonly allDay: boolean;
  /** A date, or RFC 3339 with the offset that the zone has then. */
  readonly start: string;
  /** Exclusive, in the zone of the start. */
  readonly end: string;
  /** An IANA zone; absent of all-day events. */
  readonly zone?: string;
  /** As `canonicalRule` writes it. */
  readonly rule?: string;
};

/**
 * Undefined for what `formatWhen` never writes, such as a zone that is not known here. An offset that the zone does not
 * have then gives way: in a series to the wall time, in a single event to the instant.
 */
export function parseWhen(text: string): When | undefined {
  const found = /^(\S+)\/(\S+)((?: [^ =]+)?)((?: FREQ=\S+)?)$/u.exec(text);
  const [start, end, zone, rule] = [found?.[1], found?.[2], found?.[3]?.slice(1), found?.[4]?.slice(1)];
  if (start === undefined || end === undefined) return undefined;
  const isAllDay = dayFrom(start) !== undefined && !zone;
  if (rule && !parseRule(rule)) return undefined;
  const when = isAllDay ? allDayOf(start, end) : zone ? timedFrom(start, end, zone, !!rule) : undefined;
  return when && { ...when, ...(rule ? { rule } : {}) };
}

export function formatWhen({ start, end, zone, rule }: When): string {
  return [`${start}/${end}`, ...(zone === undefined ? [] : [zone]), ...(rule === undefined ? [] : [rule])].join(' ');
}

/** As a provider says it. */
export type WhenParts = {
  /** RFC 3339, or wall time without an offset; of all-day events only the date is looked at. */
  readonly start: string;
  readonly end: string;
  readonly allDay?: boolean;
  /** The zone of the event, by any name that `ianaOf` knows. Absent: UTC. */
  readonly zone?: string;
  /** Of an end without an offset; absent: that of the start. */
  readonly endZone?: string;
  /** The value of one RRULE. */
  readonly rule?: string;
};

/**
 * Undefined when a time or zone cannot be read, the end lies before the start, or the rule has no canonical form. A wall
 * time that the clocks skip goes forward; of a doubled one the first is meant, unless an offset says otherwise. All-day
 * events that end where they begin last one day.
 */
export function whenFrom({ start, end, allDay, zone, endZone, rule }: WhenParts): When | undefined {
  const when = allDay ? wholeDays(start, end) : timed(start, end, zone ?? 'UTC', endZone ?? zone ?? 'UTC');
  if (!when || rule === undefined) return when;
  const canonical = canonicalRule(rule, { start: wallOf(when.start), ...(when.zone && { zone: when.zone }) });
  return canonical === undefined ? undefined : { ...when, rule: canonical };
}

function wholeDays(start: string, end: string): When | undefined {
  const [first, next] = [dayFrom(start.slice(0, 10)), dayFrom(end.slice(0, 10))];
  if (first === undefined || next === undefined || next < first) return undefined;
  return allDayOf(dateText(first), dateText(Math.max(next, first + 1)));
}

function allDayOf(start: string, end: string): When | undefined {
  const [first, next] = [dayFrom(start), dayFrom(end)];
  return first !== undefined && next !== undefined && first < next ? { allDay: true, start, end } : undefined;
}

function timed(startText: string, endText: string, zoneName: string, endZoneName: string): When | undefined {
  const [zone, endZone] = [ianaOf(zoneName), ianaOf(endZoneName)];
  if (zone === undefined || endZone === undefined) return undefined;
  return timedOf(instantFrom(startText, zone), instantFrom(endText, endZone), zone);
}

function instantFrom(text: string, zone: string): Instant | undefined {
  const reading = readClock(dayFrom(text) === undefined ? text : `${text}T00:00:00`);
  return reading && (reading.instant ?? instantAt(reading.wall, zone));
}

/** A series repeats by the clock on the wall, so that is what it keeps when the clocks turn out to be other ones. */
function timedFrom(start: string, end: string, zone: string, isSeries: boolean): When | undefined {
  if (ianaOf(zone) !== zone) return undefined;
  return timedOf(keptInstant(start, zone, isSeries), keptInstant(end, zone, isSeries), zone);
}

function keptInstant(text: string, zone: string, keepsWall: boolean): Instant | undefined {
  const reading = /^.{19}[+-]/u.test(text) ? readClock(text) : undefined;
  if (reading?.instant === undefined || !keepsWall) return reading?.instant;
  return wallAt(reading.instant, zone) === reading.wall ? reading.instant : instantAt(reading.wall, zone);
}

function timedOf(start: Instant | undefined, end: Instant | undefined, zone: string): When | undefined {
  if (start === undefined || end === undefined || end < start || end >= (lastDay + 1) * dayMs) return undefined;
  const texts = { start: instantText(start, zone), end: instantText(end, zone) };
  const isReadable = readClock(texts.start) && readClock(texts.end);
  return isReadable ? { allDay: false, ...texts, zone } : undefined;
}

/** The wall time of a start or end, as `Wall`: midnight of a date. */
export function wallOf(text: string): number {
  const day = dayFrom(text);
  return day === undefined ? (readClock(text)?.wall ?? Number.NaN) : day * dayMs;
}

/** The instant of a start or end. Dates are taken as days by UTC. */
export function instantOf(text: string): Instant {
  const reading = readClock(text);
  return reading?.instant ?? wallOf(text);
}

export function firstDay({ start }: When): Day {
  return Math.floor(wallOf(start) / dayMs);
}

/** An event in the words of another zone. */
export function inZone(when: When, zone: string): When {
  if (when.allDay) return when;
  const text = (one: string): string => instantText(instantOf(one), zone);
  return { ...when, start: text(when.start), end: text(when.end), zone };
}

/** The wall time as Graph wants it: `2026-04-15T12:00:00`. */
export function wallTextOf(text: string): string {
  return wallText(wallOf(text));
}
