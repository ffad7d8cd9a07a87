import type { Mailbox } from './mailbox.ts';
import { bare, headerOf, type StoredMessage } from './stored-message.ts';

type Test = (message: StoredMessage) => boolean;
export type Search = {
  readonly fits: Test;
  /** Whether it names the junk or the trash itself, which are left out otherwise (general knowledge). */
  readonly reachesAll: boolean;
};

/** The part of Gmail's search box that is here: terms that must all hold, each with `-` before it or not; no OR, no braces. */
export function readSearch(text: string, mailbox: Mailbox): Search {
  const terms = [...text.matchAll(/(-?)(?:(\w+):)?(?:"([^"]*)"|(\S+))/gu)].map(
    ([, minus, field = '', quoted, word = '']) => ({
      isNot: minus === '-',
      field: field.toLowerCase(),
      value: quoted ?? word,
    }),
  );
  const tests = terms.map(({ isNot, field, value }): Test => {
    const test = testOf(field, value, mailbox);
    return (message) => test(message) !== isNot;
  });
  const reaches = terms.some(
    ({ isNot, field, value }) => !isNot && field === 'in' && /^(?:anywhere|spam|trash)$/iu.test(value),
  );
  return { fits: (message) => tests.every((test) => test(message)), reachesAll: reaches };
}

function testOf(field: string, value: string, mailbox: Mailbox): Test {
  const folded = value.toLowerCase();
  const test = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (test) return test(folded, mailbox);
  const sought = field === '' ? folded : `${field}:${folded}`;
  return (message) =>
    [message.text, headerOf(message, 'subject'), headerOf(message, 'from')].some((text) =>
      text.toLowerCase().includes(sought),
    );
}

const inHeader =
  (name: string) =>
  (value: string): Test =>
  (message) =>
    headerOf(message, name).toLowerCase().includes(value);
const labelled =
  (label: string): Test =>
  ({ labelIds }) =>
    labelIds.includes(label);

const fields: Readonly<Record<string, (value: string, mailbox: Mailbox) => Test>> = {
  after: (value) => (message) => message.internalDate >= instantOf(value),
  before: (value) => (message) => message.internalDate < instantOf(value),
  in: (value, mailbox) => placeTest(value, mailbox),
  label: (value, mailbox) => placeTest(value, mailbox),
  is: (value) => states[value] ?? (() => false),
  from: inHeader('from'),
  to: inHeader('to'),
  cc: inHeader('cc'),
  bcc: inHeader('bcc'),
  subject: inHeader('subject'),
  rfc822msgid: (value) => (message) => bare(headerOf(message, 'message-id')).toLowerCase() === bare(value),
  has:
    (value) =>
    ({ files = [] }) =>
      value === 'attachment' && files.length > 0,
};

const states: Readonly<Record<string, Test>> = {
  unread: labelled('UNREAD'),
  read: ({ labelIds }) => !labelIds.includes('UNREAD'),
  starred: labelled('STARRED'),
  important: labelled('IMPORTANT'),
};

const places: Readonly<Record<string, Test>> = {
  inbox: labelled('INBOX'),
  sent: labelled('SENT'),
  draft: labelled('DRAFT'),
  drafts: labelled('DRAFT'),
  spam: labelled('SPAM'),
  trash: labelled('TRASH'),
  chat: labelled('CHAT'),
  chats: labelled('CHAT'),
  anywhere: () => true,
};

function placeTest(value: string, { labels }: Mailbox): Test {
  const label = labels
    .all()
    .find(({ name }) => name.toLowerCase().replace(/[\s/]/gu, '-') === value.replace(/[\s/]/gu, '-'));
  return places[value] ?? (label ? labelled(label.id) : () => false);
}

/** Epoch seconds; a day begins at midnight in California (general knowledge; here always eight hours behind Greenwich). */
function instantOf(value: string): number {
  if (/^\d{9,}$/u.test(value)) return Number(value) * 1_000;
  const day = Date.parse(value.replaceAll('/', '-'));
  return day + 8 * 3_600_000;
}
