import { openConnection } from '@concord/engine';
import { describe, expect, test } from 'vitest';
import { type Parts, reforged, withMembers } from './forged-tokens.ts';
import type { Page, Person } from './person.ts';
import { ada, createScene, gmail1, type Scene, work1 } from './scene.ts';
import { keptIn, writtenBetween } from './written.ts';

const says = (title: string): Page => ({ lands: '/settings/sync', says: title });

const outlook = { provider: 'microsoft', label: 'Microsoft 365', account: work1 } as const;
const gmail = { provider: 'google', label: 'Google', account: gmail1 } as const;
type Mailbox = typeof outlook | typeof gmail;

/** Ada is signed in, and what the sign-in server answers is forged from now on. */
async function forging(change: (members: Record<string, unknown>) => Record<string, unknown>) {
  const scene = createScene();
  const person = await scene.signedIn(ada);
  scene.tamper.response = (response) => withMembers(response, change);
  return { scene, person };
}

async function expectNothing(scene: Scene, person: Person, { provider, account }: Mailbox, page: Page): Promise<void> {
  const before = keptIn(scene.ports);
  expect(await person.authorize(provider, account)).toEqual(page);
  expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
  expect((await person.connections()).map(({ label }) => label)).toEqual(['Clio']);
}

const minutesAgo = (minutes: number, scene: Scene): number => Math.floor(scene.world.now() / 1000) - minutes * 60;

describe('An id token', () => {
  type Forgery = readonly [what: string, change: (parts: Parts, scene: Scene) => void];
  const both: readonly Forgery[] = [
    ['with alg none and no signature', (it) => Object.assign(it, { header: { alg: 'none' }, signature: '' })],
    ['with alg none and the old signature', (it) => Object.assign(it.header, { alg: 'none' })],
    ['with alg nOnE', (it) => Object.assign(it.header, { alg: 'nOnE' })],
    ['with alg HS256', (it) => Object.assign(it.header, { alg: 'HS256' })],
    ['without an alg', (it) => Object.assign(it, { header: {} })],
    ['without a signature', (it) => Object.assign(it, { signature: '' })],
    ['with five parts', (it) => Object.assign(it, { signature: 'a.b.c' })],
    ['for another app', (it) => Object.assign(it.claims, { aud: 'another-app' })],
    ['for a list of apps', (it) => Object.assign(it.claims, { aud: [it.claims['aud'], 'another-app'] })],
    ['without an audience', (it) => Object.assign(it.claims, { aud: undefined })],
    ['that ran out eleven minutes ago', (it, scene) => Object.assign(it.claims, { exp: minutesAgo(11, scene) })],
    ['that never runs out', (it) => Object.assign(it.claims, { exp: undefined })],
    ['that runs out at a word', (it) => Object.assign(it.claims, { exp: '9999999999' })],
    ['without an issuer', (it) => Object.assign(it.claims, { iss: undefined })],
    ['of an issuer that only begins right', (it) => Object.assign(it.claims, { iss: `${String(it.claims['iss'])}x` })],
    ['of an issuer elsewhere', (it) => Object.assign(it.claims, { iss: 'https://evil.example' })],
  ];
  const ofMicrosoft: readonly Forgery[] = [
    ['without an oid', (it) => Object.assign(it.claims, { oid: undefined })],
    ['with an empty oid', (it) => Object.assign(it.claims, { oid: '' })],
    ['with a number as oid', (it) => Object.assign(it.claims, { oid: 7 })],
    ['without a tenant', (it) => Object.assign(it.claims, { tid: undefined })],
    ['of one tenant, issued by another', (it) => Object.assign(it.claims, { tid: 't-9' })],
    [
      'issued for every tenant',
      (it) => Object.assign(it.claims, { iss: 'https://login.microsoftonline.com/common/v2.0' }),
    ],
    ['of Google’s', (it) => Object.assign(it.claims, { iss: 'https://accounts.google.com' })],
  ];
  const ofGoogle: readonly Forgery[] = [
    ['without a sub', (it) => Object.assign(it.claims, { sub: undefined })],
    ['with an empty sub', (it) => Object.assign(it.claims, { sub: '' })],
    ['with a number as sub', (it) => Object.assign(it.claims, { sub: 1001 })],
    ['with a line break in sub', (it) => Object.assign(it.claims, { sub: '1001\r\nx' })],
    ['with a sub of 256 characters', (it) => Object.assign(it.claims, { sub: '1'.repeat(256) })],
    ['of Microsoft’s', (it) => Object.assign(it.claims, { iss: 'https://login.microsoftonline.com/t-1/v2.0' })],
    ['issued without encryption', (it) => Object.assign(it.claims, { iss: 'http://accounts.google.com' })],
  ];

  const table = [
    ...[...both, ...ofMicrosoft].map(([what, change]) => ({ what, change, mailbox: outlook })),
    ...[...both, ...ofGoogle].map(([what, change]) => ({ what, change, mailbox: gmail })),
  ] as const;

  test.each(table)('of $mailbox.label $what connects nothing', async ({ change, mailbox }) => {
    const { scene, person } = await forging(({ id_token: token }) => ({
      id_token: reforged(String(token), (parts) => change(parts, scene)),
    }));
    await expectNothing(scene, person, mailbox, says(`${mailbox.label} did not answer as it should`));
  });

  test.each([undefined, null, '', 'x', '..', '.e30.', 'e30.e30.e30', 'e30.bnVsbA.x', 'e30.W10.x', 7, {}])(
    'that is %j connects nothing',
    async (token) => {
      for (const mailbox of [outlook, gmail]) {
        const { scene, person } = await forging(() => ({ id_token: token }));
        await expectNothing(scene, person, mailbox, says(`${mailbox.label} did not answer as it should`));
      }
    },
  );

  test('that is changed back to what it was connects: the forger itself is not what is refused', async () => {
    for (const mailbox of [outlook, gmail]) {
      const { person } = await forging(({ id_token: token }) => ({
        id_token: reforged(String(token), ({ claims }) => Object.assign(claims, { extra: '__proto__' })),
      }));
      expect(await person.authorize(mailbox.provider, mailbox.account)).toEqual(says(`${mailbox.label} is connected`));
    }
  });
});

