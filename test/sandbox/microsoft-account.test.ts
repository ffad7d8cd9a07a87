import type { AccountAction } from '@concord/sandbox';
import { describe, expect, test } from 'vitest';
import { ada, type Bench, createBench } from './microsoft-world.ts';

const bo = { ...ada, oid: 'o-2', name: 'Bo <b>', email: 'bo@byron.example' };
const stranger = { ...ada, oid: 'o-3', tenantId: 't-2', email: 'cy@other.example' };
const redirect_uri = 'http://127.0.0.1:4173/auth/microsoft/callback';
const scope = 'openid profile offline_access https://graph.microsoft.com/Contacts.ReadWrite';

function benchOfThree() {
  const bench = createBench();
  for (const account of [bo, stranger]) bench.control.addAccount(account);
  return bench;
}

const post = (url: string, fields: Readonly<Record<string, string>>) =>
  new Request(url, { method: 'POST', body: new URLSearchParams(fields) });

async function refresh(bench: Bench, refresh_token: string) {
  const { clientId: client_id, clientSecret: client_secret } = bench.control.appCredentials;
  const fields = { client_id, client_secret, grant_type: 'refresh_token', refresh_token };
  const answer = await bench.microsoft.login.handle(post('http://sandbox/login/common/oauth2/v2.0/token', fields));
  const body = (await answer.json()) as { error?: string; error_codes?: readonly number[] };
  return answer.status === 200 ? 'alive' : [body.error, ...(body.error_codes ?? [])];
}

/** What a person gets who accepts: a code, an error, or no way back. */
async function accept(bench: Bench, account: { readonly oid: string }, more: Readonly<Record<string, string>> = {}) {
  const { clientId: client_id } = bench.control.appCredentials;
  const query = new URLSearchParams({ client_id, redirect_uri, scope, response_type: 'code', ...more });
  const url = `http://sandbox/login/common/oauth2/v2.0/authorize?${query.toString()}`;
  const answer = await bench.microsoft.login.handle(post(url, { account: account.oid, answer: 'accept' }));
  const location = answer.headers.get('location');
  if (location === null) return /<h1>([^<]*)/u.exec(await answer.text())?.[1];
  const back = new URL(location).searchParams;
  return back.has('code') ? 'code' : back.get('error');
}

describe('what happens to an account', () => {
  test.each([
    ['changePassword', ['invalid_grant', 50173]],
    ['removeApp', ['invalid_grant', 65001]],
    ['resetPassword', ['invalid_grant', 50173]],
    ['revokeSessions', ['invalid_grant', 50173]],
    ['demandSecondFactor', ['interaction_required', 50076]],
    ['blockByPolicy', ['invalid_grant', 53003]],
    ['demandSignIn', ['invalid_grant', 70043]],
  ] as const)('%s ends its grants alone, until the next sign-in', async (action: AccountAction, refused) => {
    const bench = benchOfThree();
    const [own, other] = [bench.control.grant(ada.email), bench.control.grant(bo.email)];
    bench.control.act(ada.email, action);
    expect(await refresh(bench, own.refreshToken)).toEqual(refused);
    expect(await refresh(bench, other.refreshToken)).toBe('alive');
    expect(await refresh(bench, bench.control.grant(ada.email).refreshToken)).toBe('alive');
  });

  test('a person’s own password change may leave grants alive, an administrator’s does not', async () => {
    const bench = createBench();
    const { refreshToken, accessToken } = bench.control.grant(ada.email);
    bench.on('passwordChangeKeepsGrants');
    bench.control.act(ada.email, 'changePassword');
    expect(await refresh(bench, refreshToken)).toBe('alive');
    bench.useToken(accessToken);
    expect((await bench.graph('GET', '/me')).status).toBe(200);
    bench.control.act(ada.email, 'resetPassword');
    expect(await refresh(bench, refreshToken)).toEqual(['invalid_grant', 50173]);
  });
});

describe('a tenant in which only administrators accept apps', () => {
  test('keeps people at a page, others than those of another tenant, until an administrator approves', async () => {
    const bench = benchOfThree();
    bench.control.demandAdminConsent(ada.email, true);
    expect(bench.control.demandsAdminConsent(bo.email)).toBe(true);
    expect(await accept(bench, bo)).toBe('Need admin approval');
    expect(await accept(bench, stranger)).toBe('code');
    bench.control.approve(ada.email);
    expect(await accept(bench, bo)).toBe('code');
  });

  test('keeps people whom the app forces to the consent page, whoever approved', async () => {
    const bench = benchOfThree();
    bench.control.demandAdminConsent(ada.email, true);
    bench.control.approve(ada.email);
    expect(await accept(bench, bo, { prompt: 'consent' })).toBe('Need admin approval');
    expect(await accept(bench, bo, { prompt: 'select_account' })).toBe('code');
  });

  test('lets those through who had accepted before, unless the app asks again', async () => {
    const bench = benchOfThree();
    expect(await accept(bench, bo)).toBe('code');
    bench.control.demandAdminConsent(ada.email, true);
    expect(await accept(bench, bo)).toBe('code');
    expect(await accept(bench, bo, { prompt: 'consent' })).toBe('Need admin approval');
    bench.control.demandAdminConsent(ada.email, false);
    expect(await accept(bench, bo, { prompt: 'consent' })).toBe('code');
  });
});

describe('the page for accounts', () => {
  const page = (bench: Bench, query = '') =>
    bench.microsoft.pages.handle(new Request(`http://sandbox/outlook/account${query}`));
  const press = (bench: Bench, name: string, email = ada.email) =>
    bench.microsoft.pages.handle(
      post(`http://sandbox/outlook/account?account=${encodeURIComponent(email)}`, { do: name }),
    );

  test('does what the person and the administrator do, for any account', async () => {
    const bench = benchOfThree();
    const { refreshToken } = bench.control.grant(bo.email);
    const html = await (await page(bench, '?account=bo%40byron.example')).text();
    for (const label of ['Change the password', 'Remove the app', 'Demand a second factor', 'Bo &lt;b&gt;'])
      expect(html).toContain(label);
    const done = await press(bench, 'demandSecondFactor', bo.email);
    expect([done.status, done.headers.get('location')]).toEqual([
      303,
      '/outlook/account?account=bo%40byron.example&done=demandSecondFactor',
    ]);
    expect(await refresh(bench, refreshToken)).toEqual(['interaction_required', 50076]);
    expect(await (await page(bench, '?done=demandSecondFactor')).text()).toContain('Done.');
    expect(await (await page(bench, '?done=constructor')).text()).not.toContain('Done.');
  });

  test('makes a tenant strict, and takes it back', async () => {
    const bench = benchOfThree();
    expect(await (await page(bench)).text()).toContain('Let only administrators accept apps');
    await press(bench, 'demandAdminConsent');
    expect(await accept(bench, bo)).toBe('Need admin approval');
    expect(await (await page(bench)).text()).toContain('Let people accept apps');
    await press(bench, 'allowUserConsent');
    expect(await accept(bench, bo)).toBe('code');
  });

  test('knows nobody and nothing else', async () => {
    const bench = benchOfThree();
    expect((await page(bench, '?account=nobody%40x.example')).status).toBe(404);
    expect((await press(bench, 'constructor')).status).toBe(404);
  });
});
