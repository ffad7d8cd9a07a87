import { type ErrorCode, type HttpResponse, type Instant, retryAfterOf, SyncError } from '@concord/core';

/** By Graph's own code, lower-cased: it is spelt in different cases by different front ends (observed). */
const byCode = new Map<string, ErrorCode>(
  Object.entries({
    invalidauthenticationtoken: 'unauthorized',
    insufficient_claims: 'interactionNeeded',
    erroraccessdenied: 'forbidden',
    authorization_requestdenied: 'forbidden',
    mailboxnotenabledforrestapi: 'noMailbox',
    errorinvaliduser: 'noMailbox',
    errornonexistentmailbox: 'noMailbox',
    syncstatenotfound: 'cursorExpired',
    resyncrequired: 'cursorExpired',
    resyncapplydifferences: 'cursorExpired',
    resyncuploaddifferences: 'cursorExpired',
    erroritemnotfound: 'notFound',
    errorirresolvableconflict: 'conflict',
    resourcemodified: 'conflict',
    applicationthrottled: 'rateLimited',
    toomanyrequests: 'rateLimited',
    errorserverbusy: 'unavailable',
    servicenotavailable: 'unavailable',
  }),
);

const byStatus: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'notFound',
  408: 'unavailable',
  409: 'conflict',
  410: 'notFound',
  412: 'conflict',
  423: 'unavailable',
  424: 'unavailable',
  429: 'rateLimited',
  500: 'unavailable',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
  509: 'rateLimited',
};

/** What a status means in one place only. */
const byPlace: Readonly<Record<Place, Readonly<Record<number, ErrorCode>>>> = {
  call: {},
  /** Observed: a stored link dies as 410, as `SyncStateNotFound` of any status, or as a bare 400. */
  link: { 400: 'cursorExpired', 410: 'cursorExpired' },
  /** 400: our address did not answer the handshake. 403: the mailbox has its 1,000. 409: there is one. Polling goes on. */
  subscription: { 400: 'unavailable', 403: 'unavailable', 409: 'unavailable' },
};

/** Where an answer came from: a stored delta link, a subscription, or anything else. */
export type Place = 'call' | 'link' | 'subscription';

/** The part of an answer that errors are read from; items of a batch have it too. */
export type Answer = {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed; undefined when it was no JSON. */
  readonly body: unknown;
};

export function isSuccess(answer: Answer): boolean {
  return answer.status >= 200 && answer.status <= 299;
}

/**
 * Translates an answer that is no success. `now` is for a Retry-After that is a date.
 * A 403 or 404 without Graph's envelope comes from something in between and proves nothing: `unavailable`.
 */
export function errorOf(answer: Answer, now: Instant, place: Place = 'call'): SyncError {
  const envelope = envelopeOf(answer.body);
  const code = codeOf(answer.status, envelope, place);
  const retryAfterMs = retryAfterOf(answer.headers, now);
  const requestId = answer.headers['request-id'] ?? envelope?.requestId;
  return new SyncError(code, `Microsoft Graph answered ${answer.status} ${envelope?.code ?? 'without a code'}`, {
    provider: 'microsoft',
    status: answer.status,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}

function codeOf(status: number, envelope: Envelope | undefined, place: Place): ErrorCode {
  const named = envelope && byCode.get(envelope.code.toLowerCase());
  // A subscription's "forbidden" is its quota; everything else that has a name means the same everywhere.
  if (named && !(place === 'subscription' && named === 'forbidden')) return named;
  const placed = byPlace[place][status];
  if (placed) return placed;
  if ((status === 403 || status === 404) && envelope === undefined) return 'unavailable';
  const isRefusal = (status >= 400 && status < 500) || status === 501 || status === 507;
  return byStatus[status] ?? (isRefusal ? 'refused' : 'unavailable');
}

type Envelope = { readonly code: string; readonly requestId: string | undefined };

function envelopeOf(body: unknown): Envelope | undefined {
  const error = recordOf(recordOf(body)?.error);
  if (typeof error?.code !== 'string') return undefined;
  const inner = recordOf(error.innerError ?? error.innererror);
  return { code: error.code, requestId: typeof inner?.['request-id'] === 'string' ? inner['request-id'] : undefined };
}

/** Graph's own code, lower-cased; undefined where an answer has none. */
export const graphCodeOf = ({ body }: Answer): string | undefined => envelopeOf(body)?.code.toLowerCase();

export function answerOf(response: HttpResponse): Answer {
  return { status: response.status, headers: response.headers, body: parsedJson(response.body) };
}

export function garbled(what: string): SyncError {
  return new SyncError('garbled', `Microsoft Graph answered ${what}`, { provider: 'microsoft' });
}

export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function recordsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [];
  return all.map((one) => recordOf(one)).filter((record) => record !== undefined);
}

export function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
