import { type HttpRequest, isSyncError, type Mailbox, type MailPage, type MailSpan, SyncError } from '@concord/core';
import type { Calls } from '../calls.ts';
import { type Answer, garbled, parsedJson, recordOf } from '../errors.ts';
import { parseRows, parts, safeLink } from '../graph-requests.ts';
import { maxBatchItems } from '../profile.ts';
import { timeOf } from '../rows.ts';
import type { MailFolders } from './mail-folders.ts';
import { readMessage } from './messages.ts';
import { smallSpanPageSize, spanPageSize } from './profile.ts';
import { countItem, followRequest, type MessageRow, spanRequest } from './requests.ts';

/** Where a span goes on: from this time, or (when more came in one second than a page holds) along Graph's own link. */
type Place = { readonly from: number; readonly link?: string; readonly size: number };

/**
 * Spans of time are read from the list of the whole mailbox, which has one order of time and costs a request for hundreds of
 * messages however many folders there are; what lies among drafts, junk and deleted ones is passed over. Pages begin at a time
 * and not at a number of rows, so that what is purged meanwhile shifts nothing.
 */
export function createSpans(calls: Calls, folders: MailFolders): Pick<Mailbox, 'range' | 'count'> {
  /** A page that took too long is asked for once more, smaller, and so are those after it. */
  async function ask(span: MailSpan, place: Place): Promise<{ readonly answer: Answer; readonly size: number }> {
    const request = (size: number): HttpRequest =>
      place.link === undefined ? spanRequest({ ...span, from: place.from }, size) : followRequest(place.link);
    try {
      return { answer: await calls.succeed(request(place.size)), size: place.size };
    } catch (error) {
      const isTooLarge = isSyncError(error) && (error.status === 504 || error.code === 'timeout');
      if (!isTooLarge || place.link !== undefined || place.size === smallSpanPageSize) throw error;
      return { answer: await calls.succeed(request(smallSpanPageSize)), size: smallSpanPageSize };
    }
  }

  return {
    range: async (span, next): Promise<MailPage> => {
      const place = next === undefined ? { from: span.from, size: spanPageSize } : parsePlace(next);
      const { answer, size } = await ask(span, place);
      const { rows, goesOn } = pageFrom(answer, { ...place, size });
      const placeOf = await folders.placesOf(rows.map(({ parentFolderId }) => parentFolderId));
      const kept = rows.filter(({ parentFolderId, isDraft }) => placeOf(parentFolderId).isFollowed && isDraft !== true);
      const messages = kept.map((row) => readMessage(row, placeOf(row.parentFolderId)));
      return { messages, ...(goesOn === undefined ? {} : { next: JSON.stringify(goesOn) }) };
    },
    count: async (span) => {
      const { followed } = await folders.tree();
      let count = 0;
      for (const group of parts(followed, maxBatchItems)) {
        const answers = await calls.succeedAll(group.map((folder) => countItem(folder, span)));
        for (const answer of answers) count += countIn(answer);
      }
      return count;
    },
  };
}

/** The rows of all whole seconds of a page; those of its last one begin the next. Times are shown in whole seconds, cut off (assumption). */
function pageFrom(answer: Answer, place: Place): { readonly rows: readonly MessageRow[]; readonly goesOn?: Place } {
  const rows = parseRows<MessageRow>(answer);
  const link = recordOf(answer.body)?.['@odata.nextLink'];
  if (typeof link !== 'string') return { rows };
  const times = rows.map(({ receivedDateTime }) => timeOf(receivedDateTime));
  const last = Math.max(place.from, ...times);
  const whole = rows.filter((_, index) => (times[index] ?? 0) < last);
  // All of one second, or an empty page with a link on.
  const isStuck = last === place.from || whole.length === 0;
  if (isStuck) return { rows, goesOn: { ...place, link: safeLink(link) } };
  return { rows: whole, goesOn: { from: last, size: place.size } };
}

/** Whether the link leads to Graph is seen when it is followed. */
function parsePlace(text: string): Place {
  const { from, link, size } = recordOf(parsedJson(text)) ?? {};
  if (typeof from !== 'number' || typeof size !== 'number') {
    throw new SyncError('cursorExpired', 'The stored place in a span of mail cannot be read', {
      provider: 'microsoft',
    });
  }
  return { from, size, ...(typeof link === 'string' ? { link } : {}) };
}

function countIn(answer: Answer): number {
  const count = recordOf(answer.body)?.['@odata.count'];
  if (typeof count !== 'number') throw garbled('a list without its count');
  return count;
}
