import { randomUUID } from 'node:crypto';
import type { Collection, CollectionContext } from '@concord/core';
import { createCalls } from '../calls.ts';
import { createGraph } from '../graph.ts';
import { createSubscriptions } from '../subscriptions.ts';
import { createPlaces } from './places.ts';
import { eventsProfile } from './profile.ts';
import { createReading } from './reading.ts';
import { subscribedEvents } from './requests.ts';
import { createWriting } from './writing.ts';

/** One calendar of the mailbox behind the context's token: the account's own where none is named. */
export function openEvents(context: CollectionContext): Collection {
  const graph = createGraph({ ...context, requestId: randomUUID });
  const calls = createCalls(graph, context.clock);
  const reading = createReading(calls, createPlaces(calls, context.collection), context);
  return {
    profile: eventsProfile,
    ...reading,
    ...createWriting(graph, calls, reading.find, context),
    ...createSubscriptions(calls, context.clock, { resource: subscribedEvents(context.collection) }),
  };
}
