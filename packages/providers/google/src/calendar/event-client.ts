import type { Collection, CollectionContext } from '@concord/core';
import { createApi } from '../api.ts';
import { createAsking } from '../asking.ts';
import { createCalls } from '../calls.ts';
import { createEventReading } from './event-reading.ts';
import { eventRequests } from './event-requests.ts';
import { createEventWriting } from './event-writing.ts';
import { eventBatches, eventsProfile } from './profile.ts';
import { createSubscriptions } from './subscriptions.ts';

/** One calendar of the account behind the context's token: its own, unless the context names another. */
export function openEvents(context: CollectionContext): Collection {
  const { clock } = context;
  const calls = createCalls(createApi(context, 'calendar'), clock);
  const requests = eventRequests(context.collection);
  const looking = { calls, asking: createAsking(context, eventBatches), requests, clock };
  return {
    profile: eventsProfile,
    ...createEventReading(looking),
    ...createEventWriting(looking),
    ...createSubscriptions(calls, requests, clock),
  };
}
