import type { Attendee } from '@microsoft/microsoft-graph-types';
import { randomId, type World } from '../../kernel/world.ts';
import { savedProperties } from '../mailbox/saving.ts';
import { holdsJoinBlock, withJoinBlock } from './bodies.ts';
import type { CalendarBox } from './calendar-box.ts';
import type { EventDraft, EventFields, EventItem, Join, Mailer, StoredEvent } from './event.ts';
import { fieldsOf } from './instances.ts';
import type { MailTrap, OutlookMail } from './mail-trap.ts';
import type { EventPatch } from './read-event.ts';
import { isAnotherSeries, isSameMail, savedException, savedFields } from './saving.ts';

/** Who writes, where, and where the mails go that the writing causes. */
export type EventWriter = {
  readonly world: World;
  readonly box: CalendarBox;
  readonly owner: Mailer;
  readonly trap: MailTrap;
  readonly by: OutlookMail['by'];
};

export function createEvent(
  writer: EventWriter,
  calendarId: string,
  patch: EventPatch,
  more: Partial<EventDraft> = {},
  quiet = false,
): StoredEvent {
  const { world, box, owner } = writer;
  const fields = savedFields(world, undefined, patch);
  const join = patch.goesOnline ? newJoin(world) : undefined;
  const event = box.add(
    calendarId,
    {
      fields: join === undefined ? fields : { ...fields, body: withJoinBlock(fields.body, join) },
      properties: savedProperties({}, patch),
      exceptions: {},
      cancelled: {},
      ...(patch.transactionId === undefined ? {} : { transactionId: patch.transactionId }),
      organizer: owner,
      isOrganizer: true,
      response: { response: fields.attendees.length > 0 ? 'organizer' : 'none' },
      isCancelled: false,
      ...(join === undefined ? {} : { join }),
      ...more,
    },
    quiet,
  );
  if (!quiet) send(writer, 'invitation', { event }, fields.attendees, 'an event with guests was made');
  return event;
}

/** Changes an event or a whole series. */
export function changeEvent(writer: EventWriter, event: StoredEvent, patch: EventPatch): StoredEvent {
  const { world, box } = writer;
  const saved = savedFields(world, event.fields, patch);
  const online = onlineAfter(world, event.join, saved.body, patch);
  const fields = { ...saved, body: online.body };
  const resets = isAnotherSeries(world, event.fields, fields);
  const next = box.change(event, {
    fields,
    properties: savedProperties(event.properties, patch),
    ...(online.join === undefined ? {} : { join: online.join }),
    ...(resets ? { exceptions: {}, cancelled: {} } : {}),
  });
  sendChange(writer, { event: next }, event.fields, patch);
  return next;
}

/** Changes one instance of a series. */
export function changeInstance(writer: EventWriter, item: Required<EventItem>, patch: EventPatch): StoredEvent {
  const before = fieldsOf(item);
  const fields = savedException(writer.world, item, patch);
  const properties = savedProperties(item.event.exceptions[item.date]?.properties ?? {}, patch);
  const next = writer.box.changeInstance(item.event, item.date, { fields, properties });
  sendChange(writer, { event: next, date: item.date }, before, patch);
  return next;
}

/** Deletes an event or a series; with a day, calls that one instance off. */
export function deleteItem(writer: EventWriter, { event, date }: EventItem): void {
  const { box } = writer;
  const fields = fieldsOf(date === undefined ? { event } : { event, date });
  if (date !== undefined) box.changeInstance(event, date, undefined);
  else if (event.folderId === box.deletedId) box.purge(event);
  else box.move(event, box.deletedId);
  const item = date === undefined ? { event } : { event, date };
  if (event.folderId !== box.deletedId) send(writer, 'cancellation', item, fields.attendees, 'the event was deleted');
}

/** Fields that concern nobody but the calendar's owner. */
const ownFields: ReadonlySet<string> = new Set([
  'categories',
  'isReminderOn',
  'reminderMinutesBeforeStart',
  'showAs',
  'sensitivity',
]);

/** Who was added is invited, who was taken off is cancelled, and the others hear of everything but of other guests. */
function sendChange(writer: EventWriter, item: EventItem, before: EventFields, patch: EventPatch): void {
  const after = fieldsOf(item);
  const isNew = (list: readonly Attendee[]) => (one: Attendee) => !list.some((other) => isSameMail(one, other));
  const added = after.attendees.filter(isNew(before.attendees));
  const removed = before.attendees.filter(isNew(after.attendees));
  const stayed = after.attendees.filter((one) => !added.includes(one));
  send(writer, 'invitation', item, added, 'a guest was added');
  send(writer, 'cancellation', item, removed, 'a guest was taken off');
  const names = Object.keys({ ...patch.set, ...(patch.recurrence === undefined ? {} : { recurrence: true }) });
  // An update of the guests alone goes only to those who are new or gone: assumed, the page of 2021 does not say it.
  if (names.length > 0 && names.every((name) => name === 'attendees')) return;
  const concernsOwner = names.every((name) => ownFields.has(name));
  if (concernsOwner && writer.world.awkward.strikes('microsoft.calendar.quietOwnFields')) return;
  sendUpdates(writer, item, 'the event was changed', stayed);
}

/** To the guests, of an event or an instance; of a series, of its changed instances, too. */
export function sendUpdates(
  writer: EventWriter,
  item: EventItem,
  why: string,
  guests: readonly Attendee[] = fieldsOf(item).attendees,
): void {
  send(writer, 'update', item, guests, why);
  if (item.date !== undefined) return;
  // "One for the master series and one per instance that has been updated" (event-update).
  for (const date of Object.keys(item.event.exceptions))
    send(writer, 'update', { ...item, date }, guests, 'the series of a changed instance was changed');
}

function send(
  { trap, owner, by }: EventWriter,
  kind: OutlookMail['kind'],
  item: EventItem,
  guests: readonly Attendee[],
  why: string,
): void {
  const { event, date } = item;
  const to = guests.flatMap(({ emailAddress }) => emailAddress?.address ?? []);
  const others = to.filter((address) => address.toLowerCase() !== owner.address.toLowerCase());
  if (!event.isOrganizer || others.length === 0) return;
  const { subject } = fieldsOf(item);
  trap.put({
    kind,
    by,
    from: owner.address,
    to: others,
    subject,
    eventId: event.id,
    ...(date === undefined ? {} : { date }),
    why,
  });
}

function newJoin(world: World): Join {
  const conferenceId = Array.from({ length: 9 }, () => Math.floor(world.random() * 10)).join('');
  const url = `https://teams.microsoft.com/l/meetup-join/19%3ameeting_${randomId(world, 40)}%40thread.v2/0`;
  return { url, conferenceId, block: 'present' };
}

/** Once online, a meeting stays so; a body without its block leaves nobody a way in (event-update). */
function onlineAfter(world: World, known: Join | undefined, body: EventFields['body'], patch: EventPatch) {
  if (known !== undefined) {
    const block = holdsJoinBlock(body, known) ? known.block : 'destroyed';
    return { body, join: { ...known, block } satisfies Join };
  }
  if (!patch.goesOnline) return { body, join: undefined };
  const join = newJoin(world);
  return { body: withJoinBlock(body, join), join };
}
