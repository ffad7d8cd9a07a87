import { type PlainRequest, type PlainResponse, reply, replyJson } from '../../../kernel/plain-http.ts';
import { BrokenConnection, type World } from '../../../kernel/world.ts';
import type { AccessToken, Directory, GoogleAccount } from '../../directory.ts';
import { dawdle, html, strikeBefore } from '../../people/faults.ts';
import { errorInfo } from '../../people/refusal.ts';
import type { Calendars } from '../events/calendars.ts';
import type { EventWriter } from '../events/event-writer.ts';
import type { Channels } from '../push/channels.ts';
import type { Answer } from './call.ts';
import type { CalendarQuotas } from './quotas.ts';
import { badRequest, CalendarRefusal, refusal } from './refusal.ts';
import { type FoundRoute, findRoute, type Route } from './routes.ts';

export type CalendarApiParts = {
  readonly world: World;
  readonly directory: Directory;
  readonly calendars: Calendars;
  readonly writer: EventWriter;
  readonly channels: Channels;
  readonly quotas: CalendarQuotas;
  readonly count: (kind: string) => void;
};

/** One request by its path below `/calendar/v3/`; `isPart`: of a batch, whose way was gone already. */
export type CalendarApi = (request: PlainRequest, path: string, isPart?: boolean) => Promise<PlainResponse>;

/** The Calendar API, which stands for www.googleapis.com/calendar/v3. */
export function createCalendarApi(parts: CalendarApiParts): CalendarApi {
  return async (request, path, isPart = false) => {
    const found = findRoute(request.method, path);
    parts.count(found?.route.kind ?? `${request.method} elsewhere`);
    const struck = isPart ? undefined : strikeBefore(parts.world);
    if (struck) return struck;
    if (found === undefined) return html(404, 'Error 404 (Not Found)!!1');
    return answerOrRefuse(parts.world, () => answer(parts, request, found));
  };
}

async function answer(parts: CalendarApiParts, request: PlainRequest, { route, path }: FoundRoute): Promise<Answer> {
  const { world, calendars, writer, channels, quotas } = parts;
  refuseBefore(world, route);
  const { account, token } = readAccount(parts, request, route);
  const query = new URL(request.url).searchParams;
  const body = readJson(request.body ?? '');
  quotas.spend(account.sub);
  await dawdle(world);
  const breaks = route.writes && world.awkward.strikes('google.timeoutAfterCommit');
  const { headers } = request;
  const done = await route.answer({
    world,
    kind: route.kind,
    query,
    headers,
    body,
    path,
    account,
    token,
    calendars,
    writer,
    channels,
  });
  if (breaks) throw new BrokenConnection('after the effect');
  return done;
}

/** What goes wrong before the request does anything, in the API's own words. */
function refuseBefore({ awkward }: World, { writes }: Route): void {
  const { strikes, amount } = awkward;
  if (strikes('google.serverError')) throw refusal('unavailable');
  if (strikes('google.internalError')) throw refusal('backendError');
  if (strikes('google.rateLimited')) throw refusal('tooManyRequests');
  if (strikes('google.rateLimited.seconds'))
    throw refusal('tooManyRequests', { 'retry-after': String(Math.ceil(amount('google.rateLimited.seconds', 5))) });
  if (strikes('google.rateLimited.forbidden')) throw refusal('userRateLimitExceeded');
  if (strikes('google.tokenExpired')) throw refusal('authError');
  if (strikes('google.serviceDisabled')) throw refusal('accessNotConfigured');
  if (writes && strikes('google.calendar.quotaExceeded')) throw refusal('quotaExceeded');
}

type Caller = { readonly account: GoogleAccount; readonly token: AccessToken };

function readAccount({ directory }: CalendarApiParts, { headers }: PlainRequest, route: Route): Caller {
  const text = /^Bearer (.+)$/iu.exec(headers.authorization ?? '')?.[1]?.trim() ?? '';
  const token = directory.accessToken(text);
  const account = token && directory.account(token.sub);
  if (token === undefined || account === undefined) throw refusal('authError');
  if (!route.scopes.some((scope) => token.scopes.includes(scope))) throw refusal('insufficientPermissions');
  return { account, token };
}

function readJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('Parse Error', 'parseError');
  }
}

async function answerOrRefuse(world: World, work: () => Promise<Answer>): Promise<PlainResponse> {
  try {
    return answered(world, await work());
  } catch (error) {
    if (!(error instanceof CalendarRefusal)) throw error;
    const { status, headers } = error;
    return replyJson({ error: errorBody(world, error) }, { status, headers: { ...usualHeaders(world), ...headers } });
  }
}

function answered(world: World, answer: Answer): PlainResponse {
  if (answer === 'notModified') return reply(null, { status: 304, headers: usualHeaders(world) });
  if (answer === undefined) return reply(null, { status: 204, headers: usualHeaders(world) });
  const { etag } = answer as { readonly etag?: string };
  const headers = { ...usualHeaders(world), ...(etag === undefined ? {} : { etag }) };
  const whole = replyJson(answer, { headers });
  if (!world.awkward.strikes('google.truncatedJson')) return whole;
  return { ...whole, body: whole.body.slice(0, Math.floor(whole.body.length / 2)) };
}

const usualHeaders = ({ now }: World) => ({
  'content-type': 'application/json; charset=UTF-8',
  'cache-control': 'private, max-age=0, must-revalidate, no-transform',
  date: new Date(now()).toUTCString(),
});

/** Captures: refusals of sign-ins name their status and say more than their entry; newer ones have `details` (observed). */
const signInErrors: Readonly<Record<string, { status: string; message?: string; detail: string }>> = {
  authError: {
    status: 'UNAUTHENTICATED',
    message:
      'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
    detail: 'ACCESS_TOKEN_INVALID',
  },
  insufficientPermissions: {
    status: 'PERMISSION_DENIED',
    message: 'Request had insufficient authentication scopes.',
    detail: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
  },
  accessNotConfigured: { status: 'PERMISSION_DENIED', detail: 'SERVICE_DISABLED' },
};

function errorBody({ awkward }: World, { status: code, entry, message }: CalendarRefusal): object {
  const more = signInErrors[entry.reason];
  if (more === undefined) return { errors: [entry], code, message };
  const { status, detail } = more;
  const isNew = awkward.strikes('google.newErrors');
  const details = [errorInfo(detail, 'googleapis.com', { service: 'calendar-json.googleapis.com' })];
  return {
    ...(isNew ? {} : { errors: [entry] }),
    code,
    message: more.message ?? message,
    status,
    ...(isNew ? { details } : {}),
  };
}
