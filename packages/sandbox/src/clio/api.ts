import { type PlainRequest, type PlainResponse, withHeaders } from '../kernel/plain-http.ts';
import {
  createCalendar,
  deleteCalendar,
  listCalendars,
  listEventTypes,
  readCalendar,
  updateCalendar,
} from './calendar/calendars-api.ts';
import { createEntry, deleteEntry, listEntries, readEntry, updateEntry } from './calendar/entries-api.ts';
import { type Clio, type Handler, viewOf } from './call.ts';
import { createCommunication, listCommunications, readCommunicationById } from './communications-api.ts';
import { createContact, deleteContact, listContacts, listRows, readContact, updateContact } from './contacts-api.ts';
import type { Deliveries } from './delivery.ts';
import { perhapsTruncated, withFaults } from './faults.ts';
import { listMatters, listPracticeAreas, listRelationships, practiceAreas, readMatter } from './matters-api.ts';
import type { RateLimiter } from './rate-limit.ts';
import type { Token } from './records.ts';
import { invalidToken, notFound, Refusal, refusalResponse } from './refusal.ts';
import { listUsers, readUser, whoAmI } from './users-api.ts';
import { createWebhooksApi } from './webhooks-api.ts';

type Route = {
  readonly method: string;
  readonly path: RegExp;
  /** How it is called in the log of requests. */
  readonly kind: string;
  readonly list?: true;
  readonly handle: Handler;
};

/** Which numbers are still served is not documented: an assumption, from the handbook’s API changelog. */
const versions: ReadonlySet<string> = new Set(['4.0.9', '4.0.10', '4.0.11', '4.0.12', '4.0.13']);

