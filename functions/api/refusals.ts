import { type ErrorCode, type ErrorView, isSyncError } from '@concord/core';
import type { Answer } from '../http.ts';

/** What is wrong with a request itself. */
const refusals = {
  signedOut: { status: 401, message: 'You are not signed in any more.', action: 'Sign in with Clio again.' },
  notFromPage: {
    status: 403,
    message: 'This request did not come from a page of Concord.',
    action: 'Load the page again and retry there.',
  },
  otherOrigin: {
    status: 403,
    message: 'This page was opened under another address than the one Concord is set up for.',
    action: 'Open Concord at its own address and retry there.',
  },
  unknownAddress: { status: 404, message: 'There is nothing here.', action: 'Go back to the start page.' },
  otherMethod: { status: 405, message: 'That cannot be done here.', action: 'Load the page again.' },
  tooLarge: { status: 413, message: 'That is more than Concord takes at once.', action: 'Try it in smaller parts.' },
  badRequest: {
    status: 400,
    message: 'Concord did not understand this request.',
    action: 'Load the page again and retry.',
  },
} as const satisfies Record<string, Sentence>;

/** What a use case may throw. */
const failures = {
  unauthorized: {
    status: 409,
    message: 'The connected account has to be authorized again.',
    action: 'Authorize it again.',
  },
  grantLost: {
    status: 409,
    message: 'The connected account has to be authorized again.',
    action: 'Authorize it again.',
  },
  consentNeeded: {
    status: 409,
    message: 'Concord needs your permission again.',
    action: 'Authorize the account again.',
  },
  adminNeeded: {
    status: 409,
    message: 'An administrator of your organization has to approve Concord first.',
    action: 'Ask your administrator, then authorize the account again.',
  },
  interactionNeeded: {
    status: 409,
    message: 'The service wants another proof that it is you.',
    action: 'Authorize the account again.',
  },
  forbidden: {
    status: 409,
    message: 'The connected account is not allowed to do that.',
    action: 'Ask your administrator, or connect another account.',
  },
  appRejected: {
    status: 503,
    message: 'The service refuses Concord itself. Your account is fine.',
    action: 'Tell the people who run Concord.',
  },
  noMailbox: {
    status: 409,
    message: 'This account has no Outlook mailbox, so there is nothing to sync with.',
    action: 'Connect an account that has a mailbox.',
  },
  rateLimited: { status: 503, message: 'The service asks Concord to slow down.', action: 'Try again in a minute.' },
  unavailable: { status: 503, message: 'Something is not answering just now.', action: 'Try again in a moment.' },
  network: { status: 503, message: 'The service cannot be reached just now.', action: 'Try again in a moment.' },
  timeout: { status: 503, message: 'The answer took too long.', action: 'Look whether it was done, then try again.' },
  garbled: {
    status: 503,
    message: 'The service gave an answer that makes no sense.',
    action: 'Try again in a moment.',
  },
  newer: {
    status: 503,
    message: 'Concord is being updated, and this part of it is not there yet.',
    action: 'Try again in a few minutes.',
  },
  cursorExpired: {
    status: 503,
    message: 'Concord has to read everything again first.',
    action: 'Try again in a minute.',
  },
  conflict: {
    status: 409,
    message: 'It has changed meanwhile.',
    action: 'Load the page again and look at it as it is now.',
  },
  notFound: { status: 404, message: 'There is nothing here.', action: 'Go back to the start page.' },
  refused: {
    status: 422,
    message: 'That is not possible as things are.',
    action: 'Load the page again and look what it says.',
  },
  leaseLost: { status: 503, message: 'Concord is busy with this account.', action: 'Try again in a moment.' },
  misconfigured: {
    status: 500,
    message: 'Concord is not set up correctly.',
    action: 'Tell the people who run Concord.',
  },
} as const satisfies Record<ErrorCode, Sentence>;

const bug: Sentence = {
  status: 500,
  message: 'Something went wrong in Concord.',
  action: 'Try again. If it stays, tell the people who run Concord.',
};

type Sentence = { readonly status: number; readonly message: string; readonly action: string };

export function refuse(code: keyof typeof refusals, headers: Answer['headers'] = {}): Answer {
  return toAnswer(code, refusals[code], headers);
}

/** These come from the use cases themselves, with a sentence for the person who asked. */
const spoken: ReadonlySet<ErrorCode> = new Set(['conflict', 'refused', 'consentNeeded']);

/** A person is told what to do, and never what is inside. */
export function failureAnswer(error: unknown): Answer {
  if (!isSyncError(error)) return toAnswer('bug', bug);
  if (spoken.has(error.code)) return toAnswer(error.code, { ...failures[error.code], message: error.message });
  const seconds = error.retryAfterMs === undefined ? undefined : Math.ceil(error.retryAfterMs / 1000);
  return toAnswer(error.code, failures[error.code], seconds === undefined ? {} : { 'retry-after': String(seconds) });
}

export const json = (status: number, view: object, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(view),
});

function toAnswer(code: string, { status, message, action }: Sentence, headers: Answer['headers'] = {}): Answer {
  const view: ErrorView = { error: { code, message, action } };
  return json(status, view, headers);
}
