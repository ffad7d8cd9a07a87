import type { CollectionProfile, ProviderProfile } from '@concord/core';
import { eventCapabilities } from './calendar/entry-fields.ts';
import { contactCapabilities } from './contact-fields.ts';

/*
 * Facts about Clio Manage, API v4. "handbook" is https://docs.developers.clio.com/api-docs/, "OpenAPI" the document at
 * https://docs.developers.clio.com/openapi.json as of 2026-04-08. An assumption is something that Clio does not document.
 */

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const dayMs = 24 * 60 * minuteMs;

/** App credentials and tokens of one region are worth nothing in another (handbook, FAQ): `app` is the United States. */
export const profile = {
  label: 'Clio',
  collections: { contact: 'Clio contacts', event: 'Clio calendar' },
  regions: { us: 'United States', eu: 'Europe', ca: 'Canada', au: 'Australia' },
  hosts: {
    app: { variable: 'CONCORD_CLIO_URL', url: 'https://app.clio.com' },
    eu: { variable: 'CONCORD_CLIO_EU_URL', url: 'https://eu.app.clio.com' },
    ca: { variable: 'CONCORD_CLIO_CA_URL', url: 'https://ca.app.clio.com' },
    au: { variable: 'CONCORD_CLIO_AU_URL', url: 'https://au.app.clio.com' },
  },
} as const satisfies ProviderProfile;

export const api = {
  path: '/api/v4',
  /** Pinned: an unknown or retired one answers 410 (handbook, minor versions). */
  version: '4.0.13',
  /** Clio's firewall turns away Node's own agent and any that holds an address, with an HTML 403 (one integration's notes). */
  userAgent: 'Concord',
  /** The most rows of a page (OpenAPI, `limit`). */
  pageSize: 200,
  /** The rate limit counts in windows of this length, per token (handbook, rate limits). */
  rateWindowMs: minuteMs,
} as const;

export const tokens = {
  /** Used only when a token comes without `expires_in`: the shortest life seen (7 days; the FAQ says 30). */
  accessTokenMs: 7 * dayMs,
} as const;

/** Users with one of these roles cannot be restricted to some of the contacts (help centre, "Contacts visibility"). */
export const unrestrictedRoles: readonly string[] = ['admin', 'accounts', 'billing', 'reports'];

export const webhooks = {
  events: ['created', 'updated', 'deleted'],
  /** May be asked to live for 31 days (OpenAPI, Webhooks): by Clio's clock, which may be behind ours. */
  lifeMs: 30 * dayMs,
  /** Longer `fields` are refused (OpenAPI, Webhooks). */
  maxFieldsLength: 1_000,
} as const;

export const contacts: CollectionProfile = {
  capabilities: contactCapabilities,
  pageSize: api.pageSize,
  /** Writes are one request each, so a batch is what a slice of seconds can do. */
  batchSize: 20,
  /** Assumption: a read may lag a write by this much. */
  readLagMs: 5 * secondMs,
  /** No tombstones and no list of deleted records (OpenAPI: no `deleted_at` on contacts). */
  deletes: 'notices',
  /** A contact has no external properties (OpenAPI). */
  markers: false,
  requestTimeoutMs: 30 * secondMs,
  /** One record a request, and 50 requests a minute and token in peak hours (handbook, rate limits). */
  writesPerMinute: 50,
  subscriptionMs: webhooks.lifeMs,
};

export const calendar = {
  /** Earlier dates are pulled up to this year (OpenAPI, Calendar Entries). */
  firstYear: 1900,
  /** How far ahead of now instances of a series are looked at where nobody says how far. */
  horizonMs: 2 * 366 * dayMs,
  /** Assumption: so far ahead of now, or of the start of a series, a list shows all instances that there are. */
  sureAheadMs: 366 * dayMs,
  /** Further ahead than that, so that an instance that was moved there is not taken for a cancelled one. */
  aheadMs: 31 * dayMs,
  /** Instances of one series that are looked at, from its first on: 22 years of days, and a minute of requests. */
  mostInstances: 8_000,
  /** Of one list of instances; of one list for the lost, and of calendars. */
  maxPages: 100,
  /** Rows that one step of a pass lists of instances: what fits into a minute's requests with what else it needs. */
  rowsPerStep: 20 * 200,
  /** How many `ids[]` one list takes is not documented. */
  idsAtOnce: 100,
  /** Of a minute's requests, so many can be had for one series at most. */
  reserved: 40,
  /** An earlier series shows within so much time, but for those that pause for longer than a year. */
  longestPauseMs: 367 * dayMs,
} as const;

/** Of calendar entries. What it cannot hold depends on the account's zone: see `openEvents`. */
export const entries = {
  capabilities: eventCapabilities,
  pageSize: api.pageSize,
  /** Writes are one request each, of a series one more for each of its changed dates. */
  batchSize: 20,
  /** Assumption: a read may lag a write by this much. */
  readLagMs: 5 * secondMs,
  /** No tombstones and no list of deleted records (OpenAPI: no `deleted_at` on calendar entries). */
  deletes: 'notices',
  markers: true,
  requestTimeoutMs: 30 * secondMs,
  writesPerMinute: 50,
  subscriptionMs: webhooks.lifeMs,
} as const satisfies CollectionProfile;

export const matters = {
  /** How many `ids[]` one list takes is not documented; as many as a page has rows are taken to be safe. */
  idsAtOnce: 100,
  peopleAtOnce: 200,
  /** Of practice areas and users, 200 a page. */
  maxChoicePages: 10,
  /** Of a token in peak hours (handbook, rate limits). */
  requestsPerMinute: 50,
} as const;

export const communications = {
  /** Of the external property under which a message is found again: at most five a record, and whether other apps see it is not documented. */
  propertyName: 'concord-mail',
  /** Assumption: a search may miss a new one for this long. */
  searchLagMs: minuteMs,
  /** Of one search: nobody files a message on a thousand matters. */
  maxPages: 5,
} as const;

export const reading = {
  /**
   * Assumption: whether `updated_since` includes equal times, how late a change shows in it, and how far apart our clocks
   * run is not documented, so every read starts this much before the last one did: five minutes for the clocks, and one
   * for the rest.
   */
  overlapMs: 6 * minuteMs,
  /** Of one search for lost creates, or for a company by name. */
  maxSearchPages: 100,
} as const;

/** How much of the matters one step reads, so that it fits into a minute's requests with what else it needs. */
export const membership = {
  /** Contacts that are asked about one by one, rather than by reading all open matters. */
  fewContacts: 3,
  /** Where there are too many open matters to read at once. */
  mostAskedSingly: 20,
  fewMatters: 5,
  maxPages: 12,
  /** Contacts that a step reads because their matters changed. */
  mostMoved: 5 * 200,
} as const;

export const companies = {
  /** Assumption: a new company may be missing from `query` for this long; until then nobody makes it a second time. */
  searchLagMs: minuteMs,
  /** How soon to look again when another worker is making the same company. */
  busyRetryMs: 5 * secondMs,
} as const;
