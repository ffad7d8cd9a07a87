import { type Rule, weekdayCodes } from '@concord/core';
import type {
  DayOfWeek,
  PatternedRecurrence,
  RecurrencePattern,
  RecurrenceRange,
  WeekIndex,
} from '@microsoft/microsoft-graph-types';

const dayNames = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const satisfies readonly DayOfWeek[];
const positions = { first: 1, second: 2, third: 3, fourth: 4, last: -1 } as const satisfies Record<WeekIndex, number>;

/** Outlook's own pages take no more (assumption for Graph, whose documentation says nothing). */
const maxInterval = 999;
const maxCount = 999;

/** The value of one RRULE that means the same; undefined for what Outlook's documentation does not allow. */
export function ruleOf({ pattern: shown, range }: PatternedRecurrence): string | undefined {
  const pattern = shown && inYears(shown, range?.startDate ?? '');
  const days = pattern?.type ? patternReaders[pattern.type]?.(pattern) : undefined;
  const end = range ? rangeReaders[range.type ?? 'noEnd']?.(range) : undefined;
  if (days === undefined || end === undefined) return undefined;
  const interval = pattern?.interval ?? 1;
  return [days, ...(interval === 1 ? [] : [`INTERVAL=${interval}`]), ...end].join(';');
}

/** Every twelfth month is one month, which is as long each year, but for February. */
function inYears(pattern: RecurrencePattern, startsOn: string): RecurrencePattern {
  const { type, interval = 1 } = pattern;
  if (type !== 'absoluteMonthly' || interval % 12 !== 0) return pattern;
  return { ...pattern, type: 'absoluteYearly', interval: interval / 12, month: Number(startsOn.slice(5, 7)) };
}

type PatternType = NonNullable<RecurrencePattern['type']>;

const patternReaders = {
  daily: () => 'FREQ=DAILY',
  weekly: ({ daysOfWeek, firstDayOfWeek }) =>
    daysOfWeek?.length
      ? `FREQ=WEEKLY;BYDAY=${codes(daysOfWeek)};WKST=${codes([firstDayOfWeek ?? 'sunday'])}`
      : undefined,
  absoluteMonthly: ({ dayOfMonth }) => withDays('FREQ=MONTHLY', dayOfAnyMonth(dayOfMonth ?? 0)),
  relativeMonthly: (pattern) => withDays('FREQ=MONTHLY', relativeDay(pattern)),
  absoluteYearly: ({ month, dayOfMonth }) =>
    withDays(`FREQ=YEARLY;BYMONTH=${month}`, dayOfOneMonth(dayOfMonth ?? 0, longestOf(month))),
  relativeYearly: (pattern) => withDays(`FREQ=YEARLY;BYMONTH=${pattern.month}`, relativeDay(pattern)),
} as const satisfies Record<PatternType, (pattern: RecurrencePattern) => string | undefined>;

const rangeReaders = {
  noEnd: () => [],
  numbered: ({ numberOfOccurrences }) => [`COUNT=${numberOfOccurrences}`],
  endDate: ({ endDate }) => (endDate ? [`UNTIL=${endDate.slice(0, 10).replaceAll('-', '')}`] : undefined),
} as const satisfies Record<NonNullable<RecurrenceRange['type']>, (range: RecurrenceRange) => string[] | undefined>;

const withDays = (frequency: string, days: string | undefined): string | undefined =>
  days === undefined ? undefined : `${frequency};${days}`;

const codes = (days: readonly DayOfWeek[]): string => days.map((day) => weekdayCodes[dayNames.indexOf(day)]).join(',');

const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const longestOf = (month: number | undefined): number => longestMonths[(month ?? 0) - 1] ?? 0;

/**
 * A month that is too short for the day has its last one instead, where an RRULE would leave the month out (Exchange's store,
 * MS-OXOCAL; assumption for Graph).
 */
function dayOfAnyMonth(day: number): string | undefined {
  if (day < 1 || day > 31) return undefined;
  if (day <= 28) return `BYMONTHDAY=${day}`;
  return day === 31
    ? 'BYMONTHDAY=-1'
    : `BYMONTHDAY=${shortMonthDays.filter((one) => one <= day).join(',')};BYSETPOS=-1`;
}

const shortMonthDays = [28, 29, 30] as const;

