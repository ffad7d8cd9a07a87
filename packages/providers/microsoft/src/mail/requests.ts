import type { HttpRequest, Instant, Letter, MailAddress, MailSpan } from '@concord/core';
import type { MailFolder, Message } from '@microsoft/microsoft-graph-types';
import {
  type BatchItem,
  batchItem,
  byProperty,
  immutableIds,
  linkRequest,
  quoted,
  type Row,
  requestOf,
} from '../graph-requests.ts';
import {
  answersProperty,
  changesPageSize,
  type FolderName,
  folderPageSize,
  letterProperty,
  maxFound,
  referencesProperty,
  sensitivityProperty,
} from './profile.ts';

/** A message as Graph shows it by itself or in a list; of changes only its id. */
export type MessageRow = Message & Row;
export type FolderRow = MailFolder & Row;

/** What the lens reads, and nothing else: the text stays in the mailbox. */
const selectedProperties = [
  'id',
  'internetMessageId',
  'conversationId',
  'from',
  'toRecipients',
  'ccRecipients',
  'bccRecipients',
  'subject',
  'bodyPreview',
  'sentDateTime',
  'receivedDateTime',
  'isDraft',
  'categories',
  'hasAttachments',
  'webLink',
  'parentFolderId',
] as const satisfies readonly (keyof Message)[];

const withProperty = (property: string): string =>
  `$expand=${encodeURIComponent(`singleValueExtendedProperties($filter=id eq ${quoted(property)})`)}`;
const selectWhole = `$select=${selectedProperties.join(',')}&${withProperty(sensitivityProperty)}`;
const receivedIn = (from: Instant, until?: Instant): string => {
  const clauses = [`receivedDateTime ge ${new Date(from).toISOString()}`];
  if (until !== undefined) clauses.push(`receivedDateTime lt ${new Date(until).toISOString()}`);
  return `$filter=${encodeURIComponent(clauses.join(' and '))}`;
};
const folderPath = (id: string): string => `/me/mailFolders/${encodeURIComponent(id)}`;
const pageOf = (size: number): string => `${immutableIds}, odata.maxpagesize=${size}`;

// Changes. `$expand` ends in a 500 there (observed: docs-contrib issue 8029), so a delta tells only ids; what they stand for is read.

/** The first page of a folder's changes, of those that were received since then: the newest 5,000 at most (documented). */
export const firstChangesItem = (folder: string, since: Instant): BatchItem =>
  changesItem(folder, `$select=id&${receivedIn(since)}&$orderby=${encodeURIComponent('receivedDateTime desc')}`);

/** `query`: what followed the `?` in the link that Graph gave. */
export const changesItem = (folder: string, query: string): BatchItem =>
  batchItem('GET', `${folderPath(folder)}/messages/delta?${query}`, { preference: pageOf(changesPageSize) });

export const messageItem = (id: string): BatchItem =>
  batchItem('GET', `/me/messages/${encodeURIComponent(id)}?${selectWhole}`);

// Folders.

const folderSelect = '$select=displayName,parentFolderId,childFolderCount';

/** All folders of the mailbox, however deep, and the way to those that change. */
export const foldersItem = (query: string = folderSelect): BatchItem =>
  batchItem('GET', `/me/mailFolders/delta?${query}`, { preference: pageOf(folderPageSize) });

export const childFoldersItem = (id: string): BatchItem =>
  batchItem('GET', `${folderPath(id)}/childFolders?${folderSelect}&$top=${folderPageSize}`);

/** One that no list shows is found by its id all the same. */
export const folderItem = (id: string): BatchItem => batchItem('GET', `${folderPath(id)}?${folderSelect},isHidden`);

export const namedFolderItem = (name: FolderName): BatchItem => batchItem('GET', `/me/mailFolders/${name}?$select=id`);

// Spans of time.

/** In the order in which they were received. */
export const spanRequest = ({ from, until }: MailSpan, size: number): HttpRequest =>
  requestOf('GET', `/me/messages?${receivedIn(from, until)}&$orderby=receivedDateTime&$top=${size}&${selectWhole}`);

export const followRequest = (link: string): HttpRequest => linkRequest(link, immutableIds);

export const countItem = (folder: string, { from, until }: MailSpan): BatchItem =>
  batchItem('GET', `${folderPath(folder)}/messages?${receivedIn(from, until)}&$count=true&$top=1&$select=id`);

// Single ones.

/** `messageId`: without angle brackets. */
export function findRequest(messageId: string): HttpRequest {
  const filter = `internetMessageId eq ${quoted(`<${messageId}>`)}`;
  return requestOf('GET', `/me/messages?$filter=${encodeURIComponent(filter)}&$top=${maxFound}&${selectWhole}`);
}

/** The addresses of the account. That people see their own `proxyAddresses` with `User.Read` is an assumption. */
export const addressesRequest = (properties: readonly string[]): HttpRequest =>
  requestOf('GET', `/me?$select=${properties.join(',')}`);

// Letters.

export function sendRequest({ marker, to, cc, subject, text, answers }: Letter): HttpRequest {
  const answered = answers?.messageId === undefined ? undefined : `<${answers.messageId}>`;
  const named = [letterProperty, marker] as const;
  const threading =
    answered === undefined
      ? []
      : ([
          [answersProperty, answered],
          [referencesProperty, answered],
        ] as const);
  const message: Message = {
    subject,
    body: { contentType: 'text', content: text },
    toRecipients: to.map(recipientOf),
    ccRecipients: cc.map(recipientOf),
    singleValueExtendedProperties: [named, ...threading].map(([id, value]) => ({ id, value })),
  };
  return requestOf('POST', '/me/sendMail', { message, saveToSentItems: true });
}

const recipientOf = ({ address, name }: MailAddress) => ({
  emailAddress: { address, ...(name === '' ? {} : { name }) },
});

/** In whatever folder it lies by now. */
export const letterItem = (marker: string): BatchItem =>
  batchItem('GET', `/me/messages?${byProperty(letterProperty, marker)}&$select=id,isDraft&$top=5`);

/** What was sent since then, the newest first, with the markers of letters. */
export const sentItem = (since: Instant): BatchItem =>
  batchItem(
    'GET',
    `/me/mailFolders/sentitems/messages?${receivedIn(since)}&$orderby=${encodeURIComponent('receivedDateTime desc')}&$top=50&$select=subject,toRecipients,ccRecipients,bodyPreview&${withProperty(letterProperty)}`,
  );