describe('Fewer permissions than asked for', () => {
  test.each([
    ['contacts and calendars', 'Microsoft 365 was not connected', /\S*(?:Contacts|Calendars)\.ReadWrite\S*/gu],
    ['who they are', 'Microsoft 365 did not answer as it should', /\bopenid\b/u],
    ['their profile', 'Microsoft 365 did not answer as it should', /\bprofile\b/u],
  ])('from Microsoft, without %s: nothing is connected', async (_what, title, left) => {
    const scene = createScene();
    const person = await scene.signedIn(ada);
    const asked = new URL(await person.begin('microsoft'));
    asked.searchParams.set('scope', (asked.searchParams.get('scope') ?? '').replace(left, ''));
    const callback = await person.accept(asked.href, work1);
    const before = keptIn(scene.ports);
    expect(await person.comeBack(callback)).toEqual(says(title));
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
  });

  test.each([false, true])('from Google, with the box left empty (denied at once: %s)', async (denies) => {
    const scene = createScene();
    if (denies) scene.sandbox.awkward.set('google.nothingTickedDenies', { rate: 1 });
    const person = await scene.signedIn(ada);
    const callback = await person.fillIn(await person.begin('google'), [
      ['answer', 'continue'],
      ['account', gmail1.sub],
    ]);
    const before = keptIn(scene.ports);
    expect(await person.comeBack(callback)).toEqual(says('Google was not connected'));
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
  });

  test('on authorizing again leave the grant of before as it was', async () => {
    const scene = createScene();
    const person = await scene.signedIn(ada);
    await person.authorize('google', gmail1);
    const id = (await person.connections())[1]?.id ?? '';
    const before = keptIn(scene.ports);
    const callback = await person.fillIn(await person.begin('google', { connection: id }), [
      ['answer', 'continue'],
      ['account', gmail1.sub],
    ]);
    expect(await person.comeBack(callback)).toEqual(says('Google was not connected'));
    expect(writtenBetween(before, keptIn(scene.ports))).toEqual([]);
  });

  test.each([
    ['Microsoft 365', outlook, ''],
    ['Microsoft 365', outlook, 'openid profile contacts.read'],
    ['Google', gmail, 'openid'],
    ['Google', gmail, 'https://www.googleapis.com/auth/contacts.readonly'],
    ['Google', gmail, 'https://evil.example/auth/contacts'],
  ] as const)('of %s: only %3$j is granted', async (label, mailbox, scope) => {
    const { scene, person } = await forging(() => ({ scope }));
    await expectNothing(scene, person, mailbox, says(`${label} was not connected`));
  });
});

