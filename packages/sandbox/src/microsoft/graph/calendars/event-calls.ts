import type { World } from '../../../kernel/world.ts';
import type { EventItem, StoredEvent } from '../../calendar/event.ts';
import { changeEvent, changeInstance, createEvent, deleteItem, type EventWriter } from '../../calendar/event-writes.ts';
import { kindOf } from '../../calendar/instances.ts';
import { readEvent } from '../../calendar/read-event.ts';
import type { Answer, Call } from '../call.ts';
import { expandedProperties } from '../contact-list.ts';
import { refuseConflict, refuseValue } from '../item-checks.ts';
import { refusal } from '../refusal.ts';
import { type EventView, etagOfItem, eventBody, itemId, readEventSelect, versionOf, viewOf } from './event-body.ts';
import { readEventExpand } from './event-expand.ts';
import { type EventPlace, findCalendar, findItem } from './find-event.ts';
import { refuseInviter } from './inviters.ts';
import { knownTransaction } from './transactions.ts';

export function getEvent(world: World, call: Call, place: EventPlace): Answer {
  const view = viewOf(world, call);
  const select = readEventSelect(call.query.get('$select'));
  const expand = readEventExpand(call.query.get('$expand'));
  const item = findItem(world, call.calendars().box, place, seenEvents(world, call.calendars()));
  const exceptions = () =>
    Object.keys(item.event.exceptions)
      .toSorted()
      .map((date) => eventBody({ event: item.event, date }, view));
  const withExceptions = expand.exceptions && kindOf(item) === 'seriesMaster';
  return {
    status: 200,
    headers: { ETag: etagOfItem(item) },
    body: {
      '@odata.context': contextOf(call),
      ...eventBody(item, view, select),
      ...expandedProperties(versionOf(item), expand.properties),
      ...(withExceptions ? { exceptionOccurrences: exceptions() } : {}),
    },
  };
}

/** Events as this read sees them. */
export function seenEvents({ awkward, now }: World, { box }: EventWriter): (id: string) => StoredEvent | undefined {
  if (!awkward.strikes('microsoft.staleRead')) return box.get;
  const then = now() - awkward.amount('microsoft.staleRead', 5_000);
  return (id) => {
    const event = box.getAt(id, then);
    if (event !== undefined && event === box.get(id)) awkward.missed('microsoft.staleRead');
    return event;
  };
}

export function postEvent(world: World, call: Call, calendarId: string | undefined): Answer {
  const writer = call.calendars();
  const view = viewOf(world, call);
  const calendar = findCalendar(writer.box, calendarId);
  if (!calendar.canEdit) throw refusal('accessDenied');
  const patch = readEvent(call.body);
  refuseValue(world, call);
  const known = knownTransaction(world, writer.box, patch.transactionId, call.body);
  if (known !== undefined) return created(call, view, { event: known });
  refuseInviter(world, writer, patch);
  const payload = patch.transactionId === undefined ? {} : { payload: JSON.stringify(call.body) };
  const event = createEvent(writer, calendar.id, patch, payload);
  bumpLater(world, writer, event);
  return created(call, view, { event });
}

/** A retry is answered as the first request was: which status it gets is assumed. */
function created(call: Call, view: EventView, item: EventItem): Answer {
  const location = `https://graph.microsoft.com/v1.0/users('${call.account.oid}')/events('${itemId(item, call.prefers.idKind)}')`;
  return { status: 201, headers: { Location: location, ETag: etagOfItem(item) }, body: fullBody(call, view, item) };
}

export function patchEvent(world: World, call: Call, place: EventPlace): Answer {
  const writer = call.calendars();
  const view = viewOf(world, call);
  const item = writable(world, writer, place);
  const patch = readEvent(call.body);
  refuseValue(world, call);
  refuseConflict(world, call, versionOf(item));
  refuseInviter(world, writer, patch);
  const { event, date } = item;
  const next = date === undefined ? changeEvent(writer, event, patch) : changeInstance(writer, { event, date }, patch);
  bumpLater(world, writer, next);
  const after = date === undefined ? { event: next } : { event: next, date };
  const headers = { ETag: etagOfItem(after) };
  return call.prefers.minimal ? { status: 204, headers } : { status: 200, headers, body: fullBody(call, view, after) };
}

/** Of an instance: it is called off, and the series goes on. */
export function deleteEvent(world: World, call: Call, place: EventPlace): Answer {
  const writer = call.calendars();
  const item = writable(world, writer, place);
  refuseConflict(world, call, versionOf(item));
  deleteItem(writer, item);
  return { status: 204 };
}

function writable(world: World, writer: EventWriter, place: EventPlace): EventItem {
  const item = findItem(world, writer.box, place);
  if (writer.box.calendar(item.event.folderId)?.canEdit === false) throw refusal('accessDenied');
  return item;
}

/** Extended properties are not shown in the answer to a write. */
function fullBody(call: Call, view: EventView, item: EventItem): object {
  return { '@odata.context': contextOf(call), ...eventBody(item, view) };
}

function contextOf(call: Call): string {
  return `https://graph.microsoft.com/v1.0/$metadata#users('${call.account.oid}')/events/$entity`;
}

function bumpLater(world: World, { box }: EventWriter, event: StoredEvent): void {
  if (!world.awkward.strikes('microsoft.changeKeyBump')) return;
  world.later(world.awkward.amount('microsoft.changeKeyBump', 2_000), async () => {
    const current = box.get(event.id);
    if (current) box.change(current);
  });
}
