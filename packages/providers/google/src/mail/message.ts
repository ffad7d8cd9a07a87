import type { MailAddress, MailMessage, MailPlace, MailSensitivity } from '@concord/core';
import { addressParser, decodeWords } from 'postal-mime';
import { type Answer, garbled, recordOf, recordsOf } from '../errors.ts';
import { maxHeaderLength, maxPreviewLength } from './profile.ts';
import { isText } from './requests.ts';

/** A message as `format=metadata` shows it. */
export type NativeMessage = {
  readonly id: string;
  readonly threadId: string;
  readonly labelIds: readonly string[];
  readonly receivedAt: number;
  readonly snippet: string;
  readonly mimeType: string;
  /** By lower-case name: names come in the case in which they were written (`Message-Id`). The first of a name counts. */
  readonly headers: ReadonlyMap<string, string>;
};

export function parseMessage(answer: Answer): NativeMessage {
  const { id, threadId, labelIds, internalDate, snippet, payload } = recordOf(answer.body) ?? {};
  const receivedAt = Number(internalDate ?? Number.NaN);
  if (!isText(id) || !isText(threadId) || !Number.isFinite(receivedAt)) throw garbled('no message');
  const { mimeType, headers } = recordOf(payload) ?? {};
  const labels: readonly unknown[] = Array.isArray(labelIds) ? labelIds : [];
  return {
    id,
    threadId,
    labelIds: labels.filter(isText),
    receivedAt,
    snippet: isText(snippet) ? snippet : '',
    mimeType: isText(mimeType) ? mimeType : '',
    headers: headersIn(recordsOf(headers)),
  };
}

function headersIn(rows: readonly Readonly<Record<string, unknown>>[]): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  for (const { name, value } of rows) {
    if (!isText(name) || typeof value !== 'string' || all.has(name.toLowerCase())) continue;
    all.set(name.toLowerCase(), value);
  }
  return all;
}

export type Around = {
  readonly account: string;
  /** The name of a label that people made; undefined for any other. */
  readonly labelName: (id: string) => string | undefined;
};

export function toMessage(native: NativeMessage, { account, labelName }: Around): MailMessage {
  const { id, threadId, receivedAt, headers, mimeType, labelIds } = native;
  const header = (name: string): string => headers.get(name) ?? '';
  const messageId = messageIdOf(header('message-id'));
  const [from] = addressesIn(header('from'));
  return {
    id,
    ...(messageId === '' ? {} : { messageId }),
    threadId,
    ...(from === undefined ? {} : { from }),
    to: addressesIn(header('to')),
    cc: addressesIn(header('cc')),
    bcc: addressesIn(header('bcc')),
    subject: oneLine(decodeWords(header('subject').slice(0, maxHeaderLength))),
    preview: previewOf(native.snippet),
    sentAt: dateIn(header('date')) ?? receivedAt,
    receivedAt,
    ...whereabouts(labelIds),
    labels: labelIds.flatMap((label) => labelName(label) ?? []),
    sensitivity: sensitivities[header('sensitivity').trim().toLowerCase()] ?? 'normal',
    // Metadata says nothing of parts; this is the type of a message that has files beside its text.
    hasAttachments: mimeType.toLowerCase() === 'multipart/mixed',
    link: linkTo(account, id),
  };
}

/** The form of such addresses is documented nowhere: an assumption. `all` finds it in whichever folder. */
const linkTo = (account: string, id: string): string =>
  `https://mail.google.com/mail/u/?authuser=${encodeURIComponent(account)}#all/${encodeURIComponent(id)}`;

/** The first that a message has. Nobody but the server puts it into the last two, so that these say more than the others. */
const places: readonly (readonly [string, MailPlace, string])[] = [
  ['TRASH', 'deleted', 'Trash'],
  ['SPAM', 'junk', 'Spam'],
  ['DRAFT', 'drafts', 'Drafts'],
  ['CHAT', 'chat', 'Chats'],
  ['SENT', 'sent', 'Sent'],
  ['INBOX', 'inbox', 'Inbox'],
];

function whereabouts(labelIds: readonly string[]): Pick<MailMessage, 'place' | 'folder'> {
  const [, place, folder] = places.find(([label]) => labelIds.includes(label)) ?? ['', 'other' as const, 'All Mail'];
  return { place, folder };
}

/** RFC 4021; what is not said is normal. */
const sensitivities: Readonly<Record<string, MailSensitivity>> = {
  personal: 'personal',
  private: 'private',
  'company-confidential': 'confidential',
  'company confidential': 'confidential',
};

/** Without its angle brackets. */
export const messageIdOf = (text: string): string =>
  text.slice(0, maxHeaderLength).trim().replace(/^<|>$/gu, '').trim();

/** Members of groups stand for themselves, and what is no address is left out. */
export function addressesIn(text: string): readonly MailAddress[] {
  return addressParser(bounded(text), { flatten: true }).flatMap(({ address, name }) =>
    isText(address) && address.includes('@') ? [{ address: address.trim(), name: oneLine(name) }] : [],
  );
}

/** Nothing of the address in which it would be cut. */
function bounded(text: string): string {
  if (text.length <= maxHeaderLength) return text;
  const cut = text.slice(0, maxHeaderLength);
  return cut.slice(0, Math.max(0, cut.lastIndexOf(',')));
}

/** A date without a zone is Greenwich's (RFC 5322, 4.3); one that cannot be read is none. */
export function dateIn(text: string): number | undefined {
  const plain = text
    .slice(0, 200)
    .replace(/\([^)]*\)/gu, ' ')
    .trim();
  // Whatever else looks like a date to the runtime ("+0000" is the year 2000) is none.
  if (!/\d\s+[a-z]{3,9}\s+\d{2,4}\s+\d{1,2}:\d{2}/iu.test(plain)) return undefined;
  const hasZone = /(?:[+-]\d{4}|\b[A-Z]{1,4})$/u.test(plain);
  const at = Date.parse(hasZone ? plain : `${plain} +0000`);
  return Number.isNaN(at) ? undefined : at;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Snippets are escaped as HTML has it (general knowledge), once. */
function previewOf(snippet: string): string {
  const text = snippet.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/giu, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[String(name).toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : ' ';
  });
  return oneLine(text)
    .slice(0, maxPreviewLength)
    .toWellFormed()
    .replace(/\uFFFD$/u, '');
}

const oneLine = (text: string): string => text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
