// oxlint-disable-next-line import/default -- CommonJS to Node, which gives it as the default
import rrule from 'rrule';
import { invalidRecord } from '../refusal.ts';
import { dayMs, type Entry } from './records.ts';
import { fromWall, midnightOf, toWall } from './wall-time.ts';

// oxlint-disable-next-line import/no-named-as-default-member -- the same
const { RRule } = rrule;

/**
 * Clio documents "Recurrence rule for expanding" and no more: that it is RFC 5545's is assumed, as are the parts that are taken, and that
 * a series follows the wall clock of the zone it began in.
 */
export type Rule = { readonly recurrence_rule: string | null; readonly exdates: readonly string[] };

const noRule: Rule = { recurrence_rule: null, exdates: [] };

/** A rule with or without `RRULE:`; null or blank is none (documented). Throws a 422. */
export function readRule(value: unknown, takesExdates: () => boolean): Rule {
  if (value === null || value === '') return noRule;
  if (typeof value !== 'string') throw invalidRecord('Recurrence rule is not valid');
  const lines = value.trim().split(/\r?\n/u);
  const exdates = lines.filter((line) => line.startsWith('EXDATE'));
  const others = lines.filter((line) => !exdates.includes(line));
  const rules = others.map((line) => line.toUpperCase().replace(/^RRULE:/u, ''));
  const [rule] = rules;
  if (rules.length !== 1 || rule === undefined || !isRule(rule)) throw invalidRecord('Recurrence rule is not valid');
  const areDates = exdates.every((line) => exdateLine.test(line));
  if (!areDates || (exdates.length > 0 && !takesExdates())) throw invalidRecord('Recurrence rule is not valid');
  return { recurrence_rule: rule, exdates };
}

const exdateLine = /^EXDATE(?:;[A-Z]+=[^:;]+)*:(?:\d{8}(?:T\d{6}Z?)?,?)+$/u;

const parts: Readonly<Record<string, RegExp>> = {
  FREQ: /^(?:DAILY|WEEKLY|MONTHLY|YEARLY)$/u,
  INTERVAL: /^[1-9]\d{0,3}$/u,
  COUNT: /^[1-9]\d{0,3}$/u,
  UNTIL: /^\d{8}(?:T\d{6}Z?)?$/u,
  BYDAY: /^(?:[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU),?)+$/u,
  BYMONTHDAY: /^(?:-?\d{1,2},?)+$/u,
  BYMONTH: /^(?:\d{1,2},?)+$/u,
  BYSETPOS: /^(?:-?\d{1,3},?)+$/u,
  WKST: /^(?:MO|TU|WE|TH|FR|SA|SU)$/u,
};

function isRule(text: string): boolean {
  const pairs = text.split(';').map((part) => part.split('='));
  const names = pairs.map(([name = '']) => name);
  const known = pairs.every(([name = '', value = '', ...rest]) => rest.length === 0 && parts[name]?.test(value));
  const once = new Set(names).size === names.length;
  return known && once && names.includes('FREQ') && !(names.includes('COUNT') && names.includes('UNTIL'));
}

type Measure = Pick<Entry, 'all_day' | 'start_at_time_zone'>;

/** Starts of EXDATE lines in the entry's own measure. */
export function exdateSlots(entry: Measure & Pick<Entry, 'exdates'>): readonly number[] {
  return entry.exdates.flatMap((line) => {
    const [head = '', values = ''] = line.split(':');
    const zone = /TZID=([^;]+)/u.exec(head)?.[1] ?? entry.start_at_time_zone;
    return values.split(',').map((value) => slotOf(value, entry.all_day, zone));
  });
}

function slotOf(text: string, isDay: boolean, zone: string): number {
  const wall = wallOf(text);
  if (isDay) return midnightOf(wall);
  return text.endsWith('Z') ? wall : fromWall(wall, zone);
}

/** `20261231T235959Z` and `20261231` as if they were UTC. */
function wallOf(text: string): number {
  const [, year, month, day, hour = '00', minute = '00', second = '00'] =
    /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2}))?/u.exec(text) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** `20261231T235959Z`, or the day alone. */
export function compactTime(instant: number, isDay: boolean): string {
  const text = new Date(instant).toISOString().replaceAll(/[-:]|\.\d+/gu, '');
  return isDay ? text.slice(0, 8) : text;
}

/** The rule with another end: the last instant, or day, on which an instance may begin. */
export function endingAt(rule: string, last: number, isDay: boolean): string {
  const kept = rule.split(';').filter((part) => !/^(?:COUNT|UNTIL)=/u.test(part));
  return [...kept, `UNTIL=${compactTime(last, isDay)}`].join(';');
}

/** What a rule makes of its first start, in the entry's own measure of time; both ends included. */
export type Slots = {
  readonly between: (from: number, to: number) => readonly number[];
  readonly firstFrom: (from: number) => number | undefined;
};

const known = new WeakMap<Entry, Slots>();

export function slotsOf(series: Entry): Slots {
  const slots = known.get(series) ?? createSlots(series);
  known.set(series, slots);
  return slots;
}

/** The library counts in wall time, which has no change of clocks. */
function createSlots({ recurrence_rule, start_at, all_day, start_at_time_zone: zone }: Entry): Slots {
  const toOwn = (wall: Date): number => (all_day ? wall.getTime() : fromWall(wall.getTime(), zone));
  const toDate = (own: number): Date => new Date(all_day ? own : toWall(own, zone));
  const { until: _until, ...options } = RRule.parseString(recurrence_rule ?? '');
  const until = /UNTIL=([^;]+)/u.exec(recurrence_rule ?? '')?.[1];
  const ending = until === undefined ? {} : { until: new Date(lastWall(until, zone)) };
  const rule = new RRule({ ...options, ...ending, dtstart: toDate(start_at) });
  return {
    between: (from, to) => rule.between(toDate(from), toDate(to), true).map(toOwn),
    firstFrom: (from) => {
      const first = rule.after(toDate(from), true);
      return first === null ? undefined : toOwn(first);
    },
  };
}

/** The wall time after which nothing begins; a bare date is meant whole. */
function lastWall(until: string, zone: string): number {
  const wall = wallOf(until);
  if (!until.includes('T')) return wall + dayMs - 1;
  return until.endsWith('Z') ? toWall(wall, zone) : wall;
}
