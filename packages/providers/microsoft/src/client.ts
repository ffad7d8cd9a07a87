import { randomUUID } from 'node:crypto';
import type { Collection, CollectionContext } from '@concord/core';
import { createCalls } from './calls.ts';
import { createGraph } from './graph.ts';
import { contactsProfile, subscribedContacts } from './profile.ts';
import { createReading } from './reading.ts';
import { createSubscriptions } from './subscriptions.ts';
import { createWriting } from './writing.ts';

/** The main Contacts folder of the mailbox behind the context's token. */
export function openContacts(context: CollectionContext): Collection {
  const graph = createGraph({ ...context, requestId: randomUUID });
  const calls = createCalls(graph, context.clock);
  return {
    profile: contactsProfile,
    ...createReading(calls, context),
    ...createWriting(graph, context),
    ...createSubscriptions(calls, context.clock, { resource: subscribedContacts }),
  };
}
