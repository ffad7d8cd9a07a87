import { isSyncError, type MailMessage, type MailPage, type MailSpan } from '@concord/core';
import { garbled, parsedJson, recordOf } from '../errors.ts';
import { messageIdOf } from './message.ts';
import { countPageSize, maxPages, pageSize } from './profile.ts';
import { found, type Reader } from './reading.ts';
import { type ListPage, type ListQuery, listRequest, parseList } from './requests.ts';

/** Where a span goes on: a page of its list, and the last message of it that was read. `anew`: from the start, once more. */
type Place = { readonly page?: string; readonly after?: string; readonly anew?: true };

const leastOfPage = 10;

export async function readRange(reader: Reader, span: MailSpan, next?: string): Promise<MailPage> {
  const { place, list } = await pageAt(reader, queryOf(span, pageSize, 1), parsePlace(next));
  // Where that message is not there any more, the page is read again, which does no harm.
  const ids = list.ids.slice(place.after === undefined ? 0 : list.ids.indexOf(place.after) + 1);
  const room = ids.length === 0 ? 0 : reader.budget.room('get', ids.length, leastOfPage);
  const { messages, error } = await reader.read(ids.slice(0, room));
  if (error && messages.length === 0) throw error;
  const isWhole = messages.length === ids.length;
  const then = isWhole ? nextPageOf(list, place) : { ...place, after: ids[messages.length - 1] };
  return {
    messages: found(messages).filter((message) => isIn(message, span)),
    ...(then === undefined ? {} : { next: JSON.stringify(then) }),
  };
}

/**
 * Epoch seconds: days would be California's. Whether their ends belong to it is not documented, so it is asked for a little
 * `more` (seconds), and left out again by the time that each message shows. What lies in the junk or the trash is left out unless asked for.
 */
function queryOf({ from, until }: MailSpan, maxResults: number, more: number): ListQuery {
  const [after, before] = [Math.floor(from / 1_000) - more, Math.ceil(until / 1_000) + more];
  return { q: `after:${Math.max(0, after)} before:${Math.max(1, before)} -in:drafts -in:chats`, maxResults };
}

const isIn = ({ receivedAt, place }: MailMessage, { from, until }: MailSpan): boolean =>
  receivedAt >= from && receivedAt < until && (place === 'inbox' || place === 'sent' || place === 'other');

function parsePlace(next: string | undefined): Place {
  const { page, after, anew } = recordOf(parsedJson(next ?? '{}')) ?? {};
  return {
    ...(typeof page === 'string' ? { page } : {}),
    ...(typeof after === 'string' ? { after } : {}),
    ...(anew === true ? { anew } : {}),
  };
}

function nextPageOf({ nextPageToken }: ListPage, { anew }: Place): Place | undefined {
  return nextPageToken === undefined ? undefined : { page: nextPageToken, ...(anew ? { anew } : {}) };
}

/** The page of that place, or the first after it that has a row. A token that is refused after hours is begun again, once. */
async function pageAt(
  reader: Reader,
  query: ListQuery,
  from: Place,
): Promise<{ readonly place: Place; readonly list: ListPage }> {
  let place = from;
  for (let pages = 1; pages <= maxPages; pages += 1) {
    const list = await listed(reader, query, place.page).catch((error: unknown) => {
      if (place.page === undefined || place.anew || !isSyncError(error) || error.code !== 'refused') throw error;
      return undefined;
    });
    if (list && (list.ids.length > 0 || list.nextPageToken === undefined)) return { place, list };
    place = list ? (nextPageOf(list, place) ?? place) : { anew: true };
  }
  throw garbled('pages without end');
}

const listed = async (reader: Reader, query: ListQuery, page?: string): Promise<ListPage> =>
  parseList(await reader.ask('list', listRequest(query, page)));

/** By the ids alone; a page of them costs a quarter of one message. */
export async function countRange(reader: Reader, span: MailSpan): Promise<number> {
  return (await allIds(reader, queryOf(span, countPageSize, 0))).length;
}

/** An id is a search term, and strangers write it: one that could be more than a term is looked for nowhere. */
export async function findMessage(reader: Reader, messageId: string): Promise<readonly MailMessage[]> {
  const id = messageIdOf(messageId);
  if (!/^[^\s"<>]{1,500}$/u.test(id)) return [];
  const query = { q: `rfc822msgid:${id}`, includeSpamTrash: 'true', maxResults: pageSize } as const;
  const { ids } = await listed(reader, query);
  const { messages, error } = await reader.read(ids);
  if (error) throw error;
  return found(messages).filter((message) => message.messageId?.toLowerCase() === id.toLowerCase());
}

async function allIds(reader: Reader, query: ListQuery): Promise<readonly string[]> {
  const ids: string[] = [];
  let page: string | undefined;
  for (let pages = 1; pages <= maxPages; pages += 1) {
    const list = await listed(reader, query, page);
    ids.push(...list.ids);
    page = list.nextPageToken;
    if (page === undefined) break;
  }
  return ids;
}
