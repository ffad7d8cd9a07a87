import type { HttpRequest, Span } from '@concord/core';
import type { Calendar, Event } from '@microsoft/microsoft-graph-types';
import {
  type BatchItem,
  batchItem,
  byProperty,
  immutableIds,
  linkRequest,
  type Row,
  requestOf,
} from '../graph-requests.ts';
import { markerProperty } from '../profile.ts';
import { eventsProfile, instancesPageSize } from './profile.ts';

/** An event, a series or one date of it, as Graph shows it. */
export type EventRow = Omit<Event, 'exceptionOccurrences'> &
  Row & {
    /** What is special about its dates: shown when they are asked for, of a series. */
    readonly exceptionOccurrences?: readonly EventRow[] | null;
    /** Of a date: never asked for, because v1.0 may not know it. */
    readonly occurrenceId?: string | null;
  };

/** Times by UTC: which zone an event belongs to stands beside them. Bodies come as HTML, so that it shows what they hold. */
const preference = `${immutableIds}, outlook.timezone="UTC"`;
const pagePreference = `${preference}, odata.maxpagesize=${eventsProfile.pageSize}`;

/** Everything that is read; a row of changes that lacks one of them says nothing about it. */
export const mappedProperties = [
  'type',
  'subject',
  'body',
  'start',
  'end',
  'isAllDay',
  'originalStartTimeZone',
  'location',
  'showAs',
  'sensitivity',
  'attendees',
  'isOrganizer',
] as const satisfies readonly (keyof Event)[];
const selectedProperties = [
  'id',
  'changeKey',
  'createdDateTime',
  'lastModifiedDateTime',
  ...mappedProperties,
  'organizer',
  'recurrence',
  'seriesMasterId',
  'isOnlineMeeting',
] as const satisfies readonly (keyof Event)[];
const select = `$select=${selectedProperties.join(',')}`;
/** Both are shown only of one series, and only when they are named. */
const selectWhole = `${select},cancelledOccurrences,exceptionOccurrences&$expand=exceptionOccurrences`;

/** The path of a calendar; the account's own by its alias. */
const calendarPath = (calendar: string | undefined): string =>
  calendar === undefined ? '/me/calendar' : `/me/calendars/${encodeURIComponent(calendar)}`;
const eventPath = (id: string): string => `/me/events/${encodeURIComponent(id)}`;

/**
 * The first page of a complete pass over all that a calendar has in a window; both are frozen into the links that follow.
 * Nothing can be selected.
 */
export function scanRequest(calendar: string | undefined, { from, to }: Span): HttpRequest {
  const view = calendar === undefined ? '/me/calendarView' : `${calendarPath(calendar)}/calendarView`;
  return requestOf('GET', `${view}/delta?${windowOf(from, to)}`, undefined, pagePreference);
}

const windowOf = (from: number, to: number): string =>
  `startDateTime=${new Date(from).toISOString()}&endDateTime=${new Date(to).toISOString()}`;

export const followRequest = (link: string): HttpRequest => linkRequest(link, pagePreference);

export const calendarRequest = (calendar: string | undefined): HttpRequest =>
  requestOf('GET', `${calendarPath(calendar)}?${calendarSelect}`);
const calendarSelect = '$select=id,name,canEdit,isDefaultCalendar';

export const calendarsRequest = (): HttpRequest => requestOf('GET', `/me/calendars?${calendarSelect}&$top=100`);
export const createCalendarRequest = (name: string): HttpRequest => requestOf('POST', '/me/calendars', { name });

export type CalendarRow = Calendar & Row;

/** Where notices come from; the bare path stands for all calendars of the account, and the others' events are read once. */
export const subscribedEvents = (calendar: string | undefined): string =>
  calendar === undefined ? '/me/events' : `/me/calendars/${calendar}/events`;

// Items of a batch.

/** With what is special about the dates of a series. */
export const wholeItem = (id: string): BatchItem => item('GET', `${eventPath(id)}?${selectWhole}`);

export const plainItem = (id: string): BatchItem => item('GET', `${eventPath(id)}?${select}`);

/** Everything that is shown without being named. */
export const recordItem = (id: string): BatchItem => item('GET', `${eventPath(id)}?$expand=exceptionOccurrences`);
export const plainRecordItem = (id: string): BatchItem => item('GET', eventPath(id));

/** In which calendar an event lies: a deleted one may still be read by its immutable id. */
export const placeItem = (id: string): BatchItem => item('GET', `${eventPath(id)}/calendar?${calendarSelect}`);

/**
 * The marker goes along twice: as `transactionId`, so that the same request sent again makes no second event, and as a
 * property by which it is found.
 */
export function createItem(calendar: string | undefined, marker: string, body: Event): BatchItem {
  const path = calendar === undefined ? '/me/events' : `${calendarPath(calendar)}/events`;
  const properties = [{ id: markerProperty, value: marker }];
  return item('POST', path, { body: { ...body, transactionId: marker, singleValueExtendedProperties: properties } });
}

/** Of a date of a series that nobody changed yet there is no version: it has the series', which moves with each of them. */
export const updateItem = (id: string, version: string | undefined, body: Event): BatchItem =>
  item('PATCH', eventPath(id), { body, ...(version === undefined ? {} : { version }) });

/** Of a date of a series: it is called off. */
export const deleteItem = (id: string, version?: string): BatchItem =>
  item('DELETE', eventPath(id), version === undefined ? {} : { version });

/** The dates of a series within a span. */
export const instancesItem = (id: string, { from, to }: Span): BatchItem =>
  item('GET', `${eventPath(id)}/instances?${windowOf(from, to)}&${select},originalStart&$top=${instancesPageSize}`);

export const findItem = (calendar: string | undefined, marker: string): BatchItem =>
  item('GET', `${calendarPath(calendar)}/events?${byProperty(markerProperty, marker)}&${select}`);

const item = (
  method: BatchItem['method'],
  url: string,
  more: { readonly version?: string; readonly body?: object } = {},
): BatchItem => batchItem(method, url, { ...more, preference });
