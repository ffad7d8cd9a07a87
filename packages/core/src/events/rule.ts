import { type Day, dateText, dayFrom } from './calendar-days.ts';

export type Frequency = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';

/** A day of the week (0 is Monday), and which of them within the month or year: -1 is the last. */
export type RuleDay = { readonly weekday: number; readonly nth?: number };

/** What repeats at most once a day. Lists are empty when the rule does not have the part. */
export type Rule = {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly months: readonly number[];
  readonly weekNumbers: readonly number[];
  readonly yearDays: readonly number[];
  readonly monthDays: readonly number[];
  readonly days: readonly RuleDay[];
  readonly positions: readonly number[];
  /** 0 is Monday. */
  readonly weekStart: number;
  readonly count?: number;
  /** The last local date on which an occurrence may start. */
  readonly until?: Day;
};

/** As RFC 5545 calls the days, Monday first. */
export const weekdayCodes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

/** More than a calendar's user ever asks for (30 years of days); beyond it a rule counts as unreadable. */
export const maxCount = 11_000;
const maxInterval = 9_999;

/** Reads a rule as `formatRule` writes it: `FREQ=WEEKLY;BYDAY=WE;UNTIL=20261230`. Undefined for what is none. */
export function parseRule(text: string): Rule | undefined {
  const parts = ruleParts(text);
  return parts && ruleFrom(parts);
}

/** The parts by name, in capitals; undefined when one is malformed, unknown to RFC 5545 or there twice. */
export function ruleParts(text: string): ReadonlyMap<string, string> | undefined {
  const parts = new Map<string, string>();
  const body = text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/u, '')
    .replace(/;$/u, '');
  for (const part of body.split(';')) {
    const [name, value, ...more] = part.split('=').map((word) => word.trim());
    if (!name || !value || more.length > 0 || parts.has(name) || !partNames.has(name)) return undefined;
    parts.set(name, value);
  }
  return parts;
}

const partNames: ReadonlySet<string> = new Set(
  'FREQ INTERVAL COUNT UNTIL WKST BYMONTH BYWEEKNO BYYEARDAY BYMONTHDAY BYDAY BYSETPOS BYHOUR BYMINUTE BYSECOND'.split(
    ' ',
  ),
);

/** `UNTIL` must be a date. Which parts go together is not looked at. */
export function ruleFrom(parts: ReadonlyMap<string, string>): Rule | undefined {
  const frequency = frequencies.find((one) => one === parts.get('FREQ'));
  const lists = {
    months: numbers(parts.get('BYMONTH'), 1, 12),
    weekNumbers: numbers(parts.get('BYWEEKNO'), -53, 53),
    yearDays: numbers(parts.get('BYYEARDAY'), -366, 366),
    monthDays: numbers(parts.get('BYMONTHDAY'), -31, 31),
    positions: numbers(parts.get('BYSETPOS'), -366, 366),
  };
  const { months, weekNumbers, yearDays, monthDays, positions } = lists;
  const days = ruleDays(parts.get('BYDAY'));
  const interval = within(parts.get('INTERVAL') ?? '1', 1, maxInterval);
  const weekStart = weekdayCodes.findIndex((code) => code === (parts.get('WKST') ?? 'MO'));
  if (!frequency || !months || !weekNumbers || !yearDays || !monthDays || !positions || !days) return undefined;
  if (interval === undefined || weekStart < 0 || ['BYHOUR', 'BYMINUTE', 'BYSECOND'].some((name) => parts.has(name)))
    return undefined;
  const end = endOf(parts);
  if (!end) return undefined;
  return { frequency, interval, months, weekNumbers, yearDays, monthDays, days, positions, weekStart, ...end };
}

const frequencies: readonly Frequency[] = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];

function endOf(parts: ReadonlyMap<string, string>): Pick<Rule, 'count' | 'until'> | undefined {
  const [countText, untilText] = [parts.get('COUNT'), parts.get('UNTIL')];
  if (countText !== undefined && untilText !== undefined) return undefined;
  if (countText !== undefined) {
    const count = within(countText, 1, maxCount);
    return count === undefined ? undefined : { count };
  }
  if (untilText === undefined) return {};
  const until = /^\d{8}$/u.test(untilText) ? dayFrom(untilText.replace(/^(.{4})(..)/u, '$1-$2-')) : undefined;
  return until === undefined ? undefined : { until };
}

/** Sorted, each once; undefined when one is out of range or 0. */
function numbers(text: string | undefined, least: number, most: number): readonly number[] | undefined {
  if (text === undefined) return [];
  const found = text.split(',').map((word) => within(word.trim(), least, most));
  const known = found.filter((number) => number !== undefined);
  return known.length === found.length && !known.includes(0) ? [...new Set(known)].sort((a, b) => a - b) : undefined;
}

function within(text: string, least: number, most: number): number | undefined {
  const number = /^[+-]?\d{1,5}$/u.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : undefined;
}

function ruleDays(text: string | undefined): readonly RuleDay[] | undefined {
  if (text === undefined) return [];
  const found = text.split(',').map((word) => ruleDay(word.trim()));
  const known = new Map(found.map((day) => [day && dayText(day), day] as const));
  if (known.has(undefined)) return undefined;
  return [...known.values()].filter((day) => day !== undefined).sort(byNthAndWeekday);
}

function ruleDay(text: string): RuleDay | undefined {
  const found = /^([+-]?\d{1,2})?([A-Z]{2})$/u.exec(text);
  const weekday = weekdayCodes.findIndex((code) => code === found?.[2]);
  if (!found || weekday < 0) return undefined;
  if (found[1] === undefined) return { weekday };
  const nth = within(found[1], -53, 53);
  return nth === undefined || nth === 0 ? undefined : { weekday, nth };
}

function byNthAndWeekday(a: RuleDay, b: RuleDay): number {
  return (a.nth ?? 0) - (b.nth ?? 0) || a.weekday - b.weekday;
}

/** One text for one rule: parts in a fixed order, without those that say what holds anyway. */
export function formatRule(rule: Rule): string {
  const parts: readonly (readonly [string, string | number])[] = [
    ['FREQ', rule.frequency],
    ['INTERVAL', rule.interval === 1 ? '' : rule.interval],
    ['BYMONTH', rule.months.join(',')],
    ['BYWEEKNO', rule.weekNumbers.join(',')],
    ['BYYEARDAY', rule.yearDays.join(',')],
    ['BYMONTHDAY', rule.monthDays.join(',')],
    ['BYDAY', rule.days.map(dayText).join(',')],
    ['BYSETPOS', rule.positions.join(',')],
    ['WKST', rule.weekStart === 0 ? '' : (weekdayCodes[rule.weekStart] ?? '')],
    ['COUNT', rule.count ?? ''],
    ['UNTIL', rule.until === undefined ? '' : dateText(rule.until).replaceAll('-', '')],
  ];
  return parts.flatMap(([name, value]) => (value === '' ? [] : [`${name}=${value}`])).join(';');
}

function dayText({ weekday, nth }: RuleDay): string {
  return `${nth ?? ''}${weekdayCodes[weekday] ?? ''}`;
}
