import type { GoogleCalendars, GoogleEvent, GoogleEventInput } from '@concord/sandbox';
import { isoOf, plain, type Shown, type ShownDate, tagIn } from '../shown.ts';
import { endOfDay, rruleOf, type TypedWhen } from '../typed.ts';
import type { CalendarHands, DateEdit, Edit, Seen } from './hands.ts';

const inviter = { email: 'inviter@elsewhere.example' } as const;

/** What somebody does in one of the calendars of Google; `other` is one that nobody keeps in step. */
export function googleHands(calendars: GoogleCalendars, calendarId: string, other: string): CalendarHands {
  const here = { calendarId };
  const existing = (id: string): GoogleEvent => {
    const event = calendars.get(id, calendarId);
    if (event === undefined) throw new Error(`There is no event ${id}`);
    return event;
  };
  const wholes = (): readonly GoogleEvent[] =>
    calendars.events(calendarId).filter(({ recurringEventId, status }) => !recurringEventId && status !== 'cancelled');
  const rowsOf = (id: string): readonly GoogleEvent[] =>
    calendars.events(calendarId).filter(({ recurringEventId }) => recurringEventId === id);
  const show = (event: GoogleEvent): Shown => showEvent(event, event.recurrence ? rowsOf(event.id) : []);
  const itemsOf = (event: GoogleEvent, from: number, to: number): readonly GoogleEvent[] =>
    event.recurrence
      ? calendars.agenda(from, to, calendarId).filter(({ recurringEventId }) => recurringEventId === event.id)
      : [event];
  const startOf = (id: string, slot: string): string => {
    const event = existing(id);
    return event.start?.date ? slot : `${slot}${wallOf(event).slice(10)}${offsetOn(slot, event)}`;
  };
  return {
    list: () => wholes().map(show),
    get: (id) => {
      const event = calendars.get(id, calendarId);
      return event === undefined || event.status === 'cancelled' ? undefined : show(event);
    },
    dates: (id, { from, to }) => {
      const event = existing(id);
      return itemsOf(event, from, to).map((item) => asDate(item, zoneOf(event)));
    },
    add: (typed, isPrivate = false) =>
      calendars.add({ ...toInput(typed), ...(isPrivate ? { visibility: 'private' } : {}) }, here).id,
    edit: (id, edit) => void calendars.edit(id, toInput(edit), here),
    remove: (id) => calendars.remove(id, here),
    slots: (id) => {
      const event = existing(id);
      const changed = new Set(rowsOf(id).map(({ id: row }) => row));
      const from = Date.parse(event.start?.dateTime ?? `${event.start?.date}T00:00:00Z`);
      return itemsOf(event, from - 1, from + 200 * dayMs)
        .filter((item) => !changed.has(item.id))
        .map((item) => asDate(item, zoneOf(event)).slot)
        .slice(0, 12);
    },
    editDate: (id, slot, edit) =>
      void calendars.editInstance(id, startOf(id, slot), toDateInput(existing(id), startOf(id, slot), edit), here),
    cancelDate: (id, slot) => calendars.cancelInstance(id, startOf(id, slot), here),
    editFollowing: (id, slot, edit) => calendars.editFollowing(id, startOf(id, slot), toInput(edit), here).id,
    removeFollowing: (id, slot) => calendars.removeFollowing(id, startOf(id, slot), here),
    moveAway: (id) => void calendars.move(id, other, here),
    moveBack: (id) => void calendars.move(id, calendarId, { calendarId: other }),
    typeExtra: (id, number) => {
      if (number % 2 === 0) calendars.edit(id, { colorId: String(1 + (number % 11)) }, here);
      else
        calendars.edit(
          id,
          { reminders: { useDefault: false, overrides: [{ method: 'popup', minutes: number }] } },
          here,
        );
      return number % 2 === 0 ? 'a colour' : 'a reminder';
    },
    makePrivate: (id, isPrivate) => void calendars.makePrivate(id, isPrivate, here),
    setGuests: (id, emails) => void calendars.setGuests(id, emails, here),
    ...(isOwn(calendars, calendarId) ? invitations(calendars) : {}),
    format: (id, text) => void calendars.edit(id, { description: `<b>${text}</b> <i>of it</i>` }, here),
  };
}

const dayMs = 86_400_000;

const isOwn = (calendars: GoogleCalendars, id: string): boolean =>
  calendars.list().find((one) => one.id === id)?.primary === true;

/** They arrive in the account's own calendar. */
const invitations = (calendars: GoogleCalendars): Pick<CalendarHands, 'receive' | 'inviterChanges' | 'respond'> => ({
  receive: (typed) => calendars.receive({ ...toInput(typed), organizer: inviter }).id,
  inviterChanges: (id, texts) => void calendars.receiveChange(id, toInput(texts)),
  respond: (id, answer) => void calendars.respond(id, answer),
});

function toInput({ title, location, description, when }: Edit): GoogleEventInput {
  return {
    ...(title === undefined ? {} : { summary: title || null }),
    ...(location === undefined ? {} : { location: location || null }),
    ...(description === undefined ? {} : { description: escaped(description) || null }),
    ...(when === undefined ? {} : timesOf(when)),
  };
}

