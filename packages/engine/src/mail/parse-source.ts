import { type MailAddress, type MailMessage, type MailSensitivity, tidy } from '@concord/core';
import { type Address, addressParser, decodeWords } from 'postal-mime';
import { type HeaderFields, headerFields, isTelling } from './header-fields.ts';
import { mailDate } from './mail-date.ts';

/** `id`: only a Message-ID, without its brackets. `unreadable`: what to paste instead. */
export type ParsedSource =
  | { readonly kind: 'id'; readonly messageId: string }
  | { readonly kind: 'message'; readonly message: MailMessage }
  | { readonly kind: 'unreadable'; readonly sentence: string };

/** In bytes of UTF-8. */
export const largestSource = 256 * 1024;

export const unreadableSources = {
  nothing: 'Nothing was pasted. Paste the internet headers of a message, its whole source, or its Message-ID.',
  large:
    'This is more than 256 KB. Paste only the internet headers of the message, which is all above its text, or its Message-ID.',
  noHeaders:
    'This has no internet headers in it, such as From, To or Message-ID. Paste them as your mail program shows them, the whole source of the message, or its Message-ID.',
} as const;

/**
 * What a person pasted to ask about a message: its internet headers, its whole source, or its Message-ID. Never throws. Only the headers
 * are read: the text, its parts and its attachments are not even looked at, and the preview stays empty. Where it lies, its labels and its
 * own id are the mailbox's to say (`other`, none, ''); a message without any date that can be read is of 1970.
 */
export function parseSource(text: string): ParsedSource {
  if (text.trim() === '') return unreadable('nothing');
  if (new TextEncoder().encode(text).length > largestSource) return unreadable('large');
  const bare = bareId(text);
  if (bare !== undefined) return { kind: 'id', messageId: bare };
  const fields = headerFields(text);
  if (!isTelling(fields)) return unreadable('noHeaders');
  const messageId = messageIdOf(first(fields, 'message-id'));
  const names = ['from', 'to', 'cc', 'bcc', 'sender'].some((name) => fields.has(name));
  if (names) return { kind: 'message', message: messageOf(fields, messageId) };
  return messageId === undefined ? unreadable('noHeaders') : { kind: 'id', messageId };
}

const unreadable = (why: keyof typeof unreadableSources): ParsedSource => ({
  kind: 'unreadable',
  sentence: unreadableSources[why],
});

/** RFC 5322 gives a line 998 characters; what is longer was made to harm. */
const longestId = 998;

/** In brackets anything may be one; without them it must at least look like one. */
function bareId(text: string): string | undefined {
  const line = text.replace(/^\ufeff/u, '').trim();
  if (line.length > longestId) return undefined;
  return /^<([^\s<>]+)>$/u.exec(line)?.[1] ?? (/^[^\s<>:"]+@[^\s<>:"]+$/u.test(line) ? line : undefined);
}

function messageIdOf(value: string): string | undefined {
  if (value.length > longestId) return undefined;
  const id = (/<([^<>]*)>/u.exec(value)?.[1] ?? value).replaceAll(/\s+/gu, '');
  return id === '' ? undefined : id;
}

function messageOf(fields: HeaderFields, messageId: string | undefined): MailMessage {
  const [from] = [...addresses(fields, 'from').filter(hasAddress), ...addresses(fields, 'sender')];
  const receivedAt = mailDate(first(fields, 'received').split(';').at(-1) ?? '');
  const sentAt = mailDate(first(fields, 'date'));
  return {
    id: '',
    ...(messageId === undefined ? {} : { messageId }),
    threadId: '',
    ...(from ? { from } : {}),
    to: addresses(fields, 'to'),
    cc: addresses(fields, 'cc'),
    bcc: addresses(fields, 'bcc'),
    subject: decoded(first(fields, 'subject')),
    preview: '',
    sentAt: sentAt ?? receivedAt ?? 0,
    receivedAt: receivedAt ?? sentAt ?? 0,
    place: 'other',
    folder: '',
    labels: [],
    sensitivity: sensitivityOf(first(fields, 'sensitivity')),
    hasAttachments: false,
  };
}

/** What stands twice counts once: the first, as in every mail program that we know of. */
const first = (fields: HeaderFields, name: string): string => fields.get(name)?.[0] ?? '';

/** Lists that stand twice are one list (RFC 5322, 4.5). A group is its members; `undisclosed-recipients:;` is nobody. */
function addresses(fields: HeaderFields, name: 'from' | 'to' | 'cc' | 'bcc' | 'sender'): readonly MailAddress[] {
  const values = name === 'from' || name === 'sender' ? [first(fields, name)] : (fields.get(name) ?? []);
  return values
    .flatMap((value) => addressParser(value, { flatten: true }))
    .slice(0, mostAddresses)
    .map(addressOf);
}

/** Of one list. No service delivers a message to so many. */
const mostAddresses = 10_000;

const addressOf = ({ address = '', name }: Address): MailAddress => ({ address, name: tidy(name) });
const hasAddress = ({ address }: MailAddress): boolean => address.includes('@');

const decoded = (text: string): string => tidy(decodeWords(text));

/** RFC 2156, 5.3.4, which Outlook writes; whatever else stands there is an ordinary message. */
const sensitivities: ReadonlyMap<string, MailSensitivity> = new Map([
  ['personal', 'personal'],
  ['private', 'private'],
  ['company-confidential', 'confidential'],
  ['confidential', 'confidential'],
]);
const sensitivityOf = (value: string): MailSensitivity => sensitivities.get(value.trim().toLowerCase()) ?? 'normal';
