import type { LostCause } from './life/lost-causes.ts';

/** Every way an operation with an outside service can fail. Providers translate into these once, in their `errors`. */
export type ErrorCode =
  | 'unauthorized'
  | 'grantLost'
  | 'consentNeeded'
  | 'adminNeeded'
  | 'interactionNeeded'
  | 'forbidden'
  | 'appRejected'
  | 'noMailbox'
  | 'rateLimited'
  | 'unavailable'
  | 'network'
  | 'timeout'
  | 'garbled'
  /** A release to come wrote it. */
  | 'newer'
  | 'cursorExpired'
  | 'conflict'
  | 'notFound'
  | 'refused'
  | 'leaseLost'
  | 'misconfigured';

export type Disposition =
  | 'retryLater'
  | 'refreshOnce'
  | 'pauseConnection'
  | 'resyncCollection'
  | 'decideAgain'
  | 'treatAsGone'
  | 'parkItem'
  | 'stopSync'
  | 'endSlice';

const dispositions = {
  unauthorized: 'refreshOnce',
  grantLost: 'pauseConnection',
  consentNeeded: 'pauseConnection',
  adminNeeded: 'pauseConnection',
  interactionNeeded: 'pauseConnection',
  forbidden: 'pauseConnection',
  appRejected: 'retryLater',
  noMailbox: 'stopSync',
  rateLimited: 'retryLater',
  unavailable: 'retryLater',
  network: 'retryLater',
  timeout: 'retryLater',
  garbled: 'retryLater',
  newer: 'retryLater',
  cursorExpired: 'resyncCollection',
  conflict: 'decideAgain',
  notFound: 'treatAsGone',
  refused: 'parkItem',
  leaseLost: 'endSlice',
  misconfigured: 'stopSync',
} as const satisfies Record<ErrorCode, Disposition>;

export function dispositionOf(code: ErrorCode): Disposition {
  return dispositions[code];
}

export type SyncErrorDetails = {
  readonly provider?: string;
  readonly status?: number;
  /** Milliseconds to wait before another try, when the service said so. */
  readonly retryAfterMs?: number;
  /** The provider's own request id, for its support. */
  readonly requestId?: string;
  /** Why a grant died, when the provider was exact. */
  readonly lostCause?: LostCause;
  readonly cause?: unknown;
};

/** An operating error. `message` never holds people's data or secrets. Bugs are thrown as ordinary errors instead. */
export class SyncError extends Error {
  readonly code: ErrorCode;
  readonly provider: string | undefined;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly requestId: string | undefined;
  readonly lostCause: LostCause | undefined;

  constructor(code: ErrorCode, message: string, details: SyncErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'SyncError';
    this.code = code;
    this.provider = details.provider;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
    this.requestId = details.requestId;
    this.lostCause = details.lostCause;
  }
}

export const isSyncError = (error: unknown): error is SyncError => error instanceof SyncError;
