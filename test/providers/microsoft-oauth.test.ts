import type { HttpRequest, HttpResponse, OAuthContext } from '@concord/core';
import { microsoft } from '@concord/provider-microsoft';
import { describe, expect, test } from 'vitest';

const now = Date.UTC(2026, 0, 5, 9);
const { oauth } = microsoft;

function contextWith(answer: HttpResponse): { context: OAuthContext; sent: HttpRequest[] } {
  const sent: HttpRequest[] = [];
  const context: OAuthContext = {
    app: { clientId: 'app-1', clientSecret: 's&cret=' },
    hosts: { login: 'http://127.0.0.1:4180/login', graph: 'http://127.0.0.1:4180/graph' },
    redirectUri: 'http://127.0.0.1:4180/auth/microsoft/callback',
    transport: async (request) => {
      sent.push(request);
      return answer;
    },
    clock: { now: () => now },
  };
  return { context, sent };
}
const answer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpResponse => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const claims = {
  aud: 'app-1',
  tid: 'tenant-1',
  oid: 'object-1',
  name: 'Anna Reyes',
  preferred_username: 'anna@firm.example',
};
const idToken = (body: object) => `e30.${Buffer.from(JSON.stringify(body)).toString('base64url')}.x`;
const granted = {
  token_type: 'Bearer',
  scope:
    'openid profile email https://graph.microsoft.com/Contacts.ReadWrite https://graph.microsoft.com/Contacts.Read',
  expires_in: 3599,
  access_token: 'access-1',
  refresh_token: 'refresh-1',
  id_token: idToken(claims),
};

test('the browser is sent to a page where the account is picked, with PKCE', () => {
  const { context } = contextWith(answer(200, granted));
  const url = new URL(
    oauth.authorizeUrl(context, { state: 'state-1', challenge: 'challenge-1', loginHint: 'a+b@x.org' }),
  );
  expect(`${url.origin}${url.pathname}`).toBe('http://127.0.0.1:4180/login/common/oauth2/v2.0/authorize');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: 'app-1',
    response_type: 'code',
    response_mode: 'query',
    redirect_uri: context.redirectUri,
    scope: 'openid profile email offline_access Contacts.ReadWrite Contacts.Read',
    state: 'state-1',
    code_challenge: 'challenge-1',
    code_challenge_method: 'S256',
    prompt: 'select_account',
    login_hint: 'a+b@x.org',
  });
  expect(oauth.authorizeUrl(context, { state: 's', challenge: 'c' })).not.toContain('login_hint');
});

test('a code is redeemed on the path that it came from, with the verifier', async () => {
  const { context, sent } = contextWith(answer(200, granted));
  expect(await oauth.exchange(context, 'code-1', 'verifier-1')).toEqual({
    accessToken: 'access-1',
    refreshToken: 'refresh-1',
    expiresAt: now + 3_599_000,
    scopes: granted.scope.split(' '),
    idToken: granted.id_token,
  });
  expect(sent[0]).toMatchObject({
    method: 'POST',
    url: 'http://127.0.0.1:4180/login/common/oauth2/v2.0/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  expect(Object.fromEntries(new URLSearchParams(sent[0]?.body))).toMatchObject({
    client_id: 'app-1',
    client_secret: 's&cret=',
    grant_type: 'authorization_code',
    code: 'code-1',
    code_verifier: 'verifier-1',
    redirect_uri: context.redirectUri,
  });
});

test('a refresh asks for the same scopes, and may bring no new refresh token', async () => {
  const { refresh_token: _, id_token: __, ...rest } = granted;
  const { context, sent } = contextWith(answer(200, rest));
  const grant = await oauth.refresh(context, 'refresh-0');
  expect(grant).not.toHaveProperty('refreshToken');
  expect(Object.fromEntries(new URLSearchParams(sent[0]?.body))).toMatchObject({
    grant_type: 'refresh_token',
    refresh_token: 'refresh-0',
    scope: 'openid profile email offline_access Contacts.ReadWrite Contacts.Read',
  });
});

test.each([
  ['a grant without contacts', { ...granted, scope: 'openid profile Contacts.Read' }, 'consentNeeded'],
  ['shared contacts alone', { ...granted, scope: 'Contacts.ReadWrite.Shared' }, 'consentNeeded'],
  ['no token', { ...granted, access_token: undefined }, 'garbled'],
  ['no lifetime', { ...granted, expires_in: undefined }, 'garbled'],
  ['a page', '<html>', 'garbled'],
])('an answer of 200 with %s is refused', async (_, body, code) => {
  const { context } = contextWith(answer(200, body));
  await expect(oauth.exchange(context, 'code', 'verifier')).rejects.toMatchObject({ code });
});

test('an answer that does not list scopes gave what was asked for', async () => {
  const { context } = contextWith(answer(200, { ...granted, scope: undefined }));
  expect((await oauth.refresh(context, 'r')).scopes).toContain('Contacts.ReadWrite');
});

