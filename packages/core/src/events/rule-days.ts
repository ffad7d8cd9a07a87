import {
  type DateParts,
  type Day,
  dayOf,
  daysInMonth,
  isLeapYear,
  lastDay,
  partsOf,
  weekdayOf,
} from './calendar-days.ts';
import type { Frequency, Rule, RuleDay } from './rule.ts';

/**
 * The dates on which a series repeats, in order, from its start on; the start itself only if it is one of them. Without a
 * `count`, dates before `from` cost nothing. Ends with the rule, with the year 9999, or when nothing can come any more.
 */
export function* ruleDays(rule: Rule, start: Day, from: Day = start): Generator<Day, void, undefined> {
  const last = Math.min(rule.until ?? lastStart, lastStart);
  let left = rule.count ?? Number.POSITIVE_INFINITY;
  let empty = 0;
  const first = rule.count === undefined ? Math.max(0, periodOf(rule, start, from)) : 0;
  for (let period = first; empty < emptyPeriods[rule.frequency]; period += 1) {
    const days = daysOfPeriod(rule, start, period);
    if (days === undefined) return;
    empty = days.length === 0 ? empty + 1 : 0;
    for (const day of days) {
      if (day < start) continue;
      if (day > last || left === 0) return;
      left -= 1;
      if (day >= from) yield day;
    }
    if (firstDayOf(rule, start, period + 1) > last) return;
  }
}

/** The last date on or before `day` on which the rule repeats, whatever its own end. */
export function lastRuleDay(rule: Rule, start: Day, day: Day): Day | undefined {
  const last = Math.min(day, lastStart);
  let empty = 0;
  for (let period = periodOf(rule, start, last); period >= 0 && empty < emptyPeriods[rule.frequency]; period -= 1) {
    const found = daysOfPeriod(rule, start, period)?.findLast((one) => one <= last && one >= start);
    if (found !== undefined) return found;
    empty += 1;
  }
  return undefined;
}

const lastStart: Day = lastDay - 1;

/** The Gregorian calendar repeats after 400 years, which are whole weeks: after so many periods nothing can come. */
const emptyPeriods = { DAILY: 146_097, WEEKLY: 20_871, MONTHLY: 4_800, YEARLY: 400 } as const satisfies Record<
  Frequency,
  number
>;

/** Periods are counted from the one with the start, in steps of the interval; this is the last that begins by `day`. */
function periodOf(rule: Rule, start: Day, day: Day): number {
  return Math.floor((unitOf[rule.frequency](day, rule) - unitOf[rule.frequency](start, rule)) / rule.interval);
}

/** Days, weeks, months and years, counted through. */
const unitOf = {
  DAILY: (day) => day,
  WEEKLY: (day, { weekStart }) => Math.floor((day + 3 - weekStart) / 7),
  MONTHLY: (day) => monthCount(day),
  YEARLY: (day) => partsOf(day).year,
} as const satisfies Record<Frequency, (day: Day, rule: Rule) => number>;

const firstOfUnit = {
  DAILY: (unit) => unit,
  WEEKLY: (unit, { weekStart }) => unit * 7 - 3 + weekStart,
  MONTHLY: (unit) => dayOf({ year: Math.floor(unit / 12), month: (unit % 12) + 1, date: 1 }),
  YEARLY: (unit) => dayOf({ year: unit, month: 1, date: 1 }),
} as const satisfies Record<Frequency, (unit: number, rule: Rule) => Day>;

function monthCount(day: Day): number {
  const { year, month } = partsOf(day);
  return year * 12 + month - 1;
}

function firstDayOf(rule: Rule, start: Day, period: number): Day {
  const unit = unitOf[rule.frequency](start, rule) + period * rule.interval;
  return firstOfUnit[rule.frequency](unit, rule);
}

/** Undefined beyond the last year. */
function daysOfPeriod(rule: Rule, start: Day, period: number): readonly Day[] | undefined {
  const unit = unitOf[rule.frequency](start, rule) + period * rule.interval;
  const first = firstOfUnit[rule.frequency](unit, rule);
  if (first > lastStart) return undefined;
  const next = firstOfUnit[rule.frequency](unit + 1, rule);
  const days: Day[] = [];
  for (let day = first; day < next; day += 1) {
    const parts = partsOf(day);
    if (rule.months.length > 0 && !rule.months.includes(parts.month))
      day += daysInMonth(parts.year, parts.month) - parts.date;
    else if (fits(day, parts, rule)) days.push(day);
  }
  if (rule.positions.length === 0) return days;
  return days.filter((_, at) => rule.positions.some((one) => one === at + 1 || one === at - days.length));
}

function fits(day: Day, { year, month, date }: DateParts, rule: Rule): boolean {
  if (!isNth(rule.monthDays, date, daysInMonth(year, month))) return false;
  if (rule.days.length > 0 && !rule.days.some((one) => isRuleDay(one, day, rule))) return false;
  if (rule.yearDays.length > 0 && !isNth(rule.yearDays, ...dayOfYear(day, year))) return false;
  return rule.weekNumbers.length === 0 || isNth(rule.weekNumbers, ...weekNumber(day, rule.weekStart));
}

/** Whether the `at`-th of `all` is among those wanted, which may count from the end; any is when none is wanted. */
function isNth(wanted: readonly number[], at: number, all: number): boolean {
  return wanted.length === 0 || wanted.includes(at) || wanted.includes(at - all - 1);
}

function isRuleDay({ weekday, nth }: RuleDay, day: Day, rule: Rule): boolean {
  if (weekday !== weekdayOf(day)) return false;
  if (nth === undefined) return true;
  const { year, month, date } = partsOf(day);
  if (rule.frequency === 'MONTHLY' || rule.months.length > 0) return isNthOf(nth, date, daysInMonth(year, month));
  return isNthOf(nth, ...dayOfYear(day, year));
}

/** The number of a day within its year, and how many the year has. */
function dayOfYear(day: Day, year: number): [number, number] {
  return [day - dayOf({ year, month: 1, date: 1 }) + 1, isLeapYear(year) ? 366 : 365];
}

function isNthOf(nth: number, at: number, all: number): boolean {
  return nth > 0 ? Math.ceil(at / 7) === nth : Math.ceil((all - at + 1) / 7) === -nth;
}

/** The number of a day's week, and how many its year has. Week 1 is the first with four days in the year. */
function weekNumber(day: Day, weekStart: number): [number, number] {
  const monday = day - ((weekdayOf(day) - weekStart + 7) % 7);
  const { year } = partsOf(monday + 3);
  const first = firstWeek(year, weekStart);
  return [(monday - first) / 7 + 1, (firstWeek(year + 1, weekStart) - first) / 7];
}

function firstWeek(year: number, weekStart: number): Day {
  const fourth = dayOf({ year, month: 1, date: 4 });
  return fourth - ((weekdayOf(fourth) - weekStart + 7) % 7);
}
