import type { HttpRequest, HttpResponse, OAuthContext } from '@concord/core';
import { microsoft } from '@concord/provider-microsoft';
import { describe, expect, test } from 'vitest';

const now = Date.UTC(2026, 0, 5, 9);
const { oauth } = microsoft;

type Answering = HttpResponse | ((request: HttpRequest) => HttpResponse);

function contextWith(answers: Answering): { context: OAuthContext; sent: HttpRequest[] } {
  const sent: HttpRequest[] = [];
  const context: OAuthContext = {
    app: { clientId: 'app-1', clientSecret: 's&cret=' },
    hosts: { login: 'http://127.0.0.1:4180/login', graph: 'http://127.0.0.1:4180/graph' },
    redirectUri: 'http://127.0.0.1:4180/auth/microsoft/callback',
    transport: async (request) => {
      sent.push(request);
      return typeof answers === 'function' ? answers(request) : answers;
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
  iss: 'https://login.microsoftonline.com/tenant-1/v2.0',
  tid: 'tenant-1',
  oid: 'object-1',
  exp: now / 1_000 + 3_600,
  name: 'Anna Reyes',
  preferred_username: 'anna@firm.example',
};
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const idToken = (body: object, header: object = { alg: 'RS256', typ: 'JWT', kid: 'k' }) =>
  `${encoded(header)}.${encoded(body)}.signature`;
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
    scope: 'openid profile email offline_access Contacts.ReadWrite Contacts.Read Calendars.ReadWrite Calendars.Read',
    state: 'state-1',
    code_challenge: 'challenge-1',
    code_challenge_method: 'S256',
    prompt: 'select_account',
    login_hint: 'a+b@x.org',
  });
  expect(oauth.authorizeUrl(context, { state: 's', challenge: 'c' })).not.toContain('login_hint');
});

test('never forces the consent page, which nobody passes where only administrators may accept', () => {
  const { context } = contextWith(answer(200, granted));
  const url = new URL(oauth.authorizeUrl(context, { state: 's', challenge: 'c', askAgain: true }));
  expect(url.searchParams.get('prompt')).toBe('select_account');
});

describe('approval by an administrator', () => {
  test('is asked for all permissions, under "organizations" and never "common"', () => {
    const { context } = contextWith(answer(200, granted));
    const url = new URL(oauth.adminConsent?.url(context, { state: 'state-1' }) ?? '');
    expect(`${url.origin}${url.pathname}`).toBe('http://127.0.0.1:4180/login/organizations/v2.0/adminconsent');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'app-1',
      redirect_uri: context.redirectUri,
      scope:
        'openid profile email offline_access https://graph.microsoft.com/Contacts.ReadWrite https://graph.microsoft.com/Contacts.Read https://graph.microsoft.com/Calendars.ReadWrite https://graph.microsoft.com/Calendars.Read',
      state: 'state-1',
    });
  });

  test.each([
    [{ admin_consent: 'True', tenant: 't', state: 's' }, true],
    [{ admin_consent: 'true' }, true],
    [{ admin_consent: 'True', error: 'consent_required', error_description: 'AADSTS65004' }, false],
    [{ admin_consent: 'False' }, false],
    [{ code: 'c', state: 's' }, false],
    [{}, false],
  ])('came with %o: %s', (query: Readonly<Record<string, string>>, isApproval) => {
    expect(oauth.adminConsent?.isApproval(query)).toBe(isApproval);
  });
});

test('there is nothing to revoke one grant with', () => {
  expect(oauth).not.toHaveProperty('revoke');
});

test('a code is redeemed on the path that it came from, with the verifier', async () => {
  const { context, sent } = contextWith(answer(200, granted));
  expect(await oauth.exchange(context, 'code-1', 'verifier-1')).toEqual({
    accessToken: 'access-1',
    refreshToken: 'refresh-1',
    expiresAt: now + 3_599_000,
    scopes: ['openid', 'profile', 'email', 'Contacts.ReadWrite', 'Contacts.Read'],
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
    scope: 'openid profile email offline_access Contacts.ReadWrite Contacts.Read Calendars.ReadWrite Calendars.Read',
  });
});

