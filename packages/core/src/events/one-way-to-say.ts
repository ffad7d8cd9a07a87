import { type Day, partsOf, weekdayOf } from './calendar-days.ts';
import type { Frequency, Rule, RuleDay } from './rule.ts';

/** Of all rules that repeat on the same dates from a start, the one that people would choose. What is implied is there. */
export function oneWayToSay(rule: Rule, start: Day): Rule {
  return withWeekStart(withoutPositions(byOneFrequency(rule, start)), start);
}

function byOneFrequency(rule: Rule, start: Day): Rule {
  const rewriting = rewritings.find(({ of, if: applies }) => of.includes(rule.frequency) && applies(rule));
  return rewriting ? byOneFrequency({ ...rule, ...rewriting.becomes(rule, start) }, start) : rule;
}

type Rewriting = {
  readonly of: readonly Frequency[];
  readonly if: (rule: Rule) => boolean;
  readonly becomes: (rule: Rule, start: Day) => Partial<Rule>;
};

/** Each leads away from what it was, and none leads back. */
const rewritings: readonly Rewriting[] = [
  {
    of: ['DAILY', 'WEEKLY', 'MONTHLY'],
    if: ({ months }) => months.length === 12,
    becomes: () => ({ months: [] }),
  },
  {
    of: ['YEARLY'],
    if: (rule) => isEach(rule) && rule.months.length === 12 && has(rule, ['months', 'monthDays', 'days']),
    becomes: () => ({ frequency: 'MONTHLY', months: [] }),
  },
  {
    of: ['YEARLY'],
    if: (rule) => isEach(rule) && rule.monthDays.length > 0 && has(rule, ['monthDays']),
    becomes: () => ({ frequency: 'MONTHLY' }),
  },
  {
    of: ['DAILY'],
    if: (rule) => isEach(rule) && rule.monthDays.length > 0,
    becomes: () => ({ frequency: 'MONTHLY' }),
  },
  {
    of: ['DAILY', 'MONTHLY', 'YEARLY'],
    if: (rule) => isEach(rule) && isPlain(rule.days) && rule.days.length > 0 && has(rule, ['days', 'months']),
    becomes: () => ({ frequency: 'WEEKLY' }),
  },
  {
    of: ['WEEKLY'],
    if: (rule) => isEach(rule) && rule.days.length === 7,
    becomes: () => ({ frequency: 'DAILY', days: [] }),
  },
  {
    of: ['MONTHLY'],
    if: ({ interval, months }) => interval % 12 === 0 && months.length === 0,
    becomes: ({ interval }, start) => ({
      frequency: 'YEARLY',
      interval: interval / 12,
      months: [partsOf(start).month],
    }),
  },
  {
    of: ['MONTHLY'],
    if: ({ interval, months, positions }) =>
      interval === 1 && months.length > 0 && (positions.length === 0 || months.length === 1),
    becomes: () => ({ frequency: 'YEARLY' }),
  },
];

function isEach({ interval, positions }: Rule): boolean {
  return interval === 1 && positions.length === 0;
}

function isPlain(days: readonly RuleDay[]): boolean {
  return days.every(({ nth }) => nth === undefined);
}

const listNames = ['months', 'weekNumbers', 'yearDays', 'monthDays', 'days'] as const;

/** Whether a rule has no lists but these. */
function has(rule: Rule, names: readonly (typeof listNames)[number][]): boolean {
  return listNames.every((name) => rule[name].length === 0 || names.includes(name));
}

/** Within one month, "the first of the Mondays" is the first Monday, and the last of all days is its last. */
function withoutPositions(rule: Rule): Rule {
  const { frequency, months, days, positions } = rule;
  const isOfOneMonth = frequency === 'MONTHLY' || (frequency === 'YEARLY' && months.length === 1);
  if (!isOfOneMonth || positions.length === 0 || !isPlain(days) || !has(rule, ['months', 'days'])) return rule;
  const [day] = days;
  if (days.length === 7 && positions.every((nth) => Math.abs(nth) <= 31))
    return { ...rule, days: [], positions: [], monthDays: positions };
  if (!day || days.length > 1 || positions.some((nth) => Math.abs(nth) > 5)) return rule;
  return { ...rule, positions: [], days: positions.map((nth) => ({ ...day, nth })) };
}

/**
 * Where a week begins matters when weeks are left out; then Monday, Sunday, or the first that gives the same weeks stands
 * for all.
 */
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
