import type { HttpRequest, HttpResponse, OAuthContext } from '@concord/core';
import { google } from '@concord/provider-google';
import { describe, expect, test } from 'vitest';

const now = Date.UTC(2026, 2, 2, 15);
const { oauth } = google;
const auth = 'https://www.googleapis.com/auth';
const contacts = `${auth}/contacts`;
const calendars = [`${auth}/calendar.events`, `${auth}/calendar.calendarlist.readonly`];

const answer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpResponse => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

function contextWith(response: HttpResponse) {
  const sent: HttpRequest[] = [];
  const context: OAuthContext = {
    app: { clientId: 'app-1', clientSecret: 's&cret=' },
    hosts: { accounts: 'https://accounts.google.com', oauth: 'https://oauth2.googleapis.com' },
    redirectUri: 'https://concord.example/auth/google/callback',
    transport: async (request) => {
      sent.push(request);
      return response;
    },
    clock: { now: () => now },
  };
  return { context, sent };
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = {
  iss: 'https://accounts.google.com',
  aud: 'app-1',
  sub: '1083',
  email: 'anna@firm.example',
  name: 'Anna Reyes',
  exp: now / 1_000 + 3_600,
};
const idToken = (body: object, header: object = { alg: 'RS256', typ: 'JWT' }) =>
  `${encoded(header)}.${encoded(body)}.signature`;
const granted = {
  access_token: 'ya29.a',
  expires_in: 3599,
  refresh_token: '1//r',
  scope: `openid https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/userinfo.profile ${contacts}`,
  token_type: 'Bearer',
  id_token: idToken(claims),
};

describe('signing in with Google', () => {
  test('asks for offline access and for consent, without which no refresh token comes', () => {
    const { context } = contextWith(answer(200, granted));
    const url = new URL(
      oauth.authorizeUrl(context, { state: 'state-1', challenge: 'challenge-1', loginHint: 'a+b@x.org' }),
    );
    expect(`${url.origin}${url.pathname}`).toBe('https://accounts.google.com/o/oauth2/v2/auth');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'app-1',
      response_type: 'code',
      redirect_uri: context.redirectUri,
      scope: `openid email profile ${contacts} ${[...calendars, `${auth}/calendar.app.created`].join(' ')}`,
      state: 'state-1',
      code_challenge: 'challenge-1',
      code_challenge_method: 'S256',
      access_type: 'offline',
      include_granted_scopes: 'false',
      prompt: 'select_account consent',
      login_hint: 'a+b@x.org',
    });
    expect(oauth.authorizeUrl(context, { state: 's', challenge: 'c' })).not.toContain('login_hint');
  });

  test('exchanges a code with a form and the verifier', async () => {
    const { context, sent } = contextWith(answer(200, granted));
    expect(await oauth.exchange(context, 'code-1', 'verifier-1')).toEqual({
      accessToken: 'ya29.a',
      refreshToken: '1//r',
      expiresAt: now + 3_599_000,
      scopes: granted.scope.split(' '),
      idToken: granted.id_token,
    });
    expect(sent[0]).toMatchObject({
      method: 'POST',
      url: 'https://oauth2.googleapis.com/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(Object.fromEntries(new URLSearchParams(sent[0]?.body))).toEqual({
      client_id: 'app-1',
      client_secret: 's&cret=',
      grant_type: 'authorization_code',
      code: 'code-1',
      code_verifier: 'verifier-1',
      redirect_uri: context.redirectUri,
    });
  });

  test('keeps the refresh token, as a refresh brings none, and takes a new one', async () => {
    const { refresh_token: _, ...rest } = granted;
    const { context, sent } = contextWith(answer(200, rest));
    expect(await oauth.refresh(context, 'old')).toMatchObject({ accessToken: 'ya29.a', refreshToken: 'old' });
    expect(Object.fromEntries(new URLSearchParams(sent[0]?.body))).toEqual({
      client_id: 'app-1',
      client_secret: 's&cret=',
      grant_type: 'refresh_token',
      refresh_token: 'old',
    });
    expect(await oauth.refresh(contextWith(answer(200, granted)).context, 'old')).toMatchObject({
      refreshToken: '1//r',
    });
  });

  test('asks again when no refresh token came with a new grant', async () => {
    const { refresh_token: _, ...rest } = granted;
    await expect(oauth.exchange(contextWith(answer(200, rest)).context, 'c', 'v')).rejects.toMatchObject({
      code: 'consentNeeded',
    });
  });

  test.each([
    ['everything left unticked', { ...granted, scope: 'openid https://www.googleapis.com/auth/userinfo.email' }],
    ['half of what calendars need', { ...granted, scope: `openid ${calendars[0]} ${auth}/calendar.app.created` }],
    ['contacts to read only', { ...granted, scope: `openid ${contacts}.readonly` }],
  ])('notices %s, at the first exchange and at a refresh', async (_title, body) => {
    const missing = { code: 'consentNeeded', lostCause: 'scopeMissing' };
    const { context } = contextWith(answer(200, body));
    await expect(oauth.exchange(context, 'c', 'v')).rejects.toMatchObject(missing);
    await expect(oauth.refresh(context, 'r')).rejects.toMatchObject(missing);
  });

  test.each([
    ['contacts', contacts],
    ['calendars', calendars.join(' ')],
  ])('serves whoever granted %s alone', async (_title, scope) => {
    const { context } = contextWith(answer(200, { ...granted, scope: `openid ${scope}` }));
    expect((await oauth.exchange(context, 'c', 'v')).scopes).toEqual(['openid', ...scope.split(' ')]);
    expect((await oauth.refresh(context, 'r')).scopes).toEqual(['openid', ...scope.split(' ')]);
  });

  test.each([
    ['no token', { ...granted, access_token: '' }],
    ['no lifetime', { ...granted, expires_in: undefined }],
    ['a page', '<html>'],
  ])('takes an answer of 200 with %s for garbled', async (_title, body) => {
    await expect(oauth.refresh(contextWith(answer(200, body)).context, 'r')).rejects.toMatchObject({ code: 'garbled' });
  });
});