test.each([
  ['a grant without contacts and calendars', { ...granted, scope: 'openid profile Contacts.Read' }, 'consentNeeded'],
  ['shared contacts alone', { ...granted, scope: 'Contacts.ReadWrite.Shared' }, 'consentNeeded'],
  ['no token', { ...granted, access_token: undefined }, 'garbled'],
  ['no lifetime', { ...granted, expires_in: undefined }, 'garbled'],
  ['a page', '<html>', 'garbled'],
])('an answer of 200 with %s is refused', async (_, body, code) => {
  const { context } = contextWith(answer(200, body));
  await expect(oauth.exchange(context, 'code', 'verifier')).rejects.toMatchObject({ code });
});

test('a grant that lacks a permission says so', async () => {
  const { context } = contextWith(answer(200, { ...granted, scope: 'openid Contacts.Read' }));
  await expect(oauth.refresh(context, 'r')).rejects.toMatchObject({ lostCause: 'scopeMissing' });
});

test.each([
  ['calendars alone', 'openid https://graph.microsoft.com/Calendars.ReadWrite', ['openid', 'Calendars.ReadWrite']],
  ['contacts alone', 'contacts.readwrite Calendars.Read', ['Contacts.ReadWrite', 'Calendars.Read']],
])('a grant for %s is one, and names its scopes as we do', async (_, scope, expected) => {
  const { context } = contextWith(answer(200, { ...granted, scope }));
  expect((await oauth.exchange(context, 'code', 'verifier')).scopes).toEqual(expected);
});

