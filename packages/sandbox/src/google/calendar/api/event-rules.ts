import { quoted } from '../events/event-view.ts';
import { isNews, ownGuest } from '../events/mail-trap.ts';
import type { Json } from '../events/read-event.ts';
import type { Attendee, EventFields, StoredEvent } from '../events/stored-event.ts';
import type { CalendarCall } from './call.ts';
import { badRequest, refusal } from './refusal.ts';

/** Documented: without an etag the last writer wins. */
export function refuseStale({ headers, world }: CalendarCall, row: StoredEvent): void {
  const etag = headers['if-match'];
  if (etag === undefined || etag === '*') return;
  if (etag !== quoted(row.version) || world.awkward.strikes('google.spuriousConflict'))
    throw refusal('conditionNotMet');
}

/** Observed: a deleted event keeps its id. */
export function refuseTaken(
  { calendars, calendar, world }: CalendarCall,
  id: string | undefined,
  iCalUID: string | undefined,
): void {
  const book = calendars.book(calendar.id);
  const isTaken =
    (id !== undefined && book.get(id) !== undefined) ||
    (iCalUID !== undefined && book.byUid(iCalUID).some(({ cancelled }) => !cancelled));
  if (isTaken && !world.awkward.strikes('google.calendar.collisionMissed')) throw refusal('duplicate');
}

export function refuseType(type: unknown): void {
  if (type !== undefined && type !== null && type !== 'default') throw refusal('eventTypeRestriction');
}

/** Documented: the other types restrict edits; which ones, this table assumes. */
export function refuseRestricted(row: StoredEvent, fields: EventFields): void {
  if (row.eventType === 'default') return;
  const main = ['summary', 'description', 'location', 'start', 'end', 'recurrence', 'attendees'] as const;
  if (main.some((part) => JSON.stringify(row.fields[part]) !== JSON.stringify(fields[part])))
    throw refusal('eventTypeRestriction');
}

/** Documented: shared properties are the organizer's. */
export function refuseForeign({ calendar, world }: CalendarCall, row: StoredEvent, fields: EventFields): void {
  const isOwner = row.organizer.email === calendar.id || row.fields.guestsCanModify === true;
  if (isOwner) return;
  const isFree = row.privateCopy && !world.awkward.strikes('google.calendar.privateCopyForbidden');
  if (!isFree && isNews(row.fields, fields)) throw refusal('forbiddenForNonOrganizer');
}

/** Observed: a guest's list changes the guest alone; the organizer's takes the place of the old one. */
export function guestsOf(
  inside: CalendarCall,
  row: StoredEvent,
  sent: Json,
  fields: EventFields,
): Partial<EventFields> {
  const isOwner = row.organizer.email === inside.calendar.id || row.fields.guestsCanModify === true || row.privateCopy;
  if (isOwner && sent.attendeesOmitted !== true) return {};
  const before = row.fields.attendees ?? [];
  const answer = ownGuest(fields.attendees, inside.calendar.id);
  const known = ownGuest(before, inside.calendar.id);
  if (answer === undefined || known === undefined) return before.length === 0 ? {} : { attendees: before };
  const { responseStatus, comment, additionalGuests } = answer;
  const next = { ...known, responseStatus, comment, additionalGuests };
  return { attendees: before.map((guest) => (guest === known ? (withoutBlanks(next) as Attendee) : guest)) };
}

const withoutBlanks = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, content]) => content !== undefined));

/** A word that a story puts somewhere, so that a write of it is refused for good. */
export function refuseWord({ world }: CalendarCall, body: Json): void {
  if (!world.awkward.strikes('google.refusesValue')) return;
  if (JSON.stringify(body).includes('[refuse]')) throw badRequest('Invalid Value');
  world.awkward.missed('google.refusesValue');
}
