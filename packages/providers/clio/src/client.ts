import {
  type Collection,
  type CollectionContext,
  type HttpRequest,
  type HttpResponse,
  type Instant,
  isSyncError,
  SyncError,
} from '@concord/core';
import { contactAndClientFields, contactFields } from './contact-fields.ts';
import { toSyncError } from './errors.ts';
import { type GroupId, groupOf, groups } from './groups.ts';
import { inUse } from './in-use.ts';
import { api, contacts } from './profile.ts';
import { createRateWindow } from './rate.ts';
import { byProducts, changes, find, read, scan } from './reading.ts';
import { hostOf } from './requests.ts';
import { renew, subscribe, unsubscribe } from './subscriptions.ts';
import { wholeRecords } from './whole-records.ts';
import { createWriter } from './writing.ts';

/** `askedAt` is our clock right before the request went out. */
export type Sent = { readonly response: HttpResponse; readonly askedAt: Instant };

/** What the parts of the client share. `send` is the only way out, and throws `SyncError` for every answer but 2xx. */
export type Session = {
  readonly host: string;
  readonly context: CollectionContext;
  /** The group that was chosen, if any, and what is asked for of each contact on account of it. */
  readonly group: GroupId | undefined;
  readonly fields: string;
  readonly send: (request: HttpRequest) => Promise<Sent>;
  /** Throws `rateLimited` when so many requests would not fit into this minute: for what should not be left half done. */
  readonly reserve: (requests: number) => void;
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
    subscribe: (url) => subscribe(session, url),
    renew: (id) => renew(session, id),
    unsubscribe: (id) => unsubscribe(session, id),
  };
}

function openSession(context: CollectionContext): Session {
  const { clock, transport } = context;
  const window = createRateWindow();
  const group = groupOf(context.group);
  return {
    host: hostOf(context.hosts),
    context,
    group,
    fields: group === 'client' ? contactAndClientFields : contactFields,
    reserve: (requests) => window.check(clock.now(), requests),
    send: async (request) => {
      window.check(clock.now(), 1);
      const token = await tokenOf(context);
      const askedAt = clock.now();
      const response = await transport(withToken(request, token));
      window.note(response.headers, clock.now());
      if (response.status < 200 || response.status > 299) throw toSyncError(response, clock.now());
      return { response, askedAt };
    },
  };
}

/** A token that cannot be had now must not look as if the request had been sent. */
async function tokenOf(context: CollectionContext): Promise<string> {
  try {
    return await context.accessToken();
  } catch (error) {
    if (!isSyncError(error) || !(error.code === 'timeout' || error.code === 'garbled' || error.code === 'unavailable'))
      throw error;
    const wait = error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs };
    throw new SyncError('unavailable', 'no access token could be had', { provider: 'clio', cause: error, ...wait });
  }
}

function withToken(request: HttpRequest, token: string): HttpRequest {
  return {
    ...request,
    headers: {
      ...request.headers,
      authorization: `Bearer ${token}`,
      'user-agent': api.userAgent,
      'x-api-version': api.version,
    },
  };
}
