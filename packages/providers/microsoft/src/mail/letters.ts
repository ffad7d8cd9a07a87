import type { Letter, MailAddress, Mailbox } from '@concord/core';
import type { Calls } from '../calls.ts';
import { parseRows } from '../graph-requests.ts';
import { peopleOf, propertyOf } from './messages.ts';
import { clockSlackMs, letterProperty } from './profile.ts';
import { letterItem, type MessageRow, sendRequest, sentItem } from './requests.ts';

/**
 * `sendMail` answers without an id, and a draft that could be asked after would take the permission to write: so a letter is found
 * again by its marker, and (in case Sent Items did not keep that) by saying the same to the same people since then.
 */
export function createLetters(calls: Calls): Pick<Mailbox, 'send' | 'wasSent'> {
  return {
    send: async (letter) => void (await calls.succeed(sendRequest(letter))),
    wasSent: async (letter, since) => {
      const answers = await calls.succeedAll([letterItem(letter.marker), sentItem(since - clockSlackMs)]);
      const [marked = [], recent = []] = answers.map((answer) => parseRows<MessageRow>(answer));
      return marked.some(({ isDraft }) => isDraft !== true) || recent.some((row) => isLetter(row, letter));
    },
  };
}

/** One with a marker is that letter or another; only where there is none, what it says is compared. */
function isLetter(row: MessageRow, letter: Letter): boolean {
  const marker = propertyOf(row, letterProperty);
  if (marker !== undefined) return marker === letter.marker;
  const isSamePeople =
    sameAddresses(peopleOf(row.toRecipients), letter.to) && sameAddresses(peopleOf(row.ccRecipients), letter.cc);
  return isSamePeople && plain(row.subject) === plain(letter.subject) && sameStart(row.bodyPreview, letter.text);
}

const sameAddresses = (one: readonly MailAddress[], other: readonly MailAddress[]): boolean =>
  folded(one) === folded(other);
const folded = (people: readonly MailAddress[]): string =>
  people
    .map(({ address }) => address.toLowerCase())
    .sort()
    .join(' ');

const plain = (text: string | null | undefined): string => (text ?? '').replaceAll(/\s+/gu, ' ').trim();

/** A preview is cut somewhere, and has its blanks its own way. */
function sameStart(preview: string | null | undefined, text: string): boolean {
  const [short, long] = [plain(preview).slice(0, comparedLength), plain(text)];
  return short === '' ? long === '' : long.startsWith(short);
}
const comparedLength = 150;
