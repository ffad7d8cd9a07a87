import { type ErrorCode, type Instant, isSyncError, type Operation, type Outcome, type SyncError } from '@concord/core';
import { type Answer, errorOf, isSuccess } from './errors.ts';
import { type Seeing, toPresent } from './observations.ts';
import { parseRow } from './requests.ts';

/** After one of these a write may have happened; 503 and 429 are said before anything is done. */
const ambiguousStatuses: readonly number[] = [500, 502, 504];

export function isAmbiguous(answer: Answer): boolean {
  return ambiguousStatuses.includes(answer.status);
}

/** What one answer says of one write. No answer, or one that cannot be read, says nothing: `unknown`. */
export function outcomeOf(
  operation: Operation,
  answer: Answer | undefined,
  asked: Seeing & { readonly now: Instant },
): Outcome {
  if (answer === undefined || isAmbiguous(answer)) return { kind: 'unknown' };
  if (!isSuccess(answer)) return failureOf(operation, errorOf(answer, asked.now));
  if (operation.kind === 'delete') return { kind: 'deleted' };
  try {
    const observation = toPresent(parseRow(answer.body), asked);
    return { kind: 'written', observation };
  } catch (error) {
    if (!isSyncError(error)) throw error;
    return { kind: 'unknown' };
  }
}

function failureOf(operation: Operation, error: SyncError): Outcome {
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
