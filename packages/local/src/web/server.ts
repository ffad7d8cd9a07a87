import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { codeOf, Problem } from '../problem.ts';
import type { Functions } from '../runtime/functions.ts';
import { type HttpResult, matchRoute, toEvent, toHttpResult } from '../runtime/http-event.ts';
import { closeServer } from '../stand-ins/ports.ts';
import type { RoutePart } from '../template/parts.ts';
import type { Inbox } from './inbox.ts';
import type { Site } from './site.ts';

export type WebOptions = {
  readonly port: number;
  readonly routes: readonly RoutePart[];
  readonly invoke: Functions['invoke'];
  readonly site: Site;
  readonly inbox: Inbox;
  /** Where people open Concord. Pages that other names of this machine lead to are sent there. */
  readonly publicUrl: string;
  readonly log: (text: string) => void;
};

/** What an HTTP API takes. */
const maximumBodyBytes = 10 * 1024 * 1024;

/** Serves the page and the routes of the template on one port of 127.0.0.1. */
export async function startWeb(options: WebOptions): Promise<{ readonly close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    answer(options, request).then(
      (result) => write(response, result, request.method === 'HEAD'),
      (error: unknown) => {
        options.log(`${request.method ?? ''} ${loggedPath(request)}: ${String(error)}\n`);
        write(response, failure(500, 'Internal Server Error'), false);
      },
    );
  });
  await listen(server, options.port);
  const close = async (): Promise<void> => {
    const closed = closeServer(server);
    server.closeAllConnections();
    await closed;
  };
  return { close };
}

async function answer(options: WebOptions, request: IncomingMessage): Promise<HttpResult> {
  const detour = detourOf(options, request);
  if (detour !== undefined) return detour;
  const match = matchRoute(options.routes, request.method ?? 'GET', pathOf(request));
  if (match === undefined) return answerPage(options, request);
  const body = await bodyOf(request);
  if (body === undefined) return failure(413, 'Request Entity Too Large');
  return toHttpResult(await options.invoke(match.route.functionName, toEvent(request, body, match, Date.now())));
}

/** A page of another site could lead its own name to this machine; only our own names are answered. */
function detourOf({ port, publicUrl }: WebOptions, request: IncomingMessage): HttpResult | undefined {
  const host = request.headers.host ?? '';
  if (host === new URL(publicUrl).host || host === `127.0.0.1:${port}`) return undefined;
  if (host !== `localhost:${port}`) return failure(421, 'Misdirected Request');
  const location = `${publicUrl}${request.url ?? '/'}`;
  return { status: 307, headers: { location, 'cache-control': 'no-store' }, body: Buffer.from('') };
}

function answerPage({ site, inbox }: WebOptions, request: IncomingMessage): HttpResult {
  if (request.method !== 'GET' && request.method !== 'HEAD') return failure(404, 'Not Found');
  return inbox(pathOf(request)) ?? site(pathOf(request));
}

function write(response: ServerResponse, { status, headers, body }: HttpResult, isHead: boolean): void {
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.end(isHead ? undefined : body);
}

function failure(status: number, message: string): HttpResult {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify({ message })) };
}

const pathOf = (request: IncomingMessage): string => new URL(request.url ?? '/', 'http://local').pathname;

/** Who reads the token of a link in a log could follow it. */
const loggedPath = (request: IncomingMessage): string =>
  pathOf(request).replace(/^(\/auth\/link\/).*$/u, '$1(removed)');

/** Undefined when there is too much of it. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maximumBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(codeOf(error) === 'EADDRINUSE' ? portInUse(port, error) : error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}

export function portInUse(port: number, cause?: unknown): Problem {
  return new Problem(`Port ${port} is in use: stop what uses it, or choose another with --port.`, { cause });
}
