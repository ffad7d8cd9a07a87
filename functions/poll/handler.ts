import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { poll } from '@concord/engine';
import middyfy from '@middy/core';
import type { Context, ScheduledEvent } from 'aws-lambda';
import { errorFacts } from '../log.ts';
import { createPlace, type Place } from '../wiring.ts';

/** Rung every minute. */
export function createPollHandler(place: Place): (event: ScheduledEvent, context: Context) => Promise<void> {
  return middyfy<ScheduledEvent, void>()
    .use(injectLambdaContext(place.logger, { logEvent: false, resetKeys: true }))
    .handler(async () => {
      // Lambda would log the message of whatever is thrown, and the message of a bug may quote a row.
      if (!(await isPolled(place))) throw new Error('The poll failed; its log line says why.');
    });
}

async function isPolled(place: Place): Promise<boolean> {
  try {
    await poll(place.ports());
    return true;
  } catch (error) {
    place.logger.error('poll.failed', errorFacts(error));
    return false;
  }
}

export const handler = createPollHandler(createPlace('poll'));
