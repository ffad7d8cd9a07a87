import type { Capabilities, CollectionProfile, ItemTypeName, ProviderProfile } from '@concord/core';

/**
 * Facts about Microsoft 365 as data. Sources: Microsoft's documentation unless marked "observed" (shipped open-source
 * clients and issue threads rely on it) or "assumption" (nobody says; the look-alike can be switched either way).
 */
export const profile = {
  label: 'Microsoft 365',
  collections: { contact: 'Outlook Contacts', event: 'Outlook Calendar' },
  /** Without the first of its scopes a type is of no use. */
  scopes: { contact: ['Contacts.ReadWrite'], event: ['Calendars.ReadWrite'] },
  hosts: {
    login: { variable: 'CONCORD_MICROSOFT_LOGIN_URL', url: 'https://login.microsoftonline.com' },
    graph: { variable: 'CONCORD_MICROSOFT_GRAPH_URL', url: 'https://graph.microsoft.com' },
  },
} as const satisfies ProviderProfile;

/** The origin in every link that Graph gives out, whatever `hosts.graph` says: requests are built for it and sent to the host. */
export const graphOrigin = 'https://graph.microsoft.com';
export const graphVersion = 'v1.0';

/** Work, school and personal accounts. A code must be redeemed on the path that it came from (AADSTS700005). */
export const tenant = 'common';
/** Admin consent knows no `common` (v2-admin-consent): a tenant, or any that is an organization. */
export const adminTenant = 'organizations';

/**
 * The reading ones as well: subscriptions "don't support write access permissions when only read access permissions are
 * needed". No `User.Read`: the id token says who granted.
 */
const scopesByType = {
  contact: ['Contacts.ReadWrite', 'Contacts.Read'],
  event: ['Calendars.ReadWrite', 'Calendars.Read'],
} as const satisfies Partial<Record<ItemTypeName, readonly string[]>>;
const signInScopes = ['openid', 'profile', 'email', 'offline_access'] as const;

/** What a kind of grant asks for, and with how little it is still of use. */
export type Asked = {
  readonly scopes: readonly string[];
  /** What a grant may hold instead, from before something was asked for or with some of it taken back. */
  readonly less: readonly (readonly string[])[];
  /** One of these is needed whole. */
  readonly needed: readonly (readonly string[])[];
  /** For a developer: what a grant without any of them lacks. */
  readonly access: string;
};

/** For keeping contacts and calendars in step. */
export const syncing: Asked = {
  scopes: [...signInScopes, ...scopesByType.contact, ...scopesByType.event],
  less: Object.values(scopesByType).map((ofOne) => [...signInScopes, ...ofOne]),
  needed: Object.values(profile.scopes),
  access: 'contacts or calendars',
};
/** How far the clocks may be apart by which an id token is judged. */
export const clockSlackMs = 10 * 60 * 1000;

/**
 * Three e-mails and two business phones are a hard 400 for the whole write (observed); two home phones and three
 * messengers follow the MAPI pairs (assumption). String sizes are published nowhere: none is assumed.
 */
export const capabilities = {
  kind: { shape: 'scalar' },
  prefix: { shape: 'scalar' },
  firstName: { shape: 'scalar' },
  middleName: { shape: 'scalar' },
  lastName: { shape: 'scalar' },
  company: { shape: 'scalar' },
  jobTitle: { shape: 'scalar' },
  birthday: { shape: 'scalar' },
  emails: { shape: 'list', max: 3, primary: false },
  phones: { shape: 'list', max: 5, slots: { work: 2, home: 2, mobile: 1 }, primary: false },
  addresses: { shape: 'list', max: 3, slots: { work: 1, home: 1, other: 1 }, primary: false },
  sites: { shape: 'list', max: 1, primary: false },
  messengers: { shape: 'list', max: 3, primary: false },
} as const satisfies Capabilities;

/** Documented: more than 20 requests in one `$batch` are a 400. */
export const maxBatchItems = 20;

const dayMs = 24 * 60 * 60 * 1000;
/** Documented maximum 10,080 minutes ("under seven days"). */
export const subscriptionMs = 6 * dayMs;

export const contactsProfile = {
  capabilities,
  /** `odata.maxpagesize`; `$top` allows 1,000, but a page must fit in a slice of seconds. */
  pageSize: 200,
  batchSize: maxBatchItems,
  /** Assumption: delta is "eventually consistent" without a figure; a read by id is not known to lag. */
  readLagMs: 5_000,
  deletes: 'changes',
  markers: true,
  /** Twenty items run four at a time at Outlook. */
  requestTimeoutMs: 30_000,
  /** Every item of a batch counts: 10,000 in ten minutes for an app and a mailbox (throttling limits, Outlook). */
  writesPerMinute: 1_000,
  subscriptionMs,
} as const satisfies CollectionProfile;

/**
 * The whole `/me/contacts`, the form documented for the signed-in user: a notice about a sub-folder costs one read, which
 * finds it elsewhere.
 */
export const subscribedContacts = '/me/contacts';

/** A mailbox folder of 200,000 contacts. Endless `nextLink` loops were observed (3,548 pages of the same items). */
export const maxPagesPerRound = 1_000;
/** Of a thousand contacts each. */
export const maxCategoryPages = 200;
/** Replays of a page are documented; a round that keeps coming back to its first page is not. */
export const maxRepeatsPerRound = 3;
/** How deep sub-folders of Contacts are followed to tell "moved" from "deleted", and how many there may be. */
export const maxFolderDepth = 4;
export const maxFolders = 200;

/**
 * The marker of a create: one constant name, because every distinct one burns a named property of the mailbox for ever.
 * Not echoed by writes, not in delta; only `$filter` finds it.
 */
export const markerProperty = 'String {1b3da1c6-1681-4400-809b-1936c366cbe4} Name ConcordMarker';