describe('what a failed token request means', () => {
  const failure = (error: string, numbers: readonly number[] = [], suberror?: string) => ({
    error,
    error_description: 'AADSTS50173: anna@firm.example changed the password',
    error_codes: numbers,
    trace_id: 'trace-1',
    ...(suberror ? { suberror } : {}),
  });
  test.each([
    [400, failure('invalid_grant', [50173]), 'grantLost'],
    [400, failure('invalid_grant', [700082]), 'grantLost'],
    [400, failure('invalid_grant', [54005]), 'grantLost'],
    [400, failure('invalid_grant', [700084]), 'grantLost'],
    [400, failure('invalid_grant', [65001], 'consent_required'), 'consentNeeded'],
    [400, failure('invalid_grant', [], 'consent_required'), 'consentNeeded'],
    [400, failure('invalid_grant', [65001]), 'consentNeeded'],
    [400, failure('invalid_grant', [70043]), 'interactionNeeded'],
    [400, failure('invalid_grant', [53003]), 'interactionNeeded'],
    [400, failure('invalid_grant', [50196]), 'unavailable'],
    [400, failure('interaction_required', [50076]), 'interactionNeeded'],
    [400, failure('consent_required'), 'consentNeeded'],
    [401, failure('invalid_client', [7000215]), 'appRejected'],
    [400, failure('unauthorized_client', [700016]), 'appRejected'],
    [400, failure('temporarily_unavailable', [90033]), 'unavailable'],
    [503, failure('temporarily_unavailable'), 'unavailable'],
    [400, failure('something_new'), 'appRejected'],
    [500, failure('something_new'), 'unavailable'],
    [400, failure('constructor'), 'appRejected'],
    [429, 'slow down', 'rateLimited'],
    [502, '<html>bad gateway</html>', 'unavailable'],
    [400, '<html>blocked</html>', 'unavailable'],
  ])('%i %o → %s', async (status, body, code) => {
    const { context } = contextWith(answer(status, body, { 'retry-after': '2.5' }));
    const error = await oauth.refresh(context, 'refresh-0').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, status, retryAfterMs: 2500 });
    expect(String(error)).not.toContain('anna@firm.example');
  });

  test('its trace id is kept for support', async () => {
    const { context } = contextWith(answer(400, failure('invalid_grant', [50173])));
    await expect(oauth.refresh(context, 'r')).rejects.toMatchObject({ requestId: 'trace-1', provider: 'microsoft' });
  });
});

describe('who granted', () => {
  const identify = (token: string | undefined) => {
    const { context } = contextWith(answer(200, granted));
    const grant = { accessToken: 'a', expiresAt: now, scopes: [], ...(token === undefined ? {} : { idToken: token }) };
    return oauth.identify(context, grant);
  };

  test('is the tenant and the object id; names are for reading', async () => {
    expect(await identify(idToken(claims))).toEqual({
      accountId: 'tenant-1:object-1',
      email: 'anna@firm.example',
      name: 'Anna Reyes',
      seesEverything: true,
    });
    expect(await identify(idToken({ ...claims, email: 'a@x.org' }))).toMatchObject({ email: 'a@x.org' });
    expect(await identify(idToken({ aud: 'app-1', tid: 't', oid: 'o' }))).toEqual({
      accountId: 't:o',
      seesEverything: true,
    });
  });

  test.each([
    ['no id token', undefined],
    ['no tenant', idToken({ ...claims, tid: undefined })],
    ['no object id', idToken({ ...claims, oid: '' })],
    ['another app', idToken({ ...claims, aud: 'app-2' })],
    ['something else', 'nonsense'],
  ])('is not guessed from %s', async (_, token) => {
    await expect(identify(token)).rejects.toMatchObject({ code: 'garbled' });
  });
});

test.each([
  [{ error: 'access_denied', error_description: 'AADSTS65004: User declined' }, 'consentNeeded'],
  [{ error: 'access_denied' }, 'consentNeeded'],
  [{ error: 'access_denied', error_description: 'AADSTS65001: not consented' }, 'adminNeeded'],
  [{ error: 'access_denied', error_description: 'AADSTS90094: admin consent' }, 'adminNeeded'],
  [{ error: 'access_denied', error_description: 'AADSTS900941: not one we know' }, 'consentNeeded'],
  [{ error: 'consent_required', error_description: 'AADSTS65001' }, 'adminNeeded'],
  [{ error: 'consent_required', error_description: 'AADSTS65004', admin_consent: 'True' }, 'consentNeeded'],
  [{ error: 'interaction_required' }, 'interactionNeeded'],
  [{ error: 'login_required' }, 'interactionNeeded'],
  [{ error: 'server_error' }, 'unavailable'],
  [{ error: 'temporarily_unavailable' }, 'unavailable'],
  [{ error: 'unauthorized_client' }, 'appRejected'],
  [{ error: 'constructor' }, 'unavailable'],
  [{}, 'unavailable'],
])('the redirect %o means %s', (query: Readonly<Record<string, string>>, code) => {
  expect(oauth.refusal(query)).toBe(code);
});
