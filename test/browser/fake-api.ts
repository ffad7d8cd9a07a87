import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  Answers,
  ConnectionState,
  ErrorView,
  NewCalendar,
  PreviewFilter,
  ScanRequest,
  SessionView,
  SyncView,
  UndoWish,
} from '@concord/core';
import { pagePolicy } from '../../infra/constructs/page-rules.ts';
import { createSite } from '../../packages/local/src/web/site.ts';
import { calendarOffer, createFakeCalendars, ofCalendars, restingPair } from './fake-calendars.ts';
import { connectionsOf, type Region, robin, signedOut } from './fake-connections.ts';
import { consentPage, sendPage } from './fake-consent.ts';
import { eventActivity, heldEvents, previewOfEvents, weekOfEvents } from './fake-events.ts';
import { hasFilter, hasText, recordOf } from './fake-firm.ts';
import { createFakeMail, type MailScene } from './fake-mail.ts';
import { createFakePeople } from './fake-people.ts';
import { createFakeReview } from './fake-review.ts';
import { createFakeSync } from './fake-sync.ts';
import { createFakeUndo, pastOfGrace, undoRows } from './fake-undo.ts';
import { createFakeWatching } from './fake-watching.ts';
import { fakeWhy } from './fake-why.ts';

type Failure = { readonly at: RegExp; readonly status: number; readonly view: ErrorView; times: number };
type Ask = {
  readonly path: string /** Of an invitation. */;
  readonly id: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
};
type Answer = { readonly status?: number; readonly json: unknown };

type Scene = {
  readonly signedIn?: boolean;
  readonly isOwner?: boolean;
  /** Everybody in the firm is well, and nobody is invited. */
  readonly areCalm?: boolean;
  readonly regions?: readonly Region[];
  readonly microsoft?: ConnectionState | 'none';
  readonly sync?: SyncView['state'] | 'none';
  /** How many there are; the first few are those that there is something to say about. */
  readonly watches?: number;
  readonly matters?: number;
  /** Its sync is one of two calendars. `noGrant`: Microsoft was not asked for calendars yet. */
  readonly calendars?: 'yes' | 'noGrant';
  /** How the member's mailbox is. */
  readonly mail?: MailScene;
};

export type FakeApi = Awaited<ReturnType<typeof startFakeApi>>;

