import { createHash } from 'node:crypto';
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../../packages/sandbox/src/kernel/store.ts';
import { BrokenConnection } from '../../packages/sandbox/src/kernel/world.ts';
import { revokeModes } from '../../packages/sandbox/src/microsoft/index.ts';
import { ada, type Bench, createBench } from './microsoft-world.ts';

const redirectUri = 'http://127.0.0.1:4173/auth/microsoft/callback';
const verifier = 'v'.repeat(43);
const challenge = createHash('sha256').update(verifier).digest('base64url');
const scope = 'openid profile email offline_access User.Read https://graph.microsoft.com/Contacts.ReadWrite';
type Texts = Readonly<Record<string, string>>;
type TokenBody = Readonly<Record<string, unknown>> & { readonly error_description: string };

function authorizeUrl(bench: Bench, change: Readonly<Record<string, string | undefined>> = {}, tenant = 'common') {
  const query = {
    client_id: bench.control.appCredentials.clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope,
    state: 's t&te',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    nonce: 'n-1',
    ...change,
  };
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `http://sandbox/login/${tenant}/oauth2/v2.0/authorize?${new URLSearchParams(given).toString()}`;
}

const login = (bench: Bench, url: string, init?: RequestInit) => bench.microsoft.login.handle(new Request(url, init));
const answerPage = (bench: Bench, url: string, form: Texts) =>
  login(bench, url, { method: 'POST', body: new URLSearchParams(form) });
const accept = (bench: Bench, url: string, oid = ada.oid) => answerPage(bench, url, { account: oid, answer: 'accept' });
const backAt = (response: Response) => new URL(response.headers.get('location') ?? '').searchParams;

async function codeFor(bench: Bench, change?: Readonly<Record<string, string | undefined>>, tenant?: string) {
  return backAt(await accept(bench, authorizeUrl(bench, change, tenant))).get('code') ?? '';
}

