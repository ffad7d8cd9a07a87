import type { World } from '../../../kernel/world.ts';
import type { Directory } from '../../directory.ts';
import type { Calendars, StoredCalendar } from './calendars.ts';
import { ownGuest, sharedParts } from './mail-trap.ts';
import type { Attendee, EventFields, StoredEvent } from './stored-event.ts';

export type GuestCopies = {
  /** After a write: the guests' copies follow the organizer's, and an answer reaches the organizer. */
  readonly follow: (calendar: StoredCalendar, before: StoredEvent | undefined, after: StoredEvent) => void;
};

type Parts = { readonly world: World; readonly directory: Directory; readonly calendars: Calendars };

/** Guests with an account in this sandbox have a copy in their own calendar, with the same id; it comes and goes without any mail. */
export function createGuestCopies({ world, directory, calendars }: Parts): GuestCopies {
  const copyCalendar = (email: string, { id }: StoredCalendar): StoredCalendar | undefined => {
    const account = directory.byEmail(email);
    return account === undefined || account.email === id ? undefined : calendars.primary(account);
  };
  const put = (calendar: StoredCalendar, organizers: StoredEvent): void => {
    const book = calendars.book(calendar.id);
    const before = book.get(organizers.id);
    if (before !== undefined && before.iCalUID !== organizers.iCalUID) return;
    if (before !== undefined && isSameCopy(before, organizers)) return;
    // Documented: some guests can lose an event that was written without notice.
    if (before === undefined && world.awkward.strikes('google.calendar.guestMissesEvent')) return;
    book.save({ ...organizers, fields: { ...sharedOf(organizers.fields), ...ownOf(before?.fields) } });
  };
  const take = (calendar: StoredCalendar, id: string): void => {
    const book = calendars.book(calendar.id);
    const copy = book.get(id);
    if (copy === undefined || copy.cancelled) return;
    for (const row of [copy, ...book.exceptionsOf(id)]) if (!row.cancelled) book.save({ ...row, cancelled: true });
  };
  const followOrganizer = (calendar: StoredCalendar, before: StoredEvent | undefined, after: StoredEvent): void => {
    const guests = after.cancelled ? [] : emailsOf(after);
    for (const email of new Set([...(before === undefined ? [] : emailsOf(before)), ...guests])) {
      const copy = copyCalendar(email, calendar);
      if (copy === undefined) continue;
      if (guests.includes(email)) put(copy, after);
      else take(copy, after.id);
    }
  };
  const answerOrganizer = (calendar: StoredCalendar, after: StoredEvent): void => {
    const organizers = calendars.calendar(after.organizer.email);
    const row = organizers && calendars.book(organizers.id).get(after.id);
    if (organizers === undefined || row === undefined || row.cancelled) return;
    const answer = after.cancelled ? { responseStatus: 'declined' } : ownGuest(after.fields.attendees, calendar.id);
    const known = ownGuest(row.fields.attendees, calendar.id);
    if (known === undefined || answer === undefined || sameAnswer(known, answer)) return;
    const attendees = row.fields.attendees?.map((guest) => (guest === known ? { ...guest, ...answer } : guest)) ?? [];
    const next = calendars.book(organizers.id).save({ ...row, fields: { ...row.fields, attendees } });
    followOrganizer(organizers, row, next);
  };
  return {
    follow: (calendar, before, after) => {
      if (after.privateCopy) return;
      if (after.organizer.email === calendar.id) followOrganizer(calendar, before, after);
      else answerOrganizer(calendar, after);
    },
  };
}

const emailsOf = ({ fields }: StoredEvent): readonly string[] =>
  (fields.attendees ?? []).map(({ email }) => email ?? '');

function sameAnswer(one: Attendee, other: Attendee): boolean {
  return one.responseStatus === other.responseStatus && one.comment === (other.comment ?? one.comment);
}

/** What all copies have in common: beside the shared parts the guests, and the shared ones of the extended properties. */
function sharedOf(fields: EventFields): EventFields {
  const shared = fields.extendedProperties?.shared;
  const parts = [...sharedParts, 'attendees', 'visibility'] as const;
  const own = Object.fromEntries(parts.flatMap((part) => (fields[part] === undefined ? [] : [[part, fields[part]]])));
  return { ...own, ...(shared === undefined ? {} : { extendedProperties: { shared } }) } as EventFields;
}

/** What is a copy's own, and stays. */
function ownOf(fields: EventFields | undefined): Partial<EventFields> {
  if (fields === undefined) return {};
  const { reminders, colorId, transparency, extendedProperties } = fields;
  const own = { reminders, colorId, transparency, extendedProperties };
  return Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
}

const isSameCopy = (copy: StoredEvent, organizers: StoredEvent): boolean =>
  !copy.cancelled &&
  copy.sequence === organizers.sequence &&
  copy.organizer.email === organizers.organizer.email &&
  JSON.stringify(sharedOf({ ...copy.fields })) === JSON.stringify(sharedOf(organizers.fields));
