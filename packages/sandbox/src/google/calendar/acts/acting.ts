import type { World } from '../../../kernel/world.ts';
import type { Directory, GoogleAccount } from '../../directory.ts';
import type { GoogleActing, GoogleEvent, GoogleEventInput } from '../../google-calendars.ts';
import { refusal } from '../api/refusal.ts';
import type { Calendars, StoredCalendar } from '../events/calendars.ts';
import { showEvent } from '../events/event-view.ts';
import type { EventWriter } from '../events/event-writer.ts';
import { type Act, isNews } from '../events/mail-trap.ts';
import { bodyOf, type Json, merged, readEvent } from '../events/read-event.ts';
import { findEvent } from '../events/series.ts';
import type { EventFields, StoredEvent } from '../events/stored-event.ts';

export type GoogleCalendarsParts = {
  readonly world: World;
  readonly directory: Directory;
  readonly calendars: Calendars;
  readonly writer: EventWriter;
};

/** Somebody at work in their calendars: finding, typing, saving. */
export type Person = GoogleCalendarsParts & {
  readonly account: GoogleAccount;
  /** The account's own unless named. Throws when there is none, as the next one does. */
  readonly calendarOf: (id?: string) => StoredCalendar;
  readonly named: (calendar: StoredCalendar, id: string) => StoredEvent;
  readonly act: (cause: string, acting?: GoogleActing) => Act;
  readonly show: (calendar: StoredCalendar, row: StoredEvent) => GoogleEvent;
  readonly add: (input: GoogleEventInput, acting?: GoogleActing) => StoredEvent;
  readonly change: (id: string, input: GoogleEventInput, cause: string, acting?: GoogleActing) => GoogleEvent;
};

export function createPerson(parts: GoogleCalendarsParts, account: GoogleAccount): Person {
  const { calendars, writer } = parts;
  const own = calendars.primary(account).id;
  const calendarOf = (id: string = own): StoredCalendar => {
    const calendar = calendars.calendar(id);
    if (calendar === undefined) throw new Error(`There is no calendar ${id}`);
    return calendar;
  };
  const named = (calendar: StoredCalendar, id: string): StoredEvent => {
    const row = findEvent(writer.room(calendar), id);
    if (row === undefined) throw new Error(`There is no event ${id} in ${calendar.id}`);
    return row;
  };
  const act = (cause: string, { sendUpdates = 'none' }: GoogleActing = {}): Act => ({
    by: 'person',
    cause,
    sendUpdates,
    email: account.email,
  });
  const show = (calendar: StoredCalendar, row: StoredEvent): GoogleEvent =>
    showEvent(row, { calendar, role: 'owner', zone: calendar.timeZone, whole: true }) as GoogleEvent;
  return {
    ...parts,
    account,
    calendarOf,
    named,
    act,
    show,
    add: (input, acting = {}) => {
      const { id, iCalUID, eventType, organizer, ...rest } = input;
      const person = organizer?.email ? { ...organizer, email: organizer.email } : undefined;
      const made = {
        id: id ?? undefined,
        iCalUID: iCalUID ?? undefined,
        eventType,
        fields: readEvent(withoutBlanks(rest)),
        ...(person === undefined ? {} : { organizer: personOf(person) }),
      };
      return writer.add(calendarOf(acting.calendarId), made, act('add', acting));
    },
    change: (id, input, cause, acting = {}) => {
      const calendar = calendarOf(acting.calendarId);
      const row = named(calendar, id);
      const fields = typed(row.fields, input);
      if (cause !== 'receiveChange') refuseGuest(calendar, row, fields);
      return show(calendar, writer.change(calendar, row, fields, act(cause, acting)));
    },
  };
}

/** The fields after a person typed this. They choose a day or a time: one ousts the other. */
export function typed(fields: EventFields, input: GoogleEventInput): EventFields {
  const base = { ...bodyOf(fields), ...(input.start ? { start: {} } : {}), ...(input.end ? { end: {} } : {}) };
  return readEvent(merged(base, withoutBlanks(input)) as Json);
}

/** Google Calendar lets guests change their own copy only, as the API does. */
function refuseGuest({ id }: StoredCalendar, row: StoredEvent, fields: EventFields): void {
  const isOwner = row.organizer.email === id || row.privateCopy || row.fields.guestsCanModify;
  if (!isOwner && isNews(row.fields, fields)) throw refusal('forbiddenForNonOrganizer');
}

const personOf = ({ email, displayName }: { readonly email: string; readonly displayName?: string | null }) => ({
  email,
  ...(displayName ? { displayName } : {}),
});

/** Undefined says nothing. */
const withoutBlanks = (input: object): Json =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
