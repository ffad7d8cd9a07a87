import { dayMs } from './calendar-days.ts';
import { calendarWords } from './calendar-words.ts';
import type { Frequency, Rule, RuleDay } from './rule.ts';

/** "weekly on Wednesday until 30 Dec 2026". */
export function ruleWords(rule: Rule, locale: string): string {
  return [every(rule), ...whichDays(rule, locale), ending(rule, locale)].filter(Boolean).join(' ');
}

const frequencyWords = {
  DAILY: ['daily', 'days'],
  WEEKLY: ['weekly', 'weeks'],
  MONTHLY: ['monthly', 'months'],
  YEARLY: ['yearly', 'years'],
} as const satisfies Record<Frequency, readonly [string, string]>;

function every({ frequency, interval }: Rule): string {
  const [each, many] = frequencyWords[frequency];
  return interval === 1 ? each : `every ${interval} ${many}`;
}

function whichDays(rule: Rule, locale: string): readonly string[] {
  const { months, weekNumbers, yearDays, monthDays, days } = rule;
  const monthNames = listed(months.map((month) => monthName(month, locale)));
  if (isOneDate(rule)) return [`on ${listed(monthDays.map(String))} ${monthNames}`];
  const isPart = monthDays.length > 0 || days.some(({ nth }) => nth !== undefined);
  return [
    chosen(rule, locale),
    yearDays.length > 0 ? `on the ${listed(yearDays.map(ordinal))} day of the year` : '',
    weekNumbers.length > 0 ? `in the ${listed(weekNumbers.map(ordinal))} week of the year` : '',
    months.length > 0 ? `${isPart ? 'of' : 'in'} ${monthNames}` : '',
  ];
}

/** "15 April" */
function isOneDate({ months, monthDays, days, positions }: Rule): boolean {
  const [date = -1] = monthDays;
  return months.length === 1 && monthDays.length === 1 && date > 0 && days.length === 0 && positions.length === 0;
}

/** "on the last of Monday to Friday", "on Friday if it is the 13th" */
function chosen({ monthDays, days, positions }: Rule, locale: string): string {
  const dates = monthDays.map((date) => `the ${ordinal(date)}${date < 0 ? ' day' : ''}`);
  if (days.length === 0 && dates.length === 0) return '';
  const pick = positions.length > 0 ? `the ${listed(positions.map(ordinal))} of ` : '';
  if (days.length === 0) return `on ${pick}${listed(dates)}`;
  return `on ${pick}${daysWords(days, locale)}${dates.length > 0 ? ` if it is ${listed(dates, 'or')}` : ''}`;
}

function daysWords(days: readonly RuleDay[], locale: string): string {
  const isWorkingWeek = days.length === 5 && days.every(({ weekday, nth }) => weekday < 5 && nth === undefined);
  return isWorkingWeek
    ? [days.at(0), days.at(-1)].map((day) => (day ? dayWords(day, locale) : '')).join(' to ')
    : listed(days.map((day) => dayWords(day, locale)));
}

function ending({ count, until }: Rule, locale: string): string {
  if (count !== undefined) return count === 1 ? 'once' : `${count} times`;
  return until === undefined ? '' : `until ${calendarWords('date', locale).format(until * dayMs)}`;
}

function dayWords({ weekday, nth }: RuleDay, locale: string): string {
  // 1970-01-05 was a Monday.
  const name = calendarWords('dayOfWeek', locale).format((4 + weekday) * dayMs);
  return nth === undefined ? name : `the ${ordinal(nth)} ${name}`;
}

function monthName(month: number, locale: string): string {
  return calendarWords('month', locale).format(Date.UTC(2026, month - 1, 1));
}

/** "1st", "22nd", "last", "2nd last". */
function ordinal(number: number): string {
  if (number === -1) return 'last';
  if (number < 0) return `${ordinal(-number)} last`;
  const teen = number % 100 > 10 && number % 100 < 14;
  return `${number}${(!teen && ordinalEndings[number % 10]) || 'th'}`;
}

const ordinalEndings: Readonly<Record<number, string>> = { 1: 'st', 2: 'nd', 3: 'rd' };

function listed(words: readonly string[], join = 'and'): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${join} ${last}`;
}
