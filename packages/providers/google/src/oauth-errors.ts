import {
  type ErrorCode,
  type HttpResponse,
  type Instant,
  type LostCause,
  retryAfterOf,
  SyncError,
} from '@concord/core';
import { parsedJson, recordOf } from './errors.ts';

/** By `error` of the token endpoint or of a redirect; descriptions are documented nowhere and never looked at. */
const codes: Readonly<Record<string, ErrorCode>> = {
  invalid_grant: 'grantLost',
  access_denied: 'consentNeeded',
  // Shown on Google's own page; should it ever come back, the Workspace administrator decides.
  admin_policy_enforced: 'adminNeeded',
  org_internal: 'appRejected',
  invalid_client: 'appRejected',
  deleted_client: 'appRejected',
  unauthorized_client: 'appRejected',
  invalid_request: 'appRejected',
  invalid_scope: 'appRejected',
  redirect_uri_mismatch: 'appRejected',
  unsupported_grant_type: 'appRejected',
  server_error: 'unavailable',
  temporarily_unavailable: 'unavailable',
};

/** What an answer of the token or revocation endpoint other than 200 means. The message holds nothing of the description. */
export function tokenError(response: HttpResponse, now: Instant): SyncError {
  const { status } = response;
  const body = recordOf(parsedJson(response.body));
  const error = typeof body?.error === 'string' ? body.error : undefined;
  const code = tokenErrorCode(status, error);
  const lostCause = code === 'grantLost' ? lostCauseOf(body?.error_subtype) : undefined;
  const retryAfterMs = retryAfterOf(response.headers, now);
  return new SyncError(code, `Google's sign-in answered ${status}${error === undefined ? '' : ` ${error}`}`, {
    provider: 'google',
    status,
    ...(lostCause === undefined ? {} : { lostCause }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function tokenErrorCode(status: number, error: string | undefined): ErrorCode {
  if (status === 429) return 'rateLimited';
  if (status >= 500 || error === undefined) return 'unavailable';
  return codeOf(error) ?? 'appRejected';
}

/** One code for every cause of death, but for the session length of a Workspace. */
function lostCauseOf(subtype: unknown): LostCause {
  return subtype === 'invalid_rapt' ? 'signInAgain' : 'revoked';
}

/** Why somebody came back from Google without a code. */
export function refusalOf({ error = '' }: Readonly<Record<string, string>>): ErrorCode {
  return codeOf(error) ?? 'unavailable';
}

const codeOf = (error: string): ErrorCode | undefined => (Object.hasOwn(codes, error) ? codes[error] : undefined);

export function googleError(code: ErrorCode, what: string, lostCause?: LostCause): SyncError {
  return new SyncError(code, `Google's sign-in gave ${what}`, {
    provider: 'google',
    ...(lostCause === undefined ? {} : { lostCause }),
  });
}
