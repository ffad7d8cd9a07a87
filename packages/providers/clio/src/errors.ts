import { type ErrorCode, type HttpResponse, type Item, SyncError } from '@concord/core';
import { retryAfterMs } from './rate.ts';

/** Status → our code. `type` in the body is not looked at: its values are documented for few of them. */
const codes: Readonly<Record<number, ErrorCode>> = {
  400: 'refused',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'notFound',
  // An unknown or retired X-API-VERSION.
  410: 'misconfigured',
  412: 'conflict',
  422: 'refused',
  429: 'rateLimited',
};

/** What an answer other than 2xx of the API means. The message holds no people's data. */
export function toSyncError(response: HttpResponse, now: number): SyncError {
  const { status, headers } = response;
  const said = readError(response.body);
  // The firewall in front of Clio answers 403 with a page: nothing is wrong with the member's permissions.
  const code = status === 403 && said === undefined ? 'unavailable' : codeOf(status);
  const wait = code === 'rateLimited' || code === 'unavailable' ? retryAfterMs(headers, now) : undefined;
  const requestId = headers['x-request-id'];
  return new SyncError(code, `Clio answered ${status}${said ? `: ${withoutData(said)}` : ''}`, {
    provider: 'clio',
    status,
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}

function codeOf(status: number): ErrorCode {
  if (status >= 500) return 'unavailable';
  return codes[status] ?? (status >= 400 ? 'refused' : 'garbled');
}

/** Error of the token endpoint (RFC 6749 §5.2) or of a redirect back to us (§4.1.2.1) → our code. */
const oauthCodes: Readonly<Record<string, ErrorCode>> = {
  // For a revoked refresh token: assumed from OAuth 2, as Clio names no other. They neither expire nor rotate.
  invalid_grant: 'grantLost',
  invalid_token: 'grantLost',
  // Also what the host of another region answers to a good secret.
  invalid_client: 'appRejected',
  unauthorized_client: 'appRejected',
  access_denied: 'consentNeeded',
  server_error: 'unavailable',
  temporarily_unavailable: 'unavailable',
};

/** Why somebody came back from Clio without a grant. */
export function toRefusal(error: string | undefined): ErrorCode {
  return oauthCodeOf(error ?? '') ?? 'misconfigured';
}

const oauthCodeOf = (error: string): ErrorCode | undefined =>
  Object.hasOwn(oauthCodes, error) ? oauthCodes[error] : undefined;

/** What an answer other than 2xx of the token endpoint means. */
export function toTokenError(response: HttpResponse, now: number): SyncError {
  const { status } = response;
  const said = readError(response.body);
  if (status === 429 || status >= 500 || said === undefined) {
    const wait = retryAfterMs(response.headers, now);
    return new SyncError(status === 429 ? 'rateLimited' : 'unavailable', `Clio's sign-in answered ${status}`, {
      provider: 'clio',
      status,
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
    });
  }
  const code = oauthCodeOf(said.kind) ?? (status === 401 ? 'grantLost' : 'misconfigured');
  return new SyncError(code, `Clio's sign-in answered ${status}: ${said.kind}`, {
    provider: 'clio',
    status,
    ...(code === 'grantLost' ? { lostCause: 'revoked' } : {}),
  });
}

type SaidError = { readonly kind: string; readonly sentence: string };

/** Both shapes: `{"error":{"type","message"}}` of the API and `{"error","error_description"}` of OAuth. */
function readError(body: string): SaidError | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return undefined;
  }
  const { error, error_description: description } = (parsed ?? {}) as Record<string, unknown>;
  if (typeof error === 'string') return { kind: error, sentence: typeof description === 'string' ? description : '' };
  if (typeof error !== 'object' || error === null) return undefined;
  const { type, message } = error as Record<string, unknown>;
  return { kind: typeof type === 'string' ? type : 'error', sentence: typeof message === 'string' ? message : '' };
}

const maxSentenceLength = 200;

/** Clio quotes what it refuses: quotations, addresses and numbers are left out. */
function withoutData({ kind, sentence }: SaidError): string {
  const plain = sentence
    .replace(/'[^']*'|"[^"]*"|“[^”]*”|`[^`]*`/gu, '…')
    .replace(/\S*@\S*/gu, '…')
    .replace(/\+?\d[\d ().-]{2,}\d/gu, '…');
  return `${kind}: ${plain}`.slice(0, maxSentenceLength);
}

/** The sentence without anything that the item says. */
export function withoutItem(sentence: string, item: Item): string {
  const values = Object.values(item).flatMap((field): readonly string[] => {
    if (typeof field === 'string') return [field];
    return (field ?? []).flatMap(({ value }) => (typeof value === 'string' ? [value] : Object.values(value)));
  });
  return values
    .filter((value) => value.length > 1)
    .sort((a, b) => b.length - a.length)
    .reduce((rest, value) => rest.replaceAll(value, '…'), sentence);
}
