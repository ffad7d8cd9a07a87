import {
  beginAuthorization,
  finishAuthorization,
  openSession,
  readNotice,
  sealSession,
  sessionView,
} from '@concord/engine';
import { describe, expect, test } from 'vitest';
import { authorize, begin, finish, grantCode } from './connect-steps.ts';
import { ann, type Browser, bob, createWorld, eve, keepCookies, mailbox, twin, type World } from './connect-world.ts';

async function view(world: World, browser: Browser) {
  const found = await sessionView(world.ports, await openSession(world.ports, browser));
  if (!found.signedIn) throw new Error('Nobody is signed in.');
  return found;
}

describe('Signing in with Clio', () => {
  test('makes the firm, the member and the connection, and signs the browser in', async () => {
    const world = createWorld();
    const browser: Browser = {};
    const done = await authorize(world, browser, 'clio', ann);
    expect(done).toMatchObject({ redirect: '/settings/sync' });
    expect(done.notice).toBeUndefined();
    expect(await view(world, browser)).toMatchObject({
      member: { name: 'Ann Archer', email: 'ann@firm.example', isOwner: true },
      firm: { name: 'Archer & Co' },
      connections: [
        {
          provider: 'clio',
          state: 'active',
          account: 'ann@firm.example',
          sentence: 'You are currently authorized as ann@firm.example.',
        },
      ],
    });
  });

  test('a second time finds the same connection', async () => {
    const world = createWorld();
    const browser: Browser = {};
    await authorize(world, browser, 'clio', ann);
    const first = (await view(world, browser)).connections;
    await authorize(world, {}, 'clio', ann);
    expect((await view(world, browser)).connections).toEqual(first);
  });

  test('takes over a new name of the person and of the firm', async () => {
    const world = createWorld();
    const browser: Browser = {};
    await authorize(world, browser, 'clio', ann);
    const renamed = { ...ann.identity, name: 'Ann Archer-Smith', firm: { id: '42', name: 'Archer LLP' } };
    await authorize(world, browser, 'clio', { identity: renamed });
    expect(await view(world, browser)).toMatchObject({
      member: { name: 'Ann Archer-Smith' },
      firm: { name: 'Archer LLP' },
    });
  });

  test('members of one firm do not see each other’s connections', async () => {
    const world = createWorld();
    const [anns, bobs]: [Browser, Browser] = [{}, {}];
    await authorize(world, anns, 'clio', ann);
    await authorize(world, bobs, 'clio', bob);
    expect((await view(world, bobs)).connections.map((each) => each.account)).toEqual(['bob@firm.example']);
    expect((await view(world, bobs)).member.isOwner).toBe(false);
  });

  test('as somebody else than before says so', async () => {
    const world = createWorld();
    const browser: Browser = {};
    await authorize(world, browser, 'clio', ann);
    for (const other of [bob, eve, twin, ann]) {
      expect((await authorize(world, browser, 'clio', other)).notice).toBe('signedInAsOther');
      expect((await view(world, browser)).firm.name).toBe(other.identity.firm?.name);
    }
    expect((await authorize(world, browser, 'clio', ann)).notice).toBeUndefined();
  });

  test('an answer of Clio’s without a firm, or with an id that could forge a key, signs nobody in', async () => {
    const { firm: _firm, ...firmless } = ann.identity;
    const forged = { ...ann.identity, accountId: '1#CONN#x' };
    for (const identity of [firmless, forged, { ...ann.identity, firm: { id: '42#', name: 'x' } }]) {
      const world = createWorld();
      const browser: Browser = {};
      expect((await authorize(world, browser, 'clio', { identity })).notice).toBe('unavailable');
      expect(await openSession(world.ports, browser)).toBeUndefined();
      expect(world.ports.table.rows()).toEqual([]);
    }
  });

  test('keeps no token, verifier or secret readable in any row, and none in the log', async () => {
    const world = createWorld();
    const browser: Browser = {};
    await authorize(world, browser, 'clio', ann);
    const { state } = await begin(world, browser, 'microsoft');
    const rows = JSON.stringify(world.ports.table.rows());
    const verifier = world.clio.asked.exchanges[0]?.verifier ?? 'none';
    for (const secret of ['clio-access-1', 'clio-refresh-1', verifier]) expect(rows).not.toContain(secret);
    expect(rows).toContain(`AUTH#${state}`);
    expect(world.logged.join()).not.toMatch(/access|refresh-|@|Ann/u);
  });
});

