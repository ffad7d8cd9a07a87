import type { WeekEntry } from '@concord/core';
import { addDays, type Day, wallIn } from './days.ts';
import { sideBySide } from './side-by-side.ts';

/** A part of an event within one day, in minutes of that day's clock, and which of several columns beside each other it has. */
export type Block = {
  readonly entry: WeekEntry;
  readonly top: number;
  readonly bottom: number;
  readonly column: number;
  readonly columns: number;
  /** It began on an earlier day that is shown. */
  readonly isRest: boolean;
};

/** An event of whole days, or of a day and longer: over which of the days, by their places, and in which line. */
export type Banner = {
  readonly entry: WeekEntry;
  readonly first: number;
  readonly last: number;
  readonly line: number;
};

export type PlacedWeek = { readonly banners: readonly Banner[]; readonly days: readonly (readonly Block[])[] };

const dayMinutes = 24 * 60;
const dayMs = dayMinutes * 60 * 1000;
/** Minutes: what is shorter is drawn as long as this, or nobody could read it. */
export const shortestMinutes = 30;

/** Where each event of a week is drawn, for a reader in this zone. What does not touch these days is left out. */
export function placeWeek(entries: readonly WeekEntry[], days: readonly Day[], zone: string): PlacedWeek {
  const isLong = (entry: WeekEntry): boolean =>
    entry.allDay || Date.parse(entry.end) - Date.parse(entry.start) >= dayMs;
  const timed = entries.filter((entry) => !isLong(entry));
  return {
    banners: inLines(entries.filter(isLong).flatMap((entry) => bannerOf(entry, days, zone))),
    days: days.map((day) => sideBySide(timed.flatMap((entry) => blockOf(entry, day, days, zone)))),
  };
}

/** The days that an event touches, by the reader's clock: the last one too. */
export function touched({ start, end, allDay }: WeekEntry, zone: string): readonly [Day, Day] {
  if (allDay) return [start, addDays(end, -1) < start ? start : addDays(end, -1)];
  const from = Date.parse(start);
  // What ends at midnight is over by then; what has no length still is somewhere
  return [wallIn(zone, from).day, wallIn(zone, Math.max(from, Date.parse(end) - 1)).day];
}

function bannerOf(entry: WeekEntry, days: readonly Day[], zone: string): readonly Omit<Banner, 'line'>[] {
  const [from, to] = touched(entry, zone);
  const within = days.flatMap((day, index) => (day >= from && day <= to ? [index] : []));
  const [first, last] = [within[0], within.at(-1)];
  return first === undefined || last === undefined ? [] : [{ entry, first, last }];
}

type Part = Omit<Block, 'column' | 'columns'>;

function blockOf(entry: WeekEntry, day: Day, days: readonly Day[], zone: string): readonly Part[] {
  const [from, to] = touched(entry, zone);
  if (day < from || day > to) return [];
  const top = day === from ? wallIn(zone, Date.parse(entry.start)).minutes : 0;
  const end = wallIn(zone, Date.parse(entry.end));
  const bottom = end.day === day ? end.minutes : dayMinutes;
  const start = Math.min(top, dayMinutes - shortestMinutes);
  const isRest = day > from && from >= (days[0] ?? '');
  // Where clocks go back, an event may end at an earlier time of day than it begins
  return [{ entry, top: start, bottom: Math.max(bottom, start + shortestMinutes), isRest }];
}

/** Each banner in the first line that is free over its days; the longer of two that begin together comes first. */
function inLines(banners: readonly Omit<Banner, 'line'>[]): readonly Banner[] {
  const ends: number[] = [];
  const ordered = banners.toSorted((a, b) => a.first - b.first || b.last - a.last);
  return ordered.map((banner) => {
    const free = ends.findIndex((last) => last < banner.first);
    const line = free === -1 ? ends.length : free;
    ends[line] = banner.last;
    return { ...banner, line };
  });
}
