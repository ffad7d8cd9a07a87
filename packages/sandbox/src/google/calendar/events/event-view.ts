import { createHash } from 'node:crypto';
import type { AccessRole, StoredCalendar } from './calendars.ts';
import { showTime } from './event-times.ts';
import type { Attendee, EventResource, Person, StoredEvent } from './stored-event.ts';

export type Look = {
  readonly calendar: StoredCalendar;
  readonly role: AccessRole;
  /** Of the answer's times. */
  readonly zone: string;
  readonly maxAttendees?: number | undefined;
  /** Details of what was cancelled. */
  readonly whole?: boolean;
  readonly omitsZones?: boolean;
};

export const quoted = (version: number): string => `"${version}"`;

/** An event as the API shows it. */
export function showEvent(row: StoredEvent, look: Look): EventResource {
  if (row.cancelled && !look.whole) return tombstone(row, look);
  const { calendar, role } = look;
  if (!seesDetails(row, role)) return redacted(row, look);
  const { attendees: _, start, end, recurrence, extendedProperties, ...fields } = row.fields;
  const guests = shownGuests(row, look);
  const link = row.fields.conferenceData?.entryPoints?.find(({ entryPointType }) => entryPointType === 'video')?.uri;
  return {
    ...head(row, look),
    created: new Date(Math.floor(row.createdAt / 1_000) * 1_000).toISOString(),
    updated: new Date(row.updatedAt).toISOString(),
    creator: shownPerson(row.creator, calendar),
    organizer: shownPerson(row.organizer, calendar),
    ...(fields as EventResource),
    status: row.cancelled ? 'cancelled' : row.fields.status,
    start: showTime(start, look.zone, look.omitsZones),
    end: showTime(end, look.zone, look.omitsZones),
    ...(recurrence === undefined || row.master !== undefined ? {} : { recurrence: [...recurrence] }),
    iCalUID: row.iCalUID,
    sequence: row.sequence,
    ...guests,
    ...(link === undefined || link === null ? {} : { hangoutLink: link }),
    ...(extendedProperties === undefined ? {} : { extendedProperties }),
    ...(row.privateCopy ? { privateCopy: true } : {}),
    reminders: row.fields.reminders ?? { useDefault: true },
    eventType: row.eventType,
  };
}

/** Documented: only the id is certain, and of an instance which one it was. */
const tombstone = (row: StoredEvent, look: Look): EventResource => ({
  kind: 'calendar#event',
  etag: quoted(row.version),
  id: row.id,
  status: 'cancelled',
  ...instancePart(row, look),
});

const instancePart = ({ master, originalStart }: StoredEvent, { zone, omitsZones }: Look): EventResource =>
  master === undefined || originalStart === undefined
    ? {}
    : { recurringEventId: master, originalStartTime: showTime(originalStart, zone, omitsZones) };

const head = (row: StoredEvent, look: Look): EventResource => ({
  kind: 'calendar#event',
  etag: quoted(row.version),
  id: row.id,
  status: row.fields.status,
  htmlLink: `https://www.google.com/calendar/event?eid=${Buffer.from(`${row.id} ${look.calendar.id}`).toString('base64url')}`,
  ...instancePart(row, look),
});

/** Documented: details of a private event are for its guests; which parts stay is assumed. */
function redacted(row: StoredEvent, look: Look): EventResource {
  const { start, end, recurrence, visibility } = row.fields;
  return {
    ...head(row, look),
    start: showTime(start, look.zone, look.omitsZones),
    end: showTime(end, look.zone, look.omitsZones),
    ...(recurrence === undefined || row.master !== undefined ? {} : { recurrence: [...recurrence] }),
    iCalUID: row.iCalUID,
    sequence: row.sequence,
    visibility: visibility ?? 'private',
    eventType: row.eventType,
  };
}

export function seesDetails({ fields }: StoredEvent, role: AccessRole): boolean {
  if (role === 'freeBusyReader') return false;
  const isPrivate = fields.visibility === 'private' || fields.visibility === 'confidential';
  return !isPrivate || role === 'writer' || role === 'owner';
}

const shownPerson = (person: Person, { id }: StoredCalendar): Person & { readonly self?: true } => ({
  ...person,
  ...(person.email === id ? { self: true } : {}),
});

function shownGuests(row: StoredEvent, { calendar, maxAttendees }: Look): EventResource {
  const all = (row.fields.attendees ?? []).map((guest) => shownGuest(guest, row, calendar));
  if (all.length === 0) return {};
  const hidesOthers = row.fields.guestsCanSeeOtherGuests === false && row.organizer.email !== calendar.id;
  if (hidesOthers) return { attendees: all.filter(({ self, organizer }) => self || organizer), attendeesOmitted: true };
  if (maxAttendees === undefined || all.length <= maxAttendees) return { attendees: all };
  // Documented: "if there are more ..., only the participant is returned".
  return { attendees: all.filter(({ self }) => self), attendeesOmitted: true };
}

const shownGuest = (guest: Attendee, { organizer }: StoredEvent, { id }: StoredCalendar): Attendee => ({
  ...guest,
  ...(guest.email === organizer.email ? { organizer: true } : {}),
  ...(guest.email === id ? { self: true } : {}),
});

/** Of a list: as on the captures it is no number. */
export const listEtag = (...parts: readonly unknown[]): string =>
  `"p${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 15)}"`;
