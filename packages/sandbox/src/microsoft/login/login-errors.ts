import { type PlainResponse, replyJson } from '../../kernel/plain-http.ts';
import type { World } from '../../kernel/world.ts';
import type { RevokeMode } from '../awkwardnesses.ts';
import type { Token } from '../directory.ts';
import { guid } from '../guid.ts';

type LoginError = { readonly error: string; readonly code: number; readonly text: string; readonly suberror?: string };

/** What the token endpoint refuses with. Texts that the reference does not quote are shortened. */
const loginErrors = {
  missingParameter: {
    error: 'invalid_request',
    code: 900144,
    text: 'The request body must contain the following parameter:',
  },
  grantType: { error: 'unsupported_grant_type', code: 70003, text: 'The app requested an unsupported grant type.' },
  unknownTenant: { error: 'invalid_request', code: 90002, text: 'Tenant was not found.' },
  unknownApp: {
    error: 'unauthorized_client',
    code: 700016,
    text: 'Application was not found in the directory. It may not have been installed by the administrator of the tenant.',
  },
  wrongSecret: { error: 'invalid_client', code: 7000215, text: 'Invalid client secret provided.' },
  origin: {
    error: 'invalid_request',
    code: 9002326,
    text: "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type.",
  },
  wrongTenant: {
    error: 'invalid_grant',
    code: 700005,
    text: 'The provided authorization code is intended to be used against another tenant.',
  },
  codeUsed: { error: 'invalid_grant', code: 54005, text: 'OAuth2 Authorization code was already redeemed.' },
  codeExpired: { error: 'invalid_grant', code: 70008, text: 'The provided authorization code has expired.' },
  codeUnknown: { error: 'invalid_grant', code: 70000, text: 'The provided grant is invalid or malformed.' },
  verifier: {
    error: 'invalid_grant',
    code: 501481,
    text: 'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
  },
  redirect: {
    error: 'invalid_grant',
    code: 50011,
    text: 'The redirect URI specified in the request does not match the one that the code was issued for.',
  },
  refreshUnknown: { error: 'invalid_grant', code: 70000, text: 'The provided refresh token is not valid.' },
  scopeNotConsented: {
    error: 'invalid_grant',
    code: 65001,
    text: 'The user or administrator has not consented to use the application.',
    suberror: 'consent_required',
  },
  unavailable: {
    error: 'temporarily_unavailable',
    code: 90033,
    text: 'A transient error has occurred. Please try again.',
  },
} as const satisfies Record<string, LoginError>;

export type LoginErrorName = keyof typeof loginErrors;

const revokedErrors = {
  passwordChanged: {
    error: 'invalid_grant',
    code: 50173,
    text: 'The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.',
  },
  inactive: {
    error: 'invalid_grant',
    code: 700082,
    text: 'The refresh token has expired due to inactivity.',
  },
  consentWithdrawn: loginErrors.scopeNotConsented,
  sessionsRevoked: {
    error: 'invalid_grant',
    code: 50173,
    text: 'The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.',
  },
  interactionRequired: {
    error: 'interaction_required',
    code: 50076,
    text: 'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.',
  },
  blockedByPolicy: {
    error: 'invalid_grant',
    code: 53003,
    text: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
  },
  signInFrequency: {
    error: 'invalid_grant',
    code: 70043,
    text: 'The refresh token has expired or is invalid due to sign-in frequency checks by Conditional Access.',
  },
  secretExpired: loginErrors.wrongSecret,
} as const satisfies Record<RevokeMode, LoginError>;

export function loginError(world: World, name: LoginErrorName, detail?: string): PlainResponse {
  return toResponse(world, loginErrors[name], detail);
}

/** Why a revoked grant is refused, with the two instants that the real text names. */
export function revokedError(world: World, mode: RevokeMode, token: Token): PlainResponse {
  const validFrom = new Date(token.revoked?.at ?? world.now()).toISOString();
  const issued = new Date(token.issuedAt).toISOString();
  const dates = `The grant was issued on '${issued}' and the TokensValidFrom date (before which tokens are not valid) for this user is '${validFrom}'.`;
  return toResponse(world, revokedErrors[mode], revokedErrors[mode].code === 50173 ? dates : undefined);
}

function toResponse(world: World, { error, code, text, suberror }: LoginError, detail?: string): PlainResponse {
  const [traceId, correlationId] = [guid(world), guid(world)];
  const timestamp = `${new Date(world.now()).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const parts = [
    `AADSTS${code}: ${text}`,
    detail,
    `Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
  ];
  const body = {
    error,
    error_description: parts.filter((part) => part !== undefined).join(' '),
    error_codes: [code],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    ...(suberror === undefined ? {} : { suberror }),
  };
  return replyJson(body, {
    status: error === 'invalid_client' ? 401 : 400,
    headers: { 'cache-control': 'no-store' },
  });
}
