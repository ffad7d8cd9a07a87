import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { work } from '@concord/engine';
import middyfy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { correlated, incomingCorrelation } from '../correlation.ts';
import { publishing } from '../meter.ts';
import { createPlace, type Place } from '../wiring.ts';
import { parseMessage } from './message.ts';

/** Works off the queue `changes`. A record that fails comes back alone; the others of its batch are done. */
export function createMergeHandler(place: Place): (event: SQSEvent, context: Context) => Promise<SQSBatchResponse> {
  return middyfy<SQSEvent, SQSBatchResponse>()
    .use(injectLambdaContext(place.logger, { logEvent: false, resetKeys: true }))
    .use(publishing(place.meter))
    .handler(async ({ Records }) => {
      const failed = await Promise.all(Records.map((record) => failureOf(place, record)));
      return { batchItemFailures: failed.flatMap((itemIdentifier) => (itemIdentifier ? [{ itemIdentifier }] : [])) };
    });
}

/** The record's id when it has to come back. */
async function failureOf({ ports, log }: Place, record: SQSRecord): Promise<string | undefined> {
  return await correlated(incomingCorrelation(attributesOf(record), record.messageId), async () => {
    try {
      await work(ports(), parseMessage(record.body));
      return undefined;
    } catch (error) {
      const receives = Number(record.attributes.ApproximateReceiveCount);
      log.error('change.failed', { messageId: record.messageId, receives }, error);
      return record.messageId;
    }
  });
}

const attributesOf = ({ messageAttributes }: SQSRecord): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(messageAttributes).map(([name, { stringValue = '' }]) => [name, stringValue]));

export const handler = createMergeHandler(createPlace('merge'));
