import { createFrontDoor, type Service } from '../../kernel/front-door.ts';
import { type PlainRequest, type PlainResponse } from '../../kernel/plain-http.ts';
import { BrokenConnection, type World } from '../../kernel/world.ts';
import type { EventWriter } from '../calendar/event-writes.ts';
import type { Account, Directory, Token } from '../directory.ts';
import { guid } from '../guid.ts';
import type { MailBox } from '../mail/mail-box.ts';
import type { Mailbox } from '../mailbox/mailbox.ts';
import type { RequestLog } from '../request-log.ts';
import { type BatchItem, readBatch, refuseItemUrl, runBatch } from './batch.ts';
import { type Answer, type Call, readPreferences } from './call.ts';
import { dawdle, refuseBefore, refuseItem, strikeBefore } from './faults.ts';
import { badRequest, refusal, throttled } from './refusal.ts';
import { answerOrRefuse, toResponse } from './respond.ts';
import { answerCall, type RouteContext } from './routes.ts';
import { kindOf, pathOf, readJson, segmentsOf } from './target.ts';
import type { Throttle } from './throttle.ts';

export type GraphParts = Omit<RouteContext, 'scopes'> & {
  readonly directory: Directory;
  readonly mailboxOf: (account: Account) => Mailbox;
  readonly calendarsOf: (account: Account) => EventWriter;
  readonly mailOf: (account: Account) => MailBox;
  readonly throttle: Throttle;
  readonly requests: RequestLog;
};

/** One request as it came in, and who sent it. */
type Incoming = {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly account: Account;
  readonly token: Token;
};

const prefix = '/graph/v1.0';

/** Microsoft Graph under `/graph/v1.0/`. Its links always carry the real host. */
export function createGraph(parts: GraphParts): Service {
  return createFrontDoor('microsoft.graph', (request) => answerRequest(parts, request));
}

async function answerRequest(parts: GraphParts, request: PlainRequest): Promise<PlainResponse> {
  const { world } = parts;
  const url = new URL(request.url);
  const target = url.pathname.startsWith(`${prefix}/`) ? url.pathname.slice(prefix.length) + url.search : undefined;
  parts.requests.count(target === undefined ? `${request.method} elsewhere` : kindOf(request.method, target));
  const struck = strikeBefore(world);
  if (struck) return struck;
  const ids = { request: guid(world), client: request.headers['client-request-id'] ?? guid(world) };
  const answer = await answerOrRefuse(world, ids, async () => {
    const refused = refuseBefore(world);
    if (refused) throw refused;
    if (target === undefined) throw badRequest(`Resource not found for the path '${url.pathname}'.`);
    return answerIncoming(parts, readIncoming(parts, request, target));
  });
  return toResponse(world, answer, ids);
}

function readIncoming(parts: GraphParts, request: PlainRequest, target: string): Incoming {
  const token = readToken(parts, request.headers.authorization);
  const account = parts.directory.account(token.oid);
  if (!account) throw refusal('tokenForeign');
  const { method, headers, body = '' } = request;
  return { method, target, headers, body: readJson(body), account, token };
}

function readToken({ directory, world }: GraphParts, header: string | undefined): Token {
  const text = /^Bearer (.+)$/iu.exec(header ?? '')?.[1]?.trim();
  if (!text) throw refusal('tokenEmpty');
  const token = directory.accessToken(text);
  if (!token) throw refusal('tokenForeign');
  // A revoked grant ends its access tokens too: Exchange Online hears of such events at once.
  if (token.expiresAt <= world.now() || token.revoked) throw refusal('tokenExpired');
  return token;
}

async function answerIncoming(parts: GraphParts, incoming: Incoming): Promise<Answer> {
  if (pathOf(incoming.target) === '/$batch') return answerBatch(parts, incoming);
  const key = throttleKey(incoming);
  if (!parts.throttle.allow(key)) throw throttled(10);
  const leave = parts.throttle.enter(key, 1);
  try {
    await dawdle(parts.world);
    const answer = await answerOne(parts, incoming);
    if (incoming.method !== 'GET') breakAfterEffect(parts.world);
    return answer;
  } finally {
    leave();
  }
}

