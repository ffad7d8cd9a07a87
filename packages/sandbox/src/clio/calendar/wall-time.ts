import { offsetMsAt } from '../times.ts';
import { dayMs } from './records.ts';

/** What a clock in the zone shows at an instant, as if it were UTC. */
export function toWall(instant: number, timeZone: string): number {
  return instant + offsetMsAt(instant, timeZone);
}

/** When a clock in the zone shows that. Of two such instants the first; what a change of clocks leaves out is taken as before it. */
export function fromWall(wall: number, timeZone: string): number {
  const [before, after] = [wall - dayMs, wall + dayMs].map((near) => wall - offsetMsAt(near, timeZone));
  if (before === undefined || after === undefined || before === after) return before ?? wall;
  const shows = (instant: number): boolean => toWall(instant, timeZone) === wall;
  return shows(before) || !shows(after) ? before : after;
}

export const midnightOf = (wall: number): number => Math.floor(wall / dayMs) * dayMs;

/** `YYYY-MM-DD` of a wall time. */
export const dateOf = (wall: number): string => new Date(wall).toISOString().slice(0, 10);

/** An ISO 8601 time; without an offset it is the zone's, and a bare date is its midnight. NaN for what is none. */
export function readInstant(text: string, timeZone: string): number {
  if (/^\d{4}-\d{2}-\d{2}$/u.test(text)) return fromWall(Date.parse(`${text}T00:00:00Z`), timeZone);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/u.test(text)) return Number.NaN;
  if (/(?:Z|[+-]\d{2}:?\d{2})$/u.test(text)) return Date.parse(text);
  return fromWall(Date.parse(`${text}Z`), timeZone);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** `9:30 AM EST`: the form of it is not documented beyond "including timezone abbreviation" (assumption). */
export function clockOf(instant: number, timeZone: string): string {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-US', clock(timeZone));
  formats.set(timeZone, format);
  return format.format(instant).replaceAll('\u202f', ' ');
}

const clock = (timeZone: string): Intl.DateTimeFormatOptions => ({
  timeZone,
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
});
