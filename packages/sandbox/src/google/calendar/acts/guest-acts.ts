import type { GoogleCalendars, GoogleEvent, GoogleResponse } from '../../google-calendars.ts';
import type { StoredCalendar } from '../events/calendars.ts';
import { type Act, ownGuest } from '../events/mail-trap.ts';
import type { Person } from './acting.ts';

type GuestActs = Pick<
  GoogleCalendars,
  'setGuests' | 'respond' | 'hearFrom' | 'receive' | 'receiveChange' | 'receiveCancellation'
>;

/** Inviting, answering, and what comes from elsewhere. */
export function createGuestActs(person: Person): GuestActs {
  const { account, writer, calendarOf, named, act, show, add, change } = person;
  return {
    setGuests: (id, emails, acting = {}) => {
      const { fields } = named(calendarOf(acting.calendarId), id);
      const attendees = emails.map((email) => ownGuest(fields.attendees, email.toLowerCase()) ?? { email });
      return change(id, { attendees }, 'setGuests', acting);
    },
    respond: (id, response, acting = {}) =>
      answerAs(person, calendarOf(acting.calendarId), id, response, act('respond', acting)),
    hearFrom: (id, guestEmail, response, calendarId) =>
      answerAs(person, calendarOf(calendarId), id, response, { ...act('hearFrom'), email: guestEmail }),
    receive: (input) => {
      const guests = input.attendees ?? [];
      const isGuest = guests.some(({ email }) => email?.toLowerCase() === account.email.toLowerCase());
      const attendees = isGuest ? guests : [...guests, { email: account.email }];
      return show(calendarOf(), add({ ...input, attendees }));
    },
    receiveChange: (id, input) => change(id, input, 'receiveChange'),
    receiveCancellation: (id) => {
      const calendar = calendarOf();
      writer.cancel(calendar, named(calendar, id), act('receiveCancellation'));
    },
  };
}

function answerAs(
  { writer, named, show }: Person,
  calendar: StoredCalendar,
  id: string,
  responseStatus: GoogleResponse,
  by: Act,
): GoogleEvent {
  const row = named(calendar, id);
  const guest = ownGuest(row.fields.attendees, by.email.toLowerCase());
  if (guest === undefined) throw new Error(`${by.email} is no guest of ${id}`);
  const attendees = (row.fields.attendees ?? []).map((one) => (one === guest ? { ...one, responseStatus } : one));
  return show(calendar, writer.change(calendar, row, { ...row.fields, attendees }, by));
}
