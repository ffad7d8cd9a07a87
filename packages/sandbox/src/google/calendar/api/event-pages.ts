import { withoutSome } from '../../../kernel/awkwardness.ts';
import { instantOfTime } from '../events/event-times.ts';
import { farMs } from '../events/recurrence.ts';
import { instanceOf, isSeries, originalStarts } from '../events/series.ts';
import type { StoredEvent } from '../events/stored-event.ts';
import type { List } from './event-list.ts';
import { overlaps, touches } from './window.ts';

type Item = { readonly row: StoredEvent; readonly seq: number; readonly next: number };

export type Page = {
  readonly rows: readonly StoredEvent[];
  readonly position: number;
  readonly offset: number;
  readonly more: boolean;
};

export function readPage(list: List): Page {
  const { state, call, room, order } = list;
  const { awkward } = call.world;
  const isFull = state.from === undefined;
  if (isFull && state.position === 0 && awkward.strikes('google.emptyListing')) {
    if (room.book.rows().every(({ cancelled }) => cancelled)) awkward.missed('google.emptyListing');
    return { rows: [], position: 0, offset: 0, more: false };
  }
  const page = order === null ? pageByChange(list) : pageSorted(list, order);
  if (!isFull || !awkward.strikes('google.rowsLeftOut')) return page;
  return { ...page, rows: withoutSome(call.world, 'google.rowsLeftOut', page.rows) };
}

function pageByChange(list: List): Page {
  const rows: StoredEvent[] = [];
  let [position, offset] = [list.state.position, list.state.offset];
  for (const { row, seq, next } of itemsFrom(list, position, offset)) {
    if (rows.length === list.count) return { rows, position, offset, more: true };
    rows.push(row);
    [position, offset] = [seq, next];
  }
  return { rows, position: Math.max(position, list.room.book.log.headAt(list.horizon)), offset: 0, more: false };
}

function pageSorted(list: List, order: string): Page {
  const key = (row: StoredEvent): number =>
    order === 'updated' ? row.updatedAt : instantOfTime(row.fields.start, list.room.zone);
  const all = [...itemsFrom(list, 0, 0)].map(({ row }) => row).sort((one, other) => key(one) - key(other));
  const offset = list.state.offset + list.count;
  return { rows: all.slice(list.state.offset, offset), position: 0, offset, more: offset < all.length };
}

/** Rows after a position in the order of their changes, series expanded when single events are asked for. */
function* itemsFrom(list: List, position: number, offset: number): Generator<Item> {
  // Of the row at the position some instances are still to come.
  for (const version of list.room.book.log.after(offset > 0 ? position - 1 : position, list.horizon)) {
    const isSplit = version.seq === position;
    const rows = rowsOf(list, version);
    for (let index = isSplit ? offset : 0; index < rows.length; index += 1) {
      const row = rows[index];
      if (row !== undefined) yield { row, seq: version.seq, next: index + 1 };
    }
  }
}

function rowsOf(list: List, version: StoredEvent): readonly StoredEvent[] {
  const { single, room, window, matches } = list;
  if (isVanished(list, version) || !matches(version) || !isWanted(list, version)) return [];
  if (!single || !isSeries(version) || version.cancelled) return inWindow(list, version) ? [version] : [];
  const [from, to] = window;
  const changed = new Set(room.book.exceptionsOf(version.id).map(({ id }) => id));
  return originalStarts(room, version, from, Math.min(to, room.world.now() + farMs))
    .map((time) => instanceOf(version, time))
    .filter((row) => !changed.has(row.id) && overlaps(room, row, window));
}

/** Documented: they "eventually" disappear. */
function isVanished({ room: { world } }: List, { cancelled, changedAt }: StoredEvent): boolean {
  if (!cancelled || !world.awkward.strikes('google.calendar.deletedVanish')) return false;
  return world.now() - changedAt >= world.awkward.amount('google.calendar.deletedVanish', 60_000);
}

/** Documented: cancelled instances come even when deleted events are not asked for, unless single ones are. */
function isWanted({ state, showDeleted, updatedMin, single, room }: List, row: StoredEvent): boolean {
  if (updatedMin !== undefined && row.updatedAt < updatedMin) return false;
  if (!row.cancelled || state.from !== undefined || updatedMin !== undefined) return true;
  if (showDeleted) return !single || !isSeries(row);
  return !single && row.master !== undefined && room.book.get(row.master)?.cancelled !== true;
}

export function inWindow(list: List, row: StoredEvent): boolean {
  const { room, window, state } = list;
  const isChanges = state.from !== undefined;
  if (isChanges && row.cancelled) return true;
  if (!isSeries(row)) {
    if (overlaps(room, row, window)) return true;
    if (!isChanges || !touches(row.reach, window)) return false;
    return !room.world.awkward.strikes('google.calendar.windowStrict');
  }
  const [from, to] = window;
  if (!Number.isFinite(from) && !Number.isFinite(to)) return true;
  return originalStarts(room, row, from, Math.min(to, room.world.now() + farMs)).some((time) =>
    overlaps(room, instanceOf(row, time), window),
  );
}
