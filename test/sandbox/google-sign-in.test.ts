import { readdirSync, readFileSync } from 'node:fs';
import { awkwardnesses, BrokenConnection, createMemoryStore } from '@concord/sandbox';
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { ada, bo, contacts, googleWorld, mail } from './google-world.ts';

const dayMs = 86_400_000;
const userinfo = (scope: string) => `https://www.googleapis.com/auth/userinfo.${scope}`;

describe('the sign-in pages of the Google look-alike', () => {
  it('let a person choose an account, the hinted one first, and then tick what to grant', async () => {
    const { visit, post, authorizeUrl } = googleWorld();
    const chooser = await visit({ login_hint: 'BO@other.example' });
    expect(chooser.body).toContain('stand-in for Google, not Google');
    expect(chooser.body).toContain('Bo &lt;b&gt;');
    expect(chooser.body.indexOf(bo.sub)).toBeLessThan(chooser.body.indexOf(ada.sub));
    const consent = await post(authorizeUrl(), { account: ada.sub });
    expect(consent.body).toContain(ada.email);
    expect(
      [...consent.body.matchAll(/type="checkbox" name="scope" value="([^"]+)"/gu)].map(([, scope]) => scope),
    ).toEqual([contacts]);
  });

  it('skip the choice for a hinted account, by address or subject, unless the app wants it', async () => {
    const { visit } = googleWorld();
    for (const login_hint of [ada.email, ada.sub]) {
      expect((await visit({ login_hint, prompt: 'consent' })).body).toContain('Select what the app can access');
      expect((await visit({ login_hint })).body).toContain('Choose an account');
    }
  });

  it('ask whoever has granted it before again only when the app wants it', async () => {
    const { control, post, authorizeUrl } = googleWorld();
    control.grant(ada.email);
    const choose = (prompt: string) => post(authorizeUrl({ prompt }), { account: ada.sub });
    expect((await choose('select_account consent')).body).toContain('Select what the app can access');
    expect((await choose('select_account')).headers.location).toContain('code=');
  });

  it('lead back with a code, the state, what was granted, and things to be ignored', async () => {
    const { accept } = googleWorld();
    const { status, headers, back } = await accept();
    expect(status).toBe(302);
    expect(headers.location).toMatch(/^http:\/\/127\.0\.0\.1:4173\/auth\/google\/callback\?/u);
    expect(back?.get('state')).toBe('s t&te');
    expect(back?.get('scope')).toBe(`openid ${userinfo('email')} ${userinfo('profile')} ${contacts}`);
    expect(back?.get('authuser')).toBe('0');
  });

  it('lead back with access_denied after Cancel', async () => {
    const { accept } = googleWorld();
    const { back } = await accept({}, { answer: 'cancel' });
    expect(Object.fromEntries(back ?? [])).toEqual({ error: 'access_denied', state: 's t&te' });
  });

  it.each([
    ['an unknown app', { client_id: 'nobody' }, 'invalid_client'],
    ['an address that is not of this machine', { redirect_uri: 'https://evil.example/' }, 'redirect_uri_mismatch'],
    ['an address that only looks like it', { redirect_uri: 'http://127.0.0.1.evil.example/' }, 'redirect_uri_mismatch'],
    [
      'a script that looks like an address',
      { redirect_uri: 'javascript://127.0.0.1/%0aalert(1)' },
      'redirect_uri_mismatch',
    ],
    ['another response type', { response_type: 'token' }, 'invalid_request'],
    ['no scope', { scope: undefined }, 'invalid_request'],
    ['a scope of somebody else', { scope: 'openid Contacts.Read' }, 'invalid_scope'],
    ['another challenge method', { code_challenge_method: 'S512' }, 'invalid_request'],
  ])('keep a person who comes with %s', async (_title, change, error) => {
    const { visit, accept } = googleWorld();
    const page = await visit(change);
    expect([page.status, page.headers.location]).toEqual([400, undefined]);
    expect(page.body).toContain(error);
    expect((await accept(change)).back).toBeUndefined();
  });

  it('keep to the registered addresses of an app that has some, character for character', async () => {
    const { control, visit } = googleWorld();
    control.addApp({ clientId: 'app', clientSecret: 's', project: 'p', redirectUris: ['https://app.example/cb'] });
    expect((await visit({ client_id: 'app', redirect_uri: 'https://app.example/cb' })).status).toBe(200);
    expect((await visit({ client_id: 'app', redirect_uri: 'https://app.example/cb/' })).status).toBe(400);
    expect((await visit({ client_id: 'app' })).status).toBe(400);
  });

  it('need no page with prompt=none when a hinted account has granted it', async () => {
    const { control, visit } = googleWorld();
    control.grant(ada.email);
    const back = async (login_hint: string) =>
      new URL((await visit({ prompt: 'none', login_hint })).headers.location ?? '').searchParams;
    expect((await back(ada.email)).get('code')).toBeTruthy();
    expect((await back(bo.email)).get('error')).toBe('interaction_required');
  });
});

