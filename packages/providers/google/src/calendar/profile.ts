import type { Capabilities, CollectionProfile } from '@concord/core';
import { cannotHold } from './cannot-hold.ts';

/** Raised with any change of what a list asks for: a sync token is good for the call that it came from. */
export const eventListVersion = 1;

/**
 * What an event has room for; no length is documented. `showAs` has no way to say nothing: new events are busy. Guests are
 * shown and never written, so that nobody is ever mailed.
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

const hourMs = 60 * 60 * 1000;

/** The default of a channel is seven days, and no more was ever seen; an hour less, as public clients ask for. */
export const channelMs = (7 * 24 - 1) * hourMs;

/** Documented of a batch: 1,000 parts; older pages and public clients say 50. Each counts as a request of its own. */
const maxParts = 50;
export const eventBatches = { host: 'calendar', path: '/batch/calendar/v3', maxParts } as const;

export const eventsProfile = {
  capabilities: eventCapabilities,
  cannotHold,
  /** The documented maximum. */
  pageSize: 2_500,
  batchSize: maxParts - 1,
  /** A list shows an acknowledged write at once (observed, five times out of five); that is no promise. */
  readLagMs: 5_000,
  deletes: 'changes',
  markers: true,
  requestTimeoutMs: 30_000,
  /** 600 requests a minute for an account and a project; a change is a read and a write. */
  writesPerMinute: 300,
  subscriptionMs: channelMs,
} as const satisfies CollectionProfile;

/** Series whose rows are read for one page at most; of more, the page is shown in parts, each well within a minute's quota. */
export const maxSeriesAtOnce = 150;
/** Of 2,500 rows each, for the rows of one series. */
export const maxSeriesPages = 20;
/** Instances that one write changes; what is left of it is for the next. */
export const maxInstanceWrites = 60;
/** Of 250 calendars each. */
export const maxCalendarPages = 20;
export const calendarPageSize = 250;
