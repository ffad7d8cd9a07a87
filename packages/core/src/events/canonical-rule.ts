import { type Day, dateText, dayMs, partsOf, weekdayOf } from './calendar-days.ts';
import { formatRule, type Rule, type RuleDay, ruleFrom, ruleParts } from './rule.ts';
import { lastRuleDay, ruleDays } from './rule-days.ts';
import { type ClockReading, instantAt, readClock, type Wall } from './wall-time.ts';

/** What the parts of a rule that are left out are taken from. */
export type SeriesStart = {
  /** The wall time of the first start; midnight of all-day ones. */
  readonly start: Wall;
  /** Absent of all-day ones. */
  readonly zone?: string;
};

/**
 * One text for all spellings of a series: what the start implies is written out, what holds anyway is left out, two ways
 * to say the same are one, and `UNTIL` is the local date of the last occurrence. `COUNT` stays. Takes the value of one
 * RRULE, with or without its name. Undefined for what repeats more than once a day or never, has parts that RFC 5545
 * does not have or does not allow together, or counts beyond `maxCount`.
 */
export function canonicalRule(text: string, { start, zone }: SeriesStart): string | undefined {
  const parts = ruleParts(text);
  if (!parts) return undefined;
  const rule = ruleFrom(withLocalUntil(withoutTheTime(parts, start), start, zone));
  if (!rule || !isAllowed(rule)) return undefined;
  const day = Math.floor(start / dayMs);
  const settled = settle(rule, day);
  if (ruleDays({ ...settled, count: 1 }, day).next().done) return undefined;
  return formatRule(settled);
}

/** Some calendars repeat the time of the start in the rule. */
function withoutTheTime(parts: ReadonlyMap<string, string>, start: Wall): ReadonlyMap<string, string> {
  const seconds = Math.floor(start / 1000) - Math.floor(start / dayMs) * 86_400;
  const time = { BYHOUR: Math.floor(seconds / 3600), BYMINUTE: Math.floor(seconds / 60) % 60, BYSECOND: seconds % 60 };
  const repeated = (name: string, value: string): boolean =>
    Object.entries(time).some(([one, number]) => one === name && /^\d+$/u.test(value) && Number(value) === number);
  return new Map([...parts].filter(([name, value]) => !repeated(name, value)));
}

/** `20261230T170000Z` becomes the last local date whose occurrence starts by then. */
function withLocalUntil(
  parts: ReadonlyMap<string, string>,
  start: Wall,
  zone: string | undefined,
): ReadonlyMap<string, string> {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z?)$/u.exec(parts.get('UNTIL') ?? '');
  if (!found) return parts;
  const [, year, month, date, hours, minutes, seconds, utc] = found;
  const reading = readClock(`${year}-${month}-${date}T${hours}:${minutes}:${seconds}${utc}`);
  if (!reading) return parts;
  const written = Math.floor(reading.wall / dayMs);
  const until = zone === undefined ? written : lastStartBy(reading, written, start, zone);
  return new Map([...parts, ['UNTIL', dateText(until).replaceAll('-', '')]]);
}

function lastStartBy({ wall, instant }: ClockReading, written: Day, start: Wall, zone: string): Day {
  const time = start - Math.floor(start / dayMs) * dayMs;
  const startsBy = (day: Day): boolean =>
    instant === undefined ? day * dayMs + time <= wall : instantAt(day * dayMs + time, zone) <= instant;
  return [written + 1, written, written - 1].find(startsBy) ?? written - 2;
}

/** The table of RFC 5545, 3.3.10. */
function isAllowed(rule: Rule): boolean {
  const { frequency, months, weekNumbers, yearDays, monthDays, days, positions } = rule;
  const isYearly = frequency === 'YEARLY';
  if ((weekNumbers.length > 0 || yearDays.length > 0) && !isYearly) return false;
  if (monthDays.length > 0 && frequency === 'WEEKLY') return false;
  if (days.some(({ nth }) => nth !== undefined) && !(isYearly || frequency === 'MONTHLY')) return false;
  // The day of such a week is not said: readers of the RFC disagree on which is meant.
  if (weekNumbers.length > 0 && (days.length === 0 || days.some(({ nth }) => nth !== undefined))) return false;
  const others = [months, weekNumbers, yearDays, monthDays, days];
  return positions.length === 0 || others.some((list) => list.length > 0);
}

function settle(rule: Rule, start: Day): Rule {
  const steps = [withImplied, byOneFrequency, withoutPositions, withWeekStart, withLastDate];
  return steps.reduce((settled, step) => step(settled, start), rule);
}

function withImplied(rule: Rule, start: Day): Rule {
  const { frequency, months, weekNumbers, yearDays, monthDays, days } = rule;
  if ([weekNumbers, yearDays, monthDays, days].some((list) => list.length > 0)) return rule;
  const { month, date } = partsOf(start);
  if (frequency === 'WEEKLY') return { ...rule, days: [{ weekday: weekdayOf(start) }] };
  if (frequency === 'MONTHLY') return { ...rule, monthDays: [date] };
  if (frequency === 'YEARLY') return { ...rule, months: months.length > 0 ? months : [month], monthDays: [date] };
  return rule;
}

