import type { HttpRequest, ProviderName } from '@concord/core';

/** `PATCH /clio/api/v4/contacts/*`: the path without ids and parameters; of a batch, also what it asks for. */
export const kindOfRequest = (request: HttpRequest): string => kindOf(request).name;

/** Whether it is meant to change a contact or an event. Sign-ins and subscriptions are no such requests. */
export const isWrite = (request: HttpRequest): boolean => kindOf(request).writes;

export const providerOf = (request: HttpRequest): ProviderName => kindOf(request).provider;

type RequestKind = { readonly provider: ProviderName; readonly name: string; readonly writes: boolean };

const known = new WeakMap<HttpRequest, RequestKind>();

/** The scheduler asks, and the record does: each request is read once. */
function kindOf(request: HttpRequest): RequestKind {
  const kind = known.get(request) ?? readKind(request);
  known.set(request, kind);
  return kind;
}

function readKind({ method, url, body }: HttpRequest): RequestKind {
  const path = pathOf(url);
  const parts = path.endsWith('/$batch') ? partsOf(body).map((part) => part.method) : undefined;
  const name = `${method} ${withoutIds(path)}`;
  return {
    provider: providers.find((provider) => path.startsWith(`/${provider}/`)) ?? 'microsoft',
    name: parts ? `${name} ${[...new Set(parts)].sort().join(' ')}` : name,
    writes: parts ? parts.some((part) => part !== 'GET') : method !== 'GET' && itemPath.test(path),
  };
}

/** Whether guests of an event could be mailed because of it: Google and Clio are told with every write that nobody is to be. */
export function mayMail({ method, url, body = '' }: HttpRequest): boolean {
  const path = pathOf(url);
  const quietly = '"send_email_notification":false';
  if (path.startsWith('/clio/'))
    return path.includes('/calendar_entries') && (method === 'POST' || method === 'PATCH') && !body.includes(quietly);
  if (!path.startsWith('/google/')) return false;
  const asked = path.includes('/batch/') ? (body.match(batchedWrite) ?? []) : method === 'GET' ? [] : [url];
  return asked.some((one) => eventPath.test(one) && !one.includes('sendUpdates=none'));
}

const batchedWrite = /^(?:POST|PUT|PATCH|DELETE) \S+/gmu;
const eventPath = /\/calendars\/[^/]+\/events(?!\/watch)/u;

const providers = ['clio', 'google'] as const;
/** Contacts of Clio and Graph, what can be done to people of Google's, and events. */
const itemPath = /\/(?:contacts|calendar_entries|events)(?:\/(?!watch$)|\.json|$)|:\w+Contacts?$/u;

/** Of an address without a fragment. A `URL` takes ten times as long. */
function pathOf(url: string): string {
  const end = url.indexOf('?');
  return url.slice(url.indexOf('/', url.indexOf('://') + 3), end < 0 ? undefined : end);
}

const withoutIds = (path: string): string =>
  path
    .split('/')
    .map((part) => (isName(part) ? part.replace('.json', '') : `*${/:\w+$/u.exec(part)?.[0] ?? ''}`))
    .join('/');

type Part = { readonly method: string };
const partsOf = (body: string | undefined): readonly Part[] =>
  (JSON.parse(body ?? '{}') as { readonly requests?: readonly Part[] }).requests ?? [];

const isName = (part: string): boolean =>
  (/^[a-z$_]*(?:v\d(?:\.\d)?)?(?:\.json)?$/iu.test(part) && part.length < 24) || /^people:[a-z]+$/iu.test(part);
