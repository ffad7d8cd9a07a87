import { describe, expect, test } from 'vitest';
import { errorOf } from '../../packages/providers/google/src/errors.ts';

const now = Date.UTC(2026, 2, 2, 15);
const canonical = (code: number, status: string, message: string, ...reasons: readonly string[]) => ({
  error: {
    code,
    message,
    status,
    ...(reasons.length > 0 ? { details: reasons.map((reason) => ({ reason, domain: 'people.googleapis.com' })) } : {}),
  },
});
const legacy = (code: number, status: string, reason: string) => ({
  error: { code, message: 'x', status, errors: [{ message: 'x', domain: 'usageLimits', reason }] },
});
const errorFor = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  errorOf({ status, headers, body }, now);

const staleEtag =
  'Request person.etag is different than the current person.etag. Clear local cache and get the latest person.';
const expired = 'Sync token is expired. Clear local cache and retry call without the sync token.';

describe('what Google says against a request', () => {
  test.each([
    [
      'an expired sync token',
      400,
      canonical(400, 'FAILED_PRECONDITION', expired, 'EXPIRED_SYNC_TOKEN'),
      'cursorExpired',
    ],
    ['the same as a 410', 410, canonical(410, 'FAILED_PRECONDITION', expired, 'EXPIRED_SYNC_TOKEN'), 'cursorExpired'],
    ['a stale etag', 400, canonical(400, 'FAILED_PRECONDITION', staleEtag), 'conflict'],
    ['a stale etag in the older form', 400, legacy(400, 'FAILED_PRECONDITION', 'failedPrecondition'), 'conflict'],
    ['another precondition', 400, canonical(400, 'FAILED_PRECONDITION', 'Must be a G Suite domain user.'), 'refused'],
    ['a bad argument', 400, canonical(400, 'INVALID_ARGUMENT', 'Invalid person.etag.'), 'refused'],
    ['a token that is not taken', 401, legacy(401, 'UNAUTHENTICATED', 'authError'), 'unauthorized'],
    ['a missing scope', 403, legacy(403, 'PERMISSION_DENIED', 'insufficientPermissions'), 'consentNeeded'],
    [
      'a missing scope in the newer form',
      403,
      canonical(403, 'PERMISSION_DENIED', 'x', 'ACCESS_TOKEN_SCOPE_INSUFFICIENT'),
      'consentNeeded',
    ],
    ['an API that is switched off', 403, canonical(403, 'PERMISSION_DENIED', 'x', 'SERVICE_DISABLED'), 'appRejected'],
    ['a rate limit as a 403', 403, legacy(403, 'PERMISSION_DENIED', 'rateLimitExceeded'), 'rateLimited'],
    ['anything else that is forbidden', 403, canonical(403, 'PERMISSION_DENIED', 'x'), 'forbidden'],
    ['somebody who is not there', 404, canonical(404, 'NOT_FOUND', 'Requested entity was not found.'), 'notFound'],
    ['a page of something in between', 404, undefined, 'unavailable'],
    ['a firewall', 403, undefined, 'unavailable'],
    ['a crowd', 409, canonical(409, 'ABORTED', 'x'), 'unavailable'],
    ['a rate limit', 429, canonical(429, 'RESOURCE_EXHAUSTED', 'x', 'RATE_LIMIT_EXCEEDED'), 'rateLimited'],
    ['a failure', 500, canonical(500, 'INTERNAL', 'x'), 'unavailable'],
    ['a failure with a page', 503, undefined, 'unavailable'],
    ['a method that is not there', 405, canonical(405, 'WHATEVER', 'x'), 'refused'],
  ])('%s: %i', (_, status, body, code) => {
    expect(errorFor(status, body)).toMatchObject({ code, status, provider: 'google' });
  });

  test('is taken for an expired token where a token was sent, whatever the words', () => {
    const place = (body: unknown, status = 400) => errorOf({ status, headers: {}, body }, now, 'token').code;
    expect(place(canonical(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.'))).toBe('cursorExpired');
    expect(place(canonical(400, 'FAILED_PRECONDITION', expired))).toBe('cursorExpired');
    expect(place({}, 410)).toBe('cursorExpired');
    expect(place(canonical(429, 'RESOURCE_EXHAUSTED', 'x'), 429)).toBe('rateLimited');
  });

  test('names what people can mend, and nothing of what they have', () => {
    expect(errorFor(403, legacy(403, 'PERMISSION_DENIED', 'insufficientPermissions')).lostCause).toBe('scopeMissing');
    const { message } = errorFor(400, canonical(400, 'INVALID_ARGUMENT', 'Invalid value "anna@x.org"'));
    expect(message).toBe('Google answered 400 INVALID_ARGUMENT');
  });

  test.each([
    ['by the minute', 'Quota exceeded for quota metric', 'CriticalWritesPerMinutePerProjectPerUser', 60_000],
    ['by the day', 'Quota exceeded for quota metric', 'DailyWritesPerDayPerProject', 3_600_000],
    ['of the account', 'FBS quota limit exceeded.', undefined, 900_000],
  ])('is waited for: a quota %s', (_, message, limit, waitMs) => {
    const details = [{ reason: 'RATE_LIMIT_EXCEEDED', metadata: { quota_limit: limit } }];
    const body = { error: { code: 429, message, status: 'RESOURCE_EXHAUSTED', details } };
    expect(errorFor(429, body).retryAfterMs).toBe(waitMs);
  });

  test('is waited for as long as it says itself', () => {
    const body = canonical(429, 'RESOURCE_EXHAUSTED', 'x', 'RATE_LIMIT_EXCEEDED');
    expect(errorFor(429, body, { 'retry-after': '7' }).retryAfterMs).toBe(7_000);
    expect(errorFor(429, body, { 'retry-after': 'Mon, 02 Mar 2026 15:01:00 GMT' }).retryAfterMs).toBe(60_000);
    // By its own clock, which is ten minutes ahead of ours.
    const ahead = { 'retry-after': 'Mon, 02 Mar 2026 15:10:30 GMT', date: 'Mon, 02 Mar 2026 15:10:00 GMT' };
    expect(errorFor(429, body, ahead).retryAfterMs).toBe(30_000);
    expect(errorFor(500, canonical(500, 'INTERNAL', 'x')).retryAfterMs).toBeUndefined();
  });
});