describe('a code of the Google look-alike', () => {
  it('becomes tokens, and an id token that says who', async () => {
    const { signIn, get, control, world } = googleWorld();
    const body = await signIn({ nonce: 'n-1' });
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3599 });
    expect(body).not.toHaveProperty('refresh_token_expires_in');
    const keys = JSON.parse((await get('/oauth2/v3/certs')).body);
    const { payload } = await jwtVerify(String(body.id_token), createLocalJWKSet(keys), {
      issuer: 'https://accounts.google.com',
      audience: control.appCredentials.clientId,
      currentDate: new Date(world.now()),
    });
    expect(payload).toMatchObject({ sub: ada.sub, email: ada.email, name: ada.name, hd: ada.hd, nonce: 'n-1' });
  });

  it('says who only as far as email and profile were asked for', async () => {
    const { signIn } = googleWorld();
    const claims = decodeJwt(String((await signIn({ scope: `openid ${contacts}` })).id_token));
    expect([claims.sub, claims.email, claims.name]).toEqual([ada.sub, undefined, undefined]);
    expect(await signIn({ scope: contacts })).not.toHaveProperty('id_token');
  });

  it('brings a refresh token the first time only, unless consent is asked for again', async () => {
    const { signIn } = googleWorld();
    expect((await signIn({ prompt: undefined })).refresh_token).toBeTruthy();
    expect(await signIn({ prompt: 'select_account' })).not.toHaveProperty('refresh_token');
    expect((await signIn()).refresh_token).toBeTruthy();
    expect(await signIn({ access_type: undefined })).not.toHaveProperty('refresh_token');
  });

  it('brings one again after everything was revoked', async () => {
    const { control, signIn } = googleWorld();
    await signIn();
    control.act(ada.email, 'removeApp');
    expect((await signIn({ prompt: 'select_account' })).refresh_token).toBeTruthy();
  });

  it('grants what was ticked, and with include_granted_scopes what was granted before, too', async () => {
    const { signIn } = googleWorld();
    const both = { scope: `openid ${contacts} ${mail}` };
    expect((await signIn(both, { scope: [mail] })).scope).toBe(`openid ${mail}`);
    expect((await signIn({ scope: `openid ${contacts}` })).scope).toBe(`openid ${contacts}`);
    const incremental = await signIn({ scope: `openid ${contacts}`, include_granted_scopes: 'true' });
    expect(incremental.scope).toBe(`openid ${contacts} ${mail}`);
  });

  it('is for signing in only when every box was left empty, or is none at all', async () => {
    const { accept, redeem, on } = googleWorld();
    const { back } = await accept({}, { scope: [] });
    expect((await redeem(back?.get('code'))).body.scope).not.toContain(contacts);
    expect((await accept({ scope: contacts }, { scope: [] })).back?.get('error')).toBe('access_denied');
    on('google.nothingTickedDenies');
    expect((await accept({}, { scope: [] })).back?.get('error')).toBe('access_denied');
    expect((await accept()).back?.get('code')).toBeTruthy();
  });

  it.each([
    ['with another redirect address', { redirect_uri: 'http://127.0.0.1/' }, 400, 'redirect_uri_mismatch'],
    ['with the wrong verifier', { code_verifier: 'w'.repeat(43) }, 400, 'invalid_grant'],
    ['without the verifier', { code_verifier: undefined }, 400, 'invalid_grant'],
    ['by a client with a wrong secret', { client_secret: 'x' }, 401, 'invalid_client'],
    ['by an unknown client', { client_id: 'x' }, 401, 'invalid_client'],
    ['with another grant type', { grant_type: 'constructor' }, 400, 'unsupported_grant_type'],
    ['without a code', { code: undefined }, 400, 'invalid_request'],
    ['that was never given out', { code: '4/0Ax' }, 400, 'invalid_grant'],
  ])('is not taken %s', async (_title, change, status, error) => {
    const { accept, redeem } = googleWorld();
    const answer = await redeem((await accept()).back?.get('code'), change);
    expect([answer.status, answer.body.error]).toEqual([status, error]);
  });

  it('is taken once, within some minutes, and in a form', async () => {
    const { accept, redeem, token, control, world } = googleWorld();
    const code = async () => (await accept()).back?.get('code');
    const used = await code();
    expect((await redeem(used)).status).toBe(200);
    expect((await redeem(used)).body.error).toBe('invalid_grant');
    const old = await code();
    await world.advance(600_000);
    expect((await redeem(old)).body.error).toBe('invalid_grant');
    const { refreshToken: refresh_token } = control.grant(ada.email);
    const json = await token({ grant_type: 'refresh_token', refresh_token }, { 'content-type': 'application/json' });
    expect([json.status, json.body.error]).toEqual([400, 'invalid_request']);
  });

  it('needs no verifier when no challenge was sent, and honours a plain one', async () => {
    const { accept, redeem } = googleWorld();
    const none = { code_challenge: undefined, code_challenge_method: undefined };
    expect((await redeem((await accept(none)).back?.get('code'), { code_verifier: undefined })).status).toBe(200);
    const plain = { code_challenge: 'v'.repeat(43), code_challenge_method: undefined };
    expect((await redeem((await accept(plain)).back?.get('code'))).status).toBe(200);
  });
});

