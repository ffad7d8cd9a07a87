import type { PostedAddress } from '../../../kernel/post-office.ts';
import type { OutlookMessageInput } from '../../mail/outlook-messages.ts';
import type { Writing } from '../../mail/posting.ts';

/** Fields by name, as they were typed. */
export type MailForm = Readonly<Record<string, string>>;

/** `Ada <ada@example.com>, bob@example.com`. What is no address is passed over. */
export function peopleIn(text = ''): readonly PostedAddress[] {
  return text.split(/[,;\n]/u).flatMap((part) => {
    const [, name = '', address = part] = /^(.*)<([^<>]*)>\s*$/u.exec(part) ?? [];
    const bare = address.trim();
    return /^[^\s@]+@[^\s@]+$/u.test(bare) ? [{ address: bare, name: name.trim().replace(/^"(.*)"$/u, '$1') }] : [];
  });
}

/** What the form "A message arrives" says; a string is what is wrong with it. */
export function arrivalOf(form: MailForm, owner: PostedAddress): OutlookMessageInput | string {
  const [from] = peopleIn(form.from);
  const to = form.to?.trim() ? peopleIn(form.to) : [owner];
  const [sentAt, receivedAt] = [instantIn(form.sentAt), instantIn(form.receivedAt)];
  const headers = headersIn(form.headers);
  if (from === undefined) return 'It needs an address that it is from.';
  if (headers === undefined) return 'A header is a name, a colon and a value, each on a line of its own.';
  if (Number.isNaN(sentAt) || Number.isNaN(receivedAt)) return 'A time is not valid.';
  return {
    from,
    to,
    cc: peopleIn(form.cc),
    subject: form.subject ?? '',
    text: linesOf(form.text),
    headers,
    hasAttachments: form.hasAttachments === 'on',
    folder: form.folder || 'Inbox',
    ...idOf(form),
    ...(sentAt === undefined ? {} : { sentAt }),
    ...(receivedAt === undefined ? {} : { receivedAt }),
  };
}

function idOf(form: MailForm): Pick<OutlookMessageInput, 'messageId'> {
  if (form.noMessageId === 'on') return { messageId: null };
  const messageId = form.messageId?.trim().replace(/^<|>$/gu, '');
  return messageId ? { messageId } : {};
}

/** What the form "Write" says; a string is what is wrong with it. */
export function writingOf(form: MailForm): Partial<Writing> | string {
  const [to, cc, bcc] = [peopleIn(form.to), peopleIn(form.cc), peopleIn(form.bcc)];
  if (to.length + cc.length + bcc.length === 0) return 'It needs somebody to go to.';
  const inReplyTo = form.inReplyTo?.trim();
  return {
    to,
    cc,
    bcc,
    subject: form.subject ?? '',
    text: linesOf(form.text),
    ...(inReplyTo ? { inReplyTo } : {}),
  };
}

const linesOf = (text = ''): string => text.replaceAll('\r\n', '\n');

/** Of a field for date and time, taken as UTC; undefined for an empty one. */
function instantIn(text = ''): number | undefined {
  return text.trim() === '' ? undefined : Date.parse(`${text.trim()}Z`);
}

function headersIn(text = ''): Readonly<Record<string, string>> | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const pairs = lines.map((line) => /^([\w-]+):\s*(.*?)\s*$/u.exec(line));
  if (pairs.includes(null)) return undefined;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']));
}