/** Answers requests to `{base}/api/v4/...`, counting each under its kind. */
export function createApi(
  clio: Clio,
  deliveries: Deliveries,
  limiter: RateLimiter,
  count: (kind: string) => void,
): (request: PlainRequest) => Promise<PlainResponse> {
  const routes = routesOf(deliveries);
  return async (request) => {
    const url = new URL(request.url);
    const path = url.pathname.replace(/^.*?\/api\/v4\//u, '').replace(/\.json$/u, '');
    const route = routes.find((candidate) => candidate.method === request.method && candidate.path.test(path));
    count(route?.kind ?? `${request.method} unknown`);
    return withFaults(clio.world, request, 'api', () =>
      authorized(clio, request, limiter, async (token, user) => {
        const version = request.headers['x-api-version'];
        if (version !== undefined && !versions.has(version))
          throw new Refusal(410, 'GoneError', `Version ${version} is not served`);
        if (route === undefined) throw notFound();
        const params = (route.path.exec(path) ?? []).slice(1);
        const call = { clio, request, url, params, user, client: token.client, view: viewOf(clio, user) };
        const answer = await route.handle(call);
        const response = route.list ? perhapsTruncated(clio.world.awkward, answer) : answer;
        return withHeaders(response, { 'x-api-version': version ?? '4.0.13' });
      }),
    );
  };
}

function routesOf(deliveries: Deliveries): readonly Route[] {
  const webhooks = createWebhooksApi(deliveries);
  return [
    { method: 'GET', path: /^users\/who_am_i$/u, kind: 'GET who_am_i', handle: whoAmI },
    { method: 'GET', path: /^users$/u, kind: 'GET users', list: true, handle: listUsers },
    { method: 'GET', path: /^users\/(\d+)$/u, kind: 'GET user', handle: readUser },
    { method: 'GET', path: /^contacts$/u, kind: 'GET contacts', list: true, handle: listContacts },
    { method: 'POST', path: /^contacts$/u, kind: 'POST contact', handle: createContact },
    { method: 'GET', path: /^contacts\/(\d+)$/u, kind: 'GET contact', handle: readContact },
    { method: 'PATCH', path: /^contacts\/(\d+)$/u, kind: 'PATCH contact', handle: updateContact },
    { method: 'DELETE', path: /^contacts\/(\d+)$/u, kind: 'DELETE contact', handle: deleteContact },
    {
      method: 'GET',
      path: /^contacts\/(\d+)\/email_addresses$/u,
      kind: 'GET email_addresses',
      list: true,
      handle: listRows('email_addresses'),
    },
    {
      method: 'GET',
      path: /^contacts\/(\d+)\/phone_numbers$/u,
      kind: 'GET phone_numbers',
      list: true,
      handle: listRows('phone_numbers'),
    },
    { method: 'GET', path: /^matters$/u, kind: 'GET matters', list: true, handle: listMatters },
    { method: 'GET', path: /^matters\/(\d+)$/u, kind: 'GET matter', handle: readMatter },
    {
      method: 'GET',
      path: /^communications$/u,
      kind: 'GET communications',
      list: true,
      handle: listCommunications,
    },
    { method: 'POST', path: /^communications$/u, kind: 'POST communication', handle: createCommunication },
    { method: 'GET', path: /^communications\/(\d+)$/u, kind: 'GET communication', handle: readCommunicationById },
    { method: 'GET', path: /^practice_areas$/u, kind: 'GET practice_areas', list: true, handle: listPracticeAreas },
    {
      method: 'GET',
      path: /^practice_areas_with_categories$/u,
      kind: 'GET practice_areas_with_categories',
      list: true,
      handle: practiceAreas,
    },
    { method: 'GET', path: /^relationships$/u, kind: 'GET relationships', list: true, handle: listRelationships },
    { method: 'GET', path: /^calendars$/u, kind: 'GET calendars', list: true, handle: listCalendars },
    { method: 'POST', path: /^calendars$/u, kind: 'POST calendar', handle: createCalendar },
    { method: 'GET', path: /^calendars\/(\d+)$/u, kind: 'GET calendar', handle: readCalendar },
    { method: 'PATCH', path: /^calendars\/(\d+)$/u, kind: 'PATCH calendar', handle: updateCalendar },
    { method: 'DELETE', path: /^calendars\/(\d+)$/u, kind: 'DELETE calendar', handle: deleteCalendar },
    { method: 'GET', path: /^calendar_entries$/u, kind: 'GET calendar_entries', list: true, handle: listEntries },
    { method: 'POST', path: /^calendar_entries$/u, kind: 'POST calendar_entry', handle: createEntry },
    { method: 'GET', path: /^calendar_entries\/([^/]+)$/u, kind: 'GET calendar_entry', handle: readEntry },
    { method: 'PATCH', path: /^calendar_entries\/([^/]+)$/u, kind: 'PATCH calendar_entry', handle: updateEntry },
    { method: 'DELETE', path: /^calendar_entries\/([^/]+)$/u, kind: 'DELETE calendar_entry', handle: deleteEntry },
    {
      method: 'GET',
      path: /^calendar_entry_event_types$/u,
      kind: 'GET calendar_entry_event_types',
      list: true,
      handle: listEventTypes,
    },
    { method: 'GET', path: /^webhooks$/u, kind: 'GET webhooks', list: true, handle: webhooks.list },
    { method: 'POST', path: /^webhooks$/u, kind: 'POST webhook', handle: webhooks.create },
    { method: 'GET', path: /^webhooks\/(\d+)$/u, kind: 'GET webhook', handle: webhooks.read },
    { method: 'PATCH', path: /^webhooks\/(\d+)$/u, kind: 'PATCH webhook', handle: webhooks.update },
    // Seen in a production automation: it renews with PUT.
    { method: 'PUT', path: /^webhooks\/(\d+)$/u, kind: 'PUT webhook', handle: webhooks.update },
    { method: 'DELETE', path: /^webhooks\/(\d+)$/u, kind: 'DELETE webhook', handle: webhooks.remove },
    { method: 'PUT', path: /^webhooks\/(\d+)\/activate$/u, kind: 'PUT activate', handle: webhooks.activate },
  ];
}

/** Only a token that is alive is counted against a limit. Refusals become answers here, inside the limit's headers. */
async function authorized(
  clio: Clio,
  request: PlainRequest,
  limiter: RateLimiter,
  respond: (token: Token, user: NonNullable<ReturnType<typeof userOf>>) => Promise<PlainResponse>,
): Promise<PlainResponse> {
  const text = /^Bearer (\S+)$/iu.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const token = clio.state.tokens.get(text);
  const user = token === undefined ? undefined : userOf(clio, token);
  if (token === undefined || user === undefined || token.expires_at <= clio.world.now()) return invalidToken();
  return limiter.limited(text, () =>
    respond(token, user).catch((error: unknown) => {
      if (error instanceof Refusal) return refusalResponse(error);
      throw error;
    }),
  );
}

function userOf(clio: Clio, token: Token) {
  const user = clio.state.users.get(String(token.user));
  return user?.enabled ? user : undefined;
}