describe('Connecting Microsoft 365', () => {
  test('adds a connection of the member, and the page says so until the next step', async () => {
    const world = createWorld();
    const browser: Browser = {};
    await authorize(world, browser, 'clio', ann);
    await authorize(world, browser, 'microsoft', mailbox('m1'));
    expect((await view(world, browser)).connections.map((each) => [each.label, each.account, each.state])).toEqual([
      ['Clio', 'ann@firm.example', 'active'],
      ['Microsoft 365', 'm1@outlook.example', 'active'],
    ]);
    expect(await readNotice(world.ports, browser)).toEqual({
      tone: 'success',
      title: 'Microsoft 365 is connected',
      message: 'You can set up your sync now.',
    });
    await begin(world, browser, 'microsoft');
    expect(await readNotice(world.ports, browser)).toBeUndefined();
  });

  test('needs somebody signed in', async () => {
    const world = createWorld();
    const begun = await beginAuthorization(world.ports, { provider: 'microsoft', returnTo: '/' });
    expect(begun).toMatchObject({ redirect: '/settings/sync', notice: 'signInFirst' });
    expect(world.ports.table.rows()).toEqual([]);
  });

  test('the same account again is the same connection; another account is another one', async () => {
    const world = createWorld();
    const browser: Browser = {};
    await authorize(world, browser, 'clio', ann);
    for (const account of ['m1', 'm1', 'm2']) await authorize(world, browser, 'microsoft', mailbox(account));
    const { connections } = await view(world, browser);
    expect(connections.slice(1).map((each) => each.account)).toEqual(['m1@outlook.example', 'm2@outlook.example']);
    expect(new Set(connections.map((each) => each.id)).size).toBe(3);
  });

  test('two accounts at the same moment are both listed', async () => {
    const world = createWorld();
    const browser: Browser = {};
    await authorize(world, browser, 'clio', ann);
    await Promise.all(['m1', 'm2', 'm3'].map((each) => authorize(world, browser, 'microsoft', mailbox(each))));
    expect((await view(world, browser)).connections).toHaveLength(4);
  });

  test('the same mailbox connected by two members is two connections', async () => {
    const world = createWorld();
    const [anns, bobs]: [Browser, Browser] = [{}, {}];
    await authorize(world, anns, 'clio', ann);
    await authorize(world, bobs, 'clio', bob);
    await authorize(world, anns, 'microsoft', mailbox('shared'));
    await authorize(world, bobs, 'microsoft', mailbox('shared'));
    expect((await view(world, anns)).connections[1]?.id).not.toBe((await view(world, bobs)).connections[1]?.id);
  });

  test('offers Microsoft 365 and never Clio', async () => {
    const world = createWorld();
    const browser: Browser = {};
    await authorize(world, browser, 'clio', ann);
    expect((await view(world, browser)).offers).toEqual([
      {
        provider: 'microsoft',
        label: 'Microsoft 365',
        itemType: 'contact',
        collection: 'Outlook Contacts',
        authorizeUrl: '/auth/microsoft/start?return=%2Fsettings%2Fsync',
      },
    ]);
  });

  test('sends a PKCE challenge that belongs to the verifier of the exchange', async () => {
    const world = createWorld();
    const browser: Browser = {};
    const { state, redirect } = await begin(world, browser, 'clio');
    await finish(world, browser, 'clio', { state, code: grantCode(world, 'clio', ann) });
    const verifier = world.clio.asked.exchanges[0]?.verifier ?? '';
    const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
    expect(verifier.length).toBeGreaterThanOrEqual(43);
    expect(redirect.searchParams.get('challenge')).toBe(Buffer.from(bytes).toString('base64url'));
    expect(redirect.searchParams.get('redirect_uri')).toBe('https://concord.example/auth/clio/callback');
  });
});

