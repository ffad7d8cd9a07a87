import { type PlainResponse, withHeaders } from '../kernel/plain-http.ts';
import { tooMany } from './faults.ts';

/** Documented in the handbook, rate limits; at peak hours. */
const limit = 50;
const windowMs = 60_000;

type Window = { readonly endsAt: number; readonly used: number };

/** Counts the requests of each access token in fixed windows that begin with its first request (where they begin is an assumption). */
export type RateLimiter = {
  readonly limited: (token: string, respond: () => Promise<PlainResponse>) => Promise<PlainResponse>;
};

export function createRateLimiter(now: () => number): RateLimiter {
  const windows = new Map<string, Window>();
  return {
    limited: async (token, respond) => {
      const window = nextWindow(windows.get(token), now());
      windows.set(token, window);
      const waitS = Math.max(1, Math.ceil((window.endsAt - now()) / 1_000));
      const response = window.used > limit ? tooMany(waitS) : await respond();
      return withHeaders(response, {
        'x-ratelimit-limit': String(limit),
        'x-ratelimit-remaining': String(Math.max(0, limit - window.used)),
        'x-ratelimit-reset': String(Math.ceil(window.endsAt / 1_000)),
      });
    },
  };
}

/** Whether refused requests count is not documented; they do not matter here, as the window is full. */
function nextWindow(window: Window | undefined, now: number): Window {
  if (window === undefined || now >= window.endsAt) return { endsAt: now + windowMs, used: 1 };
  return { ...window, used: window.used + 1 };
}

export const noRateLimiter: RateLimiter = { limited: (_token, respond) => respond() };
