import { type Day, dateText, dayMs } from './calendar-days.ts';
import { type ClockReading, instantAt, readClock, type Wall } from './wall-time.ts';

/** `20261230T170000Z` becomes the last local date whose occurrence starts by then. */
export function withLocalUntil(
  parts: ReadonlyMap<string, string>,
  start: Wall,
  zone: string | undefined,
): ReadonlyMap<string, string> {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z?)$/u.exec(parts.get('UNTIL') ?? '');
  if (!found) return parts;
  const [, year, month, date, hours, minutes, seconds, utc] = found;
  const reading = readClock(`${year}-${month}-${date}T${hours}:${minutes}:${seconds}${utc}`);
  if (!reading) return parts;
  const written = Math.floor(reading.wall / dayMs);
  const until = zone === undefined ? written : lastStartBy(reading, written, start, zone);
  return new Map([...parts, ['UNTIL', dateText(until).replaceAll('-', '')]]);
}

function lastStartBy({ wall, instant }: ClockReading, written: Day, start: Wall, zone: string): Day {
  const time = start - Math.floor(start / dayMs) * dayMs;
  const startsBy = (day: Day): boolean =>
    instant === undefined ? day * dayMs + time <= wall : instantAt(day * dayMs + time, zone) <= instant;
  return [written + 1, written, written - 1].find(startsBy) ?? written - 2;
}
