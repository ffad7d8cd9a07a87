import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import type { EnginePorts } from '@concord/engine';
import middyfy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { correlated } from './correlation.ts';
import { errorFacts } from './log.ts';
import { publishing } from './meter.ts';
import type { Place } from './wiring.ts';

/** A request as an HTTP API delivers it (payload 2.0), as plain data. Names of headers are lower-case. */
export type Call = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
  /** The raw bytes as text; undefined when there are more of them than a caller may send. */
  readonly body: (maximumBytes: number) => string | undefined;
};

export type Answer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
};

export type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

export type Respond = (ports: EnginePorts, call: Call) => Promise<Answer>;
/** What a person or a service gets when `respond` threw; must not throw itself. */
export type Fail = (error: unknown, call: Call) => Answer;

/**
 * One way to get a function behind the HTTP API: context in every log line, one answer for whatever goes wrong. `isNotice`: what it
 * takes are notices, and somebody measures how long they take to be carried on.
 */
export function createHttpHandler(place: Place, respond: Respond, fail: Fail, isNotice = false): HttpHandler {
  return middyfy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(injectLambdaContext(place.logger, { logEvent: false, resetKeys: true }))
    .use(publishing(place.meter))
    .handler(async (event) => {
      const { requestId, timeEpoch } = event.requestContext;
      // Only a notice is news from outside, of which somebody wants to know how soon it was carried on.
      const received = isNotice ? { receivedAt: timeEpoch } : {};
      return await correlated({ id: requestId, ...received }, () => answerCall(place, toCall(event), respond, fail));
    });
}

async function answerCall(
  { ports, log }: Place,
  call: Call,
  respond: Respond,
  fail: Fail,
): Promise<APIGatewayProxyStructuredResultV2> {
  try {
    return toResult(await respond(ports(), call));
  } catch (error) {
    const answer = fail(error, call);
    if (answer.status >= 500) log.error('request.failed', { status: answer.status }, error);
    else log.info('request.refused', { ...errorFacts(error), status: answer.status });
    return toResult(answer);
  }
}

export function toCall(event: APIGatewayProxyEventV2): Call {
  const raw = event.body ?? '';
  return {
    method: event.requestContext.http.method,
    path: event.rawPath,
    query: firstOfEach(new URLSearchParams(event.rawQueryString)),
    headers: Object.fromEntries(
      Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value ?? '']),
    ),
    cookies: firstOfEach((event.cookies ?? []).map(parseCookie)),
    body: (maximumBytes) => {
      const bytes = Buffer.from(raw, event.isBase64Encoded ? 'base64' : 'utf8');
      return bytes.byteLength > maximumBytes ? undefined : bytes.toString('utf8');
    },
  };
}

/** What every answer carries: none is a page, none may be kept, framed or guessed at. */
const houseHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

export function toResult({ status, headers, cookies, body }: Answer): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: status,
    headers: { ...headers, ...houseHeaders },
    ...(cookies === undefined ? {} : { cookies: [...cookies] }),
    body: body ?? '',
  };
}

export const textAnswer = (status: number, sentence: string, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' },
  body: sentence,
});

function parseCookie(cookie: string): readonly [string, string] {
  const equals = cookie.indexOf('=');
  return equals < 0 ? [cookie.trim(), ''] : [cookie.slice(0, equals).trim(), cookie.slice(equals + 1).trim()];
}

/** A name given twice is one that somebody added: the first stays. */
function firstOfEach(pairs: Iterable<readonly [string, string]>): Readonly<Record<string, string>> {
  return Object.fromEntries(new Map([...pairs].toReversed()));
}
