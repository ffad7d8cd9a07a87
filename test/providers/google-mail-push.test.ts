import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type HttpRequest, type RawRequest, type SharedPushContext, SyncError } from '@concord/core';
import { google } from '@concord/provider-google';
import { describe, expect, test } from 'vitest';

const audience = 'https://concord.example/webhooks/google/mail';
const sender = 'push@project.iam.gserviceaccount.example';
const startAt = Date.UTC(2026, 7, 3, 9);
const minuteMs = 60_000;

const ours = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const theirs = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const jwkOf = (key: KeyObject, kid: string) => ({ ...key.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' });
const usualClaims = {
  iss: 'https://accounts.google.com',
  aud: audience,
  email: sender,
  email_verified: true,
  sub: '113',
  azp: '113',
  iat: startAt / 1_000 - 60,
  exp: startAt / 1_000 + 3_540,
};
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

type Told = { readonly header?: object; readonly claims?: object; readonly key?: KeyObject };
function token({ header = {}, claims = {}, key = ours.privateKey }: Told = {}): string {
  const content = `${encoded({ alg: 'RS256', typ: 'JWT', kid: 'one', ...header })}.${encoded({ ...usualClaims, ...claims })}`;
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), key).toString('base64url')}`;
}

/** Signed as HS256 with the public key for a secret. */
function confused(): string {
  const content = `${encoded({ alg: 'HS256', typ: 'JWT', kid: 'one' })}.${encoded(usualClaims)}`;
  const secret = ours.publicKey.export({ format: 'pem', type: 'spki' });
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

const unsigned = `${encoded({ alg: 'none', kid: 'one' })}.${encoded(usualClaims)}.`;
const changed = (() => {
  const [head = '', , signature = ''] = token().split('.');
  return `${head}.${encoded({ ...usualClaims, sub: '114' })}.${signature}`;
})();

const news = { emailAddress: 'anna@firm.example', historyId: 9_876_543_210 };
const bodyOf = (data: string) =>
  JSON.stringify({ message: { data, messageId: '1', publishTime: '2026-08-03T09:00:00Z' }, subscription: 's' });
const noticeOf = (value: unknown, alphabet: 'base64' | 'base64url' = 'base64') =>
  bodyOf(Buffer.from(JSON.stringify(value)).toString(alphabet));

function scene(keys: readonly object[] = [jwkOf(ours.publicKey, 'one')], cacheControl = 'public, max-age=3600') {
  const asked: HttpRequest[] = [];
  const state = { now: startAt, keys, status: 200, fails: false };
  const context: SharedPushContext = {
    transport: async (request) => {
      asked.push(request);
      if (state.fails) throw new SyncError('network', 'no way');
      const headers = { 'cache-control': cacheControl, 'content-type': 'application/json' };
      return { status: state.status, headers, body: JSON.stringify({ keys: state.keys }) };
    },
    hosts: { certs: 'https://certs.example' },
    clock: { now: () => state.now },
    audience,
    sender,
  };
  const receive = async (bearer: string, over: Partial<RawRequest> = {}, more: Partial<SharedPushContext> = {}) => {
    const { addresses, response } = (await google.mail?.sharedPush?.receive(
      { method: 'POST', headers: { authorization: `Bearer ${bearer}` }, query: {}, body: noticeOf(news), ...over },
      { ...context, ...more },
    )) ?? { addresses: undefined, response: undefined };
    return { addresses, status: response?.status, body: response?.body };
  };
  return { asked, state, receive };
}

const refused = { addresses: [], status: 401, body: '' };
const taken = { addresses: ['anna@firm.example'], status: 204 };

describe('a notice of Gmail’s topic', () => {
  test('is taken when Google signed it for us and our service account sent it', async () => {
    const { receive, asked } = scene();
    expect(await receive(token())).toMatchObject(taken);
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET https://certs.example/oauth2/v3/certs']);
  });

  test.each([
    ['names no scheme in its issuer', { claims: { iss: 'accounts.google.com' } }],
    ['was issued by a clock that goes a little before ours', { claims: { iat: startAt / 1_000 + 300 } }],
    ['ended a moment ago by our clock', { claims: { exp: startAt / 1_000 - 300 } }],
    ['is for several, us among them', { claims: { aud: ['https://other.example', audience] } }],
  ])('is taken when its token %s', async (_, told) => {
    expect(await scene().receive(token(told))).toMatchObject(taken);
  });

  test.each([
    ['is not signed (alg none)', unsigned],
    ['is signed with our public key for a secret (HS256)', confused()],
    ['is signed by another key under the same name', token({ key: theirs.privateKey })],
    ['says something else than what was signed', changed],
    ['names a key that Google has not', token({ header: { kid: 'two' }, key: theirs.privateKey })],
    ['names no key', token({ header: { kid: undefined } })],
    ['is signed by another method of the same key', token({ header: { alg: 'PS256' } })],
    ['wants something that nobody here understands', token({ header: { crit: ['x'], x: 1 } })],
    ['is for somebody else', token({ claims: { aud: 'https://other.example' } })],
    ['is for nobody', token({ claims: { aud: undefined } })],
    ['is for an address that only begins like ours', token({ claims: { aud: `${audience}/more` } })],
    ['is of another issuer', token({ claims: { iss: 'https://accounts.example' } })],
    ['is of another account', token({ claims: { email: 'other@project.iam.gserviceaccount.example' } })],
    ['is of nobody', token({ claims: { email: undefined } })],
    ['is of an address that nobody verified', token({ claims: { email_verified: false } })],
    ['says of its address neither this nor that', token({ claims: { email_verified: 'true' } })],
    ['is over', token({ claims: { exp: startAt / 1_000 - 3_600 } })],
    ['has no end', token({ claims: { exp: undefined } })],
    ['is of the future', token({ claims: { iat: startAt / 1_000 + 3_600, exp: startAt / 1_000 + 7_200 } })],
    ['has no beginning', token({ claims: { iat: undefined } })],
    ['is years old, and lives on', token({ claims: { iat: startAt / 1_000 - 86_400 * 400 } })],
    ['is not to be used yet', token({ claims: { nbf: startAt / 1_000 + 3_600 } })],
    ['is none', 'not.a.token'],
    ['is empty', ''],
    ['is far too long', `${token()}${'a'.repeat(9_000)}`],
  ])('is refused when its token %s', async (_, bearer) => {
    expect(await scene().receive(bearer)).toEqual(refused);
  });

  test('is refused without a token, by another method, and where nobody set push up', async () => {
    const { receive } = scene();
    expect(await receive('', { headers: {} })).toEqual(refused);
    expect(await receive('', { headers: { authorization: `Basic ${token()}` } })).toEqual(refused);
    expect(await receive(token(), { method: 'GET' })).toEqual(refused);
    expect(await receive(token(), {}, { audience: '' })).toEqual(refused);
    expect(await google.mail?.sharedPush?.receive(requestWith(token()), bareContext())).toEqual({
      addresses: [],
      response: { status: 401, headers: {}, body: '' },
    });
  });

  test('asks for no key before it knows that a key could help', async () => {
    const { receive, asked } = scene();
    for (const bearer of [unsigned, confused(), 'x.y.z', '', `${token()}${'a'.repeat(9_000)}`]) await receive(bearer);
    expect(asked).toEqual([]);
  });

  test('reads headers in any case, either alphabet of Base64, and numbers as texts', async () => {
    const { receive } = scene();
    const headers = { Authorization: `Bearer ${token()}` };
    expect(await receive('', { headers })).toMatchObject(taken);
    const odd = { emailAddress: 'ännä?>~@firm.example', historyId: '9876543210' };
    for (const alphabet of ['base64', 'base64url'] as const)
      expect((await receive(token(), { body: noticeOf(odd, alphabet) })).addresses).toEqual([odd.emailAddress]);
  });

  test.each([
    ['no JSON', 'nothing'],
    ['no message', '{}'],
    ['nothing within', bodyOf('')],
    ['no Base64', bodyOf('%%%')],
    ['no address', noticeOf({ historyId: 1 })],
    ['an address that is none', noticeOf({ emailAddress: 7 })],
  ])('is taken and says nothing when it holds %s: otherwise it would come for a week', async (_, body) => {
    expect(await scene().receive(token(), { body })).toEqual({ addresses: [], status: 204, body: '' });
  });
});

describe('Google’s keys', () => {
  test('are kept as long as Google says, and no longer', async () => {
    const { receive, asked, state } = scene();
    for (let times = 0; times < 3; times += 1) await receive(token());
    expect(asked).toHaveLength(1);
    state.now += 61 * minuteMs;
    const fresh = { iat: state.now / 1_000, exp: state.now / 1_000 + 3_600 };
    state.keys = [jwkOf(theirs.publicKey, 'two')];
    expect(await receive(token({ claims: fresh }))).toEqual(refused);
    expect(asked).toHaveLength(2);
  });

  test('are asked for again when a token names a new one, though not for every stranger', async () => {
    const { receive, asked, state } = scene();
    await receive(token());
    state.keys = [jwkOf(theirs.publicKey, 'two')];
    const next = token({ header: { kid: 'two' }, key: theirs.privateKey });
    expect(await receive(next)).toEqual(refused);
    expect(asked).toHaveLength(1);
    state.now += 2 * minuteMs;
    expect(await receive(next)).toMatchObject(taken);
    expect(asked).toHaveLength(2);
    for (let times = 0; times < 5; times += 1) await receive(token({ header: { kid: `k${times}` } }));
    expect(asked).toHaveLength(2);
  });

  test('are asked for every minute where Google says nothing of how long they are good', async () => {
    const { receive, asked, state } = scene(undefined, 'private');
    await receive(token());
    await receive(token());
    expect(asked).toHaveLength(1);
    state.now += minuteMs;
    await receive(token());
    expect(asked).toHaveLength(2);
  });

  test('that are not to be had make it wait, and not refuse', async () => {
    const unreachable = { addresses: [], status: 503, body: '' };
    const cut = scene();
    cut.state.fails = true;
    expect(await cut.receive(token())).toEqual(unreachable);
    const broken = scene();
    broken.state.status = 502;
    expect(await broken.receive(token())).toEqual(unreachable);
    const empty = scene([]);
    expect(await empty.receive(token())).toEqual(unreachable);
    empty.state.keys = [jwkOf(ours.publicKey, 'one')];
    expect(await empty.receive(token())).toMatchObject(taken);
  });

  test('for other purposes than RSA are passed over', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { receive } = scene([{ ...publicKey.export({ format: 'jwk' }), kid: 'ec' }, jwkOf(ours.publicKey, 'one')]);
    expect(await receive(token())).toMatchObject(taken);
  });
});

const requestWith = (bearer: string): RawRequest => ({
  method: 'POST',
  headers: { authorization: `Bearer ${bearer}` },
  query: {},
  body: noticeOf(news),
});
const bareContext = () => ({
  transport: async () => ({ status: 200, headers: {}, body: '{}' }),
  hosts: { certs: 'https://certs.example' },
  clock: { now: () => startAt },
});
