import type { CollectionProfile, ProviderProfile } from '@concord/core';
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
  collections: { contact: 'Clio contacts' },
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
  /** A webhook may be asked to live for 31 days (OpenAPI, Webhooks): by Clio's clock, which may be behind ours. */
  subscriptionMs: 30 * dayMs,
};

export const matters = {
  /** How many `ids[]` one list takes is not documented; as many as a page has rows are taken to be safe. */
  idsAtOnce: 100,
  peopleAtOnce: 200,
  /** Of practice areas and users, 200 a page. */
  maxChoicePages: 10,
  /** Of a token in peak hours (handbook, rate limits). */
  requestsPerMinute: 50,
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

export const webhooks = {
  model: 'contact',
  events: ['created', 'updated', 'deleted'],
  /** Longer `fields` are refused (OpenAPI, Webhooks). */
  maxFieldsLength: 1_000,
} as const;