describe('Attacks on a callback', () => {
  const stale = { redirect: '/settings/sync', notice: 'stale' };

  async function signedIn() {
    const world = createWorld();
    const browser: Browser = {};
    await authorize(world, browser, 'clio', ann);
    return { world, browser };
  }
  const mailboxes = (world: World) =>
    world.ports.table.rows().filter((row) => row['provider'] === 'microsoft' && row['accountId'] !== '');

  test.each([
    ['missing', undefined],
    ['altered', 'altered'],
    ['forging a key', 'x#FIRM#42'],
    ['empty', ''],
    ['huge', 'x'.repeat(100_000)],
  ])('a state that is %s changes nothing', async (_what, state) => {
    const { world, browser } = await signedIn();
    const { state: good } = await begin(world, browser, 'microsoft');
    const code = grantCode(world, 'microsoft', mailbox('m1'));
    const sent = state === 'altered' ? `${good}x` : state;
    expect(
      await finish(world, browser, 'microsoft', { code, ...(sent === undefined ? {} : { state: sent }) }),
    ).toMatchObject(stale);
    expect(world.microsoft.asked.exchanges).toEqual([]);
    expect(mailboxes(world)).toEqual([]);
  });

  test('a state is good once, and the second answer keeps what the first one did', async () => {
    const { world, browser } = await signedIn();
    const { state } = await begin(world, browser, 'microsoft');
    const kept = { ...browser };
    const query = { state, code: grantCode(world, 'microsoft', mailbox('m1')) };
    expect((await finish(world, browser, 'microsoft', query)).notice).toBe('connected');
    expect(await finish(world, kept, 'microsoft', query)).toMatchObject(stale);
    expect(world.microsoft.asked.exchanges).toHaveLength(1);
    expect(mailboxes(world)).toHaveLength(1);
  });

  test('two callbacks of one state at the same moment: one exchange', async () => {
    const { world, browser } = await signedIn();
    const { state } = await begin(world, browser, 'microsoft');
    const query = { state, code: grantCode(world, 'microsoft', mailbox('m1')) };
    const answers = await Promise.all([
      finish(world, { ...browser }, 'microsoft', query),
      finish(world, { ...browser }, 'microsoft', query),
    ]);
    expect(new Set(answers.map((each) => each.notice))).toEqual(new Set(['connected', 'stale']));
    expect(world.microsoft.asked.exchanges).toHaveLength(1);
  });

  test('a state expires after ten minutes', async () => {
    const { world, browser } = await signedIn();
    const late = await begin(world, browser, 'microsoft');
    world.now += 601_000;
    const code = grantCode(world, 'microsoft', mailbox('m1'));
    expect(await finish(world, browser, 'microsoft', { state: late.state, code })).toMatchObject(stale);
    const slow = await begin(world, browser, 'microsoft');
    world.now += 590_000;
    expect((await finish(world, browser, 'microsoft', { state: slow.state, code })).notice).toBe('connected');
  });

  test('another browser cannot finish it, and does not get in the way of the right one', async () => {
    const { world, browser } = await signedIn();
    const { state } = await begin(world, browser, 'microsoft');
    const other: Browser = {};
    await authorize(world, other, 'clio', eve);
    const code = grantCode(world, 'microsoft', mailbox('m1'));
    const name = Object.keys(browser).find((key) => key.includes('auth_')) ?? '';
    expect(await finish(world, { ...other }, 'microsoft', { state, code })).toMatchObject(stale);
    expect(await finish(world, { ...other, [name]: 'guess' }, 'microsoft', { state, code })).toMatchObject(stale);
    expect((await finish(world, browser, 'microsoft', { state, code })).notice).toBe('connected');
  });

  test('signing in as somebody else meanwhile does not give them the mailbox', async () => {
    const { world, browser } = await signedIn();
    for (const other of [bob, eve, twin]) {
      const { state } = await begin(world, browser, 'microsoft');
      await authorize(world, browser, 'clio', other);
      const code = grantCode(world, 'microsoft', mailbox('m1'));
      expect((await finish(world, browser, 'microsoft', { state, code })).notice).toBe('otherSession');
      await authorize(world, browser, 'clio', ann);
    }
    expect(world.microsoft.asked.exchanges).toEqual([]);
    expect(mailboxes(world)).toEqual([]);
  });

  test('signing out meanwhile leaves nothing connected', async () => {
    const { world, browser } = await signedIn();
    const { state } = await begin(world, browser, 'microsoft');
    delete browser['__Host-concord_session'];
    const code = grantCode(world, 'microsoft', mailbox('m1'));
    expect((await finish(world, browser, 'microsoft', { state, code })).notice).toBe('otherSession');
  });

  test('a code of one provider at the callback of another is not redeemed at either', async () => {
    const { world, browser } = await signedIn();
    world.clio.asked.exchanges.length = 0;
    const { state } = await begin(world, browser, 'microsoft');
    const code = grantCode(world, 'microsoft', mailbox('m1'));
    expect((await finish(world, browser, 'clio', { state, code })).notice).toBe('stale');
    expect([world.clio.asked.exchanges, world.microsoft.asked.exchanges]).toEqual([[], []]);
    expect(world.logged.join()).toContain('authorization.mixedUp');
  });

  test.each([
    ['https://clio.example', 'stale'],
    ['https://clio.example/tenant', 'stale'],
    ['https://login.example/tenant/v2.0', 'connected'],
    ['https://clio.example.evil', 'connected'],
  ])('an issuer %s is answered with %s', async (iss, notice) => {
    const { world, browser } = await signedIn();
    const { state } = await begin(world, browser, 'microsoft');
    const code = grantCode(world, 'microsoft', mailbox('m1'));
    expect((await finish(world, browser, 'microsoft', { state, code, iss })).notice).toBe(notice);
  });

  test('two tabs at once both finish', async () => {
    const { world, browser } = await signedIn();
    const first = await begin(world, browser, 'microsoft');
    const second = await begin(world, browser, 'microsoft');
    for (const [tab, account] of [
      [second, 'm2'],
      [first, 'm1'],
    ] as const) {
      const code = grantCode(world, 'microsoft', mailbox(account));
      expect((await finish(world, browser, 'microsoft', { state: tab.state, code })).notice).toBe('connected');
    }
    expect(mailboxes(world)).toHaveLength(2);
    expect(Object.keys(browser).filter((key) => key.includes('auth_'))).toEqual([]);
  });

  test.each([
    [{ error: 'access_denied' }, 'declined', '/syncs/1'],
    [{ error: 'admin' }, 'adminNeeded', '/syncs/1'],
    [{ error: 'server_error' }, 'unavailable', '/syncs/1'],
    [{ error: 'access_denied', code: 'code-x' }, 'declined', '/syncs/1'],
    [{}, 'stale', '/syncs/1'],
    [{ code: '' }, 'stale', '/syncs/1'],
    [{ code: 'never-given' }, 'stale', '/syncs/1'],
    [{ admin_consent: 'True', tenant: 't' }, 'stale', '/syncs/1'],
  ])('an answer %j says %s on the page where it began', async (query, notice, redirect) => {
    const { world, browser } = await signedIn();
    const { state } = await begin(world, browser, 'microsoft', '/syncs/1');
    expect(await finish(world, browser, 'microsoft', { state, ...query })).toMatchObject({ notice, redirect });
    expect(mailboxes(world)).toEqual([]);
  });

  test('a provider that this deployment has not is none, whatever its name', async () => {
    const world = createWorld();
    for (const provider of ['google', '', '__proto__', 'constructor', 'toString']) {
      expect(await beginAuthorization(world.ports, { provider })).toBeUndefined();
      expect(await finishAuthorization(world.ports, { provider, query: {}, cookies: {} })).toBeUndefined();
    }
  });
});

