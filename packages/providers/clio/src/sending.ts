import {
  type HttpRequest,
  type HttpResponse,
  type Instant,
  isSyncError,
  type MattersContext,
  SyncError,
} from '@concord/core';
import { toSyncError } from './errors.ts';
import { api } from './profile.ts';
import { createRateWindow } from './rate.ts';
import { followPage, hostOf } from './requests.ts';

/** `askedAt` is our clock right before the request went out. */
export type Sent = { readonly response: HttpResponse; readonly askedAt: Instant };

/** `send` is the only way out, and throws `SyncError` for every answer but 2xx. */
export type Sender = {
  readonly send: (request: HttpRequest) => Promise<Sent>;
  /** Throws `rateLimited` when so many requests would not fit into this minute: for what should not be left half done. */
  readonly reserve: (requests: number) => void;
};

/** Remembers Clio's rate limit for as long as it is kept. */
export function createSender(context: MattersContext): Sender {
  const { clock, transport } = context;
  const window = createRateWindow();
  const once = async (request: HttpRequest): Promise<Sent> => {
    window.check(clock.now(), 1);
    const token = await tokenOf(context);
    const askedAt = clock.now();
    const response = await transport(withToken(request, token));
    window.note(response.headers, clock.now());
    return { response, askedAt };
  };
  return {
    reserve: (requests) => window.check(clock.now(), requests),
    send: async (request) => {
      const first = await once(request);
      const elsewhere = movedTo(context, request, first.response);
      const sent = elsewhere === undefined ? first : await once(elsewhere);
      const { status } = sent.response;
      if (status < 200 || status > 299) throw toSyncError(sent.response, clock.now());
      return sent;
    },
  };
}

/** Some lists are at another address of Clio's for newer accounts, and say so with a 307 (help centre, 2022-12). */
function movedTo(
  { hosts }: MattersContext,
  request: HttpRequest,
  { status, headers }: HttpResponse,
): HttpRequest | undefined {
  const { location } = headers;
  return request.method === 'GET' && status === 307 && location !== undefined
    ? followPage(hostOf(hosts), location)
    : undefined;
}

/** A token that cannot be had now must not look as if the request had been sent. */
async function tokenOf(context: MattersContext): Promise<string> {
  try {
    return await context.accessToken();
  } catch (error) {
    if (!isSyncError(error) || !(error.code === 'timeout' || error.code === 'garbled' || error.code === 'unavailable'))
      throw error;
    const wait = error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs };
    throw new SyncError('unavailable', 'no access token could be had', { provider: 'clio', cause: error, ...wait });
  }
}

function withToken(request: HttpRequest, token: string): HttpRequest {
  return {
    ...request,
    headers: {
      ...request.headers,
      authorization: `Bearer ${token}`,
      'user-agent': api.userAgent,
      'x-api-version': api.version,
    },
  };
}
