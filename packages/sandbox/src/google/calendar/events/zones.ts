/** Time zones by Intl alone. A wall time is milliseconds since 1970 as if the clock on the wall were UTC. */

const formatters = new Map<string, Intl.DateTimeFormat | undefined>();

function formatterOf(zone: string): Intl.DateTimeFormat | undefined {
  if (formatters.has(zone)) return formatters.get(zone);
  const formatter = makeFormatter(zone);
  formatters.set(zone, formatter);
  return formatter;
}

function makeFormatter(timeZone: string): Intl.DateTimeFormat | undefined {
  // Intl takes offsets as zones, too; Google takes names of the IANA database (documented).
  if (!/^[A-Za-z]/u.test(timeZone)) return undefined;
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
}

export const isZone = (zone: string): boolean => formatterOf(zone) !== undefined;

/** What the clock on the wall shows there at an instant. */
export function wallOf(instant: number, zone: string): number {
  const parts = formatterOf(zone)?.formatToParts(instant) ?? [];
  const part = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((one) => one.type === type)?.value ?? 0);
  const seconds = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return seconds + (((instant % 1_000) + 1_000) % 1_000);
}

/**
 * When the clock there shows this. Of a time that comes twice the first; one that never comes is as much later as the
 * clock was put forward (RFC 5545, 3.3.5).
 */
export function instantOf(wall: number, zone: string): number {
  const before = wall - offsetAt(wall - 86_400_000, zone);
  const after = wall - offsetAt(wall + 86_400_000, zone);
  if (before === after) return before;
  return [before, after].find((instant) => wallOf(instant, zone) === wall) ?? before;
}

const offsetAt = (instant: number, zone: string): number => wallOf(instant, zone) - instant;

/** `2026-08-03T09:00:00+02:00` */
export function rfc3339(instant: number, zone: string): string {
  // Clocks were once apart by seconds, too, which an offset does not say.
  const minutes = Math.round((wallOf(instant, zone) - instant) / 60_000);
  const text = new Date(instant + minutes * 60_000).toISOString().slice(0, 19);
  if (minutes === 0) return `${text}Z`;
  const two = (number: number): string => String(number).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${text}${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
