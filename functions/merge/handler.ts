import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { work } from '@concord/engine';
import middyfy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { errorFacts } from '../log.ts';
import { createPlace, type Place } from '../wiring.ts';
import { parseMessage } from './message.ts';

/** Works off the queue `changes`. A record that fails comes back alone; the others of its batch are done. */
export function createMergeHandler(place: Place): (event: SQSEvent, context: Context) => Promise<SQSBatchResponse> {
  return middyfy<SQSEvent, SQSBatchResponse>()
    .use(injectLambdaContext(place.logger, { logEvent: false, resetKeys: true }))
    .handler(async ({ Records }) => {
      const failed = await Promise.all(Records.map((record) => failureOf(place, record)));
      return { batchItemFailures: failed.flatMap((itemIdentifier) => (itemIdentifier ? [{ itemIdentifier }] : [])) };
    });
}

/** The record's id when it has to come back. */
async function failureOf(place: Place, record: SQSRecord): Promise<string | undefined> {
  try {
    await work(place.ports(), parseMessage(record.body));
    return undefined;
  } catch (error) {
    const receives = Number(record.attributes.ApproximateReceiveCount);
    place.logger.error('change.failed', { ...errorFacts(error), messageId: record.messageId, receives });
    return record.messageId;
  }
}

export const handler = createMergeHandler(createPlace('merge'));
