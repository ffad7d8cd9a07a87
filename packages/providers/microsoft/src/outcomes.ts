import {
  type ErrorCode,
  type Instant,
  isSyncError,
  type Operation,
  type Outcome,
  type Present,
  type SyncError,
} from '@concord/core';
import { type Answer, errorOf, isSuccess } from './errors.ts';

/** After one of these a write may have happened; 503 and 429 are said before anything is done. */
const ambiguousStatuses: readonly number[] = [500, 502, 504];

export function isAmbiguous(answer: Answer): boolean {
  return ambiguousStatuses.includes(answer.status);
}

/** What one answer says of one write; `read` reads the body of a success, and throws when it cannot. No answer, or one that cannot be read, says nothing: `unknown`. */
export function outcomeOf(
  operation: Pick<Operation, 'kind'>,
  answer: Answer | undefined,
  now: Instant,
  read: (body: unknown) => Present,
): Outcome {
  if (answer === undefined || isAmbiguous(answer)) return { kind: 'unknown' };
  if (!isSuccess(answer)) return failureOf(operation, errorOf(answer, now));
  if (operation.kind === 'delete') return { kind: 'deleted' };
  try {
    return { kind: 'written', observation: read(answer.body) };
  } catch (error) {
    if (!isSyncError(error)) throw error;
    return { kind: 'unknown' };
  }
}

/** What an answer against a write says of it. */
export function failureOf(operation: Pick<Operation, 'kind'>, error: SyncError): Outcome {
  if (error.code === 'conflict') return { kind: 'conflict' };
  if (error.code === 'notFound' && operation.kind !== 'create') return { kind: 'gone' };
  if (error.code === 'refused' || error.code === 'notFound') {
    return { kind: 'refused', code: error.code, detail: error.message };
  }
  return notDone(error.code, error.retryAfterMs);
}

export function notDone(code: ErrorCode, retryAfterMs?: number): Outcome {
  return { kind: 'notDone', code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}
