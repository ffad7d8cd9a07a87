import { digestOf } from './digest.ts';
import { windowsZones } from './windows-zones.ts';
import { isZone, offsetsOfYear, preferredName } from './zone-offsets.ts';

/**
 * The IANA zone that a provider's name means, as it spells it: `America/New_York`, `US/Eastern`, `Eastern Standard Time`
 * (Windows). Undefined for what names no zone, such as `tzone://Microsoft/Custom`.
 */
export function ianaOf(name: string): string | undefined {
  const text = name.trim();
  if (!isZone(text)) return ianaByWindows.get(text.toLowerCase());
  const preferred = preferredName(text);
  if (preferred === undefined || preferred.toLowerCase() === text.toLowerCase()) return preferred;
  // An alias stays as it is spelled: a provider may know `Asia/Kolkata` and not what this runtime calls it.
  return /^[A-Z]/u.test(text) ? text : preferred;
}

/** The Windows name for an IANA zone: the one that the CLDR gives it, or the first whose clocks will agree with it. */
export function windowsOf(iana: string): string | undefined {
  const preferred = preferredName(iana);
  if (preferred === undefined) return undefined;
  const known = [iana, preferred, `Etc/${preferred}`].find((name) => windowsByIana.has(name));
  if (known !== undefined) return windowsByIana.get(known);
  return [...ianaByFirst].find(([, first]) => isZone(first) && sameZone(iana, first, lastYear - 1, lastYear))?.[0];
}

const windowsTable: readonly (readonly [string, readonly string[]])[] = Object.entries(windowsZones).map(
  ([windows, zones]) => [windows, zones.split(' ')],
);
const ianaByFirst = new Map(windowsTable.map(([windows, zones]) => [windows, zones[0] ?? '']));
const ianaByWindows = new Map([...ianaByFirst].map(([windows, first]) => [windows.toLowerCase(), first]));
const windowsByIana = new Map(
  windowsTable.flatMap(([windows, zones]) => zones.map((zone) => [zone, windows] as const)),
);

/** The time zone database tells zones apart by their clocks since 1970, and by tables up to 2037. */
const firstYear = 1970;
export const lastYear = 2040;

/** Whether the clocks of two zones agree from one year to another, both included, as far as clocks are known. */
export function sameZone(a: string, b: string, fromYear: number, toYear: number): boolean {
  return a === b || clocksOf(a, fromYear, toYear) === clocksOf(b, fromYear, toYear);
}

/** A short text that is equal for zones whose clocks agree in these years. */
export function clocksOf(zone: string, fromYear: number, toYear: number): string {
  const within = (year: number): number => Math.min(Math.max(year, firstYear), lastYear);
  const [first, last] = [within(fromYear), within(Math.max(fromYear, toYear))];
  const key = `${zone} ${first} ${last}`;
  const known = clocks.get(key);
  if (known !== undefined) return known;
  const digest = digestOf(allOffsets(zone, first, last));
  if (clocks.size >= maxClocks) clocks.clear();
  clocks.set(key, digest);
  return digest;
}

const clocks = new Map<string, string>();
const maxClocks = 5_000;

function allOffsets(zone: string, first: number, last: number): string {
  const texts: string[] = [];
  for (let year = first; year <= last; year += 1)
    texts.push(...offsetsOfYear(zone, year).map(({ at, minutes }) => `${at}:${minutes}`));
  return texts.join(' ');
}