/** Concord's HTTP API with nothing behind it: scripted states, and the page itself under the policy it must live with. */
export async function startFakeApi({ page, records }: { readonly page: string; readonly records: number }) {
  const site = createSite({
    folders: [{ prefix: '', dir: page, cacheControl: 'no-cache' }],
    headers: { 'content-security-policy': pagePolicy },
  });
  let sync = createFakeSync(records);
  let review = createFakeReview();
  let isNothingWaiting = false;
  let isSignedIn = false;
  let people = createFakePeople({ areCalm: false });
  let microsoft: ConnectionState | 'none' = 'none';
  let isOwner = true;
  let regions: readonly Region[] = ['us'];
  let hasSync = false;
  let calendars: Scene['calendars'];
  let lists = createFakeCalendars({ isOwner });
  let mail = createFakeMail({ scene: 'none', isOwner });
  let shown: Partial<SyncView> = {};
  let notice: { notice?: NonNullable<SessionView['notice']> } = {};
  let failures: Failure[] = [];
  let watching = createFakeWatching({ watches: 0, matters: 0 });
  const asked: string[] = [];

  const undo = createFakeUndo();
  const view = (): SyncView => ({ ...(calendars ? ofCalendars(sync.view()) : sync.view()), ...undo.view(), ...shown });
  const syncs = (): readonly SyncView[] => (calendars ? [view(), restingPair(view())] : [view()]);
  const session = (): SessionView =>
    isSignedIn
      ? {
          signedIn: true,
          member: { name: 'Robin Ashworth', email: robin, isOwner },
          firm: { name: 'Harbour & Finch LLP' },
          connections: connectionsOf(microsoft, calendars === 'noGrant' ? ['event'] : []),
          syncs: hasSync ? syncs() : [],
          offers: calendars ? [offer, calendarOffer] : [offer],
          ...notice,
        }
      : { ...signedOut(regions), ...notice };

  const routes: Readonly<Record<string, (ask: Ask) => unknown>> = {
    'GET /api/session': session,
    'POST /api/sign-out': () => {
      isSignedIn = false;
      return {};
    },
    'POST /api/syncs': () => {
      hasSync = true;
      return view();
    },
    'GET /api/syncs/s1': view,
    'POST /api/syncs/s1/scan': ({ body }) => (sync.scan(body as ScanRequest), view()),
    'POST /api/syncs/s1/start': () => (sync.start(), view()),
    'POST /api/syncs/s1/stop': () => (sync.stop(), view()),
    'POST /api/syncs/s1/refresh': () => (sync.refresh(), view()),
    'GET /api/syncs/s1/groups': () => sync.groups(),
    'POST /api/syncs/s1/read-groups': () => (sync.askGroups(), sync.groups()),
    'POST /api/syncs/s1/answers': ({ body }) => {
      sync.answer(body as Answers);
      review.answer(body as Answers);
      return view();
    },
    'POST /api/syncs/s1/take-back': ({ body }) => (review.takeBack(body as { mappings?: string[] }), view()),
    'GET /api/review': () => (isNothingWaiting ? { rows: [] } : review.page()),
    'GET /api/connections/c-microsoft/calendars': () => lists.view(),
    'POST /api/connections/c-microsoft/read-calendars': () => lists.ask(),
    'POST /api/connections/c-microsoft/make-calendar': ({ body }) => lists.ask(body as NewCalendar),
    'GET /api/syncs/s1/preview': ({ query }) =>
      calendars ? previewOfEvents(query) : previewOf(records, query, sync.answered),
    'GET /api/syncs/s1/preview/week': ({ query }) => weekOfEvents(query),
    'GET /api/syncs/s1/waiting': ({ query }) => {
      const from = Number(query.get('after') ?? 0);
      const rows = calendars ? heldEvents : sync.waiting();
      const next = from + pageRows;
      return { rows: rows.slice(from, next), ...(next < rows.length ? { after: `${next}` } : {}) };
    },
    'GET /api/syncs/s1/activity': () => ({ rows: calendars ? eventActivity(Date.now()) : sync.activity() }),
    'GET /api/syncs/s1/past': () => pastOfGrace(Date.now()),
    'POST /api/syncs/s1/undo': ({ body }) => (undo.ask(body as UndoWish), view()),
    'GET /api/syncs/s1/undo/rows': () => ({ rows: undoRows }),
    'POST /api/syncs/s1/undo/start': () => (undo.start(), view()),
    'POST /api/syncs/s1/undo/drop': () => (undo.drop(), view()),
    'POST /api/connections/c-microsoft/disconnect': ({ body }) => {
      const isForgotten = (body as { forget?: boolean }).forget === true;
      microsoft = isForgotten ? 'none' : 'disconnected';
      hasSync &&= !isForgotten;
      sync.stop();
      return session();
    },
    'POST /api/connections/m-microsoft/disconnect': ({ body }) => {
      mail.leave((body as { forget?: boolean }).forget === true);
      return session();
    },
    'POST /api/connections/m-microsoft/ask-admin': () => {
      mail.become('needsAdmin');
      return session();
    },
    'POST /api/connections/c-microsoft/ask-admin': () => {
      microsoft = 'needsAdmin';
      return session();
    },
    'GET /api/why': ({ query }) => fakeWhy(query.get('query') ?? '', Date.now()),
    'POST /api/syncs/s1/look': () => view(),
    'GET /api/firm': () => people.view(),
    'POST /api/firm/invites': ({ body }) => people.invite((body as { emails: readonly string[] }).emails),
    'POST /api/firm/invites/{invite}/send': ({ id }) => people.send(id),
    'POST /api/firm/invites/{invite}/withdraw': ({ id }) => people.withdraw(id),
  };

  const answerApi = (method: string, ask: Ask, header: string | string[] | undefined): Answer => {
    asked.push(`${method} ${ask.path}${ask.query.size > 0 ? `?${ask.query.toString()}` : ''}`);
    const failure = failures.find((one) => one.at.test(ask.path) && one.times-- > 0);
    if (failure) return { status: failure.status, json: failure.view };
    if (method === 'POST' && header !== '1') return { status: 403, json: refused('The header x-concord is missing.') };
    if (ask.path !== '/api/session' && !isSignedIn) return { status: 401, json: refused('You are signed out.') };
    const own = mail.answer({ ...ask, method }) ?? watching.answer({ ...ask, method });
    if (own) return own;
    const route = routes[`${method} ${ask.path.replace(inviteId, '/invites/{invite}/')}`];
    return route ? { json: route(ask) } : { status: 404, json: refused('There is no such sync.') };
  };

  const authorize = (provider: string, url: URL, response: ServerResponse): void => {
    if (url.pathname.endsWith('/start')) return sendPage(response, consentPage(provider, url.searchParams));
    if (provider === 'clio') isSignedIn = true;
    else if (isOfMail(url.searchParams)) mail.connect();
    else microsoft = 'active';
    response.writeHead(302, { location: url.searchParams.get('return') ?? '/' }).end();
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://fake');
    const provider = /^\/auth\/(clio|microsoft)\/(start|callback)$/.exec(url.pathname)?.[1];
    if (provider) return authorize(provider, url, response);
    if (!url.pathname.startsWith('/api/')) {
      const file = site(url.pathname);
      response.writeHead(file.status, file.headers).end(file.body);
      return;
    }
    const body = JSON.parse((await readAll(request)) || '{}');
    const id = inviteId.exec(url.pathname)?.[1] ?? '';
    const ask = { path: url.pathname, id, query: url.searchParams, body };
    const { status = 200, json } = answerApi(request.method ?? 'GET', ask, request.headers['x-concord']);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: Error) => response.writeHead(500).end(error.message));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Every API request so far. */
    asked: (): readonly string[] => asked,
    sync: () => sync,
    undo: () => undo,
    /** Puts the whole fake into a state. */
    set(state: Scene): void {
      people = createFakePeople({ areCalm: state.areCalm ?? false });
      isOwner = state.isOwner ?? true;
      calendars = state.calendars;
      lists = createFakeCalendars({ isOwner });
      mail = createFakeMail({ scene: state.mail ?? 'none', isOwner });
      regions = state.regions ?? ['us'];
      sync = createFakeSync(records);
      undo.drop();
      review = createFakeReview();
      isNothingWaiting = state.areCalm ?? false;
      isSignedIn = state.signedIn ?? true;
      microsoft = state.microsoft ?? 'active';
      hasSync = (state.sync ?? 'none') !== 'none';
      if (state.sync && state.sync !== 'none') sync.force(state.sync);
      shown = {};
      notice = {};
      failures = [];
      watching = createFakeWatching({ watches: state.watches ?? 0, matters: state.matters ?? 0 });
    },
    watching: () => watching,
    calendars: () => lists,
    mail: () => mail,
    /** Moves the Microsoft account on while somebody looks. */
    connect: (state: ConnectionState): void => {
      microsoft = state;
    },
    /** Shows these parts of the sync whatever its script says. */
    show: (parts: Partial<SyncView>): void => {
      shown = parts;
    },
    notify: (next: SessionView['notice']): void => {
      notice = next ? { notice: next } : {};
    },
    fail: (at: RegExp, status: number, error: ErrorView['error'], times = Number.POSITIVE_INFINITY): void => {
      failures = [...failures, { at, status, view: { error }, times }];
    },
    heal: (): void => {
      failures = [];
    },
    close: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const isOfMail = (query: URLSearchParams): boolean =>
  query.get('for') === 'mail' || query.get('connection') === 'm-microsoft';

const inviteId = /\/invites\/([^/]+)\//;
const pageRows = 20;
/** A page with few rows or none may still have others after it. */
const readAtOnce = 3000;

const offer = {
  provider: 'microsoft',
  label: 'Microsoft 365',
  itemType: 'contact',
  collection: 'Outlook Contacts',
  authorizeUrl: '/auth/microsoft/start?return=/settings/sync',
} as const;

function previewOf(records: number, query: URLSearchParams, isAnswered: (mapping: string) => boolean) {
  const filter = (query.get('filter') ?? 'all') as PreviewFilter;
  const search = query.get('search') ?? '';
  const rows = [];
  let index = Number(query.get('after') ?? 0);
  const end = Math.min(records, index + readAtOnce);
  for (; index < end && rows.length < pageRows; index++) {
    const row = recordOf(index);
    const now = isAnswered(row.id) ? { ...row, outcome: 'addedRight' as const } : row;
    if (hasFilter(now, filter) && hasText(now, search)) rows.push(now);
  }
  return index < records ? { rows, after: `${index}` } : { rows };
}

const refused = (message: string): ErrorView => ({
  error: { code: 'refused', message, action: 'Go back to Contact and Calendar Sync.' },
});

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
