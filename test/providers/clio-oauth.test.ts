import type { HttpRequest, HttpResponse, OAuthContext } from '@concord/core';
import { clio } from '@concord/provider-clio';
import { describe, expect, test } from 'vitest';

const now = Date.UTC(2026, 2, 2, 15);
const answer = (status: number, body: unknown, headers = {}): HttpResponse => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

function setUp(response: HttpResponse, host = 'https://eu.app.clio.com') {
  const sent: HttpRequest[] = [];
  const context: OAuthContext = {
    app: { clientId: 'app', clientSecret: 'hush' },
    hosts: { app: host },
    redirectUri: 'https://concord.example/auth/clio/callback',
    transport: async (request) => {
      sent.push(request);
      return response;
    },
    clock: { now: () => now },
  };
  return { context, sent };
}

const token = { token_type: 'bearer', access_token: 'at', expires_in: 2_592_000, refresh_token: 'rt' };

describe('signing in with Clio', () => {
  test('sends the browser to the region of the deployment, and back also when somebody declines', () => {
    const { context } = setUp(answer(200, token));
    const url = new URL(clio.oauth.authorizeUrl(context, { state: 's1', challenge: 'c1' }));
    expect(url.origin + url.pathname).toBe('https://eu.app.clio.com/oauth/authorize');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'app',
      redirect_uri: 'https://concord.example/auth/clio/callback',
      state: 's1',
      code_challenge: 'c1',
      code_challenge_method: 'S256',
      redirect_on_decline: 'true',
    });
  });

  test('exchanges a code with a form, and counts the life of the token from before the request', async () => {
    const { context, sent } = setUp(answer(200, token));
    expect(await clio.oauth.exchange(context, 'code-1', 'verifier-1')).toEqual({
      accessToken: 'at',
      refreshToken: 'rt',
      expiresAt: now + 2_592_000_000,
      scopes: [],
    });
    expect(sent[0]).toMatchObject({
      method: 'POST',
      url: 'https://eu.app.clio.com/oauth/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'Concord' },
    });
    expect(Object.fromEntries(new URLSearchParams(sent[0]?.body))).toEqual({
      client_id: 'app',
      client_secret: 'hush',
      grant_type: 'authorization_code',
      code: 'code-1',
      redirect_uri: 'https://concord.example/auth/clio/callback',
      code_verifier: 'verifier-1',
    });
  });

  test('keeps the refresh token when a refresh brings none, and takes a new one', async () => {
    const { refresh_token: _, ...without } = token;
    expect(await clio.oauth.refresh(setUp(answer(200, without)).context, 'old')).toMatchObject({ refreshToken: 'old' });
    expect(await clio.oauth.refresh(setUp(answer(200, token)).context, 'old')).toMatchObject({ refreshToken: 'rt' });
  });

  test('believes in the shortest life when Clio names none', async () => {
    const { expires_in: _, ...without } = token;
    const grant = await clio.oauth.refresh(setUp(answer(200, without)).context, 'old');
    expect(grant.expiresAt).toBe(now + 7 * 86_400_000);
  });

  test.each([
    [400, { error: 'invalid_grant', error_description: 'revoked' }, 'grantLost'],
    [401, { error: 'invalid_token', error_description: 'expired, revoked' }, 'grantLost'],
    [401, { error: 'something_new' }, 'grantLost'],
    [400, { error: 'constructor' }, 'misconfigured'],
    [401, { error: 'invalid_client', error_description: 'client failed to authenticate' }, 'appRejected'],
    [400, { error: 'unsupported_grant_type' }, 'misconfigured'],
    [403, '<html>Access denied</html>', 'unavailable'],
    [429, { error: 'slow_down' }, 'rateLimited'],
    [503, { error: 'invalid_grant' }, 'unavailable'],
    [200, '<html>Please wait</html>', 'garbled'],
    [200, { ...token, access_token: '' }, 'garbled'],
    [200, { ...token, token_type: 'mac' }, 'garbled'],
  ])('an answer %i %j of the token endpoint is "%s"', async (status, body, code) => {
    await expect(clio.oauth.refresh(setUp(answer(status, body)).context, 'old')).rejects.toMatchObject({ code });
  });

  test('never repeats what the token endpoint said about it', async () => {
    const body = { error: 'invalid_grant', error_description: 'token old-secret is revoked' };
    await expect(clio.oauth.refresh(setUp(answer(400, body)).context, 'old')).rejects.toThrow(/^[^]*invalid_grant$/u);
  });

  test.each([
    [{ error: 'access_denied' }, 'consentNeeded'],
    [{ error: 'server_error' }, 'unavailable'],
    [{ error: 'invalid_request' }, 'misconfigured'],
    [{ error: 'constructor' }, 'misconfigured'],
    [{}, 'misconfigured'],
  ])('coming back with %j means "%s"', (query, code) => {
    expect(clio.oauth.refusal(query)).toBe(code);
  });
});

describe('a grant that died', () => {
  test.each([
    [400, { error: 'invalid_grant' }, 'revoked'],
    [401, { error: 'invalid_token' }, 'revoked'],
    [401, { error: 'invalid_client' }, undefined],
    [503, { error: 'invalid_grant' }, undefined],
  ])('is answered %i %j: %s', async (status, body, lostCause) => {
    const error = await clio.oauth
      .refresh(setUp(answer(status, body)).context, 'old')
      .catch((thrown: unknown) => thrown);
    expect((error as { lostCause?: string }).lostCause).toBe(lostCause);
  });
});

