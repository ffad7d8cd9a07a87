import { domainToASCII } from 'node:url';
import { type Letter, type MailAddress, SyncError } from '@concord/core';
import { messageIdOf } from './message.ts';
import { markerHeader } from './profile.ts';

/**
 * A letter as RFC 5322 has it, in plain text. No text of a person's reaches a header but as an encoded word or a quoted
 * string, and what is no address is refused: nothing in a letter can begin a header of its own.
 */
export function letterSource(letter: Letter, from: string, now: number): string {
  const { to, cc, subject, text, marker, answers } = letter;
  if (to.length + cc.length === 0) throw refused('A letter is to nobody');
  const parent = answers?.messageId === undefined ? undefined : referenceOf(answers.messageId);
  const headers: readonly (readonly [string, string])[] = [
    ['From', mailbox({ address: from, name: '' })],
    ...(to.length === 0 ? [] : [['To', to.map(mailbox).join(',\r\n ')] as const]),
    ...(cc.length === 0 ? [] : [['Cc', cc.map(mailbox).join(',\r\n ')] as const]),
    ['Subject', phrase(subject, (plain) => plain)],
    ['Date', new Date(now).toUTCString().replace('GMT', '+0000')],
    ...(parent === undefined ? [] : [['In-Reply-To', parent] as const, ['References', parent] as const]),
    [markerHeader, marker.replace(/[^\w.:-]/gu, '').slice(0, 200)],
    ['MIME-Version', '1.0'],
    ['Content-Type', 'text/plain; charset=utf-8'],
    ['Content-Transfer-Encoding', 'base64'],
  ];
  return `${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${bodyOf(text)}`;
}

const refused = (message: string): SyncError => new SyncError('refused', message, { provider: 'google' });

/** What may not stand in an address without quotes: blanks, controls, and what ends or begins something in a header. */
const part = /^[^\p{Cc}\p{Z}<>()[\]\\,;:"@]{1,250}$/u;

function mailbox({ address, name }: MailAddress): string {
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, at), domainToASCII(address.slice(at + 1))];
  if (at < 1 || !part.test(local) || !part.test(domain)) throw refused('An address of the letter is none');
  const title = name.trim();
  return title === '' ? `${local}@${domain}` : `${phrase(title, quoted)} <${local}@${domain}>`;
}

const quoted = (plain: string): string => `"${plain.replace(/["\\]/gu, '\\$&')}"`;

/** Short printable texts stay as they are, others become encoded words (RFC 2047), each of at most 75 characters. */
function phrase(text: string, plain: (text: string) => string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return /^[\x20-\x7e]{0,60}$/u.test(line) && !line.includes('=?') ? plain(line) : encodedWords(line);
}

/** 45 bytes are 60 characters in Base64; no word ends within a letter. */
const wordBytes = 45;

function encodedWords(line: string): string {
  const words: string[] = [];
  let word = '';
  for (const letter of line) {
    if (Buffer.byteLength(word + letter) > wordBytes) {
      words.push(word);
      word = '';
    }
    word += letter;
  }
  return [...words, word].map((one) => `=?utf-8?B?${Buffer.from(one).toString('base64')}?=`).join('\r\n ');
}

/** Gmail puts a message into a thread by these (documented). One that could be more than an id is left out. */
function referenceOf(messageId: string): string | undefined {
  const id = messageIdOf(messageId);
  return /^[\x21-\x3b\x3d\x3f-\x7e]{1,900}$/u.test(id) ? `<${id}>` : undefined;
}

const bodyOf = (text: string): string =>
  (
    Buffer.from(text.replace(/\r\n?|\n/gu, '\r\n'))
      .toString('base64')
      .match(/.{1,76}/gu) ?? []
  ).join('\r\n');
