import { formatWhen, ianaOf, instantAt, instantText, parseWhen, rfcRule, type When, whenFrom } from '@concord/core';
import type { JsonRecord } from '../json.ts';
import type { EntryRecord } from './entry-record.ts';

/** Whether the end of an all-day entry is told as the day after its last, or as its last. Not documented. */
export type DayEnd = 'dayAfter' | 'lastDay';

export type TimedEntry = Pick<EntryRecord, 'allDay' | 'startAt' | 'endAt' | 'startDate' | 'endDate' | 'zone' | 'rule'>;

/** What the end of an all-day entry says about all of them: nothing, when the one or the other may be meant. */
export function dayEndToldBy({ startDate, endDate, endAt }: TimedEntry): DayEnd | undefined {
  return startDate === endDate || !isMidnight(endAt) ? 'lastDay' : undefined;
}

const isMidnight = (time: string): boolean => /T00:00(?::00(?:\.0+)?)?(?:Z|[+-]|$)/u.test(time);

/**
 * When an entry is, as the text of an event. `zone`: of entries that do not say theirs. What cannot be read, or repeats in a
 * way that is not known here, gives a text that nobody takes for a time, so that it stays as it is.
 */
export function whenOfEntry(entry: TimedEntry, dayEnd: DayEnd, zone: string): string {
  const rule = entry.rule === null ? undefined : ruleOf(entry.rule);
  const when = rule === 'unknown' ? undefined : readTimes(entry, dayEnd, zone, rule);
  if (when) return formatWhen(when);
  return [`${entry.startAt}/${entry.endAt}`, ...(entry.rule === null ? [] : [asWord(entry.rule)])].join(' ');
}

const asWord = (rule: string): string => `unknown:${rule.replace(/\s+/gu, '_')}`;

/** A rule may come with its name and with EXDATE lines (not documented); the latter are seen in the list of instances. */
function ruleOf(text: string): string {
  const rules = text.split(/\r?\n/u).filter((line) => line.trim() !== '' && !/^EXDATE/iu.test(line));
  const [rule] = rules;
  return rules.length === 1 && rule !== undefined ? rule : 'unknown';
}

function readTimes(entry: TimedEntry, dayEnd: DayEnd, zone: string, rule: string | undefined): When | undefined {
  const repeating = rule === undefined ? {} : { rule };
  if (!entry.allDay) {
    const own = entry.zone === null ? zone : ianaOf(entry.zone);
    if (own === undefined) return undefined;
    return whenFrom({ start: entry.startAt, end: entry.endAt, zone: own, ...repeating });
  }
  const ends = dayEndToldBy(entry) ?? dayEnd;
  const end = ends === 'dayAfter' ? entry.endDate : nextDate(entry.endDate, 1);
  return whenFrom({ start: entry.startDate, end, allDay: true, ...repeating });
}

export function nextDate(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

const dayMs = 86_400_000;

/**
 * What to send so that an entry is then. Days go from midnight to the last second of the last one, which is the same
 * whether ends are told as the last day or the day after. A rule goes along when there is one, or was one.
 */
export function timesOf(text: string, zone: string, hadRule: boolean): JsonRecord {
  const when = parseWhen(text);
  if (when === undefined) throw new Error('this is no time of an event');
  const rule = rfcRule(when);
  return {
    ...(when.allDay
      ? { start_at: clockAt(when.start, 0, zone), end_at: clockAt(lastDayOf(when), dayMs - 1_000, zone) }
      : { start_at: when.start, end_at: when.end }),
    all_day: when.allDay,
    // An empty rule makes a single event of a series (OpenAPI, Calendar Entries).
    ...(rule !== undefined || hadRule ? { recurrence_rule: rule ?? '' } : {}),
  };
}

/** Of an all-day event. */
export const lastDayOf = ({ end }: When): string => nextDate(end, -1);

const clockAt = (date: string, afterMs: number, zone: string): string =>
  instantText(instantAt(Date.parse(`${date}T00:00:00Z`) + afterMs, zone), zone);