describe('A token answer', () => {
  test.each([
    [outlook, { access_token: '' }],
    [outlook, { access_token: 7 }],
    [outlook, { expires_in: 'soon' }],
    [outlook, { expires_in: undefined }],
    [gmail, { access_token: '' }],
    [gmail, { expires_in: null }],
  ] as const)('of %j that says %j connects nothing', async (mailbox, members) => {
    const { scene, person } = await forging(() => members);
    await expectNothing(scene, person, mailbox, says(`${mailbox.label} did not answer as it should`));
  });

  test('of Google without a refresh token connects nothing: it would die within the hour', async () => {
    const { scene, person } = await forging(() => ({ refresh_token: undefined }));
    await expectNothing(scene, person, gmail, says('Google was not connected'));
  });

  test.each([0, -1, -86_400, 1])(
    'with a lifetime of %i s connects, and is not refreshed for every request',
    async (seconds) => {
      for (const { provider, account, label } of [outlook, gmail]) {
        const { scene, person } = await forging(() => ({ expires_in: seconds }));
        expect(await person.authorize(provider, account)).toEqual(says(`${label} is connected`));
        const id = (await person.connections())[1]?.id ?? '';
        const count = scene.redeemed();
        const open = await openConnection(scene.ports, '501', id);
        for (let request = 0; request < 20; request += 1) await open.accessToken();
        expect(scene.redeemed()).toBe(count);
        await scene.world.advance(31_000);
        await open.accessToken();
        expect(scene.redeemed()).toBe(count + 1);
      }
    },
  );

  test.each([0, -1])('of Clio with a lifetime of %i s signs in', async (seconds) => {
    const scene = createScene();
    scene.tamper.response = (response) => withMembers(response, () => ({ expires_in: seconds }));
    const person = scene.browser();
    await person.signIn(ada);
    expect((await person.connections())[0]).toMatchObject({ state: 'active' });
  });

  test('of Clio that is no bearer token signs nobody in', async () => {
    const scene = createScene();
    scene.tamper.response = (response) => withMembers(response, () => ({ token_type: 'mac' }));
    const person = scene.browser();
    expect(await person.signIn(ada)).toEqual(says('Clio did not answer as it should'));
    expect(keptIn(scene.ports)).toEqual(new Map());
    expect((await person.session()).signedIn).toBe(false);
  });
});

describe('An identity at Clio', () => {
  test.each([
    ['without a firm', { account: undefined }],
    ['whose firm is a key', { account: { id: '501#CONN', name: 'x' } }],
    ['whose id is a key', { id: '71 #x' }],
    ['whose id is a list', { id: [71] }],
    ['whose id is __proto__ in a list', { id: { toString: '71' } }],
    ['that is nobody', { id: null }],
  ])('%s signs nobody in', async (_what, members) => {
    const scene = createScene();
    scene.tamper.response = (response, { url }) => {
      if (!url.includes('who_am_i')) return response;
      const { data } = JSON.parse(response.body) as { data: object };
      return { ...response, body: JSON.stringify({ data: { ...data, ...members } }) };
    };
    const person = scene.browser();
    expect(await person.signIn(ada)).toEqual(says('Clio did not answer as it should'));
    expect(keptIn(scene.ports)).toEqual(new Map());
    expect((await person.session()).signedIn).toBe(false);
  });
});

describe('A clock that is off by ten minutes', () => {
  test.each([
    ['ahead', 600_000],
    ['behind', -600_000],
  ])('%s: signing in, connecting, and refreshing for two days work', async (_how, ms) => {
    const scene = createScene();
    scene.skew.ms = ms;
    const person = await scene.signedIn(ada);
    for (const { provider, account, label } of [outlook, gmail]) {
      expect(await person.authorize(provider, account)).toEqual(says(`${label} is connected`));
    }
    const ids = (await person.connections()).slice(1).map(({ id }) => id);
    for (let hour = 0; hour < 48; hour += 1) {
      await scene.world.advance(3_600_000);
      for (const id of ids) await (await openConnection(scene.ports, '501', id)).accessToken();
    }
    expect((await person.connections()).map(({ state }) => state)).toEqual(['active', 'active', 'active']);
  });

  test.each([
    ['ahead', 600_000],
    ['behind', -600_000],
  ])('%s: whoever takes eleven minutes is asked to start again', async (_how, ms) => {
    const scene = createScene();
    scene.skew.ms = ms;
    const person = await scene.signedIn(ada);
    const callback = await person.accept(await person.begin('microsoft'), work1);
    await scene.world.advance(660_000);
    expect(await person.comeBack(callback)).toEqual(says('That authorization could not be completed'));
  });
});