describe('what a failed token request means', () => {
  test.each([
    [400, { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' }, 'grantLost', 'revoked'],
    [400, { error: 'invalid_grant', error_description: 'Bad Request' }, 'grantLost', 'revoked'],
    [400, { error: 'invalid_grant', error_subtype: 'invalid_rapt' }, 'grantLost', 'signInAgain'],
    [400, { error: 'invalid_grant', error_subtype: 'something_new' }, 'grantLost', 'revoked'],
    [401, { error: 'invalid_client', error_subtype: 'invalid_rapt' }, 'appRejected', undefined],
    [400, { error: 'unauthorized_client' }, 'appRejected', undefined],
    [400, { error: 'redirect_uri_mismatch' }, 'appRejected', undefined],
    [400, { error: 'admin_policy_enforced' }, 'adminNeeded', undefined],
    [400, { error: 'something_new' }, 'appRejected', undefined],
    [400, { error: 'constructor' }, 'appRejected', undefined],
    [500, { error: 'invalid_grant' }, 'unavailable', undefined],
    [503, '<html>', 'unavailable', undefined],
    [404, '<html>', 'unavailable', undefined],
    [429, { error: 'rate_limit_exceeded' }, 'rateLimited', undefined],
  ])('%i %j → %s, %s', async (status, body, code, lostCause) => {
    const { context } = contextWith(answer(status, body, { 'retry-after': '3' }));
    const error = await oauth.refresh(context, 'r').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, status, retryAfterMs: 3_000, provider: 'google' });
    expect((error as { lostCause?: string }).lostCause).toBe(lostCause);
    expect(String(error)).not.toMatch(/Token has|Bad Request/u);
  });

  test('may name the time to wait until as a date, or none', async () => {
    const waitOf = async (headers: Readonly<Record<string, string>>) =>
      oauth.refresh(contextWith(answer(503, '', headers)).context, 'r').catch((error: unknown) => error);
    const date = new Date(now + 5_000).toUTCString();
    expect(await waitOf({ 'retry-after': date })).toMatchObject({ retryAfterMs: 5_000 });
    expect(await waitOf({ 'retry-after': 'soon' })).toMatchObject({ retryAfterMs: undefined });
    expect(await waitOf({})).toMatchObject({ retryAfterMs: undefined });
  });

  test.each([
    [{ error: 'access_denied' }, 'consentNeeded'],
    [{ error: 'admin_policy_enforced' }, 'adminNeeded'],
    [{ error: 'org_internal' }, 'appRejected'],
    [{ error: 'server_error' }, 'unavailable'],
    [{ error: 'constructor' }, 'unavailable'],
    [{}, 'unavailable'],
  ])('coming back with %j means "%s"', (query: Readonly<Record<string, string>>, code) => {
    expect(oauth.refusal(query)).toBe(code);
  });
});

