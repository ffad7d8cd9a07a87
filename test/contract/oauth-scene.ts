import type { HttpRequest, HttpResponse, OAuthContext, Provider } from '@concord/core';
import { clio } from '@concord/provider-clio';
import { google } from '@concord/provider-google';
import { microsoft } from '@concord/provider-microsoft';
import { createManualWorld, createSandbox, type Sandbox } from '@concord/sandbox';
import type { OAuthScene } from './oauth-contract.ts';

export const person = { name: 'Anna Reyes', email: 'anna@firm.example' };
const microsoftAccount = { tenantId: 'tenant-1', oid: 'oid-1', mailbox: true, ...person };
const redirectUri = 'http://127.0.0.1:4173/auth/callback';

/** How a person presses the button, and how the grant dies, which differs from page to page. */
type Manner = {
  readonly provider: Provider;
  readonly hosts: OAuthContext['hosts'];
  readonly app: (sandbox: Sandbox) => OAuthContext['app'];
  readonly press: (decision: 'accept' | 'decline', asked: URLSearchParams) => Readonly<Record<string, string>>;
  readonly kill: (sandbox: Sandbox) => void;
};

/** All three look-alikes in a world that stands still, and one provider before its own. */
export function createScene({ provider, hosts, app, press, kill }: Manner): OAuthScene & { readonly sandbox: Sandbox } {
  const world = createManualWorld();
  const sandbox = createSandbox(world, { limits: false });
  sandbox.clio.addFirm({ id: 7, name: 'Reyes LLP', users: [{ id: 71, account_owner: true, ...person }] });
  sandbox.clioIn('eu').addFirm({ id: 8, name: 'Reyes Europe', users: [{ id: 81, ...person }] });
  sandbox.microsoft.addAccount(microsoftAccount);
  sandbox.google.addAccount({ sub: '1083', ...person });
  const transport = (request: HttpRequest): Promise<HttpResponse> => sandbox.answer(request);
  const context: OAuthContext = {
    app: app(sandbox),
    hosts,
    redirectUri: `${redirectUri}/${provider.name}`,
    transport,
    clock: { now: world.now },
  };
  const decide: OAuthScene['decide'] = async (authorizeUrl, decision) => {
    const shown = await sandbox.answer({ method: 'GET', url: authorizeUrl, headers: {} });
    if (shown.status !== 200) throw new Error(`the page answered ${shown.status}`);
    const fields = press(decision, new URL(authorizeUrl).searchParams);
    const answer = await sandbox.answer({
      method: 'POST',
      url: authorizeUrl,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });
    return Object.fromEntries(new URL(answer.headers.location ?? '').searchParams);
  };
  return { world, sandbox, context, decide, kill: () => kill(sandbox) };
}

export const clioAt = (region: 'us' | 'eu', userId: number): Manner => ({
  provider: clio,
  hosts: { app: `http://sandbox.test/${region === 'us' ? 'clio' : 'clio-eu'}` },
  app: (sandbox) => sandbox.clioIn(region).appCredentials,
  press: (decision, asked) => ({
    ...Object.fromEntries(asked),
    user: String(userId),
    decision: decision === 'accept' ? 'allow' : 'decline',
  }),
  kill: (sandbox) => sandbox.clioIn(region).removeApp(userId),
});

export const atMicrosoft: Manner = {
  provider: microsoft,
  hosts: { login: 'http://sandbox.test/login', graph: 'http://sandbox.test/graph' },
  app: ({ microsoft: { appCredentials } }) => appCredentials,
  press: (decision) => ({ account: microsoftAccount.oid, answer: decision === 'accept' ? 'accept' : 'cancel' }),
  kill: (sandbox) => sandbox.microsoft.act(person.email, 'changePassword'),
};

export const atGoogle: Manner = {
  provider: google,
  hosts: { accounts: 'http://sandbox.test/google/accounts', oauth: 'http://sandbox.test/google/oauth' },
  app: ({ google: { appCredentials } }) => appCredentials,
  press: (decision) => ({
    account: '1083',
    answer: decision === 'accept' ? 'continue' : 'cancel',
    scope: 'https://www.googleapis.com/auth/contacts',
  }),
  kill: (sandbox) => sandbox.google.act(person.email, 'endSession'),
};
