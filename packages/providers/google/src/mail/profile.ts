import { auth } from '../profile.ts';

/** Restricted is the first (its app needs a yearly assessment), sensitive the second; each is a box of its own. */
export const mailScopes = { read: [`${auth}/gmail.readonly`], send: [`${auth}/gmail.send`] } as const;
export const grantScopes = ['openid', 'email', 'profile', ...mailScopes.read, ...mailScopes.send] as const;

/** What a call costs of an account's minute (Gmail's page of quotas, 2026-05). The last one stands in no table: no more than a list, we assume. */
export const units = {
  profile: 1,
  labels: 1,
  history: 2,
  list: 5,
  get: 20,
  stop: 50,
  watch: 100,
  send: 100,
  sendAs: 5,
} as const;
export type CallKind = keyof typeof units;

/** Documented for projects made since May 2026, an account and minute; older ones have 15,000. */
export const unitsPerMinute = 6_000;
/** The rest is for what a person asks for, and for what another process may have used. */
export const readingUnitsPerMinute = 5_400;

/** Fifty at once are answered "Too many concurrent requests for user", ten are not (observed). */
export const mailBatches = { host: 'gmail', path: '/batch', maxParts: 10 } as const;
export const batchSize = 50;

/** Messages that one page reads: ten batches, some seconds. */
export const pageSize = 100;
/** Documented: at most 500. */
export const historyPageSize = 200;
export const countPageSize = 500;
/** Of one count or search, so that none goes on for ever: a hundred thousand messages. */
export const maxPages = 200;

/** The most that a header is read of, some 20,000 addresses; of a longer one the rest is left unread. */
export const maxHeaderLength = 1_000_000;
export const maxPreviewLength = 255;

/** Of the header in which a letter carries its marker. That Gmail keeps it is an assumption. */
export const markerHeader = 'X-Concord-Letter';
/** How far before a letter was sent its copy may be dated, by Google's clock. */
export const sentSlackMs = 2 * 60 * 1000;
/** Of the latest in "Sent", where a letter is looked for. */
export const maxSentLooked = 100;

/** Documented: seven days at most. */
export const watchMs = 7 * 24 * 60 * 60 * 1000;