describe('A refresh token', () => {
  test('that is good once is used once, by however many workers, for three days', async () => {
    const scene = createScene();
    const person = await scene.signedIn(ada);
    await person.authorize('microsoft', work1);
    const id = (await person.connections())[1]?.id ?? '';
    const used = useEachOnce(scene);
    for (let hour = 0; hour < 72; hour += 1) {
      await scene.world.advance(3_600_000);
      const workers = await Promise.all([1, 2, 3].map(() => openConnection(scene.ports, '501', id)));
      const tokens = await Promise.allSettled(workers.map((worker) => worker.accessToken()));
      expect(tokens.some(({ status }) => status === 'fulfilled')).toBe(true);
    }
    expect(used.size).toBe(72);
    expect((await person.connections())[1]?.state).toBe('active');
  });

  test('that a thief used first ends the connection, and the page and a letter say so', async () => {
    const scene = createScene();
    const person = await scene.signedIn(ada);
    await person.authorize('microsoft', work1);
    const id = (await person.connections())[1]?.id ?? '';
    scene.tamper.response = (response, { url, body }) =>
      url.endsWith('/token') && body?.includes('grant_type=refresh_token') ? invalidGrant : response;
    await scene.world.advance(3_600_000);
    await expect((await openConnection(scene.ports, '501', id)).accessToken()).rejects.toMatchObject({
      code: 'grantLost',
    });
    await scene.settle();
    expect((await person.connections())[1]).toMatchObject({ state: 'lost', next: { label: 'Authorize again' } });
    expect(scene.ports.mailer.sent.map(({ to }) => to)).toEqual([ada.email]);
  });
});

const invalidGrant = {
  status: 400,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ error: 'invalid_grant', error_codes: [70000] }),
};

/** A provider that takes each refresh token once, and ends it with the second try. */
function useEachOnce(scene: Scene): ReadonlySet<string> {
  const used = new Set<string>();
  scene.tamper.response = (response, { body }) => {
    const token = new URLSearchParams(body).get('refresh_token');
    if (token === null) return response;
    if (used.has(token)) return invalidGrant;
    used.add(token);
    return response;
  };
  return used;
}

describe('A grant that is ended', () => {
  test('at Clio between the token and the question who it is signs nobody in', async () => {
    const scene = createScene();
    scene.tamper.response = (response, { url }) => {
      if (url.endsWith('/oauth/token')) scene.sandbox.clio.revoke(ada.id);
      return response;
    };
    const person = scene.browser();
    expect(await person.signIn(ada)).toEqual(says('That authorization could not be completed'));
    expect(keptIn(scene.ports)).toEqual(new Map());
    expect((await person.session()).signedIn).toBe(false);
  });

  test('while its person is at the provider’s page is brought back by what they consent to there', async () => {
    const scene = createScene();
    const person = await scene.signedIn(ada);
    await person.authorize('microsoft', work1);
    const id = (await person.connections())[1]?.id ?? '';
    const asked = await person.begin('microsoft', { connection: id });
    scene.sandbox.microsoft.revoke(work1.email, 'passwordChanged');
    await scene.world.advance(300_000);
    expect(await person.comeBack(await person.accept(asked, work1))).toEqual(says('Microsoft 365 is connected'));
    await expect((await openConnection(scene.ports, '501', id)).accessToken()).resolves.not.toBe('');
  });

  test('while the page is open can still be disconnected, and is shown as lost once somebody notices', async () => {
    const scene = createScene();
    const person = await scene.signedIn(ada);
    await person.authorize('microsoft', work1);
    const id = (await person.connections())[1]?.id ?? '';
    scene.sandbox.microsoft.revoke(work1.email, 'consentWithdrawn');
    await scene.world.advance(3_600_000);
    await expect((await openConnection(scene.ports, '501', id)).accessToken()).rejects.toMatchObject({
      code: 'consentNeeded',
    });
    expect((await person.connections())[1]).toMatchObject({ state: 'needsConsent' });
    const answer = await person.post(`/api/connections/${id}/disconnect`, {});
    expect([answer.status, answer.view.connections[1].state]).toEqual([200, 'disconnected']);
  });
});
