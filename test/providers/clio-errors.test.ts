import type { HttpResponse } from '@concord/core';
import { describe, expect, test } from 'vitest';
import { toSyncError, withoutItem } from '../../packages/providers/clio/src/errors.ts';
import { createRateWindow, retryAfterMs } from '../../packages/providers/clio/src/rate.ts';

const now = Date.UTC(2026, 2, 2, 15);
const answer = (status: number, body: unknown, headers: HttpResponse['headers'] = {}): HttpResponse => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const apiError = (message: string) => ({ error: { type: 'SomeError', message } });

describe("Clio's errors", () => {
  test.each([
    [400, 'refused'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'notFound'],
    [409, 'refused'],
    [410, 'misconfigured'],
    [412, 'conflict'],
    [422, 'refused'],
    [429, 'rateLimited'],
    [500, 'unavailable'],
    [502, 'unavailable'],
    [303, 'garbled'],
  ])('status %i is "%s"', (status, code) => {
    expect(toSyncError(answer(status, apiError('No')), now)).toMatchObject({ code, status, provider: 'clio' });
  });

  test('an expired token comes in the shape of OAuth', () => {
    const body = { error: 'invalid_token', error_description: 'The access token provided is expired.' };
    expect(toSyncError(answer(401, body), now)).toMatchObject({
      code: 'unauthorized',
      message: 'Clio answered 401: invalid_token: The access token provided is expired.',
    });
  });

  test.each(['<html><h1>Access denied</h1></html>', '', '"no"'])(
    'a 403 that is not from the API (%s) is the firewall, and says nothing about permissions',
    (body) => {
      expect(toSyncError(answer(403, body), now).code).toBe('unavailable');
    },
  );

  test.each([
    ["An invalid argument was supplied: 'Anna Reyes' is not valid", 'An invalid argument was supplied: … is not valid'],
    ['anna.reyes@example.org is taken', '… is taken'],
    ['+1 (415) 555-0100 is not a number', '… is not a number'],
  ])('the sentence "%s" loses people’s data', (said, kept) => {
    expect(toSyncError(answer(422, apiError(said)), now).message).toBe(`Clio answered 422: SomeError: ${kept}`);
  });

  test('a long sentence is cut', () => {
    expect(toSyncError(answer(422, apiError('no '.repeat(500))), now).message.length).toBeLessThan(300);
  });

  test('nothing that the item says is left in a sentence', () => {
    const item = {
      lastName: 'Reyes',
      emails: [{ key: 'x', value: 'pager of Anna' }],
      addresses: [{ key: 'y', value: { city: 'Erie' } }],
    };
    expect(withoutItem('Reyes of Erie: pager of Anna', item)).toBe('… of …: …');
  });
});

describe("Clio's rate limit", () => {
  const reset = String(now / 1_000 + 20);
  /** Clio's clock is ten minutes behind ours. */
  const inClio = (seconds: number): string => new Date(now - 600_000 + seconds * 1_000).toUTCString();

  test.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'x-ratelimit-reset': reset }, 20_000],
    [{ 'retry-after': '7', 'x-ratelimit-reset': reset }, 7_000],
    [{ 'x-ratelimit-reset': String(now / 1_000 + 3_600) }, 60_000],
    [{ 'x-ratelimit-reset': String(now / 1_000 - 5) }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
    [{ 'retry-after': inClio(20), date: inClio(0) }, 20_000],
    [{ 'x-ratelimit-reset': String(now / 1_000 - 580), date: inClio(0) }, 20_000],
  ])('%j means waiting %s ms', (headers, ms) => {
    expect(retryAfterMs(headers as HttpResponse['headers'], now)).toBe(ms);
  });

  test('a spent window stops requests until it ends', () => {
    const window = createRateWindow();
    window.check(now, 1);
    window.note({ 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': reset }, now);
    window.check(now, 1);
    expect(() => window.check(now, 2)).toThrow(expect.objectContaining({ code: 'rateLimited' }));
    window.note({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }, now);
    expect(() => window.check(now, 1)).toThrow(expect.objectContaining({ code: 'rateLimited', retryAfterMs: 20_000 }));
    window.note({}, now);
    expect(() => window.check(now, 1)).toThrow();
    window.check(now + 20_000, 1);
  });

  test('a window ends when Clio says, whatever our clock says', () => {
    const window = createRateWindow();
    const end = String(now / 1_000 - 580);
    window.note({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': end, date: inClio(0) }, now);
    expect(() => window.check(now + 19_000, 1)).toThrow(expect.objectContaining({ retryAfterMs: 1_000 }));
    window.check(now + 20_000, 1);
  });
});