/** Descriptions are HTML there, and people type text. */
const escaped = (text: string): string => text.replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;');

function timesOf(when: TypedWhen): Pick<GoogleEventInput, 'start' | 'end' | 'recurrence'> {
  const { start, end, allDay, zone, rule } = when;
  const at = (text: string) => (allDay ? { date: text } : { dateTime: `${text}:00`, timeZone: zone });
  return {
    start: at(start),
    end: at(end),
    recurrence: rule ? [`RRULE:${rruleOf(rule, start, endOfDay(when))}`] : null,
  };
}

const zoneOf = ({ start }: GoogleEvent): string => start?.timeZone ?? 'UTC';
const wallOf = (event: GoogleEvent): string => wallAt(Date.parse(event.start?.dateTime ?? ''), zoneOf(event));

function wallAt(at: number, zone: string): string {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(at);
  return text.replace(' ', 'T');
}

/** `-04:00` of that zone on that day, about noon. */
function offsetOn(slot: string, event: GoogleEvent): string {
  const wall = Date.parse(`${slot}${wallOf(event).slice(10)}Z`);
  const shown = Date.parse(`${wallAt(wall, zoneOf(event))}Z`);
  const minutes = Math.round((shown - wall) / 60_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}

function toDateInput(event: GoogleEvent, start: string, { hoursLater, ...texts }: DateEdit): GoogleEventInput {
  if (hoursLater === undefined || start.length === 10) return toInput(texts);
  const lasts = Date.parse(event.end?.dateTime ?? '') - Date.parse(event.start?.dateTime ?? '');
  const at = Date.parse(start) + hoursLater * 3_600_000;
  const time = (instant: number) => ({ dateTime: `${isoOf(instant)}Z`, timeZone: zoneOf(event) });
  return { ...toInput(texts), start: time(at), end: time(at + lasts) };
}

function asDate(item: GoogleEvent, zone: string): ShownDate {
  const time = (at: GoogleEvent['start']): string => at?.date ?? isoOf(Date.parse(at?.dateTime ?? ''));
  const own = item.originalStartTime ?? item.start;
  return {
    slot: own?.date ?? wallAt(Date.parse(own?.dateTime ?? ''), zone).slice(0, 10),
    start: time(item.start),
    end: time(item.end),
    title: plain(item.summary),
    location: plain(item.location),
    description: textOf(item),
  };
}

const textOf = ({ description }: GoogleEvent): string =>
  plain(
    (description ?? '')
      .replace(/<br>/gu, '\n')
      .replace(/<[^>]*>/gu, '')
      .replace(/&lt;/gu, '<')
      .replace(/&gt;/gu, '>')
      .replace(/&amp;/gu, '&'),
  );

function showEvent(event: GoogleEvent, rows: readonly GoogleEvent[]): Shown {
  const guests = (event.attendees ?? []).filter(({ self, organizer }) => !self && !organizer);
  const isFormatted = /<(?:b|i|a)\b/u.test(event.description ?? '');
  const isGuest = event.organizer?.self !== true && event.organizer?.email === inviter.email;
  const { private: own = {}, shared = {} } = event.extendedProperties ?? {};
  const foreign = Object.entries(own).filter(([name]) => !name.startsWith('concord'));
  const unmapped = [
    event.colorId,
    event.reminders,
    event.attendees,
    event.conferenceData,
    foreign,
    shared,
    isFormatted ? event.description : '',
  ];
  const [title, location] = [plain(event.summary), plain(event.location)];
  return {
    id: event.id,
    tag: tagIn(title, location, textOf(event)),
    title,
    location,
    description: textOf(event),
    isSeries: event.recurrence !== undefined && event.recurrence !== null,
    allDay: event.start?.date !== undefined && event.start.date !== null,
    isPrivate: event.visibility === 'private' || event.visibility === 'confidential',
    guests: guests.map(({ email }) => email ?? ''),
    hands: isGuest ? 'guest' : guests.length > 0 ? 'guests' : 'ours',
    unmapped: JSON.stringify(unmapped),
    isFormatted,
    words: [event, ...rows].map((one) => `${one.summary}\n${one.location}\n${textOf(one)}`).join('\n'),
  };
}

/** Tells of every change in that calendar; one of a single date is about its series. */
export function watchGoogle(calendars: GoogleCalendars, calendarId: string, tell: (seen: Seen) => void): void {
  calendars.watch(({ kind, calendarId: where, id, before, after }) => {
    if (kind === 'touched' || where !== calendarId) return;
    const series = (after ?? before)?.recurringEventId ?? undefined;
    const verb = kind === 'created' || kind === 'restored' ? 'created' : kind === 'deleted' ? 'deleted' : 'changed';
    tell({
      verb: series === undefined ? verb : 'changed',
      id: series ?? id,
      before: before && showEvent(before, []),
      after: after && showEvent(after, []),
      isDate: series !== undefined,
    });
  });
}