async function token(bench: Bench, form: Texts, options: { tenant?: string; headers?: Texts } = {}) {
  const { clientId, clientSecret } = bench.control.appCredentials;
  const response = await login(bench, `http://sandbox/login/${options.tenant ?? 'common'}/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { ...options.headers },
    body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...form }),
  });
  return { status: response.status, body: (await response.json()) as TokenBody };
}

const redeem = (bench: Bench, code: string, change: Texts = {}, options?: { tenant?: string; headers?: Texts }) =>
  token(
    bench,
    { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier, ...change },
    options,
  );
const refresh = (bench: Bench, refreshToken: unknown, change: Texts = {}) =>
  token(bench, { grant_type: 'refresh_token', refresh_token: String(refreshToken), ...change });

describe('the sign-in page', () => {
  test('names the app, the accounts and what is asked for, and says that it is a stand-in', async () => {
    const bench = createBench();
    bench.control.addAccount({ ...ada, oid: 'o-2', name: 'Bo <b>', email: 'bo@byron.example', mailbox: false });
    const response = await login(bench, authorizeUrl(bench));
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(html).toContain('stand-in for Microsoft 365, not Microsoft');
    expect(html).toContain('http://127.0.0.1:4173');
    expect(html).toContain('ada@byron.example');
    expect(html).toContain('Bo &lt;b&gt;');
    expect(html).toContain('Read, create, change and delete your contacts');
  });

  test('picks the hinted account, and only offers those of the tenant', async () => {
    const bench = createBench();
    bench.control.addAccount({ ...ada, oid: 'o-2', tenantId: 't-2', name: 'Bo', email: 'bo@other.example' });
    const hinted = await (await login(bench, authorizeUrl(bench, { login_hint: 'BO@other.example' }))).text();
    expect(hinted).toMatch(/value="o-2" required checked/u);
    const tenant = await (await login(bench, authorizeUrl(bench, {}, 'other.example'))).text();
    expect(tenant).toContain('bo@other.example');
    expect(tenant).not.toContain('ada@byron.example');
  });

  test('does not ask again for what was accepted, unless the app wants it', async () => {
    const bench = createBench({ store: createMemoryStore() });
    bench.control.addAccount({ ...ada, oid: 'o-2', email: 'new@byron.example' });
    const url = authorizeUrl(bench, { login_hint: 'new@byron.example' });
    expect(await (await login(bench, url)).text()).toContain('The app would like to');
    await accept(bench, url, 'o-2');
    expect(await (await login(bench, url)).text()).not.toContain('The app would like to');
    const again = authorizeUrl(bench, { login_hint: 'new@byron.example', prompt: 'consent' });
    expect(await (await login(bench, again)).text()).toContain('The app would like to');
  });

  test('says it to the person when there is no address that could be trusted', async () => {
    const bench = createBench();
    const untrusted = [{ client_id: 'x' }, { redirect_uri: 'https://evil.example/' }, { redirect_uri: 'nonsense' }];
    for (const change of untrusted) {
      const response = await login(bench, authorizeUrl(bench, change));
      expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    }
    expect((await login(bench, authorizeUrl(bench, {}, 'nowhere.example'))).status).toBe(400);
  });

  test('keeps to the registered addresses of an app that has some', async () => {
    const bench = createBench();
    bench.control.addApp({ clientId: 'app', clientSecret: 's', redirectUris: ['https://app.example/cb'] });
    expect((await login(bench, authorizeUrl(bench, { client_id: 'app' }))).status).toBe(400);
    const right = authorizeUrl(bench, { client_id: 'app', redirect_uri: 'https://app.example/cb' });
    expect((await accept(bench, right)).headers.get('location')).toMatch(/^https:\/\/app\.example\/cb\?code=/u);
  });

  test('tells the app what is wrong with its request', async () => {
    const bench = createBench();
    const errorOf = async (change: Readonly<Record<string, string | undefined>>) =>
      backAt(await login(bench, authorizeUrl(bench, change))).get('error');
    expect(await errorOf({ response_type: 'token' })).toBe('unsupported_response_type');
    expect(await errorOf({ scope: undefined })).toBe('invalid_request');
    expect(await errorOf({ code_challenge_method: 'S512' })).toBe('invalid_request');
  });
});

describe('coming back from the sign-in page', () => {
  test('brings a code and the state as it was', async () => {
    const bench = createBench();
    const response = await accept(bench, authorizeUrl(bench));
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toMatch(/^http:\/\/127\.0\.0\.1:4173\/auth\/microsoft\/callback\?/u);
    expect(backAt(response).get('state')).toBe('s t&te');
    expect(backAt(response).get('code')).toBeTruthy();
  });

  test('brings access_denied AADSTS65004 after Cancel', async () => {
    const bench = createBench();
    const back = backAt(await answerPage(bench, authorizeUrl(bench), { account: ada.oid, answer: 'cancel' }));
    expect([back.get('error'), back.get('state'), back.get('code')]).toEqual(['access_denied', 's t&te', null]);
    expect(back.get('error_description')).toContain('AADSTS65004');
  });

  test('can use the fragment or a form', async () => {
    const bench = createBench();
    const fragment = await accept(bench, authorizeUrl(bench, { response_mode: 'fragment' }));
    expect(fragment.headers.get('location')).toMatch(/callback#code=/u);
    const form = await (await accept(bench, authorizeUrl(bench, { response_mode: 'form_post' }))).text();
    expect(form).toContain(`action="${redirectUri}"`);
    expect(form).toContain('name="state" value="s t&amp;te"');
  });

  test('without a page (prompt=none) needs a hinted account that has consented', async () => {
    const bench = createBench();
    bench.control.addAccount({ ...ada, oid: 'o-2', email: 'new@byron.example' });
    const silent = async (login_hint?: string) =>
      backAt(await login(bench, authorizeUrl(bench, { prompt: 'none', login_hint })));
    expect((await silent()).get('error')).toBe('login_required');
    expect((await silent('new@byron.example')).get('error')).toBe('interaction_required');
    expect((await silent(ada.email)).get('code')).toBeTruthy();
  });

  test.each([
    ['adminRequired', 'access_denied', 'AADSTS90094'],
    ['consentRequired', 'consent_required', 'AADSTS65001'],
  ])('can be blocked by the tenant: %s, until an administrator consents', async (block, error, code) => {
    const bench = createBench();
    bench.on(`consentBlocked.${block}`);
    const back = backAt(await accept(bench, authorizeUrl(bench)));
    expect(back.get('error')).toBe(error);
    expect(back.get('error_description')).toContain(code);
    await consentAsAdmin(bench);
    expect(await codeFor(bench)).toBeTruthy();
    bench.control.addAccount({ ...ada, oid: 'o-2', email: 'colleague@byron.example' });
    expect(await (await login(bench, authorizeUrl(bench))).text()).not.toContain('The app would like to');
  });

  test('can end at a page that leads nowhere', async () => {
    const bench = createBench();
    bench.on('consentBlocked.approvalPage');
    const response = await accept(bench, authorizeUrl(bench));
    expect([response.status, response.headers.get('location')]).toEqual([200, null]);
    expect(await response.text()).toContain('Need admin approval');
  });
});

const consentUrl = (bench: Bench, tenant = ada.tenantId) =>
  `http://sandbox/login/${tenant}/v2.0/adminconsent?${new URLSearchParams({
    client_id: bench.control.appCredentials.clientId,
    redirect_uri: redirectUri,
    scope: 'https://graph.microsoft.com/Contacts.ReadWrite User.Read',
    state: 'st',
  }).toString()}`;
const consentAsAdmin = (bench: Bench) => accept(bench, consentUrl(bench));

describe('admin consent', () => {
  test('comes back with the tenant and no code', async () => {
    const bench = createBench();
    const back = backAt(await consentAsAdmin(bench));
    expect(Object.fromEntries(back)).toEqual({
      admin_consent: 'True',
      tenant: ada.tenantId,
      scope: 'Contacts.ReadWrite User.Read',
      state: 'st',
    });
    expect((await login(bench, consentUrl(bench, 'organizations'))).status).toBe(200);
    expect((await login(bench, consentUrl(bench, 'common'))).status).toBe(400);
  });

  test('says admin_consent=True when it was refused, too', async () => {
    const bench = createBench();
    const back = backAt(await answerPage(bench, consentUrl(bench), { answer: 'cancel' }));
    expect([back.get('admin_consent'), back.get('error')]).toEqual(['True', 'consent_required']);
  });
});

describe('a code', () => {
  test('becomes tokens that open Graph, and an id token that says who', async () => {
    const bench = createBench();
    const { status, body } = await redeem(bench, await codeFor(bench));
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3599 });
    expect(body.scope).toBe(
      'openid profile email https://graph.microsoft.com/User.Read https://graph.microsoft.com/Contacts.ReadWrite',
    );
    bench.useToken(String(body.access_token));
    expect((await bench.graph('GET', '/me')).body.id).toBe(ada.oid);
    const keys = await (await login(bench, 'http://sandbox/login/common/discovery/v2.0/keys')).json();
    const { payload } = await jwtVerify(
      String(body.id_token),
      createLocalJWKSet(keys as Parameters<typeof createLocalJWKSet>[0]),
      {
        issuer: `https://login.microsoftonline.com/${ada.tenantId}/v2.0`,
        audience: bench.control.appCredentials.clientId,
        currentDate: new Date(bench.now()),
      },
    );
    expect(payload).toMatchObject({
      tid: ada.tenantId,
      oid: ada.oid,
      preferred_username: ada.email,
      name: ada.name,
      nonce: 'n-1',
      exp: bench.now() / 1_000 + 3_600,
    });
  });

  test('gives a refresh token only with offline_access, and an id token only with openid', async () => {
    const bench = createBench();
    const { body } = await redeem(bench, await codeFor(bench, { scope: 'Contacts.Read' }));
    expect(body).not.toHaveProperty('refresh_token');
    expect(body).not.toHaveProperty('id_token');
  });

  test('says who only as far as profile and email were asked for', async () => {
    const bench = createBench();
    const { body } = await redeem(bench, await codeFor(bench, { scope: 'openid' }));
    const claims = decodeJwt(String(body.id_token));
    expect(claims.aud).toBe(bench.control.appCredentials.clientId);
    for (const name of ['oid', 'preferred_username', 'name', 'email']) expect(claims).not.toHaveProperty(name);
  });

  const refused: readonly [string, number, string, (bench: Bench) => Promise<{ status: number; body: TokenBody }>][] = [
    [
      'twice',
      54005,
      'invalid_grant',
      async (bench) => {
        const code = await codeFor(bench);
        await redeem(bench, code);
        return redeem(bench, code);
      },
    ],
    [
      'after ten minutes',
      70008,
      'invalid_grant',
      async (bench) => {
        const code = await codeFor(bench);
        await bench.advance(600_000);
        return redeem(bench, code);
      },
    ],
    [
      'with the wrong verifier',
      501481,
      'invalid_grant',
      async (bench) => redeem(bench, await codeFor(bench), { code_verifier: 'w'.repeat(43) }),
    ],
    [
      'without the verifier',
      501481,
      'invalid_grant',
      async (bench) => redeem(bench, await codeFor(bench), { code_verifier: '' }),
    ],
    [
      'on another tenant path',
      700005,
      'invalid_grant',
      async (bench) => redeem(bench, await codeFor(bench), {}, { tenant: 'organizations' }),
    ],
    [
      'with another redirect address',
      50011,
      'invalid_grant',
      async (bench) => redeem(bench, await codeFor(bench), { redirect_uri: 'http://127.0.0.1/' }),
    ],
    [
      'by a client with a wrong secret',
      7000215,
      'invalid_client',
      async (bench) => redeem(bench, await codeFor(bench), { client_secret: 'x' }),
    ],
    [
      'by an unknown client',
      700016,
      'unauthorized_client',
      async (bench) => redeem(bench, await codeFor(bench), { client_id: 'x' }),
    ],
    ['that was never given out', 70000, 'invalid_grant', (bench) => redeem(bench, 'x')],
    [
      'from a browser',
      9002326,
      'invalid_request',
      async (bench) => redeem(bench, await codeFor(bench), {}, { headers: { origin: 'http://127.0.0.1:4173' } }),
    ],
    ['without a code', 900144, 'invalid_request', (bench) => redeem(bench, '')],
    ['with another grant type', 70003, 'unsupported_grant_type', (bench) => token(bench, { grant_type: 'password' })],
  ];
  test.each(refused)('is not taken %s: %i', async (_, code, error, attempt) => {
    const { status, body } = await attempt(createBench());
    expect(body).toMatchObject({ error, error_codes: [code] });
    expect(body.error_description).toMatch(new RegExp(`^AADSTS${code}: .+ Trace ID: .+ Correlation ID: `, 'u'));
    expect(status).toBe(error === 'invalid_client' ? 401 : 400);
  });

  test('needs no verifier when no challenge was sent, and honours a plain one', async () => {
    const bench = createBench();
    const none = { code_challenge: undefined, code_challenge_method: undefined };
    expect((await redeem(bench, await codeFor(bench, none), { code_verifier: '' })).status).toBe(200);
    const plain = { code_challenge: verifier, code_challenge_method: undefined };
    expect((await redeem(bench, await codeFor(bench, plain))).status).toBe(200);
  });

  test('is taken from a client that authenticates in the header', async () => {
    const bench = createBench();
    const { clientId, clientSecret } = bench.control.appCredentials;
    const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    const response = await login(bench, 'http://sandbox/login/common/oauth2/v2.0/token', {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: await codeFor(bench),
        redirect_uri: redirectUri,
        code_verifier: verifier,
      }),
    });
    expect(response.status).toBe(200);
  });
});

