import type { APIGatewayProxyEventV2, Context, SQSRecord } from 'aws-lambda';
import type { Answer } from '../../functions/http.ts';
import { createLogger, toLog } from '../../functions/log.ts';
import type { Meter } from '../../functions/meter.ts';
import type { Place } from '../../functions/wiring.ts';
import type { World } from '../engine/connect-world.ts';

export type Wanted = {
  readonly method?: string;
  readonly path: string;
  readonly query?: string;
  readonly headers?: Record<string, string>;
  readonly cookies?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
};

/** An event as an HTTP API sends it (payload 2.0). */
export function httpEvent(wanted: Wanted): APIGatewayProxyEventV2 {
  const { method = 'GET', path, query = '', headers = {}, cookies = {}, body, isBase64Encoded = false } = wanted;
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers,
    cookies: Object.entries(cookies).map(([name, value]) => `${name}=${value}`),
    requestContext: {
      accountId: '0',
      apiId: 'api',
      domainName: 'concord.example',
      domainPrefix: 'concord',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.9', userAgent: 'test' },
      requestId: 'request',
      routeKey: '$default',
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    isBase64Encoded,
    ...(body === undefined ? {} : { body }),
  };
}

export const context: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'function',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:function',
  memoryLimitInMB: '256',
  awsRequestId: 'request',
  logGroupName: 'group',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => 30_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};

/** Counts nothing. */
export const uncounted: Meter = { count: () => {}, time: () => {}, ofProvider: () => {}, publish: () => {} };

/** Handlers on the ports of a world in memory. What they log is collected as text. */
export function placeIn(world: World, meter: Meter = uncounted): Place & { readonly printed: string[] } {
  const printed: string[] = [];
  const logger = createLogger('test');
  const print = (text: unknown) => void printed.push(String(text));
  Object.assign(logger, { console: { ...console, info: print, error: print, warn: print } });
  return { logger, log: toLog(logger, meter), meter, ports: () => world.ports, printed };
}

export type Given = Required<Pick<Answer, 'status' | 'headers' | 'cookies' | 'body'>>;

/** The parts of a result that a browser sees. */
export function given(result: {
  statusCode?: number | undefined;
  headers?: Record<string, string | number | boolean> | undefined;
  cookies?: string[] | undefined;
  body?: string | undefined;
}): Given {
  const headers = Object.fromEntries(
    Object.entries(result.headers ?? {}).map(([name, value]) => [name, String(value)]),
  );
  return { status: result.statusCode ?? 0, headers, cookies: result.cookies ?? [], body: result.body ?? '' };
}

export function record(messageId: string, body: unknown): SQSRecord {
  return {
    messageId,
    receiptHandle: messageId,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: 'sender',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn',
    awsRegion: 'eu-central-1',
  };
}
