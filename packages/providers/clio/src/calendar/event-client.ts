import type { Collection, CollectionContext } from '@concord/core';
import { entries } from '../profile.ts';
import { renew, subscribe, unsubscribe } from '../subscriptions.ts';
import { noticeFields } from './entry-fields.ts';
import { changes, find, inUse, read, records } from './event-reading.ts';
import { scan } from './event-scan.ts';
import { openSession } from './event-session.ts';
import { writeEvents } from './event-writing.ts';
import { cannotHold } from './events.ts';

/** One calendar as one member sees it. Remembers Clio's rate limit for as long as it is kept. */
export function openEvents(context: CollectionContext): Collection {
  const session = openSession(context);
  return {
    profile: { ...entries, cannotHold: (item) => cannotHold(item, session.knownZone()) },
    scan: (next) => scan(session, next),
    changes: (cursor) => changes(session, cursor),
    read: (ids) => read(session, ids),
    records: (ids) => records(session, ids),
    write: (operations) => writeEvents(session, operations),
    find: (sought) => find(session, sought),
    inUse: (ids) => inUse(session, ids),
    subscribe: (url) => subscribe(session, url, subject),
    renew: (id) => renew(session, id),
    unsubscribe: (id) => unsubscribe(session, id),
  };
}

/** Of all calendars that the member sees: a webhook cannot be told which. */
const subject = { model: 'calendar_entry', fields: noticeFields } as const;