/** Of the frequencies that say the same, the one that people would choose. */
function byOneFrequency(rule: Rule, start: Day): Rule {
  const better = rewritings.map((rewrite) => rewrite(rule, start)).find((one) => one !== undefined);
  return better ? byOneFrequency(better, start) : rule;
}

type Rewriting = (rule: Rule, start: Day) => Rule | undefined;

/** Each leads away from what it was, and none leads back. */
const rewritings: readonly Rewriting[] = [
  // All months are any month.
  (rule) => (rule.months.length === 12 && rule.frequency !== 'YEARLY' ? { ...rule, months: [] } : undefined),
  (rule) =>
    rule.frequency === 'YEARLY' &&
    rule.months.length === 12 &&
    isEach(rule) &&
    has(rule, ['months', 'monthDays', 'days'])
      ? { ...rule, frequency: 'MONTHLY', months: [] }
      : undefined,
  (rule) =>
    rule.frequency === 'YEARLY' && isEach(rule) && rule.monthDays.length > 0 && has(rule, ['monthDays'])
      ? { ...rule, frequency: 'MONTHLY' }
      : undefined,
  // Days of the month say it, not "daily"; nor do "monthly" or "yearly" say anything of plain days of the week.
  (rule) =>
    rule.frequency === 'DAILY' && isEach(rule) && rule.monthDays.length > 0
      ? { ...rule, frequency: 'MONTHLY' }
      : undefined,
  (rule) =>
    rule.frequency !== 'WEEKLY' && isEach(rule) && isPlainDays(rule) && has(rule, ['days', 'months'])
      ? { ...rule, frequency: 'WEEKLY' }
      : undefined,
  (rule) =>
    rule.frequency === 'WEEKLY' && isEach(rule) && rule.days.length === 7
      ? { ...rule, frequency: 'DAILY', days: [] }
      : undefined,
  (rule, start) =>
    rule.frequency === 'MONTHLY' && rule.interval % 12 === 0 && rule.months.length === 0
      ? { ...rule, frequency: 'YEARLY', interval: rule.interval / 12, months: [partsOf(start).month] }
      : undefined,
  (rule) =>
    rule.frequency === 'MONTHLY' && rule.interval === 1 && rule.months.length > 0 && isEachOrOfOneMonth(rule)
      ? { ...rule, frequency: 'YEARLY' }
      : undefined,
];

function isEach({ interval, positions }: Rule): boolean {
  return interval === 1 && positions.length === 0;
}

function isEachOrOfOneMonth({ months, positions }: Rule): boolean {
  return positions.length === 0 || months.length === 1;
}

function isPlainDays({ days }: Rule): boolean {
  return days.length > 0 && days.every(({ nth }) => nth === undefined);
}

const listNames = ['months', 'weekNumbers', 'yearDays', 'monthDays', 'days'] as const;

/** Whether a rule has no lists but these. */
function has(rule: Rule, names: readonly (typeof listNames)[number][]): boolean {
  return listNames.every((name) => rule[name].length === 0 || names.includes(name));
}

/** Within one month, "the first of the Mondays" is the first Monday, and the last of all days is its last. */
function withoutPositions(rule: Rule): Rule {
  const { frequency, months, days, positions } = rule;
  const ofOneMonth = frequency === 'MONTHLY' || (frequency === 'YEARLY' && months.length === 1);
  if (
    !ofOneMonth ||
    !has(rule, ['months', 'days']) ||
    positions.length === 0 ||
    days.some(({ nth }) => nth !== undefined)
  )
    return rule;
  const [day] = days;
  if (days.length === 7 && positions.every((nth) => Math.abs(nth) <= 31))
    return { ...rule, days: [], positions: [], monthDays: positions };
  if (!day || days.length > 1 || positions.some((nth) => Math.abs(nth) > 5)) return rule;
  return { ...rule, positions: [], days: positions.map((nth) => ({ ...day, nth })) };
}

/** Where a week begins matters when weeks are left out; then Monday, Sunday, or the first that gives the same weeks stands for all. */
function withWeekStart(rule: Rule, start: Day): Rule {
  if (rule.weekNumbers.length > 0 || (rule.frequency === 'WEEKLY' && rule.positions.length > 0)) return rule;
  if (rule.frequency !== 'WEEKLY' || rule.interval === 1) return { ...rule, weekStart: 0 };
  const weeks = (weekStart: number): string => rule.days.map((day) => isBefore(day, start, weekStart)).join();
  const meant = weeks(rule.weekStart);
  const same = [0, 6, 1, 2, 3, 4, 5].find((weekStart) => weeks(weekStart) === meant);
  return { ...rule, weekStart: same ?? rule.weekStart };
}

/** Whether a day of the week comes before the start's, in weeks that begin so. */
function isBefore({ weekday }: RuleDay, start: Day, weekStart: number): boolean {
  return (weekday - weekStart + 7) % 7 < (weekdayOf(start) - weekStart + 7) % 7;
}

function withLastDate(rule: Rule, start: Day): Rule {
  if (rule.until === undefined) return rule;
  return { ...rule, until: lastRuleDay(rule, start, rule.until) ?? rule.until };
}
