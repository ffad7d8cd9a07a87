import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js';
import { frozen } from '../kernel/frozen.ts';
import { createPerson, type GoogleCalendarsParts } from './calendar/acts/acting.ts';
import { createGuestActs } from './calendar/acts/guest-acts.ts';
import { createListActs } from './calendar/acts/list-acts.ts';
import { createSeriesActs } from './calendar/acts/series-acts.ts';
import type { AccessRole, CalendarChange, CalendarInput, StoredCalendar } from './calendar/events/calendars.ts';
import { instantOfTime } from './calendar/events/event-times.ts';
import type { SendUpdates } from './calendar/events/mail-trap.ts';
import { findEvent, instancesOf, isSeries } from './calendar/events/series.ts';
import type { EventResource, EventType, RowChange, StoredEvent } from './calendar/events/stored-event.ts';
import { wallOf } from './calendar/events/zones.ts';
import type { GoogleAccount } from './directory.ts';

/** An event as the Calendar API would show it to its account, with every field. */
export type GoogleEvent = EventResource & { readonly id: string; readonly etag: string };
export type GoogleCalendar = calendar_v3.Schema$CalendarListEntry & { readonly id: string };

/** What a person types, in the API's own shape. Parts that are absent stay; null clears. `eventType` counts for a new one only. */
export type GoogleEventInput = Omit<
  { readonly [P in keyof EventResource]?: EventResource[P] | null | undefined },
  'start' | 'end' | 'eventType'
> & {
  readonly start?: GoogleTime;
  readonly end?: GoogleTime;
  readonly eventType?: EventType;
};
export type GoogleTime = {
  readonly date?: string | null;
  readonly dateTime?: string | null;
  readonly timeZone?: string | null;
};

export type GoogleActing = {
  /** The account's own unless given. */
  readonly calendarId?: string;
  /** Whether the person lets Google tell the guests: `none` unless given. */
  readonly sendUpdates?: SendUpdates;
};

/** `touched`: nothing but the etag moved on. `restored`: it was deleted before. Of an instance the id is the instance's own. */
export type GoogleEventChange = {
  readonly kind: 'created' | 'changed' | 'touched' | 'deleted' | 'restored';
  readonly calendarId: string;
  readonly id: string;
  readonly before?: GoogleEvent;
  readonly after?: GoogleEvent;
};

/** What a person does in Google Calendar, and what comes to them from elsewhere. An instance is named by its id, too. */
export type GoogleCalendars = {
  readonly list: () => readonly GoogleCalendar[];
  readonly addCalendar: (input: CalendarInput) => GoogleCalendar;
  readonly editCalendar: (calendarId: string, change: CalendarChange) => GoogleCalendar;
  readonly removeCalendar: (calendarId: string) => void;
  /** Out of the list that others see, or into it again. */
  readonly hideCalendar: (calendarId: string, isHidden?: boolean) => void;
  /** Gives another account (or this one) a role in a calendar; undefined takes it away. */
  readonly share: (calendarId: string, email: string, role: AccessRole | undefined) => void;
  /** Rows in the order in which they were made: single events, series, and changed and cancelled instances. Nothing that is deleted. */
  readonly events: (calendarId?: string) => readonly GoogleEvent[];
  /** What happens between two instants, series expanded, by begin. */
  readonly agenda: (from: number, to: number, calendarId?: string) => readonly GoogleEvent[];
  /** Deleted ones too, by their status `cancelled`. */
  readonly get: (id: string, calendarId?: string) => GoogleEvent | undefined;
  readonly add: (input: GoogleEventInput, acting?: GoogleActing) => GoogleEvent;
  /** Fills a calendar fast. Returns the ids in the order of the input. */
  readonly addMany: (inputs: readonly GoogleEventInput[], calendarId?: string) => readonly string[];
  /** A single event, a whole series, or one instance by its id. */
  readonly edit: (id: string, input: GoogleEventInput, acting?: GoogleActing) => GoogleEvent;
  /** `originalStart`: when it would begin by the series, as `2026-08-03` or an RFC 3339 time. */
  readonly editInstance: (
    seriesId: string,
    originalStart: string,
    input: GoogleEventInput,
    acting?: GoogleActing,
  ) => GoogleEvent;
  readonly cancelInstance: (seriesId: string, originalStart: string, acting?: GoogleActing) => void;
  /** "This and following events": the series ends before, and a new one begins. Returns the new one. */
  readonly editFollowing: (
    seriesId: string,
    originalStart: string,
    input: GoogleEventInput,
    acting?: GoogleActing,
  ) => GoogleEvent;
  readonly removeFollowing: (seriesId: string, originalStart: string, acting?: GoogleActing) => void;
  readonly remove: (id: string, acting?: GoogleActing) => void;
  /** Out of the trash. */
  readonly restore: (id: string, acting?: GoogleActing) => GoogleEvent;
  readonly move: (id: string, toCalendarId: string, acting?: GoogleActing) => GoogleEvent;
  readonly makePrivate: (id: string, isPrivate?: boolean, acting?: GoogleActing) => GoogleEvent;
  /** Exactly these; nobody has answered who was not there before. */
  readonly setGuests: (id: string, emails: readonly string[], acting?: GoogleActing) => GoogleEvent;
  /** The account itself answers an invitation. */
  readonly respond: (id: string, response: GoogleResponse, acting?: GoogleActing) => GoogleEvent;
  /** A guest from elsewhere answers. */
  readonly hearFrom: (id: string, guestEmail: string, response: GoogleResponse, calendarId?: string) => GoogleEvent;
  /** An invitation from elsewhere arrives in the account's own calendar; the account is a guest. */
  readonly receive: (input: GoogleEventInput & { readonly organizer: { readonly email: string } }) => GoogleEvent;
  /** Its organizer elsewhere changes it, or calls it off. */
  readonly receiveChange: (id: string, input: GoogleEventInput) => GoogleEvent;
  readonly receiveCancellation: (id: string) => void;
  /** The etag moves on, and nothing that anybody can see. */
  readonly touch: (id: string, calendarId?: string) => GoogleEvent;
  /** The day by the clock of the calendar, as `2026-08-03`. */
  readonly today: (calendarId?: string) => string;
  /** Number that grows with every change in a calendar. */
  readonly version: (calendarId?: string) => number;
  /** Tells at once of every change in any of the account's calendars, whoever made it, filling included; returns what ends it. */
  readonly watch: (listener: (change: GoogleEventChange) => void) => () => void;
};
export type GoogleResponse = 'accepted' | 'declined' | 'tentative' | 'needsAction';

