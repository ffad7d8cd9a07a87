import { isSyncError, type MailChanges } from '@concord/core';
import { garbled } from '../errors.ts';
import {
  expired,
  type HistoryPage,
  type HistoryRecord,
  type Position,
  parseHistory,
  parsePosition,
  toCursor,
} from './history.ts';
import { maxPages, pageSize } from './profile.ts';
import { found, type Reader } from './reading.ts';
import { historyRequest } from './requests.ts';

/** Fewer are not worth a page, where there are more. */
const leastOfPage = 10;

/** A message to be read, and where the history goes on after it. */
type Find = { readonly id: string; readonly onward: Position };

/**
 * A page of what came. The number of any record is a place from which the history goes on: so a page ends wherever the minute's
 * units do, and nothing is asked for twice.
 */
export async function readChanges(reader: Reader, cursor: string): Promise<MailChanges> {
  const position = parsePosition(cursor);
  const page = await nextPage(reader, position.after);
  const finds = findsIn(page.records, position);
  const end = endOf(page, position);
  if (finds.length === 0) return { messages: [], ...end };
  const wanted = Math.min(finds.length, pageSize);
  const room = reader.budget.room('get', wanted, leastOfPage);
  const { messages, error } = await reader.read(finds.slice(0, room).map(({ id }) => id));
  if (error && messages.length === 0) throw error;
  if (messages.length === finds.length) return { messages: found(messages), ...end };
  const onward = finds[messages.length - 1]?.onward ?? position;
  return { messages: found(messages), cursor: toCursor(onward), more: true };
}

/** The first page that has a record, or the last. */
async function nextPage(reader: Reader, after: string): Promise<HistoryPage> {
  let pageToken: string | undefined;
  for (let pages = 1; pages <= maxPages; pages += 1) {
    const page = parseHistory(await askHistory(reader, after, pageToken));
    if (page.records.length > 0 || page.nextPageToken === undefined) return page;
    pageToken = page.nextPageToken;
  }
  throw garbled('pages without end');
}

async function askHistory(reader: Reader, after: string, pageToken?: string) {
  try {
    return await reader.ask('history', historyRequest(after, pageToken));
  } catch (error) {
    // Documented: a number that is too old is not found.
    throw isSyncError(error) && error.code === 'notFound' ? expired(error) : error;
  }
}

/** Each message once: what is read now is as it is now. */
function findsIn(records: readonly HistoryRecord[], { after, done }: Position): readonly Find[] {
  const finds = new Map<string, Find>();
  let [before, skipped] = [after, done];
  for (const { id, messages } of records) {
    for (const [index, message] of messages.entries()) {
      if (index < skipped || finds.has(message)) continue;
      const isLast = index === messages.length - 1;
      finds.set(message, { id: message, onward: isLast ? { after: id, done: 0 } : { after: before, done: index + 1 } });
    }
    [before, skipped] = [id, 0];
  }
  return [...finds.values()];
}

function endOf({ records, historyId, nextPageToken }: HistoryPage, { after }: Position): Omit<MailChanges, 'messages'> {
  const last = records.at(-1)?.id ?? after;
  if (nextPageToken !== undefined) return { cursor: last, more: true };
  return { cursor: [historyId, last, after].reduce(later), more: false };
}

/** Never backwards. */
const later = (one: string, other: string): string => (BigInt(one) >= BigInt(other) ? one : other);
