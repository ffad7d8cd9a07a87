import { badRequest, refusal } from '../graph/refusal.ts';
import { isDate } from './day.ts';
import {
  firstDate,
  type Pattern,
  patternTypes,
  type Range,
  type Recurrence,
  rangeTypes,
  weekdays,
  weekIndexes,
} from './recurrence.ts';
import { ianaOf } from './zones.ts';

/** Reads a recurrence as a client writes it. Parts that its type does not use are looked at all the same. */
export function readRecurrence(value: unknown, zoneOfEvent: string): Recurrence {
  const { pattern, range } = recordOf(value);
  const recurrence = { pattern: readPattern(recordOf(pattern)), range: readRange(recordOf(range), zoneOfEvent) };
  if (firstDate(recurrence) === undefined) throw invalid();
  return recurrence;
}

type Json = Readonly<Record<string, unknown>>;

function readPattern(json: Json): Pattern {
  const type = oneOf(patternTypes, json.type);
  const daysOfWeek = json.daysOfWeek ?? [];
  if (!Array.isArray(daysOfWeek)) throw invalid();
  const pattern = {
    type,
    interval: whole(json.interval, 1, 999),
    month: whole(json.month ?? 0, 0, 12),
    dayOfMonth: whole(json.dayOfMonth ?? 0, 0, 31),
    daysOfWeek: daysOfWeek.map((day) => oneOf(weekdays, day)),
    firstDayOfWeek: oneOf(weekdays, json.firstDayOfWeek ?? 'sunday'),
    index: oneOf(weekIndexes, json.index ?? 'first'),
  };
  if (!needs[type].every((part) => isGiven(pattern[part]))) throw invalid();
  return pattern;
}

/** What each type cannot do without (resource type recurrencePattern). */
const needs = {
  daily: [],
  weekly: ['daysOfWeek'],
  absoluteMonthly: ['dayOfMonth'],
  relativeMonthly: ['daysOfWeek'],
  absoluteYearly: ['dayOfMonth', 'month'],
  relativeYearly: ['daysOfWeek', 'month'],
} as const satisfies Record<Pattern['type'], readonly (keyof Pattern)[]>;

const isGiven = (part: unknown): boolean => (Array.isArray(part) ? part.length > 0 : part !== 0);

const noDate = '0001-01-01';

function readRange(json: Json, zoneOfEvent: string): Range {
  const type = oneOf(rangeTypes, json.type);
  const recurrenceTimeZone = json.recurrenceTimeZone || zoneOfEvent;
  if (typeof recurrenceTimeZone !== 'string') throw invalid();
  if (ianaOf(recurrenceTimeZone) === undefined) throw unknownZone(recurrenceTimeZone);
  const endDate = json.endDate ?? noDate;
  if (!isDate(json.startDate) || !(endDate === noDate || isDate(endDate))) throw invalid();
  const numberOfOccurrences = whole(json.numberOfOccurrences ?? 0, 0, 999);
  if (type === 'numbered' && numberOfOccurrences === 0) throw invalid();
  return {
    type,
    startDate: json.startDate,
    endDate: type === 'endDate' ? endDate : noDate,
    recurrenceTimeZone,
    numberOfOccurrences: type === 'numbered' ? numberOfOccurrences : 0,
  };
}

/** Code and words as people met them. */
export function unknownZone(name: string) {
  const message = `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${name}'.`;
  return badRequest(message, 'TimeZoneNotSupportedException');
}

function oneOf<T extends string>(values: readonly T[], value: unknown): T {
  const found = values.find((known) => typeof value === 'string' && known.toLowerCase() === value.toLowerCase());
  if (found === undefined) throw invalid();
  return found;
}

function whole(value: unknown, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) throw invalid();
  return value;
}

function recordOf(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid();
  return value as Json;
}

const invalid = () => refusal('invalidValue');
