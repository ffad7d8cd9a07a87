import { type Day, dayMs, partsOf, weekdayOf } from './calendar-days.ts';
import { oneWayToSay } from './one-way-to-say.ts';
import { formatRule, type Rule, ruleFrom, ruleParts } from './rule.ts';
import { lastRuleDay, ruleDays } from './rule-days.ts';
import { withLocalUntil } from './rule-end.ts';
import type { Wall } from './wall-time.ts';

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
  const settled = withLastDate(oneWayToSay(withImplied(rule, day), day), day);
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

function withImplied(rule: Rule, start: Day): Rule {
  const { frequency, months, weekNumbers, yearDays, monthDays, days } = rule;
  if ([weekNumbers, yearDays, monthDays, days].some((list) => list.length > 0)) return rule;
  const { month, date } = partsOf(start);
  if (frequency === 'WEEKLY') return { ...rule, days: [{ weekday: weekdayOf(start) }] };
  if (frequency === 'MONTHLY') return { ...rule, monthDays: [date] };
  if (frequency === 'YEARLY') return { ...rule, months: months.length > 0 ? months : [month], monthDays: [date] };
  return rule;
}

function withLastDate(rule: Rule, start: Day): Rule {
  if (rule.until === undefined) return rule;
  return { ...rule, until: lastRuleDay(rule, start, rule.until) ?? rule.until };
}
