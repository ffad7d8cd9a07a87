import {
  formatWhen,
  ianaOf,
  instantOf,
  occurrences,
  parseRule,
  parseWhen,
  toZone,
  type When,
  type WhenParts,
  wallTextOf,
  whenFrom,
  whenKey,
  windowsOf,
} from '@concord/core';
import type { DateTimeTimeZone, Event } from '@microsoft/microsoft-graph-types';
import { recurrenceOf, ruleOf } from './recurrence.ts';

/** What says when an event is. */
export type Timed = Pick<Event, 'start' | 'end' | 'isAllDay' | 'recurrence' | 'originalStartTimeZone'>;

/** Throws nothing: a text that core cannot read stands for times that cannot be told, and is left alone by everybody. */
export function readWhen(native: Timed): string {
  const when = whenOf(native);
  return when ? formatWhen(when) : untold(native);
}

/** The same of every read, and no time. */
export function untold({ start, end, recurrence, originalStartTimeZone }: Timed): string {
  const times = [start, end].map((moment) => moment?.dateTime?.slice(0, 19) ?? '').join('/');
  const rule = recurrence ? (ruleOf(recurrence) ?? JSON.stringify(recurrence.pattern)) : '';
  return `${times} ? ${originalStartTimeZone ?? ''} ${rule}`.trimEnd();
}

function whenOf(native: Timed): When | undefined {
  const { start, end, recurrence } = native;
  if (!start?.dateTime || !end?.dateTime) return undefined;
  return recurrence ? seriesOf(native, start, end) : singleOf(native, start, end);
}

/** By the clocks of the zone in which it was made; where that is not told, by UTC. */
function singleOf(native: Timed, start: DateTimeTimeZone, end: DateTimeTimeZone): When | undefined {
  if (native.isAllDay) return whenFrom(wholeDays(native, start, end));
  const when = whenFrom(partsOf(start, end));
  const zone = ianaOf(native.originalStartTimeZone ?? '');
  return when && zone !== undefined ? parseWhen(toZone(formatWhen(when), zone) ?? '') : when;
}

function partsOf(start: DateTimeTimeZone, end: DateTimeTimeZone): WhenParts {
  const zone = start.timeZone ?? 'UTC';
  return { start: start.dateTime ?? '', end: end.dateTime ?? '', zone, endZone: end.timeZone ?? zone };
}

function wholeDays(native: Timed, start: DateTimeTimeZone, end: DateTimeTimeZone): WhenParts {
  const zone = ianaOf(native.originalStartTimeZone ?? '');
  return { allDay: true, start: dateOf(start, zone), end: dateOf(end, zone) };
}

/**
 * The date of a midnight: as it stands (observed: whole days are not shifted into the zone that was asked for), or, when it
 * was shifted, by the clocks of its own zone, or the midnight next to it.
 */
function dateOf(moment: DateTimeTimeZone, zone: string | undefined): string {
  const text = moment.dateTime ?? '';
  if (text.slice(11, 19) === '00:00:00') return text.slice(0, 10);
  const when = whenFrom({ start: text, end: text, zone: moment.timeZone ?? 'UTC' });
  const local = when && zone !== undefined ? parseWhen(toZone(formatWhen(when), zone) ?? '') : when;
  return local === undefined ? '' : nearestDate(wallTextOf(local.start));
}

const halfDayMs = 12 * 60 * 60 * 1000;
const nearestDate = (wall: string): string => isoOf(Date.parse(`${wall}Z`) + halfDayMs).slice(0, 10);
const isoOf = (instant: number): string => new Date(instant).toISOString().slice(0, 19);

/** The date on which an occurrence was to begin, by the clocks of its series; undefined of what is no time. */
export function slotOf(instant: string, zone: string | undefined, series: When): string | undefined {
  const text = instant.replace(/Z$/u, '');
  if (Number.isNaN(Date.parse(`${text.slice(0, 19)}Z`))) return undefined;
  if (series.zone === undefined) return dateOf({ dateTime: text, timeZone: 'UTC' }, zone) || undefined;
  const when = whenFrom({ start: text, end: text, zone: 'UTC' });
  return when && toZone(formatWhen(when), series.zone)?.slice(0, 10);
}

/**
 * A series repeats by the clocks of its own zone, which must be told. It begins on the date of its range, at the time of
 * its start, whatever occurrence the start may be of.
 */
