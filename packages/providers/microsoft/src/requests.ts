import type { HttpRequest } from '@concord/core';
import type { Contact, ContactFolder } from '@microsoft/microsoft-graph-types';
import { type Answer, garbled, recordOf } from './errors.ts';
import { contactsProfile, graphOrigin, graphVersion, markerProperty } from './profile.ts';

/** One request within a `$batch`; `url` is relative, without the version. */
export type BatchItem = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: object;
};

/** A contact as Graph shows it, in a list, a page of changes, or by itself. */
export type ContactRow = Contact & {
  readonly id: string;
  readonly '@odata.etag'?: string;
  readonly '@removed'?: unknown;
};

/** Everything that the lens reads; a row of changes that lacks one of them says nothing about it. */
export const mappedProperties = [
  'givenName',
  'middleName',
  'surname',
  'title',
  'companyName',
  'jobTitle',
  'birthday',
  'emailAddresses',
  'businessPhones',
  'homePhones',
  'mobilePhone',
  'imAddresses',
  'businessAddress',
  'homeAddress',
  'otherAddress',
  'businessHomePage',
  'displayName',
  'fileAs',
] as const;
/** `generation` is the suffix: never written, but part of the display name that Outlook makes. */
const selectedProperties = [
  'id',
  'changeKey',
  'parentFolderId',
  'createdDateTime',
  'lastModifiedDateTime',
  ...mappedProperties,
  'generation',
] as const;

/** Categories are asked for only where one of them was chosen: what a delta selects is frozen into its links. */
const selectFor = (group: string | undefined): string =>
  `$select=${[...selectedProperties, ...(group === undefined ? [] : ['categories'])].join(',')}`;
/** The main folder by its alias: its id needs no look-up, and sub-folders are not in it (observed in Evolution, also for delta). */
const mainFolder = '/me/contactFolders/contacts';
/** Ids change on a move without it. Every request and every item of a batch must ask. */
const prefer = 'IdType="ImmutableId"';
const preferPage = `${prefer}, odata.maxpagesize=${contactsProfile.pageSize}`;
const base = `${graphOrigin}/${graphVersion}`;

/** The first page of a complete pass. `$select` belongs to this call alone: it is frozen into the links that follow. */
export function scanRequest(group?: string): HttpRequest {
  return requestOf('GET', `${mainFolder}/contacts/delta?${selectFor(group)}`, undefined, preferPage);
}

/** The categories of everybody, a thousand to a page (the most that `$top` takes; observed). */
export function categoriesRequest(): HttpRequest {
  return requestOf('GET', `${mainFolder}/contacts?$select=categories&$top=1000`);
}

/** Follows a link that Graph gave out, unchanged; throws `garbled` when it leads anywhere else. */
export function followRequest(link: string): HttpRequest {
  return requestOf('GET', safeLink(link).slice(base.length), undefined, preferPage);
}

