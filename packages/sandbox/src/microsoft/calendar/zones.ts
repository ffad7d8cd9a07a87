import { findIana, findWindows } from 'windows-iana';

/** What Outlook shows of a zone that somebody made by hand in desktop Outlook. */
export const customZone = 'tzone://Microsoft/Custom';

/** `YYYY-MM-DDTHH:MM:SS`, the time on a clock on the wall. */
export type Wall = string;

const known = new Map<string, string | undefined>();

/** The IANA zone of a Windows or IANA name; undefined for a name that the service does not know. */
export function ianaOf(name: string): string | undefined {
  if (!known.has(name)) known.set(name, lookUp(name));
  return known.get(name);
}

/** The Windows name of a zone, where there is one. */
export function windowsNameOf(name: string): string {
  return findWindows(name)[0] ?? name;
}

function lookUp(name: string): string | undefined {
  if (name === 'UTC') return 'UTC';
  const [iana] = findIana(name);
  if (iana !== undefined) return iana;
  return isIana(name) ? name : undefined;
}

function isIana(name: string): boolean {
  if (!name.includes('/')) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const clocks = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();
/** Offsets change at quarters of an hour only. */
const quarterMs = 900_000;
const mostOffsets = 100_000;

/** Milliseconds that the zone is ahead of UTC at an instant. */
function offsetMs(instant: number, iana: string): number {
  if (iana === 'UTC') return 0;
  const quarter = Math.floor(instant / quarterMs);
  const key = `${iana}/${quarter}`;
  const remembered = offsets.get(key);
  if (remembered !== undefined) return remembered;
  if (offsets.size > mostOffsets) offsets.clear();
  const offset = wallMs(clockIn(iana).formatToParts(quarter * quarterMs)) - quarter * quarterMs;
  offsets.set(key, offset);
  return offset;
}

function clockIn(iana: string): Intl.DateTimeFormat {
  const clock =
    clocks.get(iana) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: iana,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  clocks.set(iana, clock);
  return clock;
}

function wallMs(parts: readonly Intl.DateTimeFormatPart[]): number {
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}

export function wallOf(instant: number, iana: string): Wall {
  return new Date(instant + offsetMs(instant, iana)).toISOString().slice(0, 19);
}

/** A time that a clock never shows counts as an hour later; of one that it shows twice, the first is meant. */
export function instantOf(wall: Wall, iana: string): number {
  const asUtc = Date.parse(`${wall}Z`);
  const [before, after] = [offsetMs(asUtc - 86_400_000, iana), offsetMs(asUtc + 86_400_000, iana)];
  const fits = [asUtc - before, asUtc - after].find((instant) => instant + offsetMs(instant, iana) === asUtc);
  return fits ?? asUtc - before;
}
