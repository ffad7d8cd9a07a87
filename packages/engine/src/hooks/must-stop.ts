import { type ErrorCode, isSyncError, type SyncError } from '@concord/core';

const lasting: ReadonlySet<ErrorCode> = new Set(['leaseLost', 'unauthorized', 'rateLimited']);

/** Without a subscription one is looked at more rarely, which fails no slice; but this holds for the next request as well. */
export const mustStop = (error: unknown): boolean => !isSyncError(error) || lasting.has(error.code);

/** Whether a subscription that could not be ended may be ended later. What fails for good is harmless: it ends by itself. */
export const isForLater = ({ code, retryAfterMs }: SyncError): boolean =>
  code === 'leaseLost' || code === 'rateLimited' || retryAfterMs !== undefined;