/** `path` is what follows the version. */
export function requestOf(
  method: HttpRequest['method'],
  path: string,
  body?: object,
  preference: string = prefer,
): HttpRequest {
  return {
    method,
    url: `${base}${path}`,
    headers: {
      prefer: preference,
      accept: 'application/json',
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  };
}

export type DeltaPage = {
  readonly rows: readonly ContactRow[];
  /** Exactly one of them. */
  readonly nextLink?: string;
  readonly deltaLink?: string;
};

export function parseDeltaPage(answer: Answer): DeltaPage {
  const body = recordOf(answer.body);
  const { '@odata.nextLink': nextLink, '@odata.deltaLink': deltaLink } = body ?? {};
  const rows = parseRows(answer);
  if (typeof nextLink === 'string' && deltaLink === undefined) return { rows, nextLink: safeLink(nextLink) };
  if (typeof deltaLink === 'string' && nextLink === undefined) return { rows, deltaLink: safeLink(deltaLink) };
  throw garbled('a page without one way onward');
}

export function parseRows(answer: Answer): readonly ContactRow[] {
  const value = recordOf(answer.body)?.value;
  if (!Array.isArray(value)) throw garbled('no list of contacts');
  return value.map((row) => parseRow(row));
}

export function parseRow(value: unknown): ContactRow {
  const row = recordOf(value);
  if (typeof row?.id !== 'string' || row.id === '') throw garbled('a contact without an id');
  return { ...(row as Partial<ContactRow>), id: row.id };
}

/** A token may only go to Graph: a link is followed when its origin and version are the canonical ones. */
export function safeLink(link: string): string {
  if (!link.startsWith(`${base}/`)) throw garbled('a link to somewhere else');
  return link;
}

// Items of a batch.

export function readItem(id: string, group?: string): BatchItem {
  return item('GET', `/me/contacts/${encodeURIComponent(id)}?${selectFor(group)}`);
}

/** With everything that is shown without being named; what add-ins keep in extended properties is not. */
export function readWholeItem(id: string): BatchItem {
  return item('GET', `/me/contacts/${encodeURIComponent(id)}`);
}

/**
 * Goes to the default folder, and into the chosen category. The marker travels in the same request, so that a lost answer
 * can be looked up.
 */
export function createItem(marker: string, patch: Contact, group?: string): BatchItem {
  const marked = {
    ...patch,
    ...(group === undefined ? {} : { categories: [group] }),
    singleValueExtendedProperties: [{ id: markerProperty, value: marker }],
  };
  return item('POST', '/me/contacts', { body: marked });
}

/** `version` is an etag; whether contacts enforce `If-Match` is documented nowhere, nothing depends on it. No write touches categories. */
export function updateItem(id: string, version: string, patch: Contact): BatchItem {
  return item('PATCH', `/me/contacts/${encodeURIComponent(id)}`, { version, body: patch });
}

export function deleteItem(id: string, version: string): BatchItem {
  return item('DELETE', `/me/contacts/${encodeURIComponent(id)}`, { version });
}

export function findItem(marker: string, group?: string): BatchItem {
  const property = quoted(markerProperty);
  const filter = `singleValueExtendedProperties/any(ep: ep/id eq ${property} and ep/value eq ${quoted(marker)})`;
  return item('GET', `${mainFolder}/contacts?$filter=${encodeURIComponent(filter)}&${selectFor(group)}`);
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export function mainFolderItem(): BatchItem {
  return item('GET', `${mainFolder}?$select=id`);
}

/** Contact folders beside the main one, or below a folder; the main one may or may not be listed (documented both ways). */
export function foldersItem(parent: 'top' | 'main' | { readonly id: string }): BatchItem {
  if (parent === 'top') return item('GET', '/me/contactFolders?$select=id&$top=100');
  const path = parent === 'main' ? mainFolder : `/me/contactFolders/${encodeURIComponent(parent.id)}`;
  return item('GET', `${path}/childFolders?$select=id&$top=100`);
}

export function parseFolder(answer: Answer): string {
  const id = (recordOf(answer.body) as ContactFolder | undefined)?.id;
  if (typeof id !== 'string' || id === '') throw garbled('a folder without an id');
  return id;
}

export function parseFolders(answer: Answer): readonly string[] {
  const value = recordOf(answer.body)?.value;
  if (!Array.isArray(value)) throw garbled('no list of folders');
  return value.map((folder) => parseFolder({ ...answer, body: folder }));
}

function item(
  method: BatchItem['method'],
  url: string,
  more: { readonly version?: string; readonly body?: object } = {},
): BatchItem {
  return {
    method,
    url,
    headers: {
      Prefer: prefer,
      ...(more.body ? { 'Content-Type': 'application/json' } : {}),
      ...(more.version === undefined ? {} : { 'If-Match': more.version }),
    },
    ...(more.body ? { body: more.body } : {}),
  };
}