describe('a grant from before there were calendars', () => {
  const missing = { error: 'invalid_grant', suberror: 'consent_required', error_codes: [65001] };
  const scopesOf = ({ body }: { readonly body?: string }) => new URLSearchParams(body).get('scope') ?? '';

  test('is refreshed as what it is', async () => {
    const { context, sent } = contextWith((request) =>
      scopesOf(request).includes('Calendars') ? answer(400, missing) : answer(200, granted),
    );
    expect((await oauth.refresh(context, 'refresh-0')).scopes).toContain('Contacts.ReadWrite');
    expect(sent).toHaveLength(2);
  });

  test('and one for calendars alone is, too', async () => {
    const scope = 'openid Calendars.ReadWrite Calendars.Read';
    const { context } = contextWith((request) =>
      scopesOf(request).includes('Contacts') ? answer(400, missing) : answer(200, { ...granted, scope }),
    );
    expect((await oauth.refresh(context, 'refresh-0')).scopes).toContain('Calendars.ReadWrite');
  });

  test('one that was taken back altogether is lost, and one that is over is not asked again', async () => {
    const { context, sent } = contextWith(() => answer(400, missing));
    await expect(oauth.refresh(context, 'r')).rejects.toMatchObject({ lostCause: 'consentRemoved' });
    expect(sent).toHaveLength(3);
    const over = contextWith(() => answer(400, { error: 'invalid_grant', error_codes: [700082] }));
    await expect(oauth.refresh(over.context, 'r')).rejects.toMatchObject({ code: 'grantLost' });
    expect(over.sent).toHaveLength(1);
  });
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
    // The table of signals: what a refresh or a code is refused with, and what it means.
    [400, failure('invalid_grant', [50173]), 'grantLost', 'passwordChanged'],
    [400, failure('invalid_grant', [700082]), 'grantLost', 'expired'],
    [400, failure('invalid_grant', [70008]), 'grantLost', 'expired'],
    [400, failure('invalid_grant', [700084]), 'grantLost', 'expired'],
    [400, failure('invalid_grant', [70043]), 'interactionNeeded', 'signInAgain'],
    [400, failure('invalid_grant', [70000]), 'grantLost', 'revoked'],
    [400, failure('invalid_grant', [54005]), 'grantLost', 'revoked'],
    [400, failure('invalid_grant', [501481]), 'grantLost', 'revoked'],
    [400, failure('invalid_grant'), 'grantLost', 'revoked'],
    [400, failure('interaction_required', [50076]), 'interactionNeeded', 'secondFactor'],
    [400, failure('invalid_grant', [50076]), 'interactionNeeded', 'secondFactor'],
    [400, failure('interaction_required', [50078]), 'interactionNeeded', 'secondFactor'],
    [400, failure('interaction_required', [50079]), 'interactionNeeded', 'secondFactor'],
    [400, failure('interaction_required', [50158]), 'interactionNeeded', 'secondFactor'],
    [400, failure('interaction_required', [99]), 'interactionNeeded', undefined],
    [400, failure('interaction_required', [50076], 'basic_action'), 'interactionNeeded', 'secondFactor'],
    [400, failure('login_required'), 'interactionNeeded', 'signInAgain'],
    [400, failure('invalid_grant', [53000]), 'interactionNeeded', 'blockedByPolicy'],
    [400, failure('invalid_grant', [53001]), 'interactionNeeded', 'blockedByPolicy'],
    [400, failure('interaction_required', [53002]), 'interactionNeeded', 'blockedByPolicy'],
    [400, failure('interaction_required', [53003]), 'interactionNeeded', 'blockedByPolicy'],
    [400, failure('invalid_grant', [65001], 'consent_required'), 'consentNeeded', 'consentRemoved'],
    [400, failure('invalid_grant', [], 'consent_required'), 'consentNeeded', 'consentRemoved'],
    [400, failure('invalid_grant', [50173], 'consent_required'), 'consentNeeded', 'consentRemoved'],
    [400, failure('invalid_grant', [65001]), 'consentNeeded', 'consentRemoved'],
    [400, failure('consent_required'), 'consentNeeded', 'consentRemoved'],
    [400, failure('invalid_grant', [], 'user_password_expired'), 'grantLost', 'passwordChanged'],
    [400, failure('invalid_grant', [], 'bad_token'), 'grantLost', 'revoked'],
    [400, failure('invalid_grant', [], 'constructor'), 'grantLost', 'revoked'],
    [400, failure('invalid_grant', [90094]), 'adminNeeded', 'adminNeeded'],
    [400, failure('invalid_grant', [90095]), 'adminNeeded', 'adminNeeded'],
    [400, failure('access_denied', [90008]), 'adminNeeded', 'adminNeeded'],
    [400, failure('access_denied', [90093]), 'adminNeeded', 'adminNeeded'],
    [400, failure('interaction_required', [50105]), 'adminNeeded', 'adminNeeded'],
    [400, failure('invalid_grant', [50020]), 'forbidden', undefined],
    [400, failure('invalid_grant', [50034]), 'forbidden', undefined],
    [400, failure('invalid_grant', [16000]), 'forbidden', undefined],
    [400, failure('invalid_grant', [90072]), 'forbidden', undefined],
    // Ours to mend: a number never turns it into a person's fault.
    [401, failure('invalid_client', [7000215]), 'appRejected', undefined],
    [401, failure('invalid_client', [7000222]), 'appRejected', undefined],
    [401, failure('invalid_client', [70002]), 'appRejected', undefined],
    [401, failure('invalid_client', [50173]), 'appRejected', undefined],
    [401, failure('invalid_client', [], 'consent_required'), 'appRejected', undefined],
    [400, failure('unauthorized_client', [700016]), 'appRejected', undefined],
    [400, failure('invalid_request', [50194]), 'appRejected', undefined],
    [400, failure('something_new'), 'appRejected', undefined],
    [400, failure('constructor'), 'appRejected', undefined],
    // Passing, whatever it is called.
    [400, failure('temporarily_unavailable', [90033]), 'unavailable', undefined],
    [400, failure('invalid_grant', [90006]), 'unavailable', undefined],
    [400, failure('invalid_request', [90024]), 'unavailable', undefined],
    [400, failure('server_error', [90055]), 'unavailable', undefined],
    [400, failure('invalid_grant', [50196]), 'unavailable', undefined],
    [503, failure('temporarily_unavailable'), 'unavailable', undefined],
    [500, failure('something_new'), 'unavailable', undefined],
    [429, 'slow down', 'rateLimited', undefined],
    [502, '<html>bad gateway</html>', 'unavailable', undefined],
    [400, '<html>blocked</html>', 'unavailable', undefined],
  ])('%i %o → %s, %s', async (status, body, code, lostCause) => {
    const { context } = contextWith(answer(status, body, { 'retry-after': '2.5' }));
    const error = await oauth.refresh(context, 'refresh-0').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, status, retryAfterMs: 2500 });
    expect((error as { lostCause?: string }).lostCause).toBe(lostCause);
    expect(String(error)).not.toContain('anna@firm.example');
  });

  test('its trace id is kept for support', async () => {
    const { context } = contextWith(answer(400, failure('invalid_grant', [50173])));
    await expect(oauth.refresh(context, 'r')).rejects.toMatchObject({ requestId: 'trace-1', provider: 'microsoft' });
  });
});

