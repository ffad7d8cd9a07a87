import type { FirmView, PageNotice, SessionView } from '@concord/core';
import { createApiHandler } from '../../../functions/api/handler.ts';
import { createOauthHandler } from '../../../functions/oauth/handler.ts';
import { type Browser, keepCookies } from '../../engine/connect-world.ts';
import { context, given, httpEvent, placeIn, type Wanted } from '../events.ts';
import { clouds, type Ports, publicUrl } from './scene.ts';

export type ProviderPath = 'clio' | 'microsoft' | 'google';
type Fields = readonly [string, string][];

/** Where a browser ended up, and what the page there says. */
export type Page = { readonly lands: string; readonly says: string | undefined };

export const fromPage = { 'x-concord': '1', 'content-type': 'application/json' };
const contactsBox: Fields = [['scope', 'https://www.googleapis.com/auth/contacts']];

export type Person = ReturnType<typeof createPerson>;

/** Somebody with a browser: follows redirects of Concord's, fills in the providers' pages, and uses Concord's API. */
export function createPerson(ports: Ports, handle: (request: Request) => Promise<Response>, cookies: Browser = {}) {
  const place = { ...placeIn({ ports } as never), ports: () => ports };
  const [oauth, api] = [createOauthHandler(place), createApiHandler(place)];

  const visit = async (address: string, method = 'GET') => {
    const { pathname: path, search } = new URL(address, publicUrl);
    const answer = given(await oauth(httpEvent({ method, path, query: search.slice(1), cookies }), context));
    keepCookies(cookies, answer.cookies);
    return answer;
  };
  const call = async (wanted: Wanted) => {
    const answer = given(await api(httpEvent({ cookies, ...wanted }), context));
    keepCookies(cookies, answer.cookies);
    return { ...answer, view: JSON.parse(answer.body) };
  };
  const session = async (): Promise<SessionView> => (await call({ path: '/api/session' })).view;
  const notice = async (): Promise<PageNotice | undefined> => (await session()).notice;
  const page = async (lands: string): Promise<Page> => ({ lands, says: (await notice())?.title });

  /** To the provider's page; its address. */
  const begin = async (provider: ProviderPath, more: Readonly<Record<string, string>> = {}) => {
    const query = new URLSearchParams({ return: '/settings/sync', ...more });
    return (await visit(`/auth/${provider}/start?${query.toString()}`)).headers['location'] ?? '';
  };
  /** Fills in the provider's page at this address; where it sends the browser. */
  const fillIn = async (asked: string, form: Fields): Promise<URL> => {
    const body = new URLSearchParams([...new URL(asked).searchParams, ...form]);
    const response = await handle(new Request(asked, { method: 'POST', body }));
    const location = response.headers.get('location');
    if (location === null) throw new Error(`The provider's page leads nowhere: ${await response.text()}`);
    return new URL(location);
  };
  const accept = (asked: string, account: AccountOf): Promise<URL> => fillIn(asked, consentOf(account));
  /** Comes back to Concord, and looks at the page. */
  const comeBack = async (callback: URL | string): Promise<Page> =>
    await page((await visit(String(callback))).headers['location'] ?? '');
  const authorize = async (provider: ProviderPath, account: AccountOf, more: Readonly<Record<string, string>> = {}) =>
    await comeBack(await accept(await begin(provider, more), account));

  return {
    cookies,
    visit,
    call,
    get: (path: string, query = '') => call({ path, query }),
    post: (path: string, body: unknown, headers: Record<string, string> = fromPage) =>
      call({ method: 'POST', path, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }),
    session,
    notice,
    begin,
    fillIn,
    accept,
    comeBack,
    authorize,
    signIn: (user: { readonly id: number }) => authorize('clio', user),
    connections: async () => {
      const view = await session();
      return view.signedIn ? view.connections : [];
    },
    firm: async (): Promise<FirmView> => (await call({ path: '/api/firm' })).view,
    /** The same cookies in another place, as they were at this moment. */
    copy: () => createPerson(ports, handle, { ...cookies }),
  };
}

/** A Clio user, a Microsoft or a Google account. */
export type AccountOf = { readonly id: number } | { readonly oid: string } | { readonly sub: string };

function consentOf(account: AccountOf): Fields {
  if ('id' in account)
    return [
      ['decision', 'allow'],
      ['user', String(account.id)],
    ];
  if ('oid' in account)
    return [
      ['answer', 'accept'],
      ['account', account.oid],
    ];
  return [['answer', 'continue'], ['account', account.sub], ...contactsBox];
}

export const isAtProvider = (address: string): boolean => address.startsWith(`${clouds}/`);
