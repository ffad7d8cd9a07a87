import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { RoutePart } from '../template/parts.ts';

export type Match = { readonly route: RoutePart; readonly pathParameters: Readonly<Record<string, string>> };
export type HttpResult = {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
};

/** The route that an HTTP API would choose: an exact method before ANY, and longer paths before greedy ones. */
export function matchRoute(routes: readonly RoutePart[], method: string, path: string): Match | undefined {
  const matches = routes.flatMap((route) => matchOne(route, method, path) ?? []);
  return matches.sort((left, right) => rank(left.route) - rank(right.route))[0];
}

/** An event of an HTTP API, payload 2.0 ("Working with AWS Lambda proxy integrations for HTTP APIs"). */
export function toEvent(request: IncomingMessage, body: Buffer, { route, pathParameters }: Match, at: number): object {
  const url = new URL(request.url ?? '/', 'http://local');
  const { cookie, ...headers } = joinedHeaders(request);
  const contentType = headers['content-type'] ?? '';
  const isText = /^(text\/|application\/(json|xml|javascript|[^;]*\+(json|xml)))/.test(contentType);
  const method = request.method ?? 'GET';
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookie === undefined ? {} : { cookies: cookie.split('; ') }),
    headers,
    ...queryOf(url),
    pathParameters,
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: headers['host'] ?? '',
      domainPrefix: 'local',
      http: {
        method,
        path: url.pathname,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: route.key,
      stage: '$default',
      time: new Date(at).toUTCString(),
      timeEpoch: at,
    },
    ...(body.length === 0 ? {} : { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** What an HTTP API makes of a function's answer; an answer without a status is a JSON body. */
export function toHttpResult(result: unknown): HttpResult {
  const isStructured = typeof result === 'object' && result !== null && 'statusCode' in result;
  if (!isStructured) {
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(result)) };
  }
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded = false } = result as Structured;
  return {
    status: statusCode,
    headers: { ...headers, ...(cookies.length === 0 ? {} : { 'set-cookie': [...cookies] }) },
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
}

type Structured = {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
};

function matchOne(route: RoutePart, method: string, path: string): Match | undefined {
  const [wanted, pattern = ''] = route.key.split(' ');
  if (wanted !== 'ANY' && wanted !== method) return undefined;
  const names: string[] = [];
  const expression = pattern.replace(/\{(\w+)(\+?)\}/g, (_, name: string, greedy: string) => {
    names.push(name);
    return greedy === '+' ? '(.+)' : '([^/]+)';
  });
  const found = new RegExp(`^${expression}$`).exec(path);
  if (found === null) return undefined;
  const values = names.map((name, index) => [name, decoded(found[index + 1] ?? '')]);
  return { route, pathParameters: Object.fromEntries(values) as Record<string, string> };
}

const rank = ({ key }: RoutePart): number => (key.includes('+}') ? 2 : 0) + (key.startsWith('ANY ') ? 1 : 0);

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function joinedHeaders(request: IncomingMessage): Record<string, string> {
  const entries = Object.entries(request.headersDistinct).map(([name, values = []]) => [
    name,
    values.join(name === 'cookie' ? '; ' : ','),
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}

function queryOf(url: URL): object {
  const names = [...new Set(url.searchParams.keys())];
  if (names.length === 0) return {};
  return {
    queryStringParameters: Object.fromEntries(names.map((name) => [name, url.searchParams.getAll(name).join(',')])),
  };
}
