import type { Capabilities, CollectionProfile, Span } from '@concord/core';
import { maxBatchItems, subscriptionMs } from '../profile.ts';
import { cannotHold } from './cannot-hold.ts';

/**
 * What an event has room for. No length is documented. `showAs` has no way to say nothing: new events are busy. Guests are
 * shown and never written: Exchange mails whoever is put there.
 */
export const eventCapabilities = {
  title: { shape: 'scalar' },
  when: { shape: 'scalar', clearable: false },
  location: { shape: 'scalar' },
  description: { shape: 'scalar' },
  exceptions: { shape: 'list', max: 200, anySlot: true, primary: false },
  showAs: { shape: 'scalar', clearable: false },
  privacy: { shape: 'scalar' },
  guests: { shape: 'scalar', readOnly: true },
} as const satisfies Capabilities;

export const eventsProfile = {
  capabilities: eventCapabilities,
  cannotHold,
  /** `odata.maxpagesize`; 1,000 is the most that a view takes. Of a series every date in the window is a row, mostly a bare one. */
  pageSize: 300,
  batchSize: maxBatchItems,
  /** Assumption, as for contacts: delta is "eventually consistent" without a figure. */
  readLagMs: 5_000,
  deletes: 'changes',
  markers: true,
  requestTimeoutMs: 30_000,
  /** 10,000 requests in ten minutes for an app and a mailbox; a change is a read and a write. */
  writesPerMinute: 500,
  subscriptionMs,
} as const satisfies CollectionProfile;

const dayMs = 24 * 60 * 60 * 1000;
const yearMs = 365 * dayMs;

/** Where no span of time was asked for. A view of more than five years is refused (Exchange; assumption for Graph). */
export const usualWindow = (now: number): Span => ({ from: now - yearMs, to: now + 3 * yearMs });

/** Instances of a series are looked up by spans of so many days at most: no more than one a day, so that one page holds them. */
export const maxInstanceDays = 366;
export const instancesPageSize = 500;
/** Dates of a series are written in rounds: one that is in the way of another is there no more in the next. */
export const maxSlotRounds = 3;
/** Pages of a list of calendars. */
export const maxCalendarPages = 20;
