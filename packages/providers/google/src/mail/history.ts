import { SyncError } from '@concord/core';
import { type Answer, garbled, recordOf, recordsOf } from '../errors.ts';
import { isText, parseHistoryId, tokenIn } from './requests.ts';

/** Up to where the history was read. `done`: how many messages of the record that comes next. */
export type Position = { readonly after: string; readonly done: number };

/** A text that is none of ours cannot be gone on from. */
export function parsePosition(cursor: string): Position {
  const [, after, done = '0'] = /^(\d{1,20})(?: (\d{1,6}))?$/u.exec(cursor) ?? [];
  if (after === undefined) throw expired();
  return { after, done: Number(done) };
}

export const expired = (cause?: unknown): SyncError =>
  new SyncError('cursorExpired', 'Gmail does not know this place in the history any more', {
    provider: 'google',
    ...(cause === undefined ? {} : { cause }),
  });

export const toCursor = ({ after, done }: Position): string => (done === 0 ? after : `${after} ${done}`);

export type HistoryRecord = { readonly id: string; readonly messages: readonly string[] };
export type HistoryPage = {
  readonly records: readonly HistoryRecord[];
  readonly historyId: string;
  readonly nextPageToken?: string;
};

/** `history` is missing when nothing changed. Records come in the order of their numbers, which have gaps (documented). */
export function parseHistory(answer: Answer): HistoryPage {
  const body = recordOf(answer.body);
  if (body === undefined) throw garbled('no history');
  const records = recordsOf(body.history).map((record) => ({
    id: numberOf(record.id),
    messages: [...new Set(concerned(record))],
  }));
  return { records, historyId: parseHistoryId(answer), ...tokenIn(body) };
}

function numberOf(id: unknown): string {
  const text = typeof id === 'number' ? String(id) : id;
  if (typeof text !== 'string' || !/^\d{1,20}$/u.test(text)) throw garbled('a record without its number');
  return text;
}

type Row = Readonly<Record<string, unknown>>;

/** The messages of a record that are worth a look. */
function concerned({ messagesAdded, labelsAdded, labelsRemoved }: Row): readonly string[] {
  return [
    ...recordsOf(messagesAdded),
    ...recordsOf(labelsAdded).filter(({ labelIds }) => textsOf(labelIds).some((label) => arrives.has(label))),
    ...recordsOf(labelsRemoved).filter(({ labelIds }) => textsOf(labelIds).some((label) => !isIdle(label))),
  ].flatMap(({ message }) => {
    const { id, labelIds } = recordOf(message) ?? {};
    return isText(id) && !textsOf(labelIds).some((label) => isLeftOut(label)) ? [id] : [];
  });
}

/** What lies there is left out by the rules, whatever else it is: nothing is asked for it. Leaving it is another record. */
const leftOut: ReadonlySet<string> = new Set(['DRAFT', 'SPAM', 'TRASH', 'CHAT']);
const isLeftOut = (label: string): boolean => leftOut.has(label);

/** A draft that was sent (observed), and what somebody takes back out of the archive. */
const arrives: ReadonlySet<string> = new Set(['SENT', 'INBOX']);

/** Losing one of these makes nothing of a message that it was not before; of a label that people made, it may. */
const idle: ReadonlySet<string> = new Set(['UNREAD', 'STARRED', 'IMPORTANT', 'INBOX', 'SENT']);
const isIdle = (label: string): boolean => idle.has(label) || label.startsWith('CATEGORY_');

const textsOf = (value: unknown): readonly string[] => {
  const all: readonly unknown[] = Array.isArray(value) ? value : [];
  return all.filter(isText);
};
