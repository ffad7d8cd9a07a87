import type { SyncView, WeekEntry } from '@concord/core';
import { addDays, type Day, wallIn } from './days.ts';
import { fateOf, looks } from './looks.ts';
import { touched } from './place.ts';

const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
const shortDay = format({ weekday: 'short', day: 'numeric', month: 'short' });
const longDay = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const rangeDay = format({ day: 'numeric', month: 'long', year: 'numeric' });

/** "Tue 12 May". */
export const sayShortDay = (day: Day): string => shortDay.format(Date.parse(day)).replace(',', '');
/** "Tuesday 12 May 2026". */
export const sayLongDay = (day: Day): string => longDay.format(Date.parse(day)).replace(',', '');
/** "11–17 May 2026". */
export const sayWeek = (monday: Day): string =>
  rangeDay.formatRange(Date.parse(monday), Date.parse(addDays(monday, 6)));

/** "09:30". */
export const sayMinutes = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** "All day", "10:00 to 11:00", "Mon 11 May, 22:00 to Tue 12 May, 02:00", by the reader's clock. */
export function sayTime(entry: WeekEntry, zone: string): string {
  const [first, last] = touched(entry, zone);
  if (entry.allDay) return first === last ? 'All day' : `${sayShortDay(first)} to ${sayShortDay(last)}, all day`;
  const [start, end] = [wallIn(zone, Date.parse(entry.start)), wallIn(zone, Date.parse(entry.end))];
  if (entry.start === entry.end) return sayMinutes(start.minutes);
  if (first === last) return `${sayMinutes(start.minutes)} to ${sayMinutes(end.minutes)}`;
  return `${sayShortDay(start.day)}, ${sayMinutes(start.minutes)} to ${sayShortDay(end.day)}, ${sayMinutes(end.minutes)}`;
}

/** Everything that the picture says of an event beside its title, in words. */
export function sayEntry(entry: WeekEntry, sync: SyncView, zone: string): string {
  const [first] = touched(entry, zone);
  const fate = fateOf(entry);
  const parts = [
    sayShortDay(first),
    sayTime(entry, zone),
    ...(entry.isOfSeries ? ['one of a series'] : []),
    looks[fate].say(sync),
    ...(entry.oneWay !== undefined && fate !== 'oneWay' ? ['one way only'] : []),
  ];
  return parts.join(', ');
}
