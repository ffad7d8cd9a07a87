// Node takes rrule's CommonJS build, whose names only its default has; the linter reads the other build.
// oxlint-disable-next-line import/default
import rrule from 'rrule';
import { badRequest } from '../api/refusal.ts';
import { atWall, isDate, wallOfTime } from './event-times.ts';
import type { StoredTime } from './stored-event.ts';
import { instantOf, isZone, wallOf } from './zones.ts';

const { RRule } = rrule;

type Line = { readonly name: string; readonly zone: string | undefined; readonly value: string };
export type Series = { readonly start: StoredTime; readonly lines: readonly string[]; readonly zone: string };
export type ExpandOptions = {
  /** Wall times, both included. */
  readonly from: number;
  readonly to: number;
  /** Whether the start is an instance although the rule does not say so. */
  readonly startCounts: boolean;
};

const lineNames: ReadonlySet<string> = new Set(['RRULE', 'EXRULE', 'RDATE', 'EXDATE']);
const dayMs = 86_400_000;
/** Endless series are expanded no further: an unbounded list of instances is as good as endless all the same. */
export const farMs = 100 * 366 * dayMs;

/** Documented: DTSTART and DTEND are not allowed. The words of the refusal are assumed. */
export function readRecurrence(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw badRequest('Invalid recurrence rule.');
  const lines = value.map(String).filter((line) => line.trim() !== '');
  for (const line of lines) if (!isRight(line)) throw badRequest('Invalid recurrence rule.');
  return lines.length === 0 ? undefined : lines;
}

function isRight(text: string): boolean {
  const { name, zone, value } = lineOf(text);
  if (!lineNames.has(name) || value === '' || (zone !== undefined && !isZone(zone))) return false;
  if (name.endsWith('RULE')) return isRule(value);
  return value.split(',').every((moment) => momentOf(moment, undefined, 'UTC') !== undefined);
}

function isRule(value: string): boolean {
  try {
    const { freq, count, interval } = RRule.parseString(value);
    return freq !== undefined && (count ?? 1) > 0 && (interval ?? 1) > 0;
  } catch {
    return false;
  }
}

function lineOf(text: string): Line {
  const [, name = '', parameters = '', value = ''] = /^([A-Za-z]+)((?:;[^:]*)?):(.*)$/u.exec(text.trim()) ?? [];
  const zone = /;TZID=([^;:]+)/iu.exec(parameters)?.[1];
  return { name: name.toUpperCase(), zone, value: value.trim() };
}

/** `20260810T070000Z`, `20260810T090000` or `20260810` as wall time in the zone of the series. */
function momentOf(text: string, own: string | undefined, zone: string): number | undefined {
  const [, year, month, day, time] = /^(\d{4})(\d\d)(\d\d)(?:T(\d{6}Z?))?$/u.exec(text.trim()) ?? [];
  if (year === undefined || !isDate(`${year}-${month}-${day}`)) return undefined;
  const [hours, minutes, seconds] = [0, 2, 4].map((at) => Number(time?.slice(at, at + 2) ?? 0));
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), hours, minutes, seconds);
  if (time?.endsWith('Z')) return wallOf(wall, zone);
  return own === undefined || own === zone ? wall : wallOf(instantOf(wall, own), zone);
}

/** The wall times at which the series has an instance, in order. */
export function expandWalls(
  { start, lines, zone }: Series,
  { from, to, startCounts }: ExpandOptions,
): readonly number[] {
  const own = start.kind === 'time' ? (start.timeZone ?? zone) : 'UTC';
  const first = wallOfTime(start, zone);
  const isDay = start.kind === 'date';
  const parsed = lines.map(lineOf);
  const named = (name: string): readonly Line[] => parsed.filter((line) => line.name === name);
  const ruled = (name: string): readonly number[] =>
    named(name).flatMap(({ value }) => between(value, { first, own, from, to }));
  const dated = (name: string): readonly number[] =>
    named(name).flatMap(({ value, zone: other }) =>
      value
        .split(',')
        .flatMap((moment) => momentOf(moment, other, own) ?? [])
        .map((wall) => (isDay ? Math.floor(wall / dayMs) * dayMs : wall)),
    );
  const without = new Set([...ruled('EXRULE'), ...dated('EXDATE')]);
  const all = new Set([
    ...(startCounts || named('RRULE').length === 0 ? [first] : []),
    ...ruled('RRULE'),
    ...dated('RDATE'),
  ]);
  return [...all].filter((wall) => wall >= from && wall <= to && !without.has(wall)).sort((one, other) => one - other);
}

type Frame = {
  readonly first: number;
  readonly own: string;
  readonly from: number;
  readonly to: number;
};

/** Expanded as if all clocks were UTC: by the wall, so that summer time moves nothing. */
function between(rule: string, { first, own, from, to }: Frame): readonly number[] {
  const { until: _, tzid: __, ...options } = RRule.parseString(rule);
  const until = untilOf(rule, own);
  const expanded = new RRule({
    ...options,
    dtstart: new Date(first),
    ...(until === undefined ? {} : { until: new Date(until) }),
  });
  return expanded.between(new Date(from), new Date(to), true).map((date) => date.getTime());
}

/** A day ends with its last second (assumption: RFC 5545 wants the kind of the start). */
function untilOf(rule: string, own: string): number | undefined {
  const text = /(?:^|;)UNTIL=([^;]+)/iu.exec(rule)?.[1];
  if (text === undefined) return undefined;
  const wall = momentOf(text, undefined, own);
  if (wall === undefined) return undefined;
  return text.includes('T') ? wall : wall + dayMs - 1;
}

/** The lines of a series that ends before the instance at `wall`: what "this and following" leaves of the old one. */
export function truncated({ start, lines, zone }: Series, wall: number): readonly string[] {
  const before = atWall(start, start.kind === 'date' ? wall - dayMs : wall - 1_000, zone);
  const compact = (text: string): string => text.replace(/[-:]|\.\d+/gu, '');
  const until = before.kind === 'date' ? compact(before.date) : compact(new Date(before.at).toISOString());
  return lines.map((line) => (lineOf(line).name === 'RRULE' ? `${withoutEnd(line)};UNTIL=${until}` : line));
}

/** The lines of a series that goes on after `done` instances. */
export function continued(lines: readonly string[], done: number): readonly string[] {
  return lines.map((line) =>
    line.replace(/COUNT=(\d+)/iu, (_, count: string) => `COUNT=${Math.max(1, Number(count) - done)}`),
  );
}

const withoutEnd = (line: string): string =>
  line.replace(/;(?:UNTIL|COUNT)=[^;]*/giu, '').replace(/:(?:UNTIL|COUNT)=[^;]*;?/giu, ':');

/** `20260803T070000Z`, or `20260803` of a day: what an instance's id ends with (observed). */
export function instanceSuffix(originalStart: StoredTime): string {
  const text = originalStart.kind === 'date' ? originalStart.date : new Date(originalStart.at).toISOString();
  return text.replace(/[-:]|\.\d+/gu, '');
}

/** An id taken apart: undefined when it does not look like an instance's. */
export function instanceIdOf(id: string): { readonly master: string; readonly suffix: string } | undefined {
  const [, master, suffix] = /^(.+)_(\d{8}(?:T\d{6}Z)?)$/u.exec(id) ?? [];
  return master === undefined || suffix === undefined ? undefined : { master, suffix };
}