describe('Where a person lands afterwards', () => {
  test.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https:evil.example',
    'https://evil.example/',
    'http:/evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '/%0d%0aset-cookie:x=y',
    '/a%0D%0Ab',
    '/\r\nset-cookie: x=y',
    '/\t/evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    '/%5cevil.example',
    ' /settings',
    '/auth/clio/start',
    '/auth/microsoft/start?return=/auth/clio/start',
    '/api/sign-out',
    '/webhooks/clio/x',
    'settings',
    '',
    '/ü',
    `/${'x'.repeat(600)}`,
  ])('%j is not followed', async (returnTo) => {
    const world = createWorld();
    const browser: Browser = {};
    const { state } = await begin(world, browser, 'clio', returnTo);
    const done = await finish(world, browser, 'clio', { state, code: grantCode(world, 'clio', ann) });
    expect(done.redirect).toBe('/settings/sync');
  });

  test.each(['/', '/syncs/abc?tab=waiting#x', '/settings/sync', '/authors'])('%j is', async (returnTo) => {
    const world = createWorld();
    const browser: Browser = {};
    const { state } = await begin(world, browser, 'clio', returnTo);
    expect((await finish(world, browser, 'clio', { state, error: 'access_denied' })).redirect).toBe(returnTo);
  });
});

