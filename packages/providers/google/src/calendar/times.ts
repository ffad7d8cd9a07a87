import { formatWhen, instantAt, instantOf, occurrences, parseWhen, rfcRule, type When, whenFrom } from '@concord/core';
import type { NativeEvent, NativeTime } from './native-event.ts';

/** When an event is, as one text. What core cannot hold is told in Google's words, so that it equals nothing but itself. */
export function readWhen(event: NativeEvent): string {
  const lines = event.recurrence ?? [];
  const rules = lines.flatMap((line) => /^RRULE:(.+)$/iu.exec(line.trim())?.[1] ?? []);
  const isHeld = lines.every((line) => /^(?:RRULE|EXDATE)\b/iu.test(line.trim()));
  const when = isHeld && rules.length === Math.min(lines.length, 1) ? timesOf(event, rules[0]) : undefined;
  if (when === undefined || !startsByItsRule(when)) return [raw(event.start), raw(event.end), ...lines].join(' ');
  return formatWhen(when);
}

/** The times alone, of a single event or one instance; undefined when they cannot be read. */
export function timesOf({ start, end }: Pick<NativeEvent, 'start' | 'end'>, rule?: string): When | undefined {
  const more = rule === undefined ? {} : { rule };
  if (start?.date) return whenFrom({ start: start.date, end: end?.date ?? start.date, allDay: true, ...more });
  if (!start?.dateTime) return undefined;
  const ends = end?.dateTime ?? start.dateTime;
  const zones = { ...zoneOf('zone', start), ...zoneOf('endZone', end) };
  const when = whenFrom({ start: start.dateTime, end: ends, ...zones, ...more });
  // By its instants, where the zone is one that nobody knows. A series needs its zone.
  return when ?? (rule === undefined ? whenFrom({ start: start.dateTime, end: ends }) : undefined);
}

const zoneOf = (name: 'zone' | 'endZone', time: NativeTime | undefined) =>
  time?.timeZone ? { [name]: time.timeZone } : {};

const raw = (time: NativeTime | undefined): string => [time?.date ?? time?.dateTime, time?.timeZone].join(' ').trim();

/**
 * Whether the start is an occurrence. Where it is not, RFC 5545 leaves open what happens, and nobody says what Google does:
 * such a series is never approximated.
 */
function startsByItsRule(when: When): boolean {
  return when.rule === undefined || occurrenceAt(when, when.start.slice(0, 10)) !== undefined;
}

/** The occurrence that a series has on a date, as a single event; undefined when it has none. */
export function occurrenceAt(series: When, slot: string): When | undefined {
  const begins = slotStart(series, slot);
  const span = { from: begins, to: begins + 1 };
  const found = occurrences(formatWhen(series), span, maxOverlapping).find((one) => one.slot === slot);
  const { rule: _, ...when } = series;
  return found && { ...when, start: found.start, end: found.end };
}

/** Earlier occurrences that go on when the one that is looked for begins. */
const maxOverlapping = 400;

/** When the occurrence of a date begins. */
export function slotStart(series: When, slot: string): number {
  if (series.zone === undefined || slot === series.start.slice(0, 10)) return instantOf(withDate(series, slot));
  return instantAt(Date.parse(`${slot}T${series.start.slice(11, 19)}Z`), series.zone);
}

const withDate = ({ allDay, start }: When, slot: string): string => (allDay ? slot : start);

/** The date on which a series places one of its instances; undefined when none of its occurrences begins then. */
export function slotOf(series: When, original: NativeTime | undefined): string | undefined {
  const begins = startOf(series, original);
  if (begins === undefined) return undefined;
  const slot = begins.slice(0, 10);
  const occurrence = occurrenceAt(series, slot);
  return occurrence && instantOf(occurrence.start) === instantOf(begins) ? slot : undefined;
}

/** A time in the words of a series. A date within a timed series is none of its times. */
function startOf(series: When, time: NativeTime | undefined): string | undefined {
  if (series.zone === undefined) return time?.date ?? undefined;
  if (!time?.dateTime) return undefined;
  const zone = time.timeZone && !/[Zz]|[+-]\d\d:\d\d$/u.test(time.dateTime) ? time.timeZone : series.zone;
  const when = whenFrom({ start: time.dateTime, end: time.dateTime, zone });
  if (when === undefined) return undefined;
  const own = whenFrom({ start: when.start, end: when.end, zone: series.zone });
  return own?.start;
}

export type Written = { readonly start: NativeTime; readonly end: NativeTime };

/** Each part is there: a patch merges, and a date beside a time is refused. */
export function writeTimes({ start, end, zone }: When): Written {
  const say = (text: string): NativeTime =>
    zone === undefined
      ? { date: text, dateTime: null, timeZone: null }
      : { date: null, dateTime: text, timeZone: zone };
  return { start: say(start), end: say(end) };
}

/**
 * The lines of a series, with the dates that it leaves out. All of them begin with what the start is, so that the first
 * occurrence must be the start: `series` is as `startingByRule` gives it.
 */
export function writeRecurrence(series: When, cancelled: readonly string[]): readonly string[] {
  const rule = rfcRule(series);
  if (rule === undefined) return [];
  return [`RRULE:${rule}`, ...(cancelled.length === 0 ? [] : [exceptionLine(series, cancelled)])];
}

function exceptionLine(series: When, slots: readonly string[]): string {
  const sorted = slots.toSorted().map((slot) => slot.replaceAll('-', ''));
  if (series.zone === undefined) return `EXDATE;VALUE=DATE:${sorted.join(',')}`;
  const starts = slots.toSorted().map((slot) => compact(slotStart(series, slot)));
  return `EXDATE:${starts.join(',')}`;
}

/** `20260415T160000Z` */
export const compact = (instant: number): string =>
  `${new Date(instant).toISOString().slice(0, 19).replaceAll(/[-:]/gu, '')}Z`;

/** The dates that the lines of a series leave out; those on which it has nothing are not among them. */
export function slotsLeftOut(series: When, lines: readonly string[] | null | undefined): readonly string[] {
  return (lines ?? []).flatMap((line) => {
    const found = /^EXDATE((?:;[^:]*)?):(.+)$/iu.exec(line.trim());
    const zone = /;TZID=([^;:]+)/iu.exec(found?.[1] ?? '')?.[1];
    const times = (found?.[2] ?? '').split(',').map((text) => originalOf(text.trim(), zone ?? series.zone));
    return times.flatMap((time) => slotOf(series, time) ?? []);
  });
}

function originalOf(text: string, zone: string | undefined): NativeTime | undefined {
  const [, year, month, day, hours, minutes, seconds, utc] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/u.exec(text) ?? [];
  if (year === undefined) return undefined;
  const date = `${year}-${month}-${day}`;
  if (hours === undefined) return { date };
  const dateTime = `${date}T${hours}:${minutes}:${seconds}${utc}`;
  return { dateTime, ...(zone === undefined ? {} : { timeZone: zone }) };
}

/** The same series, beginning with its first occurrence. */
export function startingByRule(when: When): When {
  if (when.rule === undefined || startsByItsRule(when)) return when;
  const [first] = occurrences(formatWhen(when), { from: -farMs, to: farMs }, 1);
  return first === undefined ? when : { ...when, start: first.start, end: first.end };
}

/** The ends of time, as `Date` knows it. */
const farMs = 8.64e15;

export const parsedWhen = (text: unknown): When | undefined => (typeof text === 'string' ? parseWhen(text) : undefined);
