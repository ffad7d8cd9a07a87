import { type ErrorCode, type Instant, isSyncError, type Operation, type Outcome, type SyncError } from '@concord/core';
import { type Answer, errorOf, isSuccess } from './errors.ts';
import { type Seeing, toPresent } from './observations.ts';
import { parsePerson } from './requests.ts';

/** How a write sees what it wrote, and when it was answered. */
export type Asked = Seeing & { readonly now: Instant };

/** After one of these a write may have happened: Google promises nothing of what it could not finish, 503 included. */
export const isAmbiguous = ({ status }: Answer): boolean => status >= 500 && status !== 501;

/** What one answer says of one write. No answer, or one that cannot be read, says nothing: `unknown`. */
export function outcomeOf(operation: Operation, answer: Answer | undefined, asked: Asked): Outcome {
  if (answer === undefined || isAmbiguous(answer)) return { kind: 'unknown' };
  if (!isSuccess(answer)) return failureOf(operation, errorOf(answer, asked.now));
  if (operation.kind === 'delete') return { kind: 'deleted' };
  try {
    const person = parsePerson(answer.body);
    const id = operation.kind === 'update' ? operation.id : person.resourceName;
    return { kind: 'written', observation: toPresent(person, asked, id) };
  } catch (error) {
    if (!isSyncError(error)) throw error;
    return { kind: 'unknown' };
  }
}

/** What only this one is to blame for; anything else holds for the others too. */
export const isOfItem = ({ code }: SyncError): boolean =>
  code === 'refused' || code === 'conflict' || code === 'notFound';

/** What an answer other than success means for the one write that it is of. */
export function failureOf(operation: Pick<Operation, 'kind'>, error: SyncError): Outcome {
  if (!isOfItem(error)) return notDone(error.code, error.retryAfterMs);
  if (operation.kind === 'create') return refused(error);
  if (error.code === 'notFound') return { kind: operation.kind === 'delete' ? 'deleted' : 'gone' };
  return error.code === 'conflict' ? { kind: 'conflict' } : refused(error);
}

const refused = (error: SyncError): Outcome => ({ kind: 'refused', code: error.code, detail: error.message });

export function notDone(code: ErrorCode, retryAfterMs?: number): Outcome {
  return { kind: 'notDone', code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}
