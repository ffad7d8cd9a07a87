import type { HttpRequest } from '@concord/core';
import type { Contact, ContactFolder } from '@microsoft/microsoft-graph-types';
import { type Answer, garbled, recordOf } from './errors.ts';
import {
  type BatchItem,
  batchItem,
  byProperty,
  immutableIds,
  linkRequest,
  type Row,
  requestOf,
} from './graph-requests.ts';
import { contactsProfile, markerProperty } from './profile.ts';

/** A contact as Graph shows it, in a list, a page of changes, or by itself. */
export type ContactRow = Contact & Row;

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
const preferPage = `${immutableIds}, odata.maxpagesize=${contactsProfile.pageSize}`;

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
  return linkRequest(link, preferPage);
}

// Items of a batch.

export function readItem(id: string, group?: string): BatchItem {
  return batchItem('GET', `/me/contacts/${encodeURIComponent(id)}?${selectFor(group)}`);
}

/** With everything that is shown without being named; what add-ins keep in extended properties is not. */
export function readWholeItem(id: string): BatchItem {
  return batchItem('GET', `/me/contacts/${encodeURIComponent(id)}`);
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
  return batchItem('POST', '/me/contacts', { body: marked });
}

/** `version` is an etag; whether contacts enforce `If-Match` is documented nowhere, nothing depends on it. No write touches categories. */
export function updateItem(id: string, version: string, patch: Contact): BatchItem {
  return batchItem('PATCH', `/me/contacts/${encodeURIComponent(id)}`, { version, body: patch });
}

export function deleteItem(id: string, version: string): BatchItem {
  return batchItem('DELETE', `/me/contacts/${encodeURIComponent(id)}`, { version });
}

export function findItem(marker: string, group?: string): BatchItem {
  return batchItem('GET', `${mainFolder}/contacts?${byProperty(markerProperty, marker)}&${selectFor(group)}`);
}

export function mainFolderItem(): BatchItem {
  return batchItem('GET', `${mainFolder}?$select=id`);
}

/** Contact folders beside the main one, or below a folder; the main one may or may not be listed (documented both ways). */
export function foldersItem(parent: 'top' | 'main' | { readonly id: string }): BatchItem {
  if (parent === 'top') return batchItem('GET', '/me/contactFolders?$select=id&$top=100');
  const path = parent === 'main' ? mainFolder : `/me/contactFolders/${encodeURIComponent(parent.id)}`;
  return batchItem('GET', `${path}/childFolders?$select=id&$top=100`);
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