describe('a refresh token', () => {
  const signedIn = async (bench: Bench) => (await redeem(bench, await codeFor(bench))).body;

  test('gives a new one each time and stays good itself', async () => {
    const bench = createBench();
    const first = await signedIn(bench);
    const second = (await refresh(bench, first.refresh_token)).body;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await refresh(bench, first.refresh_token)).status).toBe(200);
    const third = (await refresh(bench, second.refresh_token)).body;
    bench.useToken(String(third.access_token));
    expect((await bench.graph('GET', '/me/contacts')).status).toBe(200);
  });

  test('lives ninety days without use, also across a restart', async () => {
    const bench = createBench({ store: createMemoryStore() });
    const { refresh_token } = await signedIn(bench);
    await bench.advance(90 * 86_400_000 - 1);
    expect((await refresh(bench, refresh_token)).status).toBe(200);
    const again = createBench({ store: bench.world.store, startAt: bench.now() + 1 });
    expect((await refresh(again, refresh_token)).body).toMatchObject({ error: 'invalid_grant', error_codes: [700082] });
  });

  test('gives no more than was consented', async () => {
    const bench = createBench();
    const { refresh_token } = await signedIn(bench);
    const less = await refresh(bench, refresh_token, { scope: 'https://graph.microsoft.com/User.Read offline_access' });
    bench.useToken(String(less.body.access_token));
    expect((await bench.graph('GET', '/me/contacts')).status).toBe(403);
    const more = await refresh(bench, refresh_token, { scope: 'Mail.Read' });
    expect(more.body).toMatchObject({ error: 'invalid_grant', error_codes: [65001], suberror: 'consent_required' });
    expect((await refresh(bench, 'x')).body).toMatchObject({ error: 'invalid_grant', error_codes: [70000] });
  });

  const told = {
    passwordChanged: { error: 'invalid_grant', error_codes: [50173] },
    inactive: { error: 'invalid_grant', error_codes: [700082] },
    consentWithdrawn: { error: 'invalid_grant', error_codes: [65001], suberror: 'consent_required' },
    interactionRequired: { error: 'interaction_required', error_codes: [50076] },
    sessionsRevoked: { error: 'invalid_grant', error_codes: [50173] },
    blockedByPolicy: { error: 'invalid_grant', error_codes: [53003] },
    signInFrequency: { error: 'invalid_grant', error_codes: [70043] },
    secretExpired: { error: 'invalid_client', error_codes: [7000215] },
  } as const;

  test.each(revokeModes)('can be revoked: %s, with its access tokens, until the next sign-in', async (mode) => {
    const bench = createBench();
    const { refresh_token, access_token } = await signedIn(bench);
    bench.control.revoke(ada.email, mode);
    expect((await refresh(bench, refresh_token)).body).toMatchObject(told[mode]);
    bench.useToken(String(access_token));
    expect((await bench.graph('GET', '/me')).status).toBe(401);
    const next = await signedIn(bench);
    expect((await refresh(bench, next.refresh_token)).status).toBe(200);
    expect((await refresh(bench, refresh_token)).status).toBeGreaterThanOrEqual(400);
    bench.control.restore(ada.email);
    expect((await refresh(bench, refresh_token)).status).toBe(200);
  });

  test('is revoked for one account and not for another', async () => {
    const bench = createBench();
    bench.control.addAccount({ ...ada, oid: 'o-2', email: 'bo@byron.example' });
    const { refresh_token } = await signedIn(bench);
    bench.control.grant('bo@byron.example');
    bench.control.revoke('bo@byron.example', 'inactive');
    expect((await refresh(bench, refresh_token)).status).toBe(200);
  });

  test.each(revokeModes)('can fail by name: %s', async (mode) => {
    const bench = createBench();
    const { refresh_token } = await signedIn(bench);
    bench.on(`grantRevoked.${mode}`);
    const { status, body } = await refresh(bench, refresh_token);
    expect(body).toMatchObject(told[mode]);
    expect(status).toBe(mode === 'secretExpired' ? 401 : 400);
    bench.off(`grantRevoked.${mode}`);
    expect((await refresh(bench, refresh_token)).status).toBe(200);
  });

  test('names the two instants when a password change revoked it, and asks for consent again when that was withdrawn', async () => {
    const bench = createBench();
    const { refresh_token } = await signedIn(bench);
    await bench.advance(60_000);
    bench.control.revoke(ada.email, 'passwordChanged');
    const { body } = await refresh(bench, refresh_token);
    expect(body.error_description).toContain("issued on '2026-01-05T09:00:00.000Z'");
    expect(body.error_description).toContain("is '2026-01-05T09:01:00.000Z'");
    const hinted = authorizeUrl(bench, { login_hint: ada.email });
    expect(await (await login(bench, hinted)).text()).not.toContain('The app would like to');
    bench.control.revoke(ada.email, 'consentWithdrawn');
    expect(await (await login(bench, hinted)).text()).toContain('The app would like to');
  });
});

