import type { CollectionContext, HttpRequest, HttpResponse } from '@concord/core';
import { type Answer, answerOf } from './errors.ts';

/** A request to one of Google's APIs; `path` is what follows the host. */
export type ApiRequest = {
  readonly method: HttpRequest['method'];
  readonly path: string;
  /** Sent as JSON, unless it is a text, whose type stands in `headers`. */
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Sends requests, once each. Any status is an answer; what the transport or the token throws comes out as it is. */
export type Api = (request: ApiRequest) => Promise<Answer>;
/** The same before the answer is parsed. */
export type Send = (request: ApiRequest) => Promise<HttpResponse>;

type Sending = Pick<CollectionContext, 'transport' | 'accessToken' | 'hosts'>;

/** The names of their addresses among the hosts. */
export type ApiHost = 'people' | 'calendar' | 'gmail';

export function createApi(context: Sending, host: ApiHost): Api {
  const send = createSend(context, host);
  return async (request) => answerOf(await send(request));
}

export function createSend({ transport, accessToken, hosts }: Sending, host: ApiHost): Send {
  return async ({ method, path, body, headers = {} }) =>
    await transport({
      method,
      url: `${hosts[host]}${path}`,
      headers: {
        authorization: `Bearer ${await accessToken()}`,
        accept: 'application/json',
        // Formatted names and labels come in this language; a constant one, so that nothing changes with it.
        'accept-language': 'en',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
}
