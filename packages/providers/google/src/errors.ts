import {
  type ErrorCode,
  type HttpResponse,
  type Instant,
  type LostCause,
  retryAfterOf,
  SyncError,
} from '@concord/core';
import { waitMs } from './profile.ts';

type Meaning = { readonly code: ErrorCode; readonly lostCause?: LostCause };

const limited: Meaning = { code: 'rateLimited' };
/** The operator's: an API that was never switched on in the project must not look like a lost connection. */
const ours: Meaning = { code: 'appRejected' };
const noScope: Meaning = { code: 'consentNeeded', lostCause: 'scopeMissing' };

/** By `details[].reason` (canonical errors) or `errors[].reason` (the older ones, which still come along). */
const byReason = new Map<string, Meaning>(
  Object.entries({
    EXPIRED_SYNC_TOKEN: { code: 'cursorExpired' },
    fullSyncRequired: { code: 'cursorExpired' },
    updatedMinTooLongAgo: { code: 'cursorExpired' },
    /** A 410 like the two above, of an event that was deleted before or a calendar that was taken away. */
    deleted: { code: 'notFound' },
    RATE_LIMIT_EXCEEDED: limited,
    rateLimitExceeded: limited,
    userRateLimitExceeded: limited,
    quotaExceeded: limited,
    dailyLimitExceeded: limited,
    ACCESS_TOKEN_SCOPE_INSUFFICIENT: noScope,
    insufficientPermissions: noScope,
    SERVICE_DISABLED: ours,
    accessNotConfigured: ours,
    authError: { code: 'unauthorized' },
    // The administrator of a domain switched Gmail or its API off.
    domainPolicy: { code: 'adminNeeded' },
    failedPrecondition: { code: 'conflict' },
    // The id of a new event is taken; another 409 only came at the wrong moment.
    duplicate: { code: 'conflict' },
    // Of one event or calendar, where `forbidden` is of the account.
    forbiddenForNonOrganizer: { code: 'refused' },
    requiredAccessLevel: { code: 'refused' },
    // A 401 that is not about the token.
    'push.webhookUrlUnauthorized': { code: 'refused' },
  } satisfies Record<string, Meaning>),
);

/** By the canonical status, which is surer than the number: 400 stands for several. */
const byStatus = new Map<string, ErrorCode>(
  Object.entries({
    UNAUTHENTICATED: 'unauthorized',
    PERMISSION_DENIED: 'forbidden',
    NOT_FOUND: 'notFound',
    // "Typically due to a concurrency issue": another write of this account was under way, and this one was not done.
    ABORTED: 'unavailable',
    RESOURCE_EXHAUSTED: 'rateLimited',
    UNAVAILABLE: 'unavailable',
    INTERNAL: 'unavailable',
    DEADLINE_EXCEEDED: 'unavailable',
    UNKNOWN: 'unavailable',
    CANCELLED: 'unavailable',
  } satisfies Record<string, ErrorCode>),
);

const byNumber: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'notFound',
  408: 'unavailable',
  409: 'unavailable',
  410: 'notFound',
  412: 'conflict',
  429: 'rateLimited',
};

/**
 * Where an answer came from: a list that goes on from a token, or anything else. A token that is not taken is answered in
 * several ways (captured and observed): with its reason, with the sentence alone, or like any other mistake.
 */
export type Place = 'call' | 'token';

/** The part of an answer that errors are read from; one person of a batch has it too. */
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
 * Translates an answer that is no success. `now` is for a Retry-After that is a date. A 403 or 404 without Google's
 * envelope is a page of something in between and proves nothing: `unavailable`.
 */
export function errorOf(answer: Answer, now: Instant, place: Place = 'call'): SyncError {
  const envelope = envelopeOf(answer.body);
  const { code, lostCause } = meaningOf(answer.status, envelope, place);
  const retryAfterMs =
    retryAfterOf(answer.headers, now) ?? (code === 'rateLimited' ? pauseOf(envelope, now) : undefined);
  const said = envelope?.reasons[0] ?? envelope?.status ?? 'without a reason';
  return new SyncError(code, `Google answered ${answer.status} ${said}`, {
    provider: 'google',
    status: answer.status,
    ...(lostCause === undefined ? {} : { lostCause }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function meaningOf(status: number, envelope: Envelope | undefined, place: Place): Meaning {
  if (isWithoutMail(envelope)) return { code: 'noMailbox' };
  const reasoned = envelope?.reasons.map((reason) => byReason.get(reason)).find((meaning) => meaning !== undefined);
  if (reasoned) return reasoned;
  if (place === 'token' && (status === 400 || status === 410)) return { code: 'cursorExpired' };
  if (status === 400) return { code: refusalOf(envelope) };
  const named = byStatus.get(envelope?.status ?? '');
  if (named) return { code: named };
  if (envelope === undefined && (status === 403 || status === 404)) return { code: 'unavailable' };
  const isRefusal = (status > 400 && status < 500) || status === 501;
  return { code: byNumber[status] ?? (isRefusal ? 'refused' : 'unavailable') };
}

/** Of all that fails a precondition, only a stale etag tells of itself, and only by its sentence (captured 2026-07). */
function refusalOf(envelope: Envelope | undefined): ErrorCode {
  const isPrecondition = envelope?.status === 'FAILED_PRECONDITION';
  return isPrecondition && /\betag\b/iu.test(envelope.message) ? 'conflict' : 'refused';
}

/** An account that never had Gmail: told by the sentence alone (observed). Its contacts and calendars are there all the same. */
function isWithoutMail(envelope: Envelope | undefined): boolean {
  return /\bmail service not enabled\b/iu.test(envelope?.message ?? '');
}

function pauseOf(envelope: Envelope | undefined, now: Instant): number {
  const saidAt = Date.parse(/\bretry after (\S+)/iu.exec(envelope?.message ?? '')?.[1] ?? '');
  // Observed: "User-rate limit exceeded.  Retry after 2026-07-18T12:00:00.000Z".
  if (!Number.isNaN(saidAt)) return Math.min(Math.max(saidAt - now, waitMs.crowd), waitMs.day);
  if (/\btoo many concurrent\b/iu.test(envelope?.message ?? '')) return waitMs.crowd;
  if (envelope?.reasons.includes('quotaExceeded')) return waitMs.usage;
  if (/\bFBS quota\b/iu.test(envelope?.message ?? '')) return waitMs.account;
  return /per ?day/iu.test(`${envelope?.limit} ${envelope?.message}`) ? waitMs.day : waitMs.minute;
}

type Envelope = {
  readonly status: string | undefined;
  readonly message: string;
  readonly reasons: readonly string[];
  readonly limit: string | undefined;
};

function envelopeOf(body: unknown): Envelope | undefined {
  const error = recordOf(recordOf(body)?.error);
  if (error === undefined) return undefined;
  const details = recordsOf(error.details);
  return {
    status: textOf(error.status),
    message: textOf(error.message) ?? '',
    reasons: [...details, ...recordsOf(error.errors)].flatMap(({ reason }) => textOf(reason) ?? []),
    limit: details.map(({ metadata }) => textOf(recordOf(metadata)?.quota_limit)).find(Boolean),
  };
}

export function answerOf(response: HttpResponse): Answer {
  return { status: response.status, headers: response.headers, body: parsedJson(response.body) };
}

export function garbled(what: string): SyncError {
  return new SyncError('garbled', `Google answered ${what}`, { provider: 'google' });
}

export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

export function recordsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [];
  return all.map((one) => recordOf(one)).filter((record) => record !== undefined);
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
