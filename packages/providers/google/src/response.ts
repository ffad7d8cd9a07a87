import { type Answer, isSuccess } from './errors.ts';
import type { PersonResponse } from './person.ts';

/** Canonical codes as HTTP (google.rpc.Code); one without a number of its own is a failure of Google's. */
const httpOf: Readonly<Record<number, number>> = {
  0: 200,
  3: 400,
  5: 404,
  6: 409,
  7: 403,
  8: 429,
  9: 400,
  10: 409,
  11: 400,
  12: 501,
  16: 401,
};
const names: Readonly<Record<number, string>> = {
  3: 'INVALID_ARGUMENT',
  5: 'NOT_FOUND',
  6: 'ALREADY_EXISTS',
  7: 'PERMISSION_DENIED',
  8: 'RESOURCE_EXHAUSTED',
  9: 'FAILED_PRECONDITION',
  10: 'ABORTED',
  11: 'OUT_OF_RANGE',
  12: 'UNIMPLEMENTED',
  16: 'UNAUTHENTICATED',
};

type Status = PersonResponse['status'];

/** One person's part of a batch, as the answer that a request of its own would have had. */
export function answerFor({ status, httpStatusCode, person }: PersonResponse): Answer {
  const answer = answerWith(status, httpStatusCode ?? undefined);
  return isSuccess(answer) ? { ...answer, body: person } : answer;
}

/** `http`: the deprecated number beside it, which may come alone. */
export function answerWith(status: Status, http: number = 200): Answer {
  const code = status?.code ?? 0;
  const number = code === 0 ? http : (httpOf[code] ?? 500);
  const error = { code: number, message: status?.message, status: names[code], details: status?.details };
  return { status: number, headers: {}, body: { error } };
}

export const isMissing = (response: PersonResponse): boolean => answerFor(response).status === 404;
