import type { Instant } from '../ports/clock.ts';
import { dayFrom, dayMs } from './calendar-days.ts';
import { minuteMs, offsetAt } from './zone-offsets.ts';

/** What a clock on the wall shows, as if it were UTC: milliseconds since 1970-01-01T00:00:00 on that clock. */
export type Wall = number;

/** A wall time that the clocks skip goes forward by as much as they do; of a doubled one, the first is meant. */
export function instantAt(wall: Wall, zone: string): Instant {
  const before = offsetAt(zone, wall - dayMs) * minuteMs;
  const after = offsetAt(zone, wall + dayMs) * minuteMs;
  const found = [wall - before, wall - after].find((instant) => wallAt(instant, zone) === wall);
  return found ?? wall - before;
}

export function wallAt(instant: Instant, zone: string): Wall {
  return instant + offsetAt(zone, instant) * minuteMs;
}

/** `2026-04-15T12:00:00-04:00`, as the zone's clocks show it. Parts of a second are cut off. */
export function instantText(instant: Instant, zone: string): string {
  const minutes = offsetAt(zone, instant);
  const ahead = Math.abs(minutes);
  const offset = `${minutes < 0 ? '-' : '+'}${two(Math.floor(ahead / 60))}:${two(ahead % 60)}`;
  return wallText(instant + minutes * minuteMs) + offset;
}

/** `2026-04-15T12:00:00`. */
export function wallText(wall: Wall): string {
  return new Date(wall).toISOString().slice(0, 19);
}

export type ClockReading = { readonly wall: Wall; readonly instant?: Instant };

/**
 * Reads RFC 3339 with or without an offset, with any fraction of a second, which is dropped. A leap second is the one
 * before it. Undefined for what is no time.
 */
export function readClock(text: string): ClockReading | undefined {
  const found = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:[.,]\d+)?([Zz]|[+-]\d{2}:\d{2})?$/u.exec(text);
  const day = dayFrom(found?.[1] ?? '');
  const [hours, minutes, seconds] = [Number(found?.[2]), Number(found?.[3]), Number(found?.[4])];
  if (!found || day === undefined || hours > 23 || minutes > 59 || seconds > 60) return undefined;
  const wall = day * dayMs + (hours * 60 + minutes) * minuteMs + Math.min(seconds, 59) * 1000;
  const offset = found[5];
  if (offset === undefined) return { wall };
  const ahead = /[zZ]/u.test(offset) ? 0 : minutesOf(offset);
  return ahead === undefined ? undefined : { wall, instant: wall - ahead * minuteMs };
}

function minutesOf(offset: string): number | undefined {
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(4, 6))];
  if (hours > 18 || minutes > 59) return undefined;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
