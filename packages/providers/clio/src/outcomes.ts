import { type ErrorCode, type Item, type Outcome, type SyncError } from '@concord/core';
import { withoutItem } from './errors.ts';

/** How one operation ended, and, when there is no use in going on, how the ones after it do. */
export type Attempt = { readonly outcome: Outcome; readonly rest?: Outcome; readonly error?: SyncError };

const meanings = {
  conflict: 'conflict',
  notFound: 'gone',
  refused: 'refused',
  forbidden: 'refused',
  timeout: 'unknown',
  garbled: 'unknown',
  newer: 'notDone',
  unavailable: 'notDone',
  network: 'notDone',
  rateLimited: 'notDone',
  unauthorized: 'notDone',
  grantLost: 'notDone',
  consentNeeded: 'notDone',
  adminNeeded: 'notDone',
  interactionNeeded: 'notDone',
  appRejected: 'notDone',
  noMailbox: 'notDone',
  cursorExpired: 'notDone',
  leaseLost: 'notDone',
  misconfigured: 'notDone',
} as const satisfies Record<ErrorCode, Outcome['kind']>;

/** What it means that the request failed which was to write. A 5xx tells nothing about what happened behind it. */
export function afterSending(error: SyncError, item: Item): Attempt {
  const isLost = error.code === 'unavailable' && (error.status ?? 0) >= 500;
  const meaning = isLost ? 'unknown' : meanings[error.code];
  if (meaning === 'conflict' || meaning === 'gone') return { outcome: { kind: meaning } };
  if (meaning === 'refused') return { outcome: refused(error, item) };
  if (meaning === 'notDone') return beforeSending(error, item);
  return { outcome: { kind: 'unknown' }, ...(error.code === 'garbled' ? {} : { rest: notDone(error) }) };
}

export const waiting = (retryAfterMs: number): Attempt => ({
  outcome: { kind: 'notDone', code: 'unavailable', retryAfterMs },
});

/** What it means that something failed before the request that was to write: that one never went out. */
export function beforeSending(error: SyncError, item: Item): Attempt {
  if (error.code === 'refused' || error.code === 'forbidden') return { outcome: refused(error, item) };
  return { outcome: notDone(error), rest: notDone(error), error };
}

function refused({ code, message }: SyncError, item: Item): Outcome {
  return { kind: 'refused', code, detail: withoutItem(message, item) };
}

function notDone({ code, retryAfterMs }: SyncError): Outcome {
  return { kind: 'notDone', code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** Trouble of the connection, not of one contact: thrown while nothing was done yet. */
const ofConnection: readonly ErrorCode[] = [
  'unauthorized',
  'grantLost',
  'consentNeeded',
  'adminNeeded',
  'interactionNeeded',
  'appRejected',
  'leaseLost',
  'misconfigured',
];

export const isOfConnection = ({ code }: SyncError): boolean => ofConnection.includes(code);