describe('a refresh token of the Google look-alike', () => {
  const dead = { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' };

  it('stays, and its answers bring no other', async () => {
    const { signIn, refresh, world, control } = googleWorld();
    const { refresh_token } = await signIn();
    for (let month = 0; month < 24; month += 1) {
      await world.advance(30 * dayMs);
      const { status, body } = await refresh(refresh_token);
      expect(status).toBe(200);
      expect(body).not.toHaveProperty('refresh_token');
      expect(control.isAlive(body.access_token)).toBe(true);
    }
  });

  it('ends after six months without use, also across a restart', async () => {
    const store = createMemoryStore();
    const { signIn, refresh, world } = googleWorld({ store });
    const { refresh_token } = await signIn();
    await world.advance(183 * dayMs - 1);
    expect((await refresh(refresh_token)).status).toBe(200);
    const later = googleWorld({ store, startAt: world.now() + 183 * dayMs });
    expect((await later.refresh(refresh_token)).body).toMatchObject(dead);
  });

  it('is one of a hundred at most for an account and an app: the oldest ends without a word', async () => {
    const { control, refresh } = googleWorld();
    const other = control.grant(bo.email).refreshToken;
    const tokens = Array.from({ length: 101 }, () => control.grant(ada.email).refreshToken);
    expect((await refresh(tokens[0])).body).toMatchObject(dead);
    expect((await refresh(tokens[1])).status).toBe(200);
    expect((await refresh(other)).status).toBe(200);
  });

  it('is one of fewer while google.tokenLimit strikes, which counts only when it ended one', async () => {
    const { control, refresh, on, world } = googleWorld();
    on('google.tokenLimit', 2);
    const [first, second] = [control.grant(ada.email), control.grant(ada.email)];
    expect(world.awkward.struck()).toEqual({});
    control.grant(ada.email);
    expect(world.awkward.struck()).toEqual({ 'google.tokenLimit': 1 });
    expect((await refresh(first.refreshToken)).body).toMatchObject(dead);
    expect(control.isAlive(first.accessToken)).toBe(true);
    expect((await refresh(second.refreshToken)).status).toBe(200);
  });

  it('ends with a password change when it holds a mail permission, and not otherwise', async () => {
    const { control, refresh } = googleWorld();
    const [plain, mailing] = [control.grant(ada.email), control.grant(ada.email, ['openid', contacts, mail])];
    const other = control.grant(bo.email, [mail]);
    control.act(ada.email, 'changePassword');
    expect((await refresh(plain.refreshToken)).status).toBe(200);
    expect((await refresh(mailing.refreshToken)).body).toMatchObject(dead);
    expect(control.isAlive(mailing.accessToken)).toBe(false);
    expect((await refresh(other.refreshToken)).status).toBe(200);
  });

  it('wants the person again when a Workspace ends the session, until there is a new one', async () => {
    const { control, refresh, signIn } = googleWorld();
    const { refreshToken, accessToken } = control.grant(ada.email);
    control.act(ada.email, 'endSession');
    expect((await refresh(refreshToken)).body).toMatchObject({ error: 'invalid_grant', error_subtype: 'invalid_rapt' });
    expect(control.isAlive(accessToken)).toBe(false);
    expect((await refresh((await signIn()).refresh_token)).status).toBe(200);
  });

  it('ends seven days after consent while the app is in testing, if it holds more than signing in', async () => {
    const { signIn, refresh, on, world } = googleWorld();
    on('google.testingMode');
    const [{ refresh_token: full }, { refresh_token: bare }] = [
      await signIn(),
      await signIn({ scope: 'openid email' }),
    ];
    await world.advance(7 * dayMs - 1);
    expect((await refresh(full)).status).toBe(200);
    await world.advance(1);
    expect((await refresh(full)).body).toMatchObject(dead);
    expect((await refresh(bare)).status).toBe(200);
  });

  it('says when access is for a limited time', async () => {
    const { signIn, refresh, on, world } = googleWorld();
    on('google.timeLimited', 60);
    const body = await signIn();
    expect(body.refresh_token_expires_in).toBe(60);
    await world.advance(60_000);
    expect((await refresh(body.refresh_token)).body).toMatchObject(dead);
  });

  it('is worth nothing to another app', async () => {
    const { accept, redeem, control, token } = googleWorld();
    control.addApp({ clientId: 'other', clientSecret: 's', project: 'p', redirectUris: [] });
    const refresh_token = control.grant(ada.email).refreshToken;
    const other = { client_id: 'other', client_secret: 's' };
    const stolen = await token({ grant_type: 'refresh_token', refresh_token, ...other });
    expect(stolen.body).toMatchObject(dead);
    const code = (await accept()).back?.get('code');
    expect((await redeem(code, other)).body.error).toBe('invalid_grant');
  });
});

describe('revoking at the Google look-alike', () => {
  it('takes along everything that the project holds of the account, through any of its clients and tokens', async () => {
    const { control, accept, redeem, post } = googleWorld();
    const signInTo = async (client_id: string, project: string) => {
      control.addApp({ clientId: client_id, clientSecret: 's', project, redirectUris: [] });
      const { back } = await accept({ client_id });
      return (await redeem(back?.get('code'), { client_id, client_secret: 's' })).body;
    };
    const own = control.grant(ada.email);
    const again = control.grant(ada.email);
    const sibling = await signInTo('sibling', 'sandbox');
    const stranger = await signInTo('stranger', 'p');
    const colleague = control.grant(bo.email);
    expect((await post('/oauth/revoke', { token: own.accessToken })).status).toBe(200);
    const ended = [own.accessToken, own.refreshToken, again.accessToken, again.refreshToken, sibling.access_token];
    expect(ended.map(control.isAlive)).toEqual(ended.map(() => false));
    expect([stranger.access_token, colleague.refreshToken].map(control.isAlive)).toEqual([true, true]);
  });

  it('refuses what it does not know, and what is no token', async () => {
    const { control, post } = googleWorld();
    const { refreshToken } = control.grant(ada.email);
    const revoke = async (fields: Readonly<Record<string, string>>) => {
      const { status, body } = await post('/oauth/revoke', fields);
      return [status, JSON.parse(body).error];
    };
    expect(await revoke({ token: '1//unknown' })).toEqual([400, 'invalid_token']);
    expect(await revoke({ token: 'not a token' })).toEqual([400, 'invalid_request']);
    expect(await revoke({})).toEqual([400, 'invalid_request']);
    expect(await revoke({ token: refreshToken })).toEqual([200, undefined]);
    expect(await revoke({ token: refreshToken })).toEqual([400, 'invalid_token']);
  });

  it('takes the token from the address, too, and may take its time', async () => {
    const { control, post, on, world } = googleWorld();
    const { refreshToken } = control.grant(ada.email);
    on('google.revokeLate', 1_000);
    expect((await post(`/oauth/revoke?token=${encodeURIComponent(refreshToken)}`, {})).status).toBe(200);
    expect(control.isAlive(refreshToken)).toBe(true);
    await world.advance(1_000);
    expect(control.isAlive(refreshToken)).toBe(false);
  });
});

describe('awkward sign-ins at the Google look-alike', () => {
  it.each([
    ['google.grantRevoked', 400, { error: 'invalid_grant' }],
    ['google.sessionEnded', 400, { error: 'invalid_grant', error_subtype: 'invalid_rapt' }],
    ['google.wrongSecret', 401, { error: 'invalid_client' }],
    ['google.loginUnavailable', 503, {}],
  ] as const)('%s answers a refresh %i, and harms nothing', async (name, status, body) => {
    const { control, refresh, on, world } = googleWorld();
    const { refreshToken } = control.grant(ada.email);
    on(name);
    const answer = await refresh(refreshToken);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject(body);
    world.awkward.set(name, undefined);
    expect((await refresh(refreshToken)).status).toBe(200);
  });

  it('google.loginCutOff refuses connections, and google.loginTimeout breaks them after the tokens were issued', async () => {
    const { accept, redeem, on, world } = googleWorld();
    const code = (await accept()).back?.get('code');
    on('google.loginCutOff');
    await expect(redeem(code)).rejects.toMatchObject({ wasRefused: true });
    world.awkward.set('google.loginCutOff', undefined);
    on('google.loginTimeout');
    await expect(redeem(code)).rejects.toThrow(BrokenConnection);
    world.awkward.set('google.loginTimeout', undefined);
    expect((await redeem(code)).body.error).toBe('invalid_grant');
  });

  it('google.shortTokens ends access tokens early, and google.bareIssuer leaves out the scheme', async () => {
    const { signIn, on, world, control } = googleWorld();
    on('google.shortTokens', 5);
    on('google.bareIssuer');
    const body = await signIn();
    expect(body.expires_in).toBe(5);
    expect(decodeJwt(String(body.id_token)).iss).toBe('accounts.google.com');
    await world.advance(5_000);
    expect(control.isAlive(body.access_token)).toBe(false);
  });

  it('google.blockedByAdmin ends at a page that leads nowhere', async () => {
    const { accept, on } = googleWorld();
    on('google.blockedByAdmin');
    const { status, body, back } = await accept();
    expect([status, back]).toEqual([200, undefined]);
    expect(body).toContain('admin_policy_enforced');
  });

  it('are all in the table, and all of the table are asked for', () => {
    const folder = new URL('../../packages/sandbox/src/google/', import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const sources = files.filter((name) => name !== 'awkwardness.ts');
    const text = sources.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
    const asked = [...text.matchAll(/strikes\(\s*['`](google\.[^'`]+)['`]/gu)].map(([, name = '']) => name);
    const families = asked.flatMap((name) => (name.includes('${') ? [name.split('${')[0] ?? ''] : []));
    const familyOf = (name: string) => families.find((family) => name.startsWith(family)) ?? name;
    const named = Object.keys(awkwardnesses).filter((name) => name.startsWith('google.'));
    expect([...new Set(asked.map(familyOf))].sort()).toEqual([...new Set(named.map(familyOf))].sort());
  });
});

describe('the account page of the Google look-alike', () => {
  const account = `/account?account=${encodeURIComponent(ada.email)}`;

  it('does what a person or an administrator does', async () => {
    const { control, get, post } = googleWorld();
    const { refreshToken } = control.grant(ada.email);
    const other = control.grant(bo.email);
    expect((await get(account)).body).toContain('Remove the app');
    const done = await post(account, { do: 'removeApp' });
    expect([done.status, done.headers.location]).toEqual([
      303,
      '/google/account?account=ada%40byron.example&done=removeApp',
    ]);
    expect((await get(`${account}&done=removeApp`)).body).toContain('Done.');
    expect(control.isAlive(refreshToken)).toBe(false);
    expect(control.isAlive(other.refreshToken)).toBe(true);
  });

  it('knows no other accounts and does nothing else', async () => {
    const { get, post } = googleWorld();
    expect((await get('/account?account=nobody%40x.example')).status).toBe(404);
    expect((await post(account, { do: 'constructor' })).status).toBe(404);
    expect((await get('/nowhere')).status).toBe(400);
  });

  it('counts what came in', async () => {
    const { control, refresh, post } = googleWorld();
    await refresh('x');
    await post('/oauth/revoke', {});
    expect(control.requests()).toEqual({ 'POST token': 1, 'POST revoke': 1 });
    control.resetRequests();
    expect(control.requests()).toEqual({});
    expect(() => control.grant('nobody@x.example')).toThrow('no Google account');
  });
});

it('carries nothing unescaped into its pages', async () => {
  const { visit, post, authorizeUrl } = googleWorld();
  const bad = { state: '"><script>alert(1)</script>', login_hint: "'><img src=x>", client_id: '<i>' };
  const { client_id: _, ...rest } = bad;
  for (const page of [await visit(bad), await visit(rest), await post(authorizeUrl(rest), { account: bo.sub })]) {
    expect(page.body).not.toContain('<script>alert');
    expect(page.body).not.toMatch(/<img|<i>|<b>/u);
  }
});
