import type { SessionView, SyncView } from '@concord/core';
import { until } from './local-under-test.ts';

/** A member with a browser that has no window: follows links, keeps cookies, fills the providers' forms. */
export type Person = {
  readonly get: <T>(path: string) => Promise<T>;
  readonly post: <T>(path: string, body: object) => Promise<T>;
  readonly signIn: (clioUser: string) => Promise<void>;
  readonly connectMicrosoft: (accountId: string) => Promise<void>;
  readonly connectGoogle: (account: string) => Promise<void>;
  readonly connectGmail: (account: string) => Promise<void>;
  /** Follows a link of ours, as one in a letter, to the provider's page and back. */
  readonly follow: (path: string, choice: Choice) => Promise<void>;
  readonly session: () => Promise<Extract<SessionView, { readonly signedIn: true }>>;
  /** Waits until the only sync is in this state. */
  readonly untilSync: (state: SyncView['state'], patienceMs?: number) => Promise<SyncView>;
};

export type Choice = Readonly<Record<string, string>>;
type Ask = { readonly method?: string; readonly body?: string; readonly headers?: Readonly<Record<string, string>> };

/** What came back from Concord, whole. */
export type Seen = { readonly url: string; readonly status: number; readonly body: string };

export function createPerson(origin: string, see: (seen: Seen) => void = () => undefined): Person {
  const cookies = new Map<string, string>();
  const ask = async (address: string, { headers, ...init }: Ask = {}): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(new URL(address, origin), {
      ...init,
      redirect: 'manual',
      headers: { ...headers, cookie },
    });
    for (const set of answer.headers.getSetCookie()) keep(cookies, set);
    see({ url: answer.url, status: answer.status, body: await answer.clone().text() });
    return answer;
  };
  const parsed = async <T>(answer: Response): Promise<T> => {
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${text}`);
    return JSON.parse(text) as T;
  };
  /** From our link over the provider's page back to us. */
  const follow = async (path: string, choice: Choice): Promise<void> => {
    const asked = (await ask(path)).headers.get('location') ?? '';
    if (!URL.canParse(asked)) throw new Error(`${path} led to no provider but to ${asked}`);
    const form = new URLSearchParams([...new URL(asked).searchParams, ...Object.entries(choice)]);
    const allowed = await fetch(asked, { method: 'POST', body: form, redirect: 'manual' });
    const back = allowed.headers.get('location');
    if (back === null) throw new Error(`${asked} did not lead back: ${await allowed.text()}`);
    await ask(back);
  };
  const get = async <T>(path: string): Promise<T> => parsed<T>(await ask(path));
  const post = async <T>(path: string, body: object): Promise<T> => {
    const headers = { 'content-type': 'application/json', 'x-concord': '1' };
    return parsed<T>(await ask(path, { method: 'POST', headers, body: JSON.stringify(body) }));
  };
  const session: Person['session'] = async () => {
    const view = await get<SessionView>('/api/session');
    if (!view.signedIn) throw new Error(`Nobody is signed in: ${view.notice?.message ?? 'no notice'}`);
    return view;
  };
  return {
    get,
    post,
    session,
    follow,
    signIn: (user) => follow('/auth/clio/start?return=/', { user, decision: 'allow' }),
    connectMicrosoft: (account) => follow('/auth/microsoft/start?return=/', { account, answer: 'accept' }),
    connectGoogle: (account) =>
      follow('/auth/google/start?return=/', {
        account,
        answer: 'continue',
        scope: 'https://www.googleapis.com/auth/contacts',
      }),
    connectGmail: (account) =>
      follow('/auth/google/start?for=mail&return=/', {
        account,
        answer: 'continue',
        scope: 'https://www.googleapis.com/auth/gmail.readonly',
      }),
    untilSync: (state, patienceMs) =>
      until(async () => {
        const { syncs } = await session();
        return syncs.find((sync) => sync.state === state);
      }, patienceMs),
  };
}

function keep(cookies: Map<string, string>, set: string): void {
  const [pair = '', ...attributes] = set.split('; ');
  const [name = '', ...value] = pair.split('=');
  if (attributes.some((attribute) => /^max-age=0$/i.test(attribute))) cookies.delete(name);
  else cookies.set(name, value.join('='));
}
