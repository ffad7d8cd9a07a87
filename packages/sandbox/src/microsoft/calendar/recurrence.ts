import { dateOf, dayInMonth, dayNumber, daysInMonth, firstOfMonth, weekdayOf } from './day.ts';

export const patternTypes = [
  'daily',
  'weekly',
  'absoluteMonthly',
  'relativeMonthly',
  'absoluteYearly',
  'relativeYearly',
] as const;
export const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
export const weekIndexes = ['first', 'second', 'third', 'fourth', 'last'] as const;
export const rangeTypes = ['endDate', 'noEnd', 'numbered'] as const;

export type Weekday = (typeof weekdays)[number];

/** Every part, used or not: answers show them all. */
export type Pattern = {
  readonly type: (typeof patternTypes)[number];
  readonly interval: number;
  /** 1 to 12; 0 when it means nothing. */
  readonly month: number;
  readonly dayOfMonth: number;
  readonly daysOfWeek: readonly Weekday[];
  readonly firstDayOfWeek: Weekday;
  readonly index: (typeof weekIndexes)[number];
};

export type Range = {
  readonly type: (typeof rangeTypes)[number];
  readonly startDate: string;
  /** The last day that may have an occurrence. `0001-01-01` when it means nothing. */
  readonly endDate: string;
  readonly recurrenceTimeZone: string;
  readonly numberOfOccurrences: number;
};

export type Recurrence = { readonly pattern: Pattern; readonly range: Range };

/** A pattern that fits no day for this long has no more occurrences. */
const mostYears = 400;
const mostOccurrences = 20_000;

/** The days of a series in order, up to `until` (a date, included). */
export function* seriesDates({ pattern, range }: Recurrence, until: string): Generator<string> {
  const first = dayNumber(range.startDate);
  const limit = Math.min(dayNumber(until), range.type === 'endDate' ? dayNumber(range.endDate) : dayNumber(until));
  const most = range.type === 'numbered' ? range.numberOfOccurrences : mostOccurrences;
  let count = 0;
  for (const day of daysOf[pattern.type](pattern, first, limit)) {
    if (day > limit || count === most) return;
    if (day < first) continue;
    count += 1;
    yield dateOf(day);
  }
}

/** The first day of a series, which may be later than the start of its range. */
export function firstDate(recurrence: Recurrence): string | undefined {
  const far = dateOf(dayNumber(recurrence.range.startDate) + mostYears * 366);
  return seriesDates(recurrence, far).next().value;
}

type Days = (pattern: Pattern, first: number, limit: number) => Generator<number>;

const daysOf = {
  daily: function* ({ interval }, first, limit) {
    for (let day = first; day <= limit; day += interval) yield day;
  },
  weekly: function* ({ interval, daysOfWeek, firstDayOfWeek }, first, limit) {
    const weekStart = weekdays.indexOf(firstDayOfWeek);
    const inWeek = daysOfWeek.map((name) => (weekdays.indexOf(name) - weekStart + 7) % 7).toSorted((a, b) => a - b);
    const monday = first - ((weekdayOf(first) - weekStart + 7) % 7);
    for (let week = monday; week <= limit; week += 7 * interval) for (const offset of inWeek) yield week + offset;
  },
  absoluteMonthly: ({ interval, dayOfMonth }, first, limit) =>
    byMonth(first, limit, interval, monthOf(first), (year, month) => dayInMonth(year, month, dayOfMonth)),
  relativeMonthly: (pattern, first, limit) =>
    byMonth(first, limit, pattern.interval, monthOf(first), (year, month) => relativeDay(pattern, year, month)),
  absoluteYearly: ({ interval, month, dayOfMonth }, first, limit) =>
    byMonth(first, limit, 12 * interval, month - 1, (year, at) => dayInMonth(year, at, dayOfMonth)),
  relativeYearly: (pattern, first, limit) =>
    byMonth(first, limit, 12 * pattern.interval, pattern.month - 1, (year, at) => relativeDay(pattern, year, at)),
} as const satisfies Record<Pattern['type'], Days>;

const monthOf = (day: number): number => Number(dateOf(day).slice(5, 7)) - 1;

/** One day of every so many months, from a month (0 to 11) of the first day's year. */
function* byMonth(
  first: number,
  limit: number,
  step: number,
  startMonth: number,
  dayOf: (year: number, month: number) => number,
): Generator<number> {
  const startYear = Number(dateOf(first).slice(0, 4));
  for (let months = startMonth; months <= startMonth + mostYears * 12; months += step) {
    const [year, month] = [startYear + Math.floor(months / 12), months % 12];
    if (firstOfMonth(year, month) > limit) return;
    yield dayOf(year, month);
  }
}

/** The n-th or last day of a month that is one of the named weekdays. */
function relativeDay({ daysOfWeek, index }: Pattern, year: number, month: number): number {
  const first = firstOfMonth(year, month);
  const fitting = Array.from({ length: daysInMonth(year, month) }, (_, offset) => first + offset).filter((day) =>
    daysOfWeek.includes(weekdays[weekdayOf(day)] ?? 'sunday'),
  );
  return (index === 'last' ? fitting.at(-1) : fitting[weekIndexes.indexOf(index)]) ?? first;
}
