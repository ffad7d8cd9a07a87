import { type HttpResponse, SyncError } from '@concord/core';
import { api } from './profile.ts';

type Headers = HttpResponse['headers'];

/** How long to wait, from Retry-After (seconds, or a date as HTTP allows) or the end of the current window; undefined when Clio does not say. */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const seconds = numberIn(headers, 'retry-after');
  if (seconds !== undefined) return seconds * 1_000;
  const at = Date.parse(headers['retry-after'] ?? '');
  if (!Number.isNaN(at)) return Math.max(0, byOurClock(at, headers, now) - now);
  const resetAt = windowEnd(headers, now);
  return resetAt === undefined ? undefined : untilWindowEnd(resetAt, now);
}

/** Remembers what Clio said of the current window, so that no request goes out that it would turn away. */
export type RateWindow = {
  /** Throws `rateLimited` when the window has not room for so many requests. */
  readonly check: (now: number, requests: number) => void;
  readonly note: (headers: Headers, now: number) => void;
};

export function createRateWindow(): RateWindow {
  let resetAt = 0;
  let remaining = Number.POSITIVE_INFINITY;
  return {
    check: (now, requests) => {
      if (resetAt <= now || remaining >= requests) return;
      throw new SyncError('rateLimited', "Clio's requests of this minute are used up", {
        provider: 'clio',
        retryAfterMs: untilWindowEnd(resetAt, now),
      });
    },
    note: (headers, now) => {
      resetAt = windowEnd(headers, now) ?? resetAt;
      remaining = numberIn(headers, 'x-ratelimit-remaining') ?? remaining;
    },
  };
}

function windowEnd(headers: Headers, now: number): number | undefined {
  const seconds = numberIn(headers, 'x-ratelimit-reset');
  return seconds === undefined ? undefined : byOurClock(seconds * 1_000, headers, now);
}

/** A moment that Clio names is by Clio's clock, and its answers say what time it is there. */
function byOurClock(at: number, { date = '' }: Headers, now: number): number {
  const saidAt = Date.parse(date);
  return Number.isNaN(saidAt) ? at : now + (at - saidAt);
}

/** Never longer than one window, however far apart the clocks are. */
const untilWindowEnd = (resetAt: number, now: number): number => Math.min(Math.max(resetAt - now, 0), api.rateWindowMs);

function numberIn(headers: Headers, name: string): number | undefined {
  const text = headers[name];
  return text !== undefined && /^\d+$/u.test(text) ? Number(text) : undefined;
}