/** Only February has not always the same days. */
function dayOfOneMonth(day: number, longest: number): string | undefined {
  if (day < 1 || day > 31 || longest === 0) return undefined;
  return longest === 29 && day >= 29 ? 'BYMONTHDAY=-1' : `BYMONTHDAY=${Math.min(day, longest)}`;
}

function relativeDay({ daysOfWeek, index }: RecurrencePattern): string | undefined {
  return daysOfWeek?.length ? `BYDAY=${codes(daysOfWeek)};BYSETPOS=${positions[index ?? 'first']}` : undefined;
}

/**
 * The pattern that repeats as a canonical rule does; undefined when Outlook has none. `startsOn`: the date of the first
 * occurrence; `zone`: as Outlook calls it.
 */
export function recurrenceOf(rule: Rule, startsOn: string, zone: string): PatternedRecurrence | undefined {
  const pattern = patternOf(rule);
  const range = rangeOf(rule);
  if (pattern === undefined || range === undefined || rule.interval > maxInterval) return undefined;
  return {
    pattern: { ...pattern, interval: rule.interval },
    range: { ...range, startDate: startsOn, recurrenceTimeZone: zone },
  };
}

function rangeOf({ count, until }: Rule): RecurrenceRange | undefined {
  if (count !== undefined) return count > maxCount ? undefined : { type: 'numbered', numberOfOccurrences: count };
  if (until === undefined) return { type: 'noEnd' };
  return { type: 'endDate', endDate: new Date(until * 86_400_000).toISOString().slice(0, 10) };
}

function patternOf(rule: Rule): RecurrencePattern | undefined {
  if (rule.weekNumbers.length > 0 || rule.yearDays.length > 0) return undefined;
  return patternWriters[rule.frequency](rule);
}

const patternWriters = {
  DAILY: (rule) => (hasOnly(rule, []) ? { type: 'daily' } : undefined),
  WEEKLY: (rule) =>
    hasOnly(rule, ['days']) && rule.days.length > 0
      ? { type: 'weekly', daysOfWeek: daysOf(rule), firstDayOfWeek: dayNames[rule.weekStart] ?? 'monday' }
      : undefined,
  MONTHLY: (rule) => (rule.months.length === 0 ? withinMonth(rule, ['absoluteMonthly', 'relativeMonthly']) : undefined),
  YEARLY: (rule) => {
    const [month, ...others] = rule.months;
    if (month === undefined || others.length > 0) return undefined;
    const pattern = withinMonth(rule, ['absoluteYearly', 'relativeYearly']);
    return pattern && { ...pattern, month };
  },
} as const satisfies Record<Rule['frequency'], (rule: Rule) => RecurrencePattern | undefined>;

/** Whether a rule has no lists but these. */
function hasOnly(rule: Rule, names: readonly ('days' | 'months' | 'monthDays' | 'positions')[]): boolean {
  return (['days', 'months', 'monthDays', 'positions'] as const).every(
    (name) => rule[name].length === 0 || names.includes(name),
  );
}

function withinMonth(
  rule: Rule,
  [absolute, relative]: readonly [PatternType, PatternType],
): RecurrencePattern | undefined {
  if (rule.days.length > 0) return rule.monthDays.length > 0 ? undefined : relativeOf(rule, relative);
  const text = `${rule.monthDays.join()}/${rule.positions.join()}`;
  // Said by weekdays it is the last day in any reading of "the 31st".
  if (text === '-1/') return { type: relative, index: 'last', daysOfWeek: [...dayNames] };
  const day =
    text === '28,29/-1' ? 29 : text === '28,29,30/-1' ? 30 : /^\d+\/$/u.test(text) ? rule.monthDays[0] : undefined;
  return day === undefined ? undefined : { type: absolute, dayOfMonth: day };
}

function relativeOf(rule: Rule, type: PatternType): RecurrencePattern | undefined {
  const [day, ...others] = rule.days;
  const [position, ...more] = rule.positions;
  const isNth = day?.nth !== undefined && others.length === 0 && position === undefined;
  const isPosition = rule.days.every(({ nth }) => nth === undefined) && more.length === 0;
  const wanted = isNth ? day.nth : isPosition ? position : undefined;
  const index = indexNames.find((name) => positions[name] === wanted);
  return index && { type, index, daysOfWeek: daysOf(rule) };
}

const indexNames: readonly WeekIndex[] = ['first', 'second', 'third', 'fourth', 'last'];
const daysOf = ({ days }: Rule): DayOfWeek[] => days.flatMap(({ weekday }) => dayNames[weekday] ?? []);