describe('the regions of Clio', () => {
  test('have a label and an address each, and their own variable', () => {
    const { regions, hosts } = clio.profile;
    expect(regions).toEqual({ us: 'United States', eu: 'Europe', ca: 'Canada', au: 'Australia' });
    const places = Object.fromEntries(
      Object.entries(hosts).map(([name, { variable, url }]) => [name, [variable, url]]),
    );
    expect(places).toEqual({
      app: ['CONCORD_CLIO_URL', 'https://app.clio.com'],
      eu: ['CONCORD_CLIO_EU_URL', 'https://eu.app.clio.com'],
      ca: ['CONCORD_CLIO_CA_URL', 'https://ca.app.clio.com'],
      au: ['CONCORD_CLIO_AU_URL', 'https://au.app.clio.com'],
    });
  });
});

describe('disconnecting', () => {
  const held = { accessToken: 'at', refreshToken: 'rt' };
  const dead = answer(401, { error: 'invalid_token', error_description: 'revoked' });
  /** Answers in turn. */
  function revoking(...answers: readonly HttpResponse[]) {
    const { context, sent } = setUp(answer(500, ''));
    const transport: OAuthContext['transport'] = async (request) => {
      sent.push(request);
      return answers[sent.length - 1] ?? answer(500, '');
    };
    return { context: { ...context, transport }, sent, paths: () => sent.map(({ url }) => new URL(url).pathname) };
  }

  test('deauthorises with the access token, in the header and in the form', async () => {
    const { context, sent } = revoking(answer(200, {}));
    await clio.oauth.revoke?.(context, held);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      method: 'POST',
      url: 'https://eu.app.clio.com/oauth/deauthorize',
      headers: {
        authorization: 'Bearer at',
        'content-type': 'application/x-www-form-urlencoded',
        'user-agent': 'Concord',
      },
      body: 'token=at',
    });
  });

  test('refreshes first when only the access token has run out', async () => {
    const { context, sent, paths } = revoking(dead, answer(200, token), answer(204, ''));
    await clio.oauth.revoke?.(context, { accessToken: 'old', refreshToken: 'rt' });
    expect(paths()).toEqual(['/oauth/deauthorize', '/oauth/token', '/oauth/deauthorize']);
    expect(sent[2]?.body).toBe('token=at');
  });

  test('is done when the grant is dead already', async () => {
    const { context, paths } = revoking(dead, answer(400, { error: 'invalid_grant' }));
    await clio.oauth.revoke?.(context, held);
    expect(paths()).toEqual(['/oauth/deauthorize', '/oauth/token']);
    const last = revoking(dead, answer(200, token), dead);
    await clio.oauth.revoke?.(last.context, held);
    const alone = revoking(dead);
    await clio.oauth.revoke?.(alone.context, { accessToken: 'at' });
    expect(alone.sent).toHaveLength(1);
  });

  test.each([
    ['while Clio is down', [answer(503, '')], 'unavailable'],
    ['behind the firewall', [answer(403, '<html>')], 'unavailable'],
    [
      'while the refresh is refused for our own secret',
      [dead, answer(401, { error: 'invalid_client' })],
      'appRejected',
    ],
  ] as const)('is not taken for done %s', async (_title, answers, code) => {
    const { context, sent } = revoking(...answers);
    await expect(clio.oauth.revoke?.(context, held)).rejects.toMatchObject({ code });
    expect(sent).toHaveLength(answers.length);
  });
});

describe('who granted', () => {
  const user = {
    id: 345,
    name: 'Olive Owner',
    email: 'olive@reyes.example',
    account_owner: true,
    roles: [],
    account: { id: 7, name: 'Reyes LLP' },
  };
  const grant = { accessToken: 'at', expiresAt: now, scopes: [] };
  const identify = (fields: object) =>
    clio.oauth.identify(setUp(answer(200, { data: { ...user, ...fields } })).context, grant);

  test('is a member of a firm, and perhaps its owner', async () => {
    expect(await identify({})).toEqual({
      accountId: '345',
      email: 'olive@reyes.example',
      name: 'Olive Owner',
      firm: { id: '7', name: 'Reyes LLP' },
      isOwner: true,
      seesEverything: true,
    });
  });

  test.each([
    [['Admin'], true],
    [['billing'], true],
    [[], false],
    [undefined, false],
    [['paralegal'], false],
  ])('a member with the roles %j sees everything: %s', async (roles, seesEverything) => {
    expect(await identify({ account_owner: false, roles })).toMatchObject({ isOwner: false, seesEverything });
  });

  test('is told times in a zone that has an IANA name, or in none that is known', async () => {
    expect(await identify({ time_zone: 'America/Los_Angeles' })).toMatchObject({ zone: 'America/Los_Angeles' });
    expect(await identify({ time_zone: 'Pacific Time (US & Canada)' })).not.toHaveProperty('zone');
  });

  test('is asked with the token of the grant', async () => {
    const { context, sent } = setUp(answer(200, { data: user }));
    await clio.oauth.identify(context, grant);
    expect(sent[0]?.headers).toMatchObject({ authorization: 'Bearer at', 'x-api-version': '4.0.13' });
    expect(sent[0]?.url).toContain('/api/v4/users/who_am_i.json?fields=');
  });

  test('cannot be told without the permission to read users', async () => {
    const { context } = setUp(answer(403, { error: { type: 'ForbiddenError', message: 'User is forbidden' } }));
    await expect(clio.oauth.identify(context, grant)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
