import { type ErrorCode, type HttpResponse, type Instant, SyncError } from '@concord/core';
import { retryAfterOf } from './errors.ts';

/** By `error`, as documented ("never branch on AADSTS numbers"). */
const byError = new Map<string, ErrorCode>(
  Object.entries({
    invalid_grant: 'grantLost',
    interaction_required: 'interactionNeeded',
    login_required: 'interactionNeeded',
    consent_required: 'consentNeeded',
    invalid_client: 'appRejected',
    unauthorized_client: 'appRejected',
    invalid_request: 'appRejected',
    invalid_scope: 'appRejected',
    invalid_resource: 'appRejected',
    unsupported_grant_type: 'appRejected',
    temporarily_unavailable: 'unavailable',
    server_error: 'unavailable',
  }),
);

/** Numbers that only say more exactly what an `invalid_grant` is: which sentence people see, or that it will pass. */
const grantRefinements: Readonly<Record<number, ErrorCode>> = {
  65001: 'consentNeeded',
  50076: 'interactionNeeded',
  50078: 'interactionNeeded',
  50079: 'interactionNeeded',
  50158: 'interactionNeeded',
  53000: 'interactionNeeded',
  53001: 'interactionNeeded',
  53002: 'interactionNeeded',
  53003: 'interactionNeeded',
  70043: 'interactionNeeded',
  90006: 'unavailable',
  90024: 'unavailable',
  90033: 'unavailable',
  90055: 'unavailable',
  50196: 'unavailable',
};

export function tokenError(
  response: HttpResponse,
  body: Readonly<Record<string, unknown>> | undefined,
  now: Instant,
): SyncError {
  const error = typeof body?.error === 'string' ? body.error : undefined;
  const numbers = Array.isArray(body?.error_codes) ? body.error_codes.filter((code) => typeof code === 'number') : [];
  const retryAfterMs = retryAfterOf(response.headers, now);
  // The description is left out: it may name the account.
  const said =
    error === undefined ? `${response.status}` : `${error} ${numbers.map((code) => `AADSTS${code}`).join(' ')}`;
  return new SyncError(tokenErrorCode(response.status, error, body?.suberror, numbers), `Sign-in: ${said.trim()}`, {
    provider: 'microsoft',
    status: response.status,
    ...(typeof body?.trace_id === 'string' ? { requestId: body.trace_id } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function tokenErrorCode(
  status: number,
  error: string | undefined,
  suberror: unknown,
  numbers: readonly number[],
): ErrorCode {
  if (status === 429) return 'rateLimited';
  if (error === undefined) return 'unavailable';
  if (error === 'invalid_grant') {
    if (suberror === 'consent_required') return 'consentNeeded';
    const refined = numbers.map((number) => grantRefinements[number]).find((code) => code !== undefined);
    return refined ?? 'grantLost';
  }
  return byError.get(error) ?? (status >= 500 ? 'unavailable' : 'appRejected');
}

/**
 * The only place where numbers must be read: pressing Cancel (65004 or none) and being blocked by the organisation's
 * policy (65001, 90094, 90095, 90008, 90093; 50105: not assigned to the app) both arrive as `access_denied` (observed).
 */
const adminNumbers = /AADSTS(65001|90094|90095|90008|90093|50105)\b/u;
const declinedNumber = /AADSTS65004\b/u;

/** Reads `error` first: `admin_consent=True` comes back on failures too. */
export function refusalOf(query: Readonly<Record<string, string>>): ErrorCode {
  const error = query.error ?? '';
  const description = query.error_description ?? '';
  if (error === 'access_denied' || error === 'consent_required') {
    if (declinedNumber.test(description)) return 'consentNeeded';
    return error === 'consent_required' || adminNumbers.test(description) ? 'adminNeeded' : 'consentNeeded';
  }
  return byError.get(error) ?? 'unavailable';
}

export function oauthError(code: ErrorCode, what: string): SyncError {
  return new SyncError(code, `The Microsoft identity platform gave ${what}`, { provider: 'microsoft' });
}