describe('who granted', () => {
  const identify = (token: string | undefined, login = 'http://127.0.0.1:4180/login') => {
    const { context: usual } = contextWith(answer(200, granted));
    const context = { ...usual, hosts: { login } };
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
    const { name: _, preferred_username: __, ...bare } = claims;
    expect(await identify(idToken(bare))).toEqual({
      accountId: 'tenant-1:object-1',
      seesEverything: true,
    });
  });

  test.each([
    ['no id token', undefined],
    ['no tenant', idToken({ ...claims, tid: undefined })],
    ['no object id', idToken({ ...claims, oid: '' })],
    ['another app', idToken({ ...claims, aud: 'app-2' })],
    ['several apps', idToken({ ...claims, aud: ['app-1'] })],
    ['a token that nobody signed', idToken(claims, { alg: 'none' })],
    ['a token of a shared secret', idToken(claims, { alg: 'HS256' })],
    ['a token without a header', idToken(claims, {})],
    ['a token without a signature', idToken(claims).replace(/signature$/u, '')],
    ['a token of four parts', `${idToken(claims)}.more`],
    ['another tenant’s issuer', idToken({ ...claims, iss: 'https://login.microsoftonline.com/tenant-2/v2.0' })],
    ['somebody else’s issuer', idToken({ ...claims, iss: 'https://evil.example/tenant-1/v2.0' })],
    ['no issuer', idToken({ ...claims, iss: undefined })],
    ['a token without an end', idToken({ ...claims, exp: undefined })],
    ['a token that ended ten minutes ago', idToken({ ...claims, exp: now / 1_000 - 600 })],
    ['something else', 'nonsense'],
  ])('is not guessed from %s', async (_, token) => {
    await expect(identify(token)).rejects.toMatchObject({ code: 'garbled' });
  });

  test('may come by a clock that is some minutes off', async () => {
    expect(await identify(idToken({ ...claims, exp: now / 1_000 - 599 }))).toMatchObject({ name: 'Anna Reyes' });
  });

  test('may be issued by the host that is configured, and at the real one only by the real one', async () => {
    const national = idToken({ ...claims, iss: 'https://login.microsoftonline.us/tenant-1/v2.0' });
    expect(await identify(national, 'https://login.microsoftonline.us')).toMatchObject({ name: 'Anna Reyes' });
    await expect(identify(national, 'https://login.microsoftonline.com')).rejects.toMatchObject({ code: 'garbled' });
    expect(await identify(idToken(claims), 'https://login.microsoftonline.com')).toMatchObject({ name: 'Anna Reyes' });
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
  [{ error: 'access_denied', error_description: 'AADSTS90095: request access' }, 'adminNeeded'],
  [{ error: 'access_denied', error_description: 'AADSTS90008: policy' }, 'adminNeeded'],
  [{ error: 'access_denied', error_description: 'AADSTS90093: policy' }, 'adminNeeded'],
  [{ error: 'access_denied', error_description: 'AADSTS50105: not assigned' }, 'adminNeeded'],
  [{ error: 'interaction_required', error_description: 'AADSTS90094: admin' }, 'adminNeeded'],
  [{ error: 'interaction_required', error_description: 'AADSTS65001: silent' }, 'consentNeeded'],
  [{ error: 'access_denied', error_description: 'AADSTS50020: of another tenant' }, 'forbidden'],
  [{ error: 'access_denied', error_description: 'AADSTS50034: no such account' }, 'forbidden'],
  [{ error: 'interaction_required', error_description: 'AADSTS16000: several accounts' }, 'forbidden'],
  [{ error: 'access_denied', error_description: 'AADSTS90072: external' }, 'forbidden'],
  [{ error: 'access_denied', error_description: 'AADSTS53003: policy' }, 'interactionNeeded'],
  [{ error: 'access_denied', error_description: 'AADSTS90033: try again' }, 'unavailable'],
  [{ error: 'invalid_request', error_description: 'AADSTS50194: single tenant' }, 'appRejected'],
  [{ error: 'unauthorized_client', error_description: 'AADSTS700016: not in the tenant' }, 'appRejected'],
  [{ error: 'invalid_client', error_description: 'AADSTS90094' }, 'appRejected'],
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
