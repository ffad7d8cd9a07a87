import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { clerk, clioWorld, owner } from './clio-world.ts';

const redirect = 'http://127.0.0.1:4179/auth/clio/callback';
const form = (fields: Record<string, string>) => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});

function oauthWorld() {
  const clio = clioWorld();
  const { clientId, clientSecret } = clio.control.appCredentials;
  const asked = { response_type: 'code', client_id: clientId, redirect_uri: redirect, state: 's t&1' };
  const authorizeUrl = (more: Record<string, string> = {}) =>
    `http://sandbox.test/clio/oauth/authorize?${new URLSearchParams({ ...asked, ...more }).toString()}`;
  const visit = (more: Record<string, string> = {}) => clio.fetchText(new Request(authorizeUrl(more)));
  const decide = async (decision: string, more: Record<string, string> = {}) => {
    const fields = { ...asked, user: String(owner.id), decision, ...more };
    const answer = await clio.fetchText(new Request('http://sandbox.test/clio/oauth/authorize', form(fields)));
    const location = answer.headers.get('location');
    return { ...answer, query: location === null ? undefined : new URL(location).searchParams, location };
  };
  const token = (fields: Record<string, string>) => {
    const credentials = { client_id: clientId, client_secret: clientSecret };
    return clio.fetchText(new Request('http://sandbox.test/clio/oauth/token', form({ ...credentials, ...fields })));
  };
  const exchange = (code: string | null | undefined, more: Record<string, string> = {}) =>
    token({ grant_type: 'authorization_code', code: code ?? '', redirect_uri: redirect, ...more });
  const whoAmI = (access: unknown) =>
    clio.call('GET', 'users/who_am_i?fields=email', undefined, {
      headers: { authorization: `Bearer ${String(access)}` },
    });
  return { ...clio, visit, decide, token, exchange, whoAmI };
}

describe('authorising in the Clio look-alike', () => {
  it('shows the firm’s users to choose from and picks the hinted one', async () => {
    const { visit } = oauthWorld();
    const { status, text } = await visit({ login_hint: clerk.email.toUpperCase() });
    expect(status).toBe(200);
    expect(text).toContain('Abbott &amp; Bell LLP');
    expect(text).toMatch(/value="71" required><span>Ada Abbott/u);
    expect(text).toMatch(/value="72" required checked><span>Cleo Clerk/u);
  });

  it('comes back with a code and the state, and the code becomes a grant of the chosen user', async () => {
    const { decide, exchange, whoAmI } = oauthWorld();
    const { status, location, query } = await decide('allow', { user: String(clerk.id) });
    expect([status, location?.startsWith(`${redirect}?`), query?.get('state')]).toEqual([302, true, 's t&1']);
    const { status: granted, body } = await exchange(query?.get('code'));
    expect(granted).toBe(200);
    expect(body).toMatchObject({ token_type: 'bearer', expires_in: 2_592_000 });
    expect((await whoAmI(body.access_token)).body.data).toEqual({ email: clerk.email });
  });

  it('keeps a person who declines, unless the app asked for them back', async () => {
    const { decide } = oauthWorld();
    const stays = await decide('decline');
    expect([stays.status, stays.location]).toEqual([200, null]);
    const returns = await decide('decline', { redirect_on_decline: 'true' });
    expect(Object.fromEntries(returns.query ?? [])).toEqual({ error: 'access_denied', state: 's t&1' });
  });

  it.each([
    ['an unknown app', { client_id: 'nobody' }],
    ['another response type', { response_type: 'token' }],
    ['an address that is not of this machine', { redirect_uri: 'https://evil.example/callback' }],
    ['an address that only looks like it', { redirect_uri: 'http://127.0.0.1.evil.example/' }],
    ['a script as address', { redirect_uri: 'javascript:alert(1)' }],
    ['a script that looks like an address', { redirect_uri: 'javascript://127.0.0.1/%0aalert(1)' }],
  ])('tells the person, and returns to nobody, with %s', async (_title, more) => {
    const { visit, decide } = oauthWorld();
    expect((await visit(more)).status).toBe(400);
    const decided = await decide('allow', more);
    expect([decided.status, decided.location]).toEqual([400, null]);
  });

  it('takes only registered addresses to the letter once there are some', async () => {
    const { control, visit } = oauthWorld();
    control.registerRedirects(['https://concord.example/auth/clio/callback']);
    expect((await visit()).status).toBe(400);
    expect((await visit({ redirect_uri: 'https://concord.example/auth/clio/callback' })).status).toBe(200);
    expect((await visit({ redirect_uri: 'https://concord.example/auth/clio/callback/' })).status).toBe(400);
  });

  it('asks again when nobody was chosen', async () => {
    const { decide } = oauthWorld();
    const { status, location, text } = await decide('allow', { user: '999' });
    expect([status, location]).toEqual([422, null]);
    expect(text).toContain('Choose who you are first.');
  });

  it('carries nothing unescaped into its page', async () => {
    const { visit } = oauthWorld();
    const { text } = await visit({ state: '"><script>alert(1)</script>', login_hint: "'><img src=x>" });
    expect(text).not.toContain('<script>alert');
    expect(text).not.toContain('<img');
  });
});