export function createGoogleCalendars(parts: GoogleCalendarsParts, account: GoogleAccount): GoogleCalendars {
  const person = createPerson(parts, account);
  const { world, calendars, writer, calendarOf, named, act, show, add, change } = person;
  return {
    ...createListActs(person),
    ...createSeriesActs(person),
    ...createGuestActs(person),
    events: (id) => {
      const calendar = calendarOf(id);
      const { book } = writer.room(calendar);
      const isThere = ({ cancelled, master }: StoredEvent): boolean =>
        !cancelled || (master !== undefined && book.get(master)?.cancelled !== true);
      return book
        .rows()
        .filter(isThere)
        .map((row) => show(calendar, row));
    },
    agenda: (from, to, id) => {
      const calendar = calendarOf(id);
      const room = writer.room(calendar);
      const begin = (row: StoredEvent): number => instantOfTime(row.fields.start, room.zone);
      const finish = (row: StoredEvent): number => instantOfTime(row.fields.end, room.zone);
      return room.book
        .rows()
        .filter((row) => !row.cancelled && row.master === undefined)
        .flatMap((row) => (isSeries(row) ? instancesOf(room, row, from, to) : [row]))
        .filter((row) => !row.cancelled && begin(row) < to && Math.max(finish(row), begin(row) + 1) > from)
        .sort((one, other) => begin(one) - begin(other))
        .map((row) => show(calendar, row));
    },
    get: (id, calendarId) => {
      const calendar = calendarOf(calendarId);
      const row = findEvent(writer.room(calendar), id);
      return row && show(calendar, row);
    },
    add: (input, acting) => show(calendarOf(acting?.calendarId), add(input, acting)),
    addMany: (inputs, calendarId) =>
      world.store.together(() => inputs.map((input) => add(input, calendarId === undefined ? {} : { calendarId }).id)),
    edit: (id, input, acting) => change(id, input, 'edit', acting),
    remove: (id, acting = {}) => {
      const calendar = calendarOf(acting.calendarId);
      const row = named(calendar, id);
      if (!row.cancelled) writer.cancel(calendar, row, act('remove', acting));
    },
    restore: (id, acting) => change(id, {}, 'restore', acting),
    move: (id, toCalendarId, acting = {}) => {
      const [from, to] = [calendarOf(acting.calendarId), calendarOf(toCalendarId)];
      return show(to, writer.move(from, to, named(from, id), act('move', acting)));
    },
    makePrivate: (id, isPrivate = true, acting) =>
      change(id, { visibility: isPrivate ? 'private' : null }, 'makePrivate', acting),
    touch: (id, calendarId) => {
      const calendar = calendarOf(calendarId);
      return show(calendar, writer.touch(calendar, named(calendar, id)));
    },
    today: (id) => new Date(wallOf(world.now(), calendarOf(id).timeZone)).toISOString().slice(0, 10),
    version: (id) => calendars.book(calendarOf(id).id).head(),
    watch: (listener) =>
      calendars.watchRows((calendar, rowChange) => {
        if (calendars.entry(account, calendar.id)) listener(toShown(calendar, rowChange, show));
      }),
  };
}

function toShown(
  calendar: StoredCalendar,
  { before, after }: RowChange,
  show: (calendar: StoredCalendar, row: StoredEvent) => GoogleEvent,
): GoogleEventChange {
  const kind = kindOf(before, after);
  return frozen({
    kind,
    calendarId: calendar.id,
    id: after.id,
    ...(before && !before.cancelled ? { before: show(calendar, before) } : {}),
    ...(kind === 'deleted' ? {} : { after: show(calendar, after) }),
  });
}

function kindOf(before: StoredEvent | undefined, after: StoredEvent): GoogleEventChange['kind'] {
  if (after.cancelled) return 'deleted';
  if (before === undefined) return 'created';
  if (before.cancelled) return 'restored';
  return JSON.stringify(before.fields) === JSON.stringify(after.fields) ? 'touched' : 'changed';
}
