import type { HistoryEntry, HistoryKind } from '../mailbox/mail-history.ts';
import type { Answer, Call } from './call.ts';
import { readCount, readToken } from './paging.ts';
import { invalid, refusal } from './refusal.ts';

const kinds: readonly HistoryKind[] = ['messageAdded', 'messageDeleted', 'labelAdded', 'labelRemoved'];
const usualRows = 100;
const maxRows = 500;

/** `GET history`: what happened after a number. A number that is too old is 404. */
export function listHistory(call: Call): Answer {
  const { query, mailbox, world } = call;
  const start = query.get('startHistoryId') ?? '';
  if (!/^\d{1,20}$/u.test(start)) throw invalid('Missing required parameter: startHistoryId');
  const asked = query.getAll('historyTypes');
  const stranger = asked.find((kind) => !kinds.some((known) => known === kind));
  if (stranger !== undefined) throw invalid(`Invalid value at 'history_types': "${stranger}"`);
  const count = readCount(query, usualRows, maxRows);
  const { offset, isBlank } = readToken(call, `history ${start} ${asked.join()}`);
  const label = query.get('labelId');
  const entries = world.awkward.strikes('google.mail.historyGone') ? undefined : mailbox.history.after(Number(start));
  if (entries === undefined) throw refusal('notFound');
  const rows = entries
    .filter(({ kind }) => asked.length === 0 || asked.includes(kind))
    .filter(({ labelIds, changed }) => !label || labelIds.includes(label) || changed.includes(label));
  const page = isBlank ? [] : rows.slice(offset, offset + count);
  const next = isBlank ? offset : offset + page.length;
  return {
    ...(page.length === 0 ? {} : { history: page.map((entry) => record(call, entry)) }),
    ...(next < rows.length ? { nextPageToken: String(next) } : {}),
    historyId: String(mailbox.history.head()),
  };
}

const properties = {
  messageAdded: 'messagesAdded',
  messageDeleted: 'messagesDeleted',
  labelAdded: 'labelsAdded',
  labelRemoved: 'labelsRemoved',
} as const satisfies Readonly<Record<HistoryKind, string>>;

function record({ world }: Call, { number, kind, messageId, threadId, labelIds, changed }: HistoryEntry): object {
  const named = { id: messageId, threadId };
  const isBare = world.awkward.strikes('google.mail.recordsWithoutLabels');
  const message = isBare ? named : { ...named, labelIds };
  const isOfLabels = kind === 'labelAdded' || kind === 'labelRemoved';
  return {
    id: String(number),
    messages: [named],
    [properties[kind]]: [{ message, ...(isOfLabels ? { labelIds: changed } : {}) }],
  };
}
