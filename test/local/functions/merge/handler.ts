import type { ChangeMessage } from '@concord/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { table } from '../table.ts';

/** Notes every receipt; a sync that is called bad fails always, and one that is called worse takes the batch with it. */
export const handler = async (event: SQSEvent): Promise<SQSBatchResponse> => {
  const failed: string[] = [];
  for (const { body, messageId, attributes } of event.Records) {
    const { sync } = JSON.parse(body) as ChangeMessage;
    const receives = Number(attributes.ApproximateReceiveCount);
    await table.put({ pk: 'merged', sk: `${sync}#${receives}`, rev: 1, batch: event.Records.length });
    if (sync.startsWith('worse')) throw new Error('A whole batch fails.');
    if (sync.startsWith('bad')) failed.push(messageId);
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
};
