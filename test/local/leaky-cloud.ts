import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How it answers: as it should, or with pages and errors that quote back whatever they were sent. */
export type Manner = 'good' | 'html' | 'quote';

export type LeakyCloud = {
  readonly url: string;
  manner: Manner;
  /** Everything secret that went either way: what it is, by value. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly states: ReadonlySet<string>;
  readonly close: () => void;
};

export const apps = {
  clio: { clientId: 'clio-app', clientSecret: 'canary+clio/secret=&<1>~a9c4e2' },
  microsoft: { clientId: 'microsoft-app', clientSecret: 'canary+microsoft/secret=&<2>~b8d5f3' },
  google: { clientId: 'google-app', clientSecret: 'canary+google/secret=&<3>~c7e6a4' },
} as const;
type Name = keyof typeof apps;

type Asked = { readonly path: string; readonly form: URLSearchParams; readonly authorization: string };
type Answered = { readonly status: number; readonly headers: Record<string, string>; readonly body: string };

/** Clio, Microsoft and Google at once, as far as signing in and one read go, and as careless as a service can be. */
export async function startLeakyCloud(): Promise<LeakyCloud> {
  const secrets = new Map<string, string>(
    Object.entries(apps).map(([name, app]) => [app.clientSecret, `${name} secret`]),
  );
  const states = new Set<string>();
  const plant = (what: string): string => {
    const value = `canary+${what}/${secrets.size}=&<"x">~${secrets.size * 7919}f1d8c2a`;
    secrets.set(value, what);
    return value;
  };
  const note = ({ form }: Asked): void => {
    for (const field of ['code_verifier', 'refresh_token', 'token']) {
      const value = form.get(field);
      if (value !== null && !secrets.has(value)) secrets.set(value, field);
    }
    const state = form.get('state');
    if (state !== null) states.add(state);
  };
  const answer = (asked: Asked): Answered => {
    note(asked);
    if (/authorize|\/auth$/u.test(asked.path)) return sendBack(asked, plant('code'));
    if (cloud.manner === 'html') return page(asked);
    if (cloud.manner === 'quote') return quote(asked);
    return asked.path.endsWith('token') ? grant(asked, plant, cloud.url) : read(asked);
  };
  const server = createServer((request, response) => {
    toAsked(request).then(
      (asked) => {
        const { status, headers, body } = answer(asked);
        response.writeHead(status, headers).end(body);
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cloud: LeakyCloud = { url, manner: 'good', secrets, states, close };
  return cloud;
}

async function toAsked(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return {
    path: new URL(request.url ?? '/', 'http://cloud').pathname,
    form: new URLSearchParams(Buffer.concat(chunks).toString()),
    authorization: request.headers.authorization ?? '',
  };
}

/** From the consent page back to Concord. */
function sendBack({ form }: Asked, code: string): Answered {
  const back = new URL(form.get('redirect_uri') ?? '');
  back.searchParams.set('code', code);
  back.searchParams.set('state', form.get('state') ?? '');
  return { status: 302, headers: { location: back.href }, body: '' };
}

const echo = ({ form, authorization }: Asked): string =>
  `${form.toString()} ${[...form.values()].join(' ')} ${authorization}`;

function page(asked: Asked): Answered {
  const body = `<html><pre>${echo(asked)} ${Buffer.from(echo(asked)).toString('base64')}</pre></html>`;
  return { status: 500, headers: { 'content-type': 'text/html' }, body };
}

function quote(asked: Asked): Answered {
  const [status, error] = asked.path.endsWith('token') ? [400, 'invalid_grant'] : [401, 'invalid_token'];
  return json(status, { error, error_description: `Not good: ${echo(asked)}`, message: echo(asked) });
}

function grant({ path }: Asked, plant: (what: string) => string, url: string): Answered {
  const name = nameOf(path);
  return json(200, {
    token_type: 'Bearer',
    access_token: plant(`${name} access`),
    refresh_token: plant(`${name} refresh`),
    expires_in: 3600,
    scope: 'openid email profile Contacts.ReadWrite https://www.googleapis.com/auth/contacts',
    id_token: idToken(name, url, plant(`${name} id`)),
  });
}

const read = ({ path }: Asked): Answered =>
  json(200, path.endsWith('/who_am_i.json') ? { data: user } : { data: [], value: [] });

const json = (status: number, body: object): Answered => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const user = {
  id: 7001,
  name: 'Ann Archer',
  email: 'ann@firm.example',
  account_owner: true,
  roles: [],
  account: { id: 42, name: 'Archer & Co' },
};

function nameOf(path: string): Name {
  if (path.startsWith('/google')) return 'google';
  return path.startsWith('/clio') ? 'clio' : 'microsoft';
}

/** The canary is the signature, so that whoever keeps the token keeps the canary. */
function idToken(name: Name, url: string, canary: string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    iss: name === 'google' ? 'https://accounts.google.com' : `${url}/login/tenant-1/v2.0`,
    aud: apps[name].clientId,
    exp: Math.floor(Date.now() / 1000) + 3600,
    sub: 'subject-1',
    tid: 'tenant-1',
    oid: 'object-1',
    email: `ann@${name}.example`,
    preferred_username: `ann@${name}.example`,
  };
  return `${part({ alg: 'RS256' })}.${part(claims)}.${Buffer.from(canary).toString('base64url')}`;
}
