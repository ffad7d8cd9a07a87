import type { ApiRequest } from '../api.ts';
import { type Answer, garbled, recordOf, recordsOf } from '../errors.ts';
import { createRounds, type Onward, type Position } from '../rounds.ts';
import { type NativeEvent, parseEvent } from './native-event.ts';
import { eventListVersion, eventsProfile } from './profile.ts';

/** Rounds through the list of a calendar. */
export const { parseRound, tokenAfter, tokenWithin } = createRounds(eventListVersion);

/** The account's own, whatever its id. */
const ownCalendar = 'primary';

/** An event by the id that it keeps when it is moved, in whichever calendar. */
export const readIn = (calendar: string, id: string): ApiRequest => eventRequests(calendar).read(id);

/** Requests to one calendar; absent: the account's own. */
export type EventRequests = ReturnType<typeof eventRequests>;

export function eventRequests(calendar: string = ownCalendar) {
  const events = `/calendar/v3/calendars/${encodeURIComponent(calendar)}/events`;
  const one = (id: string): string => `${events}/${encodeURIComponent(id)}`;
  const list = (query: Readonly<Record<string, string>>): ApiRequest => get(events, query);
  return {
    /**
     * No span of time: what a list of changes says of events that enter or leave the span of its first list is documented
     * nowhere, and the whole of a calendar costs one request for 2,500 events. No `singleEvents`: an endless series would
     * have no last page (observed). No `showDeleted`: changes tell of what is deleted anyhow.
     */
    list: (position: Position) => list({ maxResults: String(eventsProfile.pageSize), ...position }),
    /** All rows of a series, cancelled ones too: they have one iCalUID (documented). */
    series: (iCalUID: string, pageToken?: string) =>
      list({
        iCalUID,
        showDeleted: 'true',
        maxResults: String(eventsProfile.pageSize),
        ...(pageToken === undefined ? {} : { pageToken }),
      }),
    /** Nothing but whether the calendar is there, and what the account may do in it. */
    place: () => list({ maxResults: '1', fields: 'accessRole' }),
    read: (id: string) => get(one(id), {}),
    /** The instances that a series has around a time, by whatever ids. */
    instances: (series: string, from: number, to: number) =>
      get(`${one(series)}/instances`, { timeMin: isoOf(from), timeMax: isoOf(to), showDeleted: 'true' }),
    create: (event: object) => write('POST', events, event),
    patch: (id: string, patch: object, etag?: string) => write('PATCH', one(id), patch, etag),
    /** Replaces all of it, and brings it back when it was deleted (observed). */
    replace: (id: string, event: object) => write('PUT', one(id), event),
    remove: (id: string, etag?: string) => write('DELETE', one(id), undefined, etag),
    watch: (channel: object): ApiRequest => ({ method: 'POST', path: `${events}/watch`, body: channel }),
  };
}

function get(path: string, query: Readonly<Record<string, string>>): ApiRequest {
  const text = new URLSearchParams(query).toString();
  return { method: 'GET', path: text === '' ? path : `${path}?${text}` };
}

/** Whether guests are mailed is said in the query alone: in a body it is passed over (observed). Nobody ever is. */
function write(method: ApiRequest['method'], path: string, body: object | undefined, etag?: string): ApiRequest {
  return {
    method,
    path: `${path}?sendUpdates=none`,
    ...(body === undefined ? {} : { body }),
    ...(etag === undefined ? {} : { headers: { 'if-match': etag } }),
  };
}

export const stopRequest = (channel: object): ApiRequest => ({
  method: 'POST',
  path: '/calendar/v3/channels/stop',
  body: channel,
});

export type EventPage = Onward & {
  readonly events: readonly NativeEvent[];
  /** What the account may do in the calendar. */
  readonly role?: string;
};

/** A page may be empty and not the last, and one without events need not say so. */
export function parseEvents(answer: Answer): EventPage {
  const body = recordOf(answer.body);
  if (body === undefined) throw garbled('no list of events');
  const { items, nextPageToken, nextSyncToken, accessRole } = body;
  return {
    events: recordsOf(items).map((event) => parseEvent(event)),
    ...(isText(nextPageToken) ? { nextPageToken } : {}),
    ...(isText(nextSyncToken) ? { nextSyncToken } : {}),
    ...(isText(accessRole) ? { role: accessRole } : {}),
  };
}

const isoOf = (instant: number): string => new Date(instant).toISOString();

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
