import { badRequest, required } from '../api/refusal.ts';
import type { StoredTime } from './stored-event.ts';
import { instantOf, isZone, rfc3339, wallOf } from './zones.ts';

type Side = 'start' | 'end';
type Json = Readonly<Record<string, unknown>>;
export type ShownTime = { readonly date?: string; readonly dateTime?: string; readonly timeZone?: string };

const dayMs = 86_400_000;

/** Reads one side of an event. Texts of the refusals are as users report them; the reference documents only that the zone is demanded. */
export function readTime(value: unknown, side: Side): StoredTime {
  if (typeof value !== 'object' || value === null) throw required(`Missing ${side} time.`);
  const { date, dateTime, timeZone } = value as Json;
  const zone = readZone(timeZone, side);
  const hasDate = isText(date);
  if (hasDate === isText(dateTime))
    throw hasDate ? badRequest(`Invalid ${side} time.`) : required(`Missing ${side} time.`);
  return hasDate ? readDate(date, side) : readDateTime(String(dateTime), zone, side);
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

function readZone(value: unknown, side: Side): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string' || !isZone(value)) throw badRequest(`Invalid time zone definition for ${side} time.`);
  return value;
}

function readDate(text: string, side: Side): StoredTime {
  if (!isDate(text)) throw badRequest(`Invalid ${side} time.`);
  return { kind: 'date', date: text };
}

/** A day that is in the calendar. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/u.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

function readDateTime(text: string, zone: string | undefined, side: Side): StoredTime {
  const [, wall = '', offset] =
    /^(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(?:\.\d+)?([Zz]|[+-]\d\d:?\d\d)?$/u.exec(text) ?? [];
  const at = Date.parse(`${wall.toUpperCase()}Z`);
  if (Number.isNaN(at) || !isDate(wall.slice(0, 10))) throw badRequest(`Invalid ${side} time.`);
  const own = zone === undefined ? {} : { timeZone: zone };
  if (offset !== undefined) return { kind: 'time', at: at - offsetMs(offset), ...own };
  if (zone === undefined) throw required(`Missing time zone definition for ${side} time.`);
  return { kind: 'time', at: instantOf(at, zone), ...own };
}

function offsetMs(offset: string): number {
  if (/^z$/iu.test(offset)) return 0;
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/u.exec(offset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** `zone`: of the answer. An event without a zone of its own says the calendar's (captures; `omits` switches it off). */
export function showTime(time: StoredTime, zone: string, omits = false): ShownTime {
  if (time.kind === 'date') return { date: time.date };
  const named = time.timeZone ?? (omits ? undefined : zone);
  return { dateTime: rfc3339(time.at, zone), ...(named === undefined ? {} : { timeZone: named }) };
}

/** The instant; a day begins at midnight in the calendar's zone. */
export function instantOfTime(time: StoredTime, calendarZone: string): number {
  return time.kind === 'time' ? time.at : instantOf(wallOfTime(time, calendarZone), calendarZone);
}

/** The wall time by which a series is expanded: of a day its midnight. */
export function wallOfTime(time: StoredTime, calendarZone: string): number {
  return time.kind === 'date' ? Date.parse(`${time.date}T00:00:00Z`) : wallOf(time.at, time.timeZone ?? calendarZone);
}

/** The same kind of time at another wall time. */
export function atWall(like: StoredTime, wall: number, calendarZone: string): StoredTime {
  return like.kind === 'date'
    ? { kind: 'date', date: new Date(wall).toISOString().slice(0, 10) }
    : { ...like, at: instantOf(wall, like.timeZone ?? calendarZone) };
}

/** Moved by the difference of two starts: days by days, times by time. */
export function lengthMs(start: StoredTime, end: StoredTime): number {
  if (start.kind === 'date' && end.kind === 'date') return Date.parse(end.date) - Date.parse(start.date);
  return start.kind === 'time' && end.kind === 'time' ? end.at - start.at : dayMs;
}

export function endAfter(start: StoredTime, length: number, like: StoredTime): StoredTime {
  if (start.kind === 'date')
    return { kind: 'date', date: new Date(Date.parse(start.date) + length).toISOString().slice(0, 10) };
  return { ...(like.kind === 'time' ? like : {}), kind: 'time', at: start.at + length };
}

export const sameTime = (one: StoredTime, other: StoredTime): boolean =>
  one.kind === 'date' ? other.kind === 'date' && one.date === other.date : other.kind === 'time' && one.at === other.at;