describe('Sessions', () => {
  test('last thirty days', async () => {
    const world = createWorld();
    const browser: Browser = {};
    keepCookies(browser, [await sealSession(world.ports, { firm: '42', member: '7001' })]);
    world.now += 30 * 86_400_000 - 1;
    expect(await openSession(world.ports, browser)).toEqual({ firm: '42', member: '7001' });
    world.now += 1;
    expect(await openSession(world.ports, browser)).toBeUndefined();
  });

  test('are cookies that scripts, other sites’ forms and neighbouring hosts cannot use', async () => {
    const https = await sealSession(createWorld().ports, { firm: '42', member: '7001' });
    expect(https).toMatch(
      /^__Host-concord_session=[\w.-]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure$/u,
    );
    const http = await sealSession(createWorld({ publicUrl: 'http://127.0.0.1:4180' }).ports, {
      firm: '1',
      member: '2',
    });
    expect(http).toMatch(/^concord_session=[\w.-]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/u);
  });

  test('that were altered, made elsewhere or sealed for something else are none', async () => {
    const world = createWorld();
    const browser: Browser = {};
    keepCookies(browser, [await sealSession(world.ports, { firm: '42', member: '7001' })]);
    const good = browser['__Host-concord_session'] ?? '';
    const forged = JSON.stringify({ firm: '66', member: '9001', issuedAt: world.now });
    const others = [
      `${good}x`,
      good.slice(0, -4),
      '',
      'x',
      forged,
      await world.ports.vault.seal(forged, 'grant:66:x'),
      await createWorld().ports.vault.seal(forged, 'session'),
    ];
    for (const value of others) {
      expect(await openSession(world.ports, { '__Host-concord_session': value })).toBeUndefined();
    }
    expect(await openSession(world.ports, { concord_session: good })).toBeUndefined();
  });

  test('of a member who is not known any more are shown as signed out', async () => {
    const world = createWorld();
    expect(await sessionView(world.ports, { firm: '42', member: '7001' })).toEqual({
      signedIn: false,
      signInUrl: '/auth/clio/start?return=%2Fsettings%2Fsync',
      regions: [{ label: 'United States', signInUrl: '/auth/clio/start?return=%2Fsettings%2Fsync&region=us' }],
    });
  });

  test('a notice cookie with words of somebody’s own says nothing', async () => {
    const { ports } = createWorld();
    for (const value of [
      '<b>x</b>.microsoft',
      'connected.google',
      'toString.clio',
      '__proto__.clio',
      'connected',
      '',
    ]) {
      expect(await readNotice(ports, { '__Host-concord_notice': value })).toBeUndefined();
    }
  });
});
