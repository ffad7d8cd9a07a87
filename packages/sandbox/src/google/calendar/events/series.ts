import type { World } from '../../../kernel/world.ts';
import type { CalendarBook } from './calendar-book.ts';
import { atWall, endAfter, lengthMs, sameTime, wallOfTime } from './event-times.ts';
import { expandWalls, farMs, instanceIdOf, instanceSuffix, type Series } from './recurrence.ts';
import type { StoredEvent, StoredTime } from './stored-event.ts';

/** A calendar's events with its zone, by which days begin. */
export type Room = { readonly world: World; readonly book: CalendarBook; readonly zone: string };

const dayMs = 86_400_000;

export const isSeries = ({ fields, master }: StoredEvent): boolean =>
  fields.recurrence !== undefined && master === undefined;

export const seriesOf = ({ fields }: StoredEvent, zone: string): Series => ({
  start: fields.start,
  lines: fields.recurrence ?? [],
  zone,
});

/** When instances would begin by the series, between two instants; a day more on either side, for what lasts and for zones. */
export function originalStarts(room: Room, series: StoredEvent, from: number, to: number): readonly StoredTime[] {
  const { start, end } = series.fields;
  const first = wallOfTime(start, room.zone);
  const bounds = {
    from: Math.max(first, from - lengthMs(start, end) - 2 * dayMs),
    to: Math.min(first + farMs, to + 2 * dayMs),
    startCounts: startCounts(room, series),
  };
  return walls(room, series, bounds).map((wall) => atWall(start, wall, room.zone));
}

/** Whether the series has an instance that would begin then. */
export function isOriginalStart(room: Room, series: StoredEvent, time: StoredTime): boolean {
  if (time.kind !== series.fields.start.kind || !isSeries(series)) return false;
  const wall = wallOfTime(alike(series, time), room.zone);
  return walls(room, series, { from: wall, to: wall, startCounts: startCounts(room, series) }).length > 0;
}

const walls = (room: Room, series: StoredEvent, bounds: Parameters<typeof expandWalls>[1]): readonly number[] =>
  expandWalls(seriesOf(series, room.zone), bounds);

/** That a start counts which the rule does not name is assumed. */
const startCounts = ({ world }: Room, _: StoredEvent): boolean =>
  !world.awkward.strikes('google.calendar.startOutsideRule');

/** In the zone of the series, for the wall is read there. */
const alike = ({ fields: { start } }: StoredEvent, time: StoredTime): StoredTime =>
  time.kind === 'time' && start.kind === 'time' ? { ...start, at: time.at } : time;

/** An instance as it is by the series alone. It has the series' version (assumption). */
export function instanceOf(series: StoredEvent, originalStart: StoredTime): StoredEvent {
  const { recurrence: _, ...fields } = series.fields;
  const { start, end } = fields;
  const own = alike(series, originalStart);
  return {
    ...series,
    id: instanceId(series, own),
    master: series.id,
    originalStart: own,
    fields: { ...fields, start: own, end: endAfter(own, lengthMs(start, end), end) },
  };
}

export const instanceId = ({ id }: StoredEvent, originalStart: StoredTime): string =>
  `${id}_${instanceSuffix(originalStart)}`;

/** A row by its id, or the instance of a series that nobody changed yet. Tombstones too. */
export function findEvent(room: Room, id: string): StoredEvent | undefined {
  const row = room.book.get(id);
  if (row !== undefined) return row;
  const parts = instanceIdOf(id);
  const series = parts && room.book.get(parts.master);
  if (parts === undefined || series === undefined || series.cancelled) return undefined;
  const originalStart = timeOfSuffix(parts.suffix);
  return isOriginalStart(room, series, originalStart) ? instanceOf(series, originalStart) : undefined;
}

function timeOfSuffix(suffix: string): StoredTime {
  const [, year, month, day, hours, minutes, seconds] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z)?$/u.exec(suffix) ?? [];
  const date = `${year}-${month}-${day}`;
  if (hours === undefined) return { kind: 'date', date };
  return { kind: 'time', at: Date.parse(`${date}T${hours}:${minutes}:${seconds}Z`) };
}

/** Every instance between two instants, changed ones at their own time, in the order of the series; cancelled ones too. */
export function instancesOf(room: Room, series: StoredEvent, from: number, to: number): readonly StoredEvent[] {
  const changed = new Map(room.book.exceptionsOf(series.id).map((row) => [row.id, row]));
  const plain = originalStarts(room, series, from, to)
    .map((time) => instanceOf(series, time))
    .filter(({ id }) => !changed.has(id));
  return [...plain, ...changed.values()].sort((one, other) => startWall(room, one) - startWall(room, other));
}

const startWall = ({ zone }: Room, { originalStart, fields }: StoredEvent): number =>
  wallOfTime(originalStart ?? fields.start, zone);

export const sameTimes = (one: StoredEvent['fields'], other: StoredEvent['fields']): boolean =>
  sameTime(one.start, other.start) &&
  sameTime(one.end, other.end) &&
  zoneOf(one) === zoneOf(other) &&
  JSON.stringify(one.recurrence) === JSON.stringify(other.recurrence);

const zoneOf = ({ start }: StoredEvent['fields']): string | undefined =>
  start.kind === 'time' ? start.timeZone : undefined;
