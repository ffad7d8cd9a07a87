import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  Answers,
  ConnectionView,
  ErrorView,
  PreviewFilter,
  ScanRequest,
  SessionView,
  SyncView,
} from '@concord/core';
import { createSite } from '../../packages/local/src/web/site.ts';
import { hasFilter, hasText, recordOf } from './fake-firm.ts';
import { createFakeSync } from './fake-sync.ts';

type Failure = { readonly at: RegExp; readonly status: number; readonly view: ErrorView; times: number };
type Ask = { readonly path: string; readonly query: URLSearchParams; readonly body: unknown };
type Answer = { readonly status?: number; readonly json: unknown };

export type FakeApi = Awaited<ReturnType<typeof startFakeApi>>;

/** Concord's HTTP API with nothing behind it: scripted states, and the page itself under the policy it must live with. */
export async function startFakeApi({ page, records }: { readonly page: string; readonly records: number }) {
  const site = createSite(page);
  let sync = createFakeSync(records);
  let isSignedIn = false;
  let microsoft: ConnectionView['state'] | 'none' = 'none';
  let hasSync = false;
  let shown: Partial<SyncView> = {};
  let notice: { notice?: NonNullable<SessionView['notice']> } = {};
  let failures: Failure[] = [];
  const asked: string[] = [];

  const view = (): SyncView => ({ ...sync.view(), ...shown });
  const session = (): SessionView =>
    isSignedIn
      ? {
          signedIn: true,
          member: { name: 'Robin Ashworth', email: 'robin@harbourfinch.example.com', isOwner: true },
          firm: { name: 'Harbour & Finch LLP' },
          connections: connectionsOf(microsoft),
          syncs: hasSync ? [view()] : [],
          offers: [offer],
          ...notice,
        }
      : { signedIn: false, signInUrl: '/auth/clio/start?return=/settings/sync', ...notice };

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
    'POST /api/syncs/s1/answers': ({ body }) => (sync.answer(body as Answers), view()),
    'GET /api/syncs/s1/preview': ({ query }) => previewOf(records, query, sync.answered),
    'GET /api/syncs/s1/waiting': ({ query }) => {
      const from = Number(query.get('after') ?? 0);
      const rows = sync.waiting();
      const next = from + pageRows;
      return { rows: rows.slice(from, next), ...(next < rows.length ? { after: `${next}` } : {}) };
    },
    'GET /api/syncs/s1/activity': () => ({ rows: sync.activity() }),
    'POST /api/connections/c-microsoft/disconnect': () => {
      microsoft = 'disconnected';
      sync.stop();
      return session();
    },
  };

  const answerApi = (method: string, ask: Ask, header: string | string[] | undefined): Answer => {
    asked.push(`${method} ${ask.path}${ask.query.size > 0 ? `?${ask.query.toString()}` : ''}`);
    const failure = failures.find((one) => one.at.test(ask.path) && one.times-- > 0);
    if (failure) return { status: failure.status, json: failure.view };
    if (method === 'POST' && header !== '1') return { status: 403, json: refused('The header x-concord is missing.') };
    if (ask.path !== '/api/session' && !isSignedIn) return { status: 401, json: refused('You are signed out.') };
    const route = routes[`${method} ${ask.path}`];
    return route ? { json: route(ask) } : { status: 404, json: refused('There is no such sync.') };
  };

  const authorize = (provider: string, url: URL, response: ServerResponse): void => {
    if (url.pathname.endsWith('/start'))
      return sendPage(response, consentPage(provider, url.searchParams.get('return')));
    if (provider === 'clio') isSignedIn = true;
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
    const ask = { path: url.pathname, query: url.searchParams, body };
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
    /** Puts the whole fake into a state. */
    set(state: { signedIn?: boolean; microsoft?: typeof microsoft; sync?: SyncView['state'] | 'none' }): void {
      sync = createFakeSync(records);
      isSignedIn = state.signedIn ?? true;
      microsoft = state.microsoft ?? 'active';
      hasSync = (state.sync ?? 'none') !== 'none';
      if (state.sync && state.sync !== 'none') sync.force(state.sync);
      shown = {};
      notice = {};
      failures = [];
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

function connectionsOf(microsoft: ConnectionView['state'] | 'none'): readonly ConnectionView[] {
  const clio = { id: 'c-clio', provider: 'clio', label: 'Clio', account: 'robin@harbourfinch.example.com' } as const;
  const sentences = {
    active: '',
    lost: 'Microsoft 365 no longer accepts the permission you gave. Reconnect to go on.',
    disconnected: 'This account is disconnected. Reconnect the same account to go on.',
  } as const;
  const list: ConnectionView[] = [{ ...clio, state: 'active', sentence: '' }];
  if (microsoft !== 'none')
    list.push({
      id: 'c-microsoft',
      provider: 'microsoft',
      label: 'Microsoft 365',
      account: 'robin@harbourfinch.example.com',
      state: microsoft,
      sentence: sentences[microsoft],
    });
  return list;
}

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

/** Like the real ones as far as the steps of the test see them: a list of people with a button each. */
function consentPage(provider: string, returnTo: string | null): string {
  const button = provider === 'clio' ? 'Allow' : 'Accept';
  return `<!doctype html><html lang="en"><title>${provider}</title><main><h1>Who are you?</h1>
    <form action="/auth/${provider}/callback"><input type="hidden" name="return" value="${returnTo ?? '/'}">
    <p>Robin Ashworth <button>${button}</button></p></form></main></html>`;
}

function sendPage(response: ServerResponse, html: string): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
