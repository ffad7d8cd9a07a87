import type { Collection, CollectionContext } from '@concord/core';
import { createApi } from './api.ts';
import { createCalls } from './calls.ts';
import { contactsProfile } from './profile.ts';
import { createReading } from './reading.ts';
import { subscriptions } from './subscriptions.ts';
import { createWriting } from './writing.ts';

/** The contacts of the account behind the context's token; those that Google collected by itself ("other contacts") are not among them. */
export function openContacts(context: CollectionContext): Collection {
  const people = createApi(context, 'people');
  const calls = createCalls(people, context.clock);
  return {
    profile: contactsProfile,
    ...createReading(calls, context),
    ...createWriting(people, calls, context),
    ...subscriptions,
  };
}