function seriesOf(native: Timed, start: DateTimeTimeZone, end: DateTimeTimeZone): When | undefined {
  const original = ianaOf(native.originalStartTimeZone ?? '');
  const { recurrence } = native;
  const rule = recurrence ? ruleOf(recurrence) : undefined;
  const startsOn = recurrence?.range?.startDate?.slice(0, 10);
  if (original === undefined || rule === undefined || !startsOn) return undefined;
  if (native.isAllDay) return whenFrom({ ...movedTo(startsOn, wholeDays(native, start, end)), rule });
  const zone = ianaOf(recurrence?.range?.recurrenceTimeZone ?? '') ?? original;
  const first = whenFrom(partsOf(start, end));
  const local = first && parseWhen(toZone(formatWhen(first), zone) ?? '');
  return local && whenFrom({ ...movedTo(startsOn, local), zone, rule });
}

/** With the offsets that it has where it stands already: of a doubled hour they tell which is meant. */
function movedTo(startsOn: string, when: Pick<WhenParts, 'start' | 'end' | 'allDay'>): WhenParts {
  if (when.start.slice(0, 10) === startsOn) return when;
  const walls = [when.start, when.end].map((text) => Date.parse(`${text.slice(0, 19).padEnd(19, 'T00:00:00')}Z`));
  const [from = Number.NaN, to = Number.NaN] = walls;
  const time = when.start.slice(10, 19);
  const begins = `${startsOn}${time}`;
  const ends = isoOf(Date.parse(`${begins.padEnd(19, 'T00:00:00')}Z`) + to - from);
  return { ...when, start: begins, end: when.allDay ? ends.slice(0, 10) : ends };
}

/** What to send so that an event is then; undefined when Outlook cannot say it. */
export type WrittenWhen = Required<Pick<Event, 'start' | 'end' | 'isAllDay'>> & Pick<Event, 'recurrence'>;

export function writeWhen(text: string): WrittenWhen | undefined {
  const when = parseWhen(text);
  if (when === undefined) return undefined;
  return when.rule === undefined ? writeSingle(when) : writeSeries(text, when, when.rule);
}

function writeSingle(when: When): WrittenWhen {
  if (when.zone === undefined) return { ...midnights(when), isAllDay: true };
  const name = windowsOf(when.zone);
  return { start: momentIn(when.start, name), end: momentIn(when.end, name), isAllDay: false };
}

/** Both in one zone, as whole days must be. */
const midnights = ({ start, end }: When): Pick<WrittenWhen, 'start' | 'end'> => ({
  start: { dateTime: `${start}T00:00:00`, timeZone: 'UTC' },
  end: { dateTime: `${end}T00:00:00`, timeZone: 'UTC' },
});

/** By UTC where the name does not lead back to the instant: the second of a doubled hour, and years of which Windows knows no clocks. */
function momentIn(text: string, name: string | undefined): DateTimeTimeZone {
  const wall = wallTextOf(text);
  const again = name === undefined ? undefined : whenFrom({ start: wall, end: wall, zone: name });
  const isTold = instantOf(text) >= 0 && again !== undefined && instantOf(again.start) === instantOf(text);
  if (name !== undefined && isTold) return { dateTime: wall, timeZone: name };
  return { dateTime: isoOf(instantOf(text)), timeZone: 'UTC' };
}

/** Begins with its first occurrence: Outlook refuses a range that begins before it. Looked at as it would be read again. */
function writeSeries(text: string, when: When, ruleText: string): WrittenWhen | undefined {
  const rule = parseRule(ruleText);
  const name = when.zone === undefined ? 'UTC' : windowsOf(when.zone);
  const [first] = occurrences(text, { from: -farMs, to: farMs }, 1);
  if (!rule || name === undefined || first === undefined) return undefined;
  const recurrence = recurrenceOf(rule, first.slot, name);
  if (recurrence === undefined) return undefined;
  const moments =
    when.zone === undefined
      ? midnights({ ...when, start: first.start, end: first.end })
      : {
          start: { dateTime: wallTextOf(first.start), timeZone: name },
          end: { dateTime: wallTextOf(first.end), timeZone: name },
        };
  const written = { ...moments, isAllDay: when.allDay, recurrence };
  const again = readWhen({ ...written, originalStartTimeZone: name });
  return whenKey(again) === whenKey(text) ? written : undefined;
}

/** The ends of time, as `Date` knows it. */
export const farMs = 8.64e15;
