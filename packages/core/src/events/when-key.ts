import { dateText, dayMs } from './calendar-days.ts';
import { extentOf, firstRuleDay, occurrenceOn } from './occurrences.ts';
import { parseRule } from './rule.ts';
import { instantText, wallText } from './wall-time.ts';
import { firstDay, formatWhen, instantOf, inZone, parseWhen, type When, wallOf } from './when.ts';
import { clocksOf, ianaOf, lastYear, sameZone } from './zones.ts';

/**
 * Equal for texts that mean the same time: single events by their instants, all-day ones by their dates, series by wall
 * time, rule, and clocks that agree for as long as the series goes on. A text that cannot be read is its own key.
 */
export function whenKey(text: string): string {
  const known = keys.get(text);
  if (known !== undefined) return known;
  const when = parseWhen(text);
  const key = when ? keyOf(when) : text;
  if (keys.size >= maxKeys) keys.clear();
  keys.set(text, key);
  return key;
}

/** Passes compare the same times again and again. */
const keys = new Map<string, string>();
const maxKeys = 20_000;

function keyOf(when: When): string {
  if (when.rule !== undefined) return seriesKey(when, when.rule);
  return when.allDay ? formatWhen(when) : formatWhen(inUtc(when));
}

function inUtc({ start, end }: When): When {
  const text = (one: string): string => instantText(instantOf(one), 'UTC');
  return { allDay: false, start: text(start), end: text(end) };
}

/** From the first occurrence on: a start that the rule does not have is not one. */
function seriesKey(when: When, ruleText: string): string {
  const rule = parseRule(ruleText);
  const start = firstDay(when);
  const shift = rule ? (firstRuleDay(rule, start) - start) * dayMs : 0;
  const [first, last] = [wallOf(when.start) + shift, wallOf(when.end) + shift];
  if (when.zone === undefined) return `${dateText(first / dayMs)}/${dateText(last / dayMs)} ${ruleText}`;
  const clocks = clocksOf(when.zone, ...yearsOf(when));
  return `${wallText(first)}/${wallText(last)} ${clocks} ${ruleText}`;
}

function yearsOf(when: When): [number, number] {
  const { first, last } = extentOf(when);
  return [yearOf(first), last === undefined ? lastYear : yearOf(last)];
}

function yearOf(instant: number): number {
  return new Date(instant).getUTCFullYear();
}

/**
 * The rule of a series as RFC 5545 wants it written: `UNTIL` is a date of all-day ones and otherwise an instant in UTC,
 * that of the last start. Undefined of a single event.
 */
export function rfcRule(when: When): string | undefined {
  const rule = when.rule === undefined ? undefined : parseRule(when.rule);
  if (!rule || rule.until === undefined || when.zone === undefined) return when.rule;
  const last = instantText(instantOf(occurrenceOn(when, rule.until).start), 'UTC')
    .slice(0, 19)
    .replace(/[-:]/gu, '');
  return when.rule?.replace(/UNTIL=\d+/u, `UNTIL=${last}Z`);
}

/**
 * The same event in the words of another zone. A series only where the clocks of both agree for as long as it goes on;
 * otherwise, and of what cannot be read, undefined. All-day events have no zone and stay as they are.
 */
export function toZone(text: string, zone: string): string | undefined {
  const [when, target] = [parseWhen(text), ianaOf(zone)];
  if (!when || target === undefined) return undefined;
  if (when.zone === undefined) return formatWhen(when);
  if (when.rule !== undefined && !sameZone(when.zone, target, ...yearsOf(when))) return undefined;
  return formatWhen(inZone(when, target));
}
