import type { Collection, CollectionContext } from '@concord/core';
import { contactAndClientFields, contactFields } from './contact-fields.ts';
import { type GroupId, groupOf, groups } from './groups.ts';
import { inUse } from './in-use.ts';
import { contacts } from './profile.ts';
import { byProducts, changes, find, read, scan } from './reading.ts';
import { contactSubject, hostOf } from './requests.ts';
import { createSender, type Sender } from './sending.ts';
import { renew, subscribe, unsubscribe } from './subscriptions.ts';
import { wholeRecords } from './whole-records.ts';
import { createWriter } from './writing.ts';

/** What the parts of the client share. */
export type Session = Sender & {
  readonly host: string;
  readonly context: CollectionContext;
  /** The group that was chosen, if any, and what is asked for of each contact on account of it. */
  readonly group: GroupId | undefined;
  readonly fields: string;
};

/** The firm's contacts as one member sees them. Remembers Clio's rate limit for as long as it is kept. */
export function openContacts(context: CollectionContext): Collection {
  const session = openSession(context);
  return {
    profile: contacts,
    scan: (next) => scan(session, next),
    changes: (cursor) => changes(session, cursor),
    read: (ids) => read(session, ids),
    records: (ids) => wholeRecords(session, ids),
    write: createWriter(session),
    find: (sought) => find(session, sought),
    inUse: (ids, since) => inUse(session, ids, since),
    byProducts: (items, since) => byProducts(session, items, since),
    groups: async () => groups,
    subscribe: (url) => subscribe(session, url, contactSubject),
    renew: (id) => renew(session, id),
    unsubscribe: (id) => unsubscribe(session, id),
  };
}

function openSession(context: CollectionContext): Session {
  const group = groupOf(context.group);
  return {
    ...createSender(context),
    host: hostOf(context.hosts),
    context,
    group,
    fields: group === 'client' ? contactAndClientFields : contactFields,
  };
}
