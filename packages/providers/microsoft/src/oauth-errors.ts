import {
  type ErrorCode,
  type HttpResponse,
  type Instant,
  type LostCause,
  retryAfterOf,
  SyncError,
} from '@concord/core';

/** What went wrong at the identity platform, and why a grant died where that is said. */
type Meaning = { readonly code: ErrorCode; readonly lostCause?: LostCause };

const revoked = { code: 'grantLost', lostCause: 'revoked' } as const;
const expired = { code: 'grantLost', lostCause: 'expired' } as const;
const passwordChanged = { code: 'grantLost', lostCause: 'passwordChanged' } as const;
const secondFactor = { code: 'interactionNeeded', lostCause: 'secondFactor' } as const;
const blockedByPolicy = { code: 'interactionNeeded', lostCause: 'blockedByPolicy' } as const;
const signInAgain = { code: 'interactionNeeded', lostCause: 'signInAgain' } as const;
const consentRemoved = { code: 'consentNeeded', lostCause: 'consentRemoved' } as const;
const adminNeeded = { code: 'adminNeeded', lostCause: 'adminNeeded' } as const;
const forbidden = { code: 'forbidden' } as const;
const appRejected = { code: 'appRejected' } as const;
const unavailable = { code: 'unavailable' } as const;

/** By `error`, as documented ("never branch on AADSTS numbers"). */
const byError: Readonly<Record<string, Meaning>> = {
  invalid_grant: revoked,
  interaction_required: { code: 'interactionNeeded' },
  login_required: signInAgain,
  consent_required: consentRemoved,
  access_denied: { code: 'consentNeeded' },
  invalid_client: appRejected,
  unauthorized_client: appRejected,
  invalid_request: appRejected,
  invalid_scope: appRejected,
  invalid_resource: appRejected,
  unsupported_grant_type: appRejected,
  unsupported_response_type: appRejected,
  temporarily_unavailable: unavailable,
  server_error: unavailable,
};

/** `consent_required` was observed on the wire; the other two are in the list of Microsoft's own client (`@azure/msal-common`). */
const bySuberror: Readonly<Record<string, Meaning>> = {
  consent_required: consentRemoved,
  user_password_expired: passwordChanged,
  bad_token: revoked,
};

/** Numbers only say more exactly what one of these is: the app's own faults stay what they are. */
const refinable: ReadonlySet<string> = new Set([
  'invalid_grant',
  'interaction_required',
  'login_required',
  'consent_required',
  'access_denied',
]);

/** AADSTS numbers (reference of error codes): which sentence people see, or that it will pass. */
const byNumber: Readonly<Record<number, Meaning>> = {
  50173: passwordChanged,
  700082: expired,
  70008: expired,
  // A token of a single-page app, which lives a day: the redirect address is registered as the wrong type.
  700084: expired,
  70043: signInAgain,
  50076: secondFactor,
  50078: secondFactor,
  50079: secondFactor,
  50158: secondFactor,
  53000: blockedByPolicy,
  53001: blockedByPolicy,
  53002: blockedByPolicy,
  53003: blockedByPolicy,
  65001: consentRemoved,
  90094: adminNeeded,
  90095: adminNeeded,
  90008: adminNeeded,
  90093: adminNeeded,
  // Not assigned to the app: the administrator does that too.
  50105: adminNeeded,
  // Not an account of that tenant, or not one at all: another one has to be picked.
  50020: forbidden,
  50034: forbidden,
  16000: forbidden,
  90072: forbidden,
};

/** Passing trouble, whatever `error` says. 50196: we ask too often. */
const passing: ReadonlySet<number> = new Set([90006, 90024, 90033, 90055, 50196]);

/** What an answer of the token endpoint other than 200 means. */
export function tokenError(
  response: HttpResponse,
  body: Readonly<Record<string, unknown>> | undefined,
  now: Instant,
): SyncError {
  const error = typeof body?.error === 'string' ? body.error : undefined;
  const numbers = Array.isArray(body?.error_codes) ? body.error_codes.filter((code) => typeof code === 'number') : [];
  const { code, lostCause } = tokenMeaning(response.status, error, body?.suberror, numbers);
  const retryAfterMs = retryAfterOf(response.headers, now);
  // The description is left out: it may name the account.
  const said =
    error === undefined ? `${response.status}` : `${error} ${numbers.map((number) => `AADSTS${number}`).join(' ')}`;
  return new SyncError(code, `Sign-in: ${said.trim()}`, {
    provider: 'microsoft',
    status: response.status,
    ...(lostCause === undefined ? {} : { lostCause }),
    ...(typeof body?.trace_id === 'string' ? { requestId: body.trace_id } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function tokenMeaning(
  status: number,
  error: string | undefined,
  suberror: unknown,
  numbers: readonly number[],
): Meaning {
  if (status === 429) return { code: 'rateLimited' };
  if (error === undefined || numbers.some((number) => passing.has(number))) return unavailable;
  const known = own(byError, error);
  if (known === undefined) return status >= 500 ? unavailable : appRejected;
  if (!refinable.has(error)) return known;
  return (typeof suberror === 'string' ? own(bySuberror, suberror) : undefined) ?? refined(numbers) ?? known;
}

const refined = (numbers: readonly number[]): Meaning | undefined =>
  numbers.map((number) => byNumber[number]).find((meaning) => meaning !== undefined);

/**
 * Why somebody comes back without a code. Reads `error` first: `admin_consent=True` comes back on failures too. The only
 * place where numbers must be read: pressing Cancel (65004 or none) and being blocked by the organisation's policy (65001,
 * where nobody may consent, 90094, ...) both arrive as `access_denied` (observed).
 */
export function refusalOf(query: Readonly<Record<string, string>>): ErrorCode {
  const error = query.error ?? '';
  const numbers = numbersIn(query.error_description ?? '');
  if (numbers.some((number) => passing.has(number))) return 'unavailable';
  const known = own(byError, error);
  if (known === undefined) return 'unavailable';
  if (!refinable.has(error)) return known.code;
  if (numbers.includes(65004)) return 'consentNeeded';
  if (error === 'consent_required' || (error === 'access_denied' && numbers.includes(65001))) return 'adminNeeded';
  return (refined(numbers) ?? known).code;
}

const numbersIn = (description: string): readonly number[] =>
  [...description.matchAll(/\bAADSTS(\d{4,8})\b/gu)].map(([, number]) => Number(number));

const own = (table: Readonly<Record<string, Meaning>>, key: string): Meaning | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

export function oauthError(code: ErrorCode, what: string, lostCause?: LostCause): SyncError {
  return new SyncError(code, `The Microsoft identity platform gave ${what}`, {
    provider: 'microsoft',
    ...(lostCause === undefined ? {} : { lostCause }),
  });
}
