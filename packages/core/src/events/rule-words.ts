import { type Day, dateText, partsOf } from './calendar-days.ts';
import type { Frequency, Rule, RuleDay } from './rule.ts';

/** "weekly on Wednesday until 30 Dec 2026". */
export function ruleWords(rule: Rule, locale: string): string {
  return [every(rule), ...whichDays(rule, locale), ...only(rule), ...ending(rule, locale)].join(' ');
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
  const [date] = monthDays;
  // "on 15 April"
  if (days.length === 0 && monthDays.length === 1 && months.length === 1 && date !== undefined && date > 0)
    return [`on ${date} ${monthNames}`];
  const of =
    monthNames === '' ? '' : ` ${days.some(({ nth }) => nth) || monthDays.length > 0 ? 'of' : 'in'} ${monthNames}`;
  const dates = monthDays.map((one) => `the ${ordinal(one)}${one < 0 ? ' day' : ''}`);
  return [
    ...(days.length > 0 ? [`on ${listed(days.map((day) => dayWords(day, locale)))}`] : []),
    ...(dates.length > 0
      ? [`${days.length > 0 ? 'if it is' : 'on'} ${listed(dates, days.length > 0 ? 'or' : 'and')}`]
      : []),
    ...(yearDays.length > 0 ? [`on the ${listed(yearDays.map(ordinal))} day of the year`] : []),
    ...(weekNumbers.length > 0 ? [`in the ${listed(weekNumbers.map(ordinal))} week of the year`] : []),
    ...(of === '' ? [] : [of.trim()]),
  ];
}

function only({ positions }: Rule): readonly string[] {
  return positions.length === 0 ? [] : [`(only the ${listed(positions.map(ordinal))} of these)`];
}

function ending({ count, until }: Rule, locale: string): readonly string[] {
  if (count !== undefined) return [count === 1 ? 'once' : `${count} times`];
  return until === undefined ? [] : [`until ${dayWordsOf(until, locale)}`];
}

function dayWords({ weekday, nth }: RuleDay, locale: string): string {
  // 1970-01-05 was a Monday.
  const name = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format((4 + weekday) * 86_400_000);
  return nth === undefined ? name : `the ${ordinal(nth)} ${name}`;
}

function monthName(month: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, month - 1, 1));
}

/** "30 Dec 2026". */
function dayWordsOf(day: Day, locale: string): string {
  const { year, date } = partsOf(day);
  const month = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' }).format(Date.parse(dateText(day)));
  return `${date} ${month} ${year}`;
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
