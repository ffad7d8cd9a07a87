import { type ErrorCode, SyncError } from '@concord/core';

/** What a failed call leaves behind: after a write that may have happened, only `timeout` is honest. */
type Effect = 'read' | 'write';

type Failure = {
  readonly name?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
};

const byName: Readonly<Record<string, ErrorCode>> = {
  ProvisionedThroughputExceededException: 'unavailable',
  ThrottlingException: 'unavailable',
  RequestLimitExceeded: 'unavailable',
  RequestThrottled: 'unavailable',
  TransactionConflictException: 'unavailable',
  AccessDeniedException: 'misconfigured',
  AccessDenied: 'misconfigured',
  UnrecognizedClientException: 'misconfigured',
  InvalidSignatureException: 'misconfigured',
  ExpiredTokenException: 'misconfigured',
  CredentialsProviderError: 'misconfigured',
  ResourceNotFoundException: 'misconfigured',
  QueueDoesNotExist: 'misconfigured',
  DecryptionFailure: 'misconfigured',
};

/** Nothing reached the service. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** The SDK's own time ran out, or the connection broke: the SDK gives ECONNRESET, EPIPE and ETIMEDOUT the first name. */
const unanswered = new Set(['TimeoutError', 'AbortError']);

/** Turns an error of an AWS SDK into ours; returns anything else as it is, for that is a bug. */
export function toSyncError(error: unknown, effect: Effect): unknown {
  if (error instanceof SyncError || !(error instanceof Error)) return error;
  const code = codeOf(error, effect);
  if (code === undefined) return error;
  const { $metadata: meta } = error as Failure;
  return new SyncError(code, `AWS answered ${error.name}.`, {
    cause: error,
    provider: 'aws',
    ...(meta?.httpStatusCode === undefined ? {} : { status: meta.httpStatusCode }),
    ...(meta?.requestId === undefined ? {} : { requestId: meta.requestId }),
  });
}

/** Runs a call and translates its failure. */
export async function translated<T>(effect: Effect, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toSyncError(error, effect);
  }
}

function codeOf(error: Failure, effect: Effect): ErrorCode | undefined {
  const named = byName[error.name ?? ''];
  if (named !== undefined) return named;
  if (neverSent.has(error.code ?? '')) return 'network';
  if (unanswered.has(error.name ?? '')) return 'timeout';
  if ((error.$metadata?.httpStatusCode ?? 0) >= 500) return effect === 'write' ? 'timeout' : 'unavailable';
  return undefined;
}