describe('awkward sign-ins', () => {
  test('have an endpoint that is unavailable, or issues tokens that never arrive', async () => {
    const bench = createBench();
    const code = await codeFor(bench);
    bench.on('loginUnavailable');
    expect((await redeem(bench, code)).body).toMatchObject({ error: 'temporarily_unavailable' });
    bench.off('loginUnavailable');
    bench.on('loginTimeout');
    await expect(redeem(bench, code)).rejects.toThrow(BrokenConnection);
    bench.off('loginTimeout');
    expect((await redeem(bench, code)).body).toMatchObject({ error_codes: [54005] });
  });

  test('give access tokens that live briefly', async () => {
    const bench = createBench();
    bench.on('shortTokens', 1, 5);
    const { body } = await redeem(bench, await codeFor(bench));
    expect(body.expires_in).toBe(5);
    bench.useToken(String(body.access_token));
    await bench.advance(4_999);
    expect((await bench.graph('GET', '/me')).status).toBe(200);
    await bench.advance(1);
    expect((await bench.graph('GET', '/me')).status).toBe(401);
  });
});

test('the discovery document names the endpoints, and other paths are refused', async () => {
  const bench = createBench();
  const path = 'http://sandbox/login/common/v2.0/.well-known/openid-configuration';
  const document = (await (await login(bench, path)).json()) as Texts;
  expect(document.token_endpoint).toBe('https://login.microsoftonline.com/common/oauth2/v2.0/token');
  expect((await login(bench, 'http://sandbox/login/common/nothing')).status).toBe(400);
});
