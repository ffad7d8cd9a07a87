import type { HttpRequest, HttpResponse, Instant } from '@concord/core';
import { type JsonRecord, toId, toOptionalText, toRecord } from '../json.ts';
import { api } from '../profile.ts';
import { dataOf, get, type Page, parsePage, send, toIso } from '../requests.ts';
import { entryFields, instanceFields, properties } from './entry-fields.ts';
import { type EntryRecord, parseEntry, type RedactedEntry, toEntryId } from './entry-record.ts';

/** A builder and a parser per call. `host` is the region's base address; the client adds the token. */

export type EntriesFilter = {
  readonly calendar?: string;
  /** Those that end on or after that. */
  readonly from?: Instant;
  /** Those that begin on or before that. */
  readonly to?: Instant;
  /** One row for each instance of a series, instead of the series. */
  readonly expanded?: true;
  readonly updatedSince?: Instant;
  readonly createdSince?: Instant;
  readonly ids?: readonly string[];
  /** Those that carry a marker of ours. */
  readonly marked?: true;
  readonly allDay?: true;
};

/** One page. Entries have no `order` (OpenAPI): they come as Clio pages them. */
export function listEntries(host: string, filter: EntriesFilter, fields: string = entryFields): HttpRequest {
  const { calendar, from, to, expanded, updatedSince, createdSince, ids, marked, allDay } = filter;
  return get(host, '/calendar_entries.json', [
    ['fields', fields],
    ['limit', String(api.pageSize)],
    ...given('calendar_id', calendar),
    ...given('from', from === undefined ? undefined : toIso(from)),
    ...given('to', to === undefined ? undefined : toIso(to)),
    ...given('expanded', expanded && 'true'),
    ...given('updated_since', updatedSince === undefined ? undefined : toIso(updatedSince)),
    ...given('created_since', createdSince === undefined ? undefined : toIso(createdSince)),
    ...given('external_property_name', marked && properties.marker),
    ...given('is_all_day', allDay && 'true'),
    ...(ids ?? []).map((id) => ['ids[]', id] as const),
  ]);
}

const given = (name: string, value: string | undefined): readonly (readonly [string, string])[] =>
  value === undefined ? [] : [[name, value]];

export const parseEntriesPage = (response: HttpResponse): Page<EntryRecord | RedactedEntry> =>
  parsePage(response, parseEntry);

/** By id, as they came. */
export function parseNativeEntries(response: HttpResponse): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const { rows } = parsePage(response, (row) => toRecord(row, 'an entry'));
  return new Map(rows.map((row) => [toEntryId(row.id, 'id'), row]));
}

export const getEntry = (host: string, id: string): HttpRequest => get(host, pathOf(id), [['fields', entryFields]]);

/**
 * Never with attendees or a meeting, which would invite somebody. Whether Clio keeps still when it is not told to was seen
 * of creates and not of changes (one integration's notes), so every write says that nobody is to be mailed.
 */
export function createEntry(host: string, calendar: string, marker: string, data: JsonRecord): HttpRequest {
  const external = [{ name: properties.marker, value: marker }];
  return send(
    'POST',
    host,
    '/calendar_entries.json',
    { fields: entryFields },
    {
      ...data,
      calendar_owner: { id: Number(calendar) },
      external_properties: external,
      ...quietly,
    },
  );
}

const quietly = { send_email_notification: false } as const;

/** Answers 412, and writes nothing, when the entry's etag is another by now. */
export const updateEntry = (host: string, id: string, etag: string, data: JsonRecord): HttpRequest =>
  update(host, id, { fields: entryFields, etag }, data);

/** Of an instance of a series, which becomes an entry of its own by that (assumption). One that is none yet has no documented etag. */
export const updateInstance = (host: string, id: string, etag: string | undefined, data: JsonRecord): HttpRequest =>
  update(host, id, { fields: instanceFields, etag }, data);

function update(
  host: string,
  id: string,
  { fields, etag }: { readonly fields: string; readonly etag: string | undefined },
  data: JsonRecord,
): HttpRequest {
  const request = send('PATCH', host, pathOf(id), { fields }, { ...data, ...quietly });
  return etag === undefined ? request : { ...request, headers: { ...request.headers, 'if-match': etag } };
}

export function parseOneEntry({ body }: HttpResponse): EntryRecord | RedactedEntry {
  return parseEntry(dataOf(body));
}

/** A single one, or a series with all its instances. Takes no If-Match (OpenAPI): look at the version right before. */
export function deleteEntry(host: string, id: string): HttpRequest {
  return { method: 'DELETE', url: `${host}${api.path}${pathOf(id)}`, headers: { accept: 'application/json' } };
}

const pathOf = (id: string): string => `/calendar_entries/${encodeURIComponent(id)}.json`;

export type CalendarRecord = {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly permission: string;
};

const calendarFields = 'id,name,type,permission';

export function listCalendars(host: string): HttpRequest {
  return get(host, '/calendars.json', [
    ['fields', calendarFields],
    ['order', 'id(asc)'],
    ['limit', String(api.pageSize)],
  ]);
}

export const parseCalendarsPage = (response: HttpResponse): Page<CalendarRecord> => parsePage(response, parseRow);

export const getCalendar = (host: string, id: string): HttpRequest =>
  get(host, `/calendars/${encodeURIComponent(id)}.json`, [['fields', calendarFields]]);

export const createCalendar = (host: string, name: string): HttpRequest =>
  send('POST', host, '/calendars.json', { fields: calendarFields }, { name });

export const parseCalendar = ({ body }: HttpResponse): CalendarRecord => parseRow(dataOf(body));

function parseRow(value: unknown): CalendarRecord {
  const { id, name, type, permission } = toRecord(value, 'a calendar');
  return {
    id: toId(id, 'calendar id'),
    name: toOptionalText(name, 'name') ?? '',
    type: toOptionalText(type, 'type') ?? '',
    permission: toOptionalText(permission, 'permission') ?? '',
  };
}

/** Whose entries these are, and in which zone Clio tells them times. */
export type Account = { readonly calendar?: string; readonly zone?: string };

export const whoAmI = (host: string): HttpRequest =>
  get(host, '/users/who_am_i.json', [['fields', 'default_calendar_id,time_zone']]);

export function parseAccount({ body }: HttpResponse): Account {
  const { default_calendar_id: calendar, time_zone: zone } = toRecord(dataOf(body), 'the user');
  return {
    ...(calendar === null || calendar === undefined ? {} : { calendar: toId(calendar, 'default_calendar_id') }),
    ...(typeof zone === 'string' && zone !== '' ? { zone } : {}),
  };
}

/** How often time was recorded for each. */
export function parseTimeEntries(response: HttpResponse): ReadonlyMap<string, number> {
  const { rows } = parsePage(response, (row) => toRecord(row, 'an entry'));
  return new Map(rows.map(({ id, time_entries_count: count }) => [toEntryId(id, 'id'), Number(count ?? 0)]));
}