describe('who granted', () => {
  const identify = (token: string | undefined) => {
    const grant = { accessToken: 'a', expiresAt: now, scopes: [], ...(token === undefined ? {} : { idToken: token }) };
    return oauth.identify(contextWith(answer(200, granted)).context, grant);
  };

  test('is the subject; names and addresses are for reading', async () => {
    const identity = { accountId: '1083', email: 'anna@firm.example', name: 'Anna Reyes', seesEverything: true };
    expect(await identify(idToken(claims))).toEqual(identity);
    expect(await identify(idToken({ ...claims, iss: 'accounts.google.com' }))).toEqual(identity);
    const { email: _, name: __, ...bare } = claims;
    expect(await identify(idToken(bare))).toEqual({ accountId: '1083', seesEverything: true });
    expect(await identify(idToken({ ...claims, sub: 'x'.repeat(255) }))).toMatchObject({ accountId: 'x'.repeat(255) });
  });

  test.each([
    ['no id token', undefined],
    ['no subject', idToken({ ...claims, sub: '' })],
    ['a subject that is too long', idToken({ ...claims, sub: 'x'.repeat(256) })],
    ['a subject with a blank', idToken({ ...claims, sub: '10 83' })],
    ['another app', idToken({ ...claims, aud: 'app-2' })],
    ['another issuer', idToken({ ...claims, iss: 'https://accounts.google.com.evil.example' })],
    ['a token that ended ten minutes ago', idToken({ ...claims, exp: now / 1_000 - 600 })],
    ['a token without an end', idToken({ ...claims, exp: undefined })],
    ['a token that nobody signed', idToken(claims, { alg: 'none' })],
    ['a token without a signature', idToken(claims).replace(/signature$/u, '')],
    ['a token of four parts', `${idToken(claims)}.more`],
    ['something else', 'nonsense'],
  ])('is not guessed from %s', async (_title, token) => {
    await expect(identify(token)).rejects.toMatchObject({ code: 'garbled' });
  });

  test('may come by a clock that is some minutes off', async () => {
    expect(await identify(idToken({ ...claims, exp: now / 1_000 - 599 }))).toMatchObject({ accountId: '1083' });
  });
});

describe('disconnecting', () => {
  const revoke = (response: HttpResponse, refreshToken?: string) => {
    const { context, sent } = contextWith(response);
    const grant = { accessToken: 'ya29.a', ...(refreshToken === undefined ? {} : { refreshToken }) };
    return { done: oauth.revoke?.(context, grant), sent };
  };

  test('revokes by the refresh token, or by the access token when there is no other', async () => {
    const { done, sent } = revoke(answer(200, {}), '1//r');
    await done;
    expect(sent[0]).toMatchObject({
      method: 'POST',
      url: 'https://oauth2.googleapis.com/revoke',
      body: 'token=1%2F%2Fr',
    });
    const alone = revoke(answer(200, {}));
    await alone.done;
    expect(alone.sent[0]?.body).toBe('token=ya29.a');
  });

  test('counts as done when Google no longer knows the token, and not when it says anything else', async () => {
    await revoke(answer(400, { error: 'invalid_token' }), 'r').done;
    await expect(revoke(answer(400, { error: 'invalid_request' }), 'r').done).rejects.toMatchObject({
      code: 'appRejected',
    });
    await expect(revoke(answer(503, ''), 'r').done).rejects.toMatchObject({ code: 'unavailable' });
    await expect(revoke(answer(401, { error: 'invalid_token' }), 'r').done).rejects.toMatchObject({ status: 401 });
  });

  test('takes along everything that the project holds of the account', () => {
    expect(google.profile.revokesWholeAccount).toBe(true);
  });
});

test('it has contacts and calendars, and a list of calendars only', () => {
  expect(Object.keys(google.collections)).toEqual(['contact', 'event']);
  expect(Object.keys(google.catalogues ?? {})).toEqual(['event']);
});