describe('the token endpoint of the Clio look-alike', () => {
  it('takes a code once, within ten minutes, with the same redirect_uri', async () => {
    const { decide, exchange, world } = oauthWorld();
    const code = async () => (await decide('allow')).query?.get('code');
    const used = await code();
    expect((await exchange(used)).status).toBe(200);
    expect((await exchange(used)).body).toMatchObject({ error: 'invalid_grant' });
    expect((await exchange(await code(), { redirect_uri: 'http://127.0.0.1/other' })).body.error).toBe('invalid_grant');
    const old = await code();
    await world.advance(10 * 60_000);
    expect((await exchange(old)).body.error).toBe('invalid_grant');
  });

  it('holds a code to its PKCE challenge when there was one', async () => {
    const { decide, exchange } = oauthWorld();
    const challenge = { code_challenge: hash('sha256', 'right', 'base64url'), code_challenge_method: 'S256' };
    const code = async () => (await decide('allow', challenge)).query?.get('code');
    expect((await exchange(await code())).status).toBe(400);
    expect((await exchange(await code(), { code_verifier: 'wrong' })).status).toBe(400);
    expect((await exchange(await code(), { code_verifier: 'right' })).status).toBe(200);
  });

  it('refreshes again and again with a refresh token that stays', async () => {
    const { control, token, whoAmI, world } = oauthWorld();
    const grant = control.grant(owner.id);
    await world.advance(2_592_000_000);
    const late = await whoAmI(grant.access_token);
    expect([late.status, late.body.error]).toEqual([401, 'invalid_token']);
    for (let round = 1; round <= 2; round += 1) {
      const { body } = await token({ grant_type: 'refresh_token', refresh_token: grant.refresh_token });
      expect(body.refresh_token).toBe(grant.refresh_token);
      expect(body.access_token).not.toBe(grant.access_token);
      expect((await whoAmI(body.access_token)).status).toBe(200);
    }
  });

  it('answers in OAuth’s shape to a wrong secret, another grant type, and a body that is not a form', async () => {
    const { token, fetchText } = oauthWorld();
    const wrong = await token({ grant_type: 'refresh_token', client_secret: 'wrong' });
    expect([wrong.status, wrong.body.error]).toEqual([401, 'invalid_client']);
    expect((await token({ grant_type: 'password' })).body.error).toBe('unsupported_grant_type');
    const json = new Request('http://sandbox.test/clio/oauth/token', {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    expect((await fetchText(json)).body.error).toBe('invalid_request');
  });

  it('ends the grant when the person disconnects the app or the app deauthorises', async () => {
    const { control, token, whoAmI, fetchText } = oauthWorld();
    const disconnected = control.grant(owner.id);
    control.revoke(owner.id);
    expect((await whoAmI(disconnected.access_token)).status).toBe(401);
    const refresh = await token({ grant_type: 'refresh_token', refresh_token: disconnected.refresh_token });
    expect([refresh.status, refresh.body.error]).toEqual([400, 'invalid_grant']);

    const [left, other] = [control.grant(owner.id), control.grant(owner.id)];
    const request = form({ token: left.access_token });
    const headers = { ...request.headers, authorization: `Bearer ${left.access_token}` };
    const deauthorize = { ...request, headers };
    expect((await fetchText(new Request('http://sandbox.test/clio/oauth/deauthorize', deauthorize))).status).toBe(200);
    expect((await whoAmI(left.access_token)).status).toBe(401);
    expect((await token({ grant_type: 'refresh_token', refresh_token: left.refresh_token })).status).toBe(400);
    expect((await whoAmI(other.access_token)).status).toBe(200);
  });

  it('shows nothing to a user who was disabled', async () => {
    const { control, whoAmI } = oauthWorld();
    const grant = control.grant(owner.id);
    control.addFirm({ id: 501, name: 'Abbott & Bell LLP', users: [{ ...owner, enabled: false }] });
    expect((await whoAmI(grant.access_token)).status).toBe(401);
  });
});
