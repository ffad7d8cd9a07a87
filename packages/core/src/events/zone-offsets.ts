import type { Instant } from '../ports/clock.ts';
import { dayMs } from './calendar-days.ts';

export const minuteMs = 60_000;

/** From `at` on, a zone is so many minutes ahead of UTC. */
type OffsetChange = { readonly at: Instant; readonly minutes: number };

/**
 * Minutes ahead of UTC, whole: the local mean times of the years before 1900 have seconds, which RFC 3339 cannot say.
 * The zone must be one that `isZone` knows; a `RangeError` otherwise.
 */
export function offsetAt(zone: string, instant: Instant): number {
  let minutes = 0;
  for (const change of offsetsOfYear(zone, new Date(instant).getUTCFullYear())) {
    if (change.at > instant) break;
    minutes = change.minutes;
  }
  return minutes;
}

export function isZone(zone: string): boolean {
  return formatOf(zone) !== undefined;
}

/** The name that this runtime prefers among the aliases of a zone; undefined when there is no such zone. */
export function preferredName(zone: string): string | undefined {
  return formatOf(zone)?.resolvedOptions().timeZone;
}

/** The offset at the beginning of a year by UTC, and its changes within the year. */
export function offsetsOfYear(zone: string, year: number): readonly OffsetChange[] {
  const key = `${zone} ${year}`;
  const known = years.get(key);
  if (known) return known;
  const found = findOffsets(zone, year);
  if (years.size >= maxYears) years.clear();
  years.set(key, found);
  return found;
}

/** Asking `Intl` costs some 2 µs, a year some 200 µs; passes ask for the same years again and again. */
const years = new Map<string, readonly OffsetChange[]>();
const maxYears = 5_000;

/** No zone has ever changed twice within so few days and come back to where it was. */
const stepMs = 4 * dayMs;

function findOffsets(zone: string, year: number): readonly OffsetChange[] {
  const begin = new Date(0).setUTCFullYear(year, 0, 1);
  const end = new Date(0).setUTCFullYear(year + 1, 0, 1);
  const changes: OffsetChange[] = [{ at: begin, minutes: askOffset(zone, begin) }];
  for (let from = begin; from < end; from += stepMs) {
    const to = Math.min(from + stepMs, end - 1);
    const before = changes[changes.length - 1]?.minutes ?? 0;
    if (askOffset(zone, to) !== before) changes.push(changeBetween(zone, from, to, before));
  }
  return changes;
}

function changeBetween(zone: string, from: Instant, to: Instant, before: number): OffsetChange {
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (askOffset(zone, middle) === before) low = middle;
    else high = middle;
  }
  return { at: high, minutes: askOffset(zone, high) };
}

function askOffset(zone: string, instant: Instant): number {
  const format = formatOf(zone);
  if (!format) throw new RangeError(`Unknown time zone: ${zone}`);
  const found = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/u.exec(format.format(instant));
  if (!found?.[1]) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3]) + Math.round(Number(found[4] ?? 0) / 60);
  return found[1] === '-' ? -minutes : minutes;
}

const formats = new Map<string, Intl.DateTimeFormat | undefined>();
const maxFormats = 1_000;

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  if (formats.has(zone)) return formats.get(zone);
  const format = createFormat(zone);
  if (formats.size >= maxFormats) formats.clear();
  formats.set(zone, format);
  return format;
}

function createFormat(zone: string): Intl.DateTimeFormat | undefined {
  // `Intl` also takes `+05:30` for a zone; no calendar does.
  if (!/^[A-Za-z]/u.test(zone)) return undefined;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset', year: 'numeric' });
  } catch {
    return undefined;
  }
}