async function answerBatch(parts: GraphParts, incoming: Incoming): Promise<Answer> {
  if (incoming.method !== 'POST') throw refusal('invalidRequest');
  const items = readBatch(incoming.body);
  const breaks = parts.world.awkward.strikes('microsoft.timeoutAfterCommit');
  const done = breaks ? Math.min(items.length, someOf(parts.world, items.length)) : items.length;
  const leave = enterBatch(parts, incoming, items.length);
  try {
    await dawdle(parts.world);
    const responses = await runBatch(parts.world, items, (item) => answerItem(parts, incoming, item, !leave), done);
    if (breaks) throw new BrokenConnection('after some items of a batch');
    return { status: 200, body: { responses: responses.map(itemResponse) } };
  } finally {
    leave?.();
  }
}

/** Undefined when there is no place free: then every item is throttled, and the batch itself is answered. */
function enterBatch({ throttle }: GraphParts, batch: Incoming, items: number): (() => void) | undefined {
  try {
    return throttle.enter(throttleKey(batch), items);
  } catch {
    return undefined;
  }
}

/** The limits are one app's on one mailbox. */
function throttleKey({ token, account }: Incoming): string {
  return `${token.clientId}/${account.oid}`;
}

function someOf(world: World, count: number): number {
  return world.awkward.amount('microsoft.timeoutAfterCommit', Math.floor(world.random() * (count + 1)));
}

async function answerItem(parts: GraphParts, batch: Incoming, item: BatchItem, crowded: boolean): Promise<Answer> {
  const { world, throttle, requests } = parts;
  const target = item.url.startsWith('/') ? item.url : `/${item.url}`;
  requests.count(`batch ${kindOf(item.method, target)}`);
  const ids = { request: guid(world), client: batch.headers['client-request-id'] ?? '' };
  return answerOrRefuse(world, ids, async () => {
    const refused = refuseItemUrl(item.url) ?? refuseItem(world);
    if (refused) throw refused;
    if (!throttle.allow(throttleKey(batch)) || crowded) throw throttled(crowded ? 1 : 10);
    return answerOne(parts, { ...batch, method: item.method, target, headers: item.headers, body: item.body });
  });
}

/** Nothing keeps the case of header names in a batch: these are as the service writes them. */
function itemResponse({ id, status, headers, body }: Answer & { id: string }) {
  if (body === undefined) return { id, status, headers: { 'Cache-Control': 'no-cache', ...headers } };
  return { id, status, headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache', ...headers }, body };
}

function answerOne(parts: GraphParts, incoming: Incoming): Promise<Answer> {
  const { account, token, target } = incoming;
  const segments = segmentsOf(account, target);
  const call: Call = {
    method: incoming.method,
    segments,
    target,
    query: new URL(target, 'https://graph.microsoft.com').searchParams,
    headers: incoming.headers,
    body: incoming.body,
    account,
    clientId: token.clientId,
    mailbox: () => {
      if (!account.mailbox) throw refusal('mailboxMissing');
      return parts.mailboxOf(account);
    },
    calendars: () => {
      if (!account.mailbox) throw refusal('mailboxMissing');
      return parts.calendarsOf(account);
    },
    mail: () => {
      if (!account.mailbox) throw refusal('mailboxMissing');
      return parts.mailOf(account);
    },
    prefers: readPreferences(incoming.headers.prefer),
  };
  return answerCall({ ...parts, scopes: token.scopes }, call).then((answer) => withPreferences(call, answer));
}

function withPreferences({ prefers }: Call, answer: Answer): Answer {
  if (prefers.applied.length === 0) return answer;
  return { ...answer, headers: { ...answer.headers, 'Preference-Applied': prefers.applied.join(', ') } };
}

function breakAfterEffect(world: World): void {
  if (world.awkward.strikes('microsoft.timeoutAfterCommit')) throw new BrokenConnection('after the effect');
}
