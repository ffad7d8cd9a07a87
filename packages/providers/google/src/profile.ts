import type { CollectionProfile, ProviderProfile } from '@concord/core';
import { capabilities } from './contact-fields.ts';

export const auth = 'https://www.googleapis.com/auth';
/** By what needs it. Each is a box that people may leave unticked. */
const typeScopes = {
  contact: [`${auth}/contacts`],
  /** The second one lists calendars, which the first does not. */
  event: [`${auth}/calendar.events`, `${auth}/calendar.calendarlist.readonly`],
} as const;

/**
 * Facts about Google as data: its documentation unless marked "observed" (public clients and issue threads rely on it) or
 * "assumption" (nobody says; the look-alike can be switched either way).
 */
export const profile = {
  label: 'Google',
  collections: { contact: 'Google Contacts', event: 'Google Calendar' },
  scopes: typeScopes,
  hosts: {
    accounts: { variable: 'CONCORD_GOOGLE_ACCOUNTS_URL', url: 'https://accounts.google.com' },
    oauth: { variable: 'CONCORD_GOOGLE_OAUTH_URL', url: 'https://oauth2.googleapis.com' },
    /** `www.googleapis.com` does not know it (observed: an HTML 404). */
    people: { variable: 'CONCORD_GOOGLE_PEOPLE_URL', url: 'https://people.googleapis.com' },
    calendar: { variable: 'CONCORD_GOOGLE_CALENDAR_URL', url: 'https://www.googleapis.com' },
    gmail: { variable: 'CONCORD_GOOGLE_GMAIL_URL', url: 'https://gmail.googleapis.com' },
    /** Its keys, by which notices of mail are verified. */
    certs: { variable: 'CONCORD_GOOGLE_CERTS_URL', url: 'https://www.googleapis.com' },
  },
  /** Revoking one token removes all that the project was granted by the account. */
  revokesWholeAccount: true,
} as const satisfies ProviderProfile;

/**
 * The last one makes new calendars, and reaches no other; who leaves it unticked can do all but that. No mail among them: a
 * password change ends every grant that holds a Gmail scope, and leaves the others alive.
 */
export const scopes = [
  'openid',
  'email',
  'profile',
  ...typeScopes.contact,
  ...typeScopes.event,
  `${auth}/calendar.app.created`,
] as const;

/** ID tokens name either. */
export const issuers: readonly unknown[] = ['https://accounts.google.com', 'accounts.google.com'];
/** How far the clocks may be apart by which an id token is judged, and what was changed since a time of ours. */
export const clockSlackMs = 10 * 60 * 1000;

const minuteMs = 60 * 1000;

/**
 * Observed in consoles, documented nowhere: a minute and account. A batch of writes counts six, however many it holds; one
 * write by itself counts one.
 */
const criticalWritesPerMinute = 30;
const criticalWritesPerBatch = 6;
/** Documented for `batchGet`, `batchCreateContacts` and `batchUpdateContacts`; `batchDeleteContacts` takes 500. */
const batchSize = 200;

export const contactsProfile = {
  capabilities,
  /** The documented maximum. */
  pageSize: 1_000,
  batchSize,
  /** "Propagation delay of several minutes for sync requests", without a figure; a read by id is not known to lag. */
  readLagMs: 5 * minuteMs,
  deletes: 'changes',
  markers: true,
  // A resource name is another one when Google links a contact with a profile, or unlinks it; the id of its source stays.
  lasting: 'source',
  requestTimeoutMs: 30_000,
  writesPerMinute: (criticalWritesPerMinute / criticalWritesPerBatch) * batchSize,
  /** There is no push for contacts: the discovery document has no method for it. */
  subscriptionMs: 0,
} as const satisfies CollectionProfile;

/** An account holds 25,000 contacts; pages without end were never seen here, but at others. */
export const maxPagesPerRound = 100;
/** The documented maximum of a page of contact groups; how many an account may have is not documented. */
export const groupPageSize = 1_000;
export const maxGroupPages = 20;
/** E-mails and phones that a list shows at most; a read by id shows all. */
export const maxListedEntries = 100;

/** What a write is found by again. One constant key: other programs keep theirs in the same field, and we leave it alone. */
export const markerKey = 'concord';

/** How long to wait when Google says no more than that it is too much (no Retry-After is documented or was observed). */
export const waitMs = {
  /** "Too many concurrent requests for user": gone when those under way are answered. */
  crowd: 2_000,
  /** Quotas are counted by the minute. */
  minute: minuteMs,
  /** Contact writes have a daily quota as well (observed: 100,000). */
  day: 60 * minuteMs,
  /** "FBS quota limit exceeded": an account's own quota of writes, gone for minutes to hours (observed). */
  account: 15 * minuteMs,
  /** "Calendar usage limits exceeded": "may last for 1-2 hours or longer" (Google's help for administrators). */
  usage: 60 * minuteMs,
} as const;
