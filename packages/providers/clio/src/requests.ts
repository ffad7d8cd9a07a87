import {
  type HttpRequest,
  type HttpResponse,
  type Instant,
  type NativeRecord,
  type Subscription,
  SyncError,
} from '@concord/core';
import { contactFields } from './contact-fields.ts';
import { type ContactRecord, parseContactRecord, type RedactedRecord } from './contact-record.ts';
import {
  garbled,
  type JsonRecord,
  parseJson,
  toArray,
  toId,
  toInstant,
  toOptionalText,
  toRecord,
  toText,
} from './json.ts';
import { api, webhooks } from './profile.ts';
import { etagOf } from './version.ts';

/** A builder and a parser per call. `host` is the region's base address; the client adds the token. */

export type ContactsFilter = {
  readonly updatedSince?: Instant;
  readonly createdSince?: Instant;
  readonly ids?: readonly string[];
};

/** One page in the order of ids: the only order whose paging has no end (handbook, paging). */
export function listContacts(host: string, filter: ContactsFilter = {}, fields: string = contactFields): HttpRequest {
  return get(host, '/contacts.json', [
    ['fields', fields],
    ['order', 'id(asc)'],
    ['limit', String(api.pageSize)],
    ...(filter.updatedSince === undefined ? [] : [['updated_since', toIso(filter.updatedSince)] as const]),
    ...(filter.createdSince === undefined ? [] : [['created_since', toIso(filter.createdSince)] as const]),
    ...(filter.ids ?? []).map((id) => ['ids[]', id] as const),
  ]);
}

/** Contacts by id with other fields than those that are kept in step. */
export function listWholeContacts(host: string, ids: readonly string[], fields: string): HttpRequest {
  return get(host, '/contacts.json', [
    ['fields', fields],
    ['limit', String(api.pageSize)],
    ...ids.map((id) => ['ids[]', id] as const),
  ]);
}

/** By id, as they came. */
export function parseWholeContacts(response: HttpResponse): ReadonlyMap<string, NativeRecord> {
  const { rows } = parsePage(response, (row) => toRecord(row, 'a contact'));
  return new Map(rows.map((row) => [toId(row.id, 'contact id'), row]));
}

/** A kind of record that names contacts: where it is listed, and how the list is cut down to those that name one. */
export type Use = { readonly path: string; readonly by: string; readonly fields: string };

/** Those that name one contact, of which one is enough; or all that were changed since. */
export function listUses(
  host: string,
  { path, by, fields }: Use,
  of: { readonly contact: string } | { readonly since: Instant },
): HttpRequest {
  if ('contact' in of)
    return get(host, path, [
      ['fields', 'id'],
      ['limit', '1'],
      [by, of.contact],
    ]);
  return get(host, path, [
    ['fields', fields],
    ['order', 'id(asc)'],
    ['limit', String(api.pageSize)],
    ['updated_since', toIso(of.since)],
  ]);
}

export const parseUses = (response: HttpResponse): Page<Readonly<Record<string, unknown>>> =>
  parsePage(response, (row) => toRecord(row, 'a record'));

/** The address that a page named as its next. Throws `garbled` when it is not Clio's: the token would go with it. */
export function followPage(host: string, url: string): HttpRequest {
  const ours = `${new URL(host).href.replace(/\/$/u, '')}${api.path}/`;
  if (!URL.canParse(url) || !new URL(url).href.startsWith(ours)) throw garbled('the next page is at another address');
  return { method: 'GET', url, headers: { accept: 'application/json' } };
}

export type Page<Row> = { readonly rows: readonly Row[]; readonly next?: string; readonly total?: number };

export function parseContactsPage(response: HttpResponse): Page<ContactRecord | RedactedRecord> {
  return parsePage(response, parseContactRecord);
}

/** The last page names no next one. Assumption: `records` counts all that the filter lets through, not those of the page. */
export function parsePage<Row>({ body }: HttpResponse, parseRow: (row: unknown) => Row): Page<Row> {
  const answer = toRecord(parseJson(body), 'the answer');
  const { paging, records } = toRecord(answer.meta ?? {}, 'meta');
  const { next } = toRecord(paging ?? {}, 'paging');
  return {
    rows: toArray(answer.data, 'data').map(parseRow),
    ...(next === undefined || next === null ? {} : { next: toText(next, 'next') }),
    ...(typeof records === 'number' ? { total: records } : {}),
  };
}

export function getContact(host: string, id: string, fields: string = contactFields): HttpRequest {
  return get(host, `/contacts/${encodeURIComponent(id)}.json`, [['fields', fields]]);
}

export function createContact(host: string, data: JsonRecord, fields: string = contactFields): HttpRequest {
  return send('POST', host, '/contacts.json', { fields }, data);
}

