import type { World } from '../../../kernel/world.ts';
import type { CalendarBox } from '../../calendar/calendar-box.ts';
import type { Calendar, EventItem, StoredEvent } from '../../calendar/event.ts';
import { isSlot, readInstanceId } from '../../calendar/instances.ts';
import { looksLikeId, missing } from '../item-checks.ts';
import { refusal } from '../refusal.ts';

/** Where a request looks for an event: one calendar, or (undefined) all of them. */
export type EventPlace = { readonly id: string; readonly calendarId: string | undefined };

/** By id; `calendar` in a path is the main one. */
export function findCalendar(box: CalendarBox, id: string | undefined): Calendar {
  const found = box.calendar(id ?? box.defaultId);
  if (!found) throw refusal('itemNotFound');
  return found;
}

/** An event, a series, or one instance of it. Ids of instances name their series. */
export function findItem(
  world: World,
  box: CalendarBox,
  { id, calendarId }: EventPlace,
  get: (id: string) => StoredEvent | undefined = box.get,
): EventItem {
  const item = itemOf(id, get);
  if (item === undefined) throw looksLikeId(id) ? missing(world) : refusal('idMalformed');
  const { folderId } = item.event;
  if (calendarId !== undefined && folderId !== calendarId) throw missing(world);
  if (folderId === box.deletedId && !world.awkward.strikes('microsoft.softDeleteVisible')) throw missing(world);
  return item;
}

export function itemOf(id: string, get: (id: string) => StoredEvent | undefined): EventItem | undefined {
  const event = get(id);
  if (event !== undefined) return { event };
  const named = readInstanceId(id);
  const master = named && get(named.masterId);
  if (named === undefined || master === undefined) return undefined;
  const { date } = named;
  const isThere = master.cancelled[date] === undefined && isSlot(master, date);
  return isThere ? { event: master, date } : undefined;
}
