import type { Mailbox, MailMessage } from '@concord/core';
import type { Calls } from '../calls.ts';
import { type Answer, errorOf, graphCodeOf, isSuccess } from '../errors.ts';
import { parseRow, parseRows, parts } from '../graph-requests.ts';
import { maxBatchItems } from '../profile.ts';
import type { MailFolders } from './mail-folders.ts';
import { readMessage } from './messages.ts';
import { findRequest, type MessageRow, messageItem } from './requests.ts';

/** Single messages, by id or by what they are called everywhere. */
export function createMessageReading(
  calls: Calls,
  folders: MailFolders,
  now: () => number,
): Pick<Mailbox, 'read' | 'find'> {
  /** Nothing for one that is not there any more, nor ever was. */
  const rowsIn = (answer: Answer): readonly MessageRow[] => {
    if (isSuccess(answer)) return [parseRow<MessageRow>(answer.body)];
    const error = errorOf(answer, now());
    if (error.code === 'notFound' || graphCodeOf(answer) === 'errorinvalididmalformed') return [];
    throw error;
  };
  const messagesOf = async (rows: readonly MessageRow[]): Promise<readonly MailMessage[]> => {
    if (rows.length === 0) return [];
    const placeOf = await folders.placesOf(rows.map(({ parentFolderId }) => parentFolderId));
    return rows.map((row) => readMessage(row, placeOf(row.parentFolderId)));
  };
  return {
    read: async (ids) => {
      const rows: MessageRow[] = [];
      for (const group of parts(ids, maxBatchItems)) {
        // The folders go along where there is room: after a push it is one batch in all.
        const ride = folders.ride(maxBatchItems - group.length);
        const answers = await calls.answerAll([...group.map(messageItem), ...(ride?.items ?? [])]);
        rows.push(...answers.slice(0, group.length).flatMap(rowsIn));
        await ride?.take(answers.slice(group.length));
      }
      return await messagesOf(rows);
    },
    find: async (messageId) => await messagesOf(parseRows<MessageRow>(await calls.succeed(findRequest(messageId)))),
  };
}
