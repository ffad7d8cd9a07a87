import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { poll } from '@concord/engine';
import middyfy from '@middy/core';
import type { Context, ScheduledEvent } from 'aws-lambda';
import { correlated } from '../correlation.ts';
import { publishing } from '../meter.ts';
import { createPlace, type Place } from '../wiring.ts';

/** Rung every minute. */
export function createPollHandler(place: Place): (event: ScheduledEvent, context: Context) => Promise<void> {
  return middyfy<ScheduledEvent, void>()
    .use(injectLambdaContext(place.logger, { logEvent: false, resetKeys: true }))
    .use(publishing(place.meter))
    .handler(async (_event, { awsRequestId }) => {
      // Lambda would log the message of whatever is thrown, and the message of a bug may quote a row.
      if (!(await correlated({ id: awsRequestId }, () => isPolled(place))))
        throw new Error('The poll failed; its log line says why.');
    });
}

async function isPolled(place: Place): Promise<boolean> {
  try {
    await poll(place.ports());
    return true;
  } catch (error) {
    place.log.error('poll.failed', {}, error);
    return false;
  }
}

export const handler = createPollHandler(createPlace('poll'));
