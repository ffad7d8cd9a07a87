import { type PlainRequest, type PlainResponse, reply, replyJson } from '../../kernel/plain-http.ts';
import { BrokenConnection, type World } from '../../kernel/world.ts';
import type { AddressBook } from '../contacts/address-book.ts';
import type { AccessToken, Directory, GoogleAccount } from '../directory.ts';
import type { Call } from './call.ts';
import { dawdle, html, readJson, refuseBefore, refuseCrowd, strikeBefore } from './faults.ts';
import type { Quotas } from './quotas.ts';
import { PeopleRefusal, scopeInsufficient, unauthenticated } from './refusal.ts';
import { findRoute, type Route, scopesFor } from './routes.ts';
import type { SyncTokens } from './sync-tokens.ts';

export type PeopleParts = {
  readonly world: World;
  readonly directory: Directory;
  readonly bookOf: (account: GoogleAccount) => AddressBook;
  readonly tokensOf: (sub: string) => SyncTokens;
  readonly quotas: Quotas;
  readonly count: (kind: string) => void;
};

/** The People API below `/people/v1/`, which stands for people.googleapis.com. */
export function createPeopleApi(parts: PeopleParts): (request: PlainRequest, path: string) => Promise<PlainResponse> {
  const writing = new Map<string, number>();
  return async (request, path) => {
    const found = findRoute(request.method, decoded(path));
    parts.count(found?.route.kind ?? `${request.method} elsewhere`);
    const struck = strikeBefore(parts.world);
    if (struck) return struck;
    if (found === undefined) return html(404, 'Error 404 (Not Found)!!1');
    return answerOrRefuse(parts.world, () => answer(parts, writing, request, found));
  };
}

/** Google's clients send a colon as it is; others encode it. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

type Found = { readonly route: Route; readonly resourceName: string };

async function answer(
  parts: PeopleParts,
  writing: Map<string, number>,
  request: PlainRequest,
  { route, resourceName }: Found,
): Promise<object> {
  const { world, bookOf, tokensOf, quotas } = parts;
  const refused = refuseBefore(world);
  if (refused) throw refused;
  const account = readAccount(parts, request, route);
  const query = new URL(request.url).searchParams;
  const body = readJson(request.body ?? '');
  quotas.spend(account.sub, route.cost(query));
  const leave = route.needs === 'write' ? enter(world, writing, account.sub) : () => undefined;
  try {
    await dawdle(world);
    const breaks = route.needs === 'write' && world.awkward.strikes('google.timeoutAfterCommit');
    const most = breaks ? someOf(world, sizeOf(body)) : Number.POSITIVE_INFINITY;
    const [book, tokens] = [bookOf(account), tokensOf(account.sub)];
    const call: Call = { world, query, body, resourceName, account, book, tokens, most };
    const done = route.answer(call);
    if (breaks) throw new BrokenConnection('after the effect');
    return done;
  } finally {
    leave();
  }
}

function readAccount({ directory }: PeopleParts, { headers }: PlainRequest, route: Route): GoogleAccount {
  const text = /^Bearer (.+)$/iu.exec(headers.authorization ?? '')?.[1]?.trim() ?? '';
  const token: AccessToken | undefined = directory.accessToken(text);
  const account = token && directory.account(token.sub);
  if (account === undefined) throw unauthenticated();
  if (!scopesFor[route.needs].some((scope) => token?.scopes.includes(scope))) throw scopeInsufficient();
  return account;
}

function enter(world: World, writing: Map<string, number>, sub: string): () => void {
  const running = writing.get(sub) ?? 0;
  refuseCrowd(world, running);
  writing.set(sub, running + 1);
  return () => void writing.set(sub, (writing.get(sub) ?? 1) - 1);
}

/** How many contacts a batch holds. */
function sizeOf(body: unknown): number {
  const { contacts, resourceNames } = (body ?? {}) as { readonly contacts?: unknown; readonly resourceNames?: unknown };
  return Object.keys(contacts ?? resourceNames ?? {}).length;
}

function someOf({ awkward, random }: World, count: number): number {
  return awkward.amount('google.timeoutAfterCommit', Math.floor(random() * (count + 1)));
}

async function answerOrRefuse(world: World, work: () => Promise<object>): Promise<PlainResponse> {
  try {
    return whole(world, replyJson(await work(), { headers: usualHeaders(world) }));
  } catch (error) {
    if (!(error instanceof PeopleRefusal)) throw error;
    return replyJson(
      { error: errorBody(world, error) },
      { status: error.status, headers: { ...usualHeaders(world), ...error.headers } },
    );
  }
}

const usualHeaders = ({ now }: World) => ({
  'content-type': 'application/json; charset=UTF-8',
  'cache-control': 'private',
  date: new Date(now()).toUTCString(),
});

/** Older answers carry `errors`, newer ones `details` (both were observed for 401 and 403). */
function errorBody({ awkward }: World, { status, code, message, errors, details }: PeopleRefusal): object {
  const hasBoth = errors.length > 0 && details.length > 0;
  const isNew = hasBoth && awkward.strikes('google.newErrors');
  return {
    code: status,
    message,
    ...(errors.length > 0 && !isNew ? { errors } : {}),
    status: code,
    ...(details.length > 0 && (isNew || !hasBoth) ? { details } : {}),
  };
}

function whole({ awkward }: World, response: PlainResponse): PlainResponse {
  if (!awkward.strikes('google.truncatedJson')) return response;
  const { body, headers, status } = response;
  return reply(body.slice(0, Math.floor(body.length / 2)), { status, headers });
}