/** Answers 412, and writes nothing, when the contact's etag is another by now. */
export function updateContact(
  host: string,
  id: string,
  version: string,
  data: JsonRecord,
  fields: string = contactFields,
): HttpRequest {
  const request = send('PATCH', host, `/contacts/${encodeURIComponent(id)}.json`, { fields }, data);
  return { ...request, headers: { ...request.headers, 'if-match': etagOf(version) } };
}

export function parseContact({ body }: HttpResponse): ContactRecord | RedactedRecord {
  return parseContactRecord(dataOf(body));
}

/** Takes no If-Match (OpenAPI): look at the version right before. */
export function deleteContact(host: string, id: string): HttpRequest {
  return { method: 'DELETE', url: `${host}${api.path}/contacts/${encodeURIComponent(id)}.json`, headers: accept };
}

export type CompanyRecord = { readonly id: string; readonly name: string; readonly createdAt: Instant };

/** `query` is a wildcard search over much more than names: compare what comes back. */
export function searchCompanies(host: string, name: string): HttpRequest {
  return get(host, '/contacts.json', [
    ['fields', 'id,name,created_at'],
    ['order', 'id(asc)'],
    ['limit', String(api.pageSize)],
    ['type', 'Company'],
    ['query', name],
  ]);
}

export function parseCompaniesPage(response: HttpResponse): Page<CompanyRecord> {
  return parsePage(response, (row) => {
    const { id, name, created_at: createdAt } = toRecord(row, 'a company');
    return {
      id: toId(id, 'company id'),
      name: toOptionalText(name, 'company name') ?? '',
      createdAt: toInstant(createdAt, 'created_at'),
    };
  });
}

/** What a webhook tells of: a kind of record, and the fields whose changes count. */
export type WebhookSubject = { readonly model: 'contact' | 'calendar_entry'; readonly fields: string };
export const contactSubject: WebhookSubject = { model: 'contact', fields: contactFields };

export function createWebhook(
  host: string,
  url: string,
  now: Instant,
  { model, fields }: WebhookSubject = contactSubject,
): HttpRequest {
  const { events, lifeMs } = webhooks;
  const data = { url, model, fields, events, expires_at: toIso(now + lifeMs) };
  return send('POST', host, '/webhooks.json', { fields: webhookFields }, data);
}

export function getWebhook(host: string, id: string): HttpRequest {
  return get(host, `/webhooks/${encodeURIComponent(id)}.json`, [['fields', webhookFields]]);
}

export function renewWebhook(host: string, id: string, now: Instant): HttpRequest {
  const data = { expires_at: toIso(now + webhooks.lifeMs) };
  return send('PATCH', host, `/webhooks/${encodeURIComponent(id)}.json`, { fields: webhookFields }, data);
}

export function deleteWebhook(host: string, id: string): HttpRequest {
  return { method: 'DELETE', url: `${host}${api.path}/webhooks/${encodeURIComponent(id)}.json`, headers: accept };
}

/** `shared_secret` comes only when asked for. */
const webhookFields = 'id,status,expires_at,shared_secret';

export type WebhookRecord = Subscription & { readonly isSuspended: boolean };

export function parseWebhook({ body }: HttpResponse): WebhookRecord {
  const native = toRecord(dataOf(body), 'a webhook');
  const secret = toOptionalText(native.shared_secret ?? null, 'shared_secret');
  return {
    id: toId(native.id, 'webhook id'),
    expiresAt: toInstant(native.expires_at, 'expires_at'),
    isSuspended: native.status === 'suspended',
    ...(secret === null || secret === '' ? {} : { secret }),
  };
}

const accept = { accept: 'application/json' } as const;

export function get(host: string, path: string, query: readonly (readonly [string, string])[]): HttpRequest {
  const search = new URLSearchParams();
  for (const [name, value] of query) search.append(name, value);
  return { method: 'GET', url: `${host}${api.path}${path}?${search.toString()}`, headers: accept };
}

export function send(
  method: 'POST' | 'PATCH',
  host: string,
  path: string,
  query: Readonly<Record<string, string>>,
  data: JsonRecord,
): HttpRequest {
  const url = `${host}${api.path}${path}?${new URLSearchParams(query).toString()}`;
  return { method, url, headers: { ...accept, 'content-type': 'application/json' }, body: JSON.stringify({ data }) };
}

export const dataOf = (body: string): unknown => toRecord(parseJson(body), 'the answer').data;
export const toIso = (instant: Instant): string => new Date(instant).toISOString();

/** The region's base address, from configuration. */
export function hostOf(hosts: Readonly<Record<string, string>>): string {
  if (hosts.app === undefined)
    throw new SyncError('misconfigured', 'no address is configured for Clio', { provider: 'clio' });
  return hosts.app;
}
