import type { CollectionContext, HttpRequest, HttpResponse } from '@concord/core';
import { Client, type Context, type Middleware, ResponseType } from '@microsoft/microsoft-graph-client';
import { type Answer, answerOf } from './errors.ts';
import { graphOrigin } from './profile.ts';

export type Graph = (request: HttpRequest) => Promise<Answer>;

type Sending = Pick<CollectionContext, 'transport' | 'accessToken' | 'hosts'> & { readonly requestId: () => string };

/**
 * Sends requests through Microsoft's client with a chain of our own and nothing of its: its retry handler repeats POST
 * (duplicates), its redirect handler loops, and its telemetry is nobody's business. Any status is an answer; what the
 * transport or the token throws comes out as it is (the client would wrap it).
 */
export function createGraph(sending: Sending): Graph {
  return async (request) => {
    const failed: { error?: unknown } = {};
    const chain = [authenticate(sending), identifyRequest(sending), readdress(sending), bridge(sending)];
    const client = Client.initWithMiddleware({ middleware: chain.map((step) => link(step, failed)) });
    try {
      return answerOf(await plainOf(await issue(client, request)));
    } catch (error) {
      throw 'error' in failed ? failed.error : error;
    }
  };
}

function issue(client: Client, request: HttpRequest): Promise<Response> {
  // RAW: otherwise an error that is no JSON loses its headers, and with them how long to wait.
  const call = client
    .api(request.url)
    .headers({ ...request.headers })
    .responseType(ResponseType.RAW);
  const methods = {
    GET: () => call.get(),
    POST: () => call.post(request.body),
    PATCH: () => call.patch(request.body),
    PUT: () => call.put(request.body),
    DELETE: () => call.delete(),
  } as const satisfies Record<HttpRequest['method'], () => Promise<Response>>;
  return methods[request.method]();
}

type Step = (context: Context, next: (context: Context) => Promise<void>) => Promise<void>;

/** The first to fail is the innermost. */
function link(step: Step, failed: { error?: unknown }): Middleware {
  let following: Middleware | undefined;
  return {
    execute: async (context) => {
      try {
        await step(context, async (passed) => following?.execute(passed));
      } catch (error) {
        if (!('error' in failed)) failed.error = error;
        throw error;
      }
    },
    setNext: (next) => {
      following = next;
    },
  };
}

/** The token goes to Graph's own origin only, so before the address is rewritten. */
function authenticate({ accessToken }: Sending): Step {
  return async (context, next) => {
    if (new URL(urlOf(context)).origin !== graphOrigin) throw new TypeError('Only Graph gets a token');
    await next(withHeader(context, 'authorization', `Bearer ${await accessToken()}`));
  };
}

function identifyRequest({ requestId }: Sending): Step {
  return (context, next) => next(withHeader(context, 'client-request-id', requestId()));
}

function readdress({ hosts }: Sending): Step {
  return (context, next) => {
    context.request = `${hosts.graph}${urlOf(context).slice(graphOrigin.length)}`;
    return next(context);
  };
}

function bridge({ transport }: Sending): Step {
  return async (context) => {
    context.response = webOf(await transport(requestOf(context)));
  };
}

function requestOf(context: Context): HttpRequest {
  const { method, headers, body } = context.options ?? {};
  return {
    method: method as HttpRequest['method'],
    url: urlOf(context),
    headers: Object.fromEntries(new Headers(headers)),
    ...(typeof body === 'string' ? { body } : {}),
  };
}

function urlOf(context: Context): string {
  return typeof context.request === 'string' ? context.request : context.request.url;
}

function withHeader(context: Context, name: string, value: string): Context {
  const headers = new Headers(context.options?.headers);
  headers.set(name, value);
  context.options = { ...context.options, headers };
  return context;
}

/** Statuses that a web Response refuses to have a body for. */
const bodiless: readonly number[] = [204, 205, 304];

function webOf({ status, headers, body }: HttpResponse): Response {
  return new Response(bodiless.includes(status) ? null : body, { status, headers: { ...headers } });
}

async function plainOf(response: Response): Promise<HttpResponse> {
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}
