import { SyncError } from '@concord/core';
import {
  askAdmin,
  canSend,
  createSync,
  disconnect,
  firmStatus,
  firmView,
  loseConnection,
  openConnection,
  openSession,
  poll,
  readConnection,
  readMember,
  readNotice,
  ringMailbox,
  sessionView,
  work,
} from '@concord/engine';
import { describe, expect, test } from 'vitest';
import { authorize, begin, finish } from './connect-steps.ts';
import { ann, type Browser, bob, mailbox, type World } from './connect-world.ts';
import { comeBack, dayMs, follow, linkIn, mailsOf, minuteMs, pass, tokenIn } from './letters-world.ts';
import { callerOf, connectMail, createMailWorld, type MailWorld, mailCode, mailScopes } from './mail-world.ts';

const annsOwn = { firm: '42', member: '7001' };
const outlook = mailbox('m1');

/** Ann syncs her mailbox, and its mail is filed as well. */
async function bothConnected() {
  const world = createMailWorld();
  const browser: Browser = {};
  await authorize(world, browser, 'clio', ann);
  await authorize(world, browser, 'microsoft', outlook);
  const back = await connectMail(world, browser, outlook);
  return { world, browser, back, ...(await idsOf(world)) };
}

async function idsOf(world: World) {
  const [clio = '', sync = '', mail = ''] = (await readMember(world.ports, annsOwn))?.connections ?? [];
  return { clio, sync, mail };
}

const connectionOf = async (world: World, id: string) => await readConnection(world.ports, '42', id);

async function viewOf(world: World, browser: Browser) {
  const session = await openSession(world.ports, browser);
  const view = await sessionView(world.ports, session, await readNotice(world.ports, browser));
  if (!view.signedIn) throw new Error('Nobody is signed in.');
  return view;
}

/** As the owner's page shows it, which has all connections of the firm. */
async function rowOf(world: World, id: string) {
  const rows = (await firmView(world.ports, annsOwn)).members.flatMap(({ connections }) => connections);
  return rows.find((row) => row.id === id);
}

/** Messages about connections are worked on, those about mail are left, and the poll looks. */
async function settle(world: World, ms = 0): Promise<void> {
  for (const until = world.now + ms; ; world.now = Math.min(until, world.now + 5 * minuteMs)) {
    await poll(world.ports);
    for (const { message, done } of world.ports.queue.receive(10)) {
      if (message.kind === 'connection') await work(world.ports, message);
      done();
    }
    if (world.now >= until) return;
  }
}

async function loseMail(world: MailWorld, id: string, reason: Parameters<typeof loseConnection>[2]): Promise<void> {
  await loseConnection(world.ports, { firm: '42', id }, reason, 'mail-access-1');
}

describe('A mailbox', () => {
  test('is granted by itself: other permissions, another connection, and the one for syncing is as it was', async () => {
    const { world, sync, mail } = await bothConnected();
    expect(mail).not.toBe(sync);
    expect(await connectionOf(world, mail)).toMatchObject({
      purpose: 'mail',
      account: 'm1@outlook.example',
      state: 'active',
    });
    expect(await connectionOf(world, sync)).not.toHaveProperty('purpose');
    expect(await (await openConnection(world.ports, '42', mail)).accessToken()).toBe('mail-access-1');
    expect(await (await openConnection(world.ports, '42', sync)).accessToken()).toBe('microsoft-access-1');
    expect([world.mail.asked.exchanges.length, world.microsoft.asked.exchanges.length]).toEqual([1, 1]);
  });

  test('that was granted is looked into, also when the first message about it is lost', async () => {
    const { world, mail } = await bothConnected();
    const messages = () => world.ports.queue.receive(10).map(({ message, done }) => (done(), message));
    const about = { v: 1, kind: 'mail', firm: '42', connection: mail };
    expect(messages()).toContainEqual(about);
    world.now += 2 * minuteMs;
    await poll(world.ports);
    expect(messages()).toContainEqual(about);
  });

  test('that comes back is looked into at once, although somebody had rung just before it was lost', async () => {
    const { world, browser, mail } = await bothConnected();
    const messages = () => world.ports.queue.receive(10).map(({ message, done }) => (done(), message));
    await ringMailbox(world.ports, { firm: '42', connection: mail }, { ids: ['m1'] });
    await loseMail(world, mail, 'revoked');
    messages();
    await connectMail(world, browser, outlook, mail);
    expect(messages()).toContainEqual({ v: 1, kind: 'mail', firm: '42', connection: mail });
  });

  test('leads to the consent page of mail, and back to the page of mail', async () => {
    const { world, browser, back } = await bothConnected();
    const { redirect } = await begin(world, browser, 'microsoft', 'https://elsewhere.example/', { for: 'mail' });
    expect(redirect.pathname).toBe('/authorize-mail');
    expect(back.redirect).toBe('/settings/mail');
    const sync = await begin(world, browser, 'microsoft');
    expect(sync.redirect.pathname).toBe('/authorize');
  });

  test('comes back without saying what it is for, and only as the same account', async () => {
    const { world, browser, mail } = await bothConnected();
    await loseMail(world, mail, 'revoked');
    const other = await connectMail(world, browser, mailbox('m2'), mail);
    expect(other.notice).toBe('otherAccount');
    const { notice } = await viewOf(world, browser);
    expect(notice?.message).toContain('This mailbox is m1@outlook.example');
    expect(notice?.actions?.map(({ label, url }) => [label, url])).toEqual([
      ['Go back to m1@outlook.example', `/auth/microsoft/start?return=%2Fsettings%2Fmail&connection=${mail}`],
      ['Connect m2@outlook.example as well', '/auth/microsoft/start?return=%2Fsettings%2Fmail&for=mail'],
    ]);
    expect((await connectMail(world, browser, outlook, mail)).notice).toBe('reconnected');
    expect(await connectionOf(world, mail)).toMatchObject({ state: 'active', purpose: 'mail' });
    expect((await viewOf(world, browser)).notice).toMatchObject({
      title: 'Outlook mail is connected again',
      message: expect.stringContaining('The past 24 hours are filled by themselves'),
    });
  });

  test.each([
    ['clio', { for: 'mail' }, 'noMail'],
    ['microsoft', { for: 'calendars' }, 'noMail'],
    ['microsoft', { for: '' }, 'noMail'],
  ] as const)('is refused where %s has none, or something else is asked for: %o', async (provider, more, expected) => {
    const { world, browser } = await bothConnected();
    const rows = world.ports.table.rows().length;
    const { redirect } = await begin(world, browser, provider, '/settings/mail', { ...more, expect: expected });
    expect(redirect.pathname).toBe('/settings/sync');
    expect(world.ports.table.rows()).toHaveLength(rows);
  });

  test('cannot be brought back as one for syncing, nor the other way round, nor be moved', async () => {
    const { world, browser, sync, mail } = await bothConnected();
    await begin(world, browser, 'microsoft', '/', { connection: sync, for: 'mail', expect: 'noMail' });
    await begin(world, browser, 'microsoft', '/', { connection: mail, move: true, expect: 'stale' });
    await begin(world, browser, 'microsoft', '/', { connection: mail, for: 'mail' });
  });

  test('is not among what can be synced', async () => {
    const { world, browser, sync, mail } = await bothConnected();
    await expect(createSync(world.ports, annsOwn, { right: mail, itemType: 'contact' })).rejects.toMatchObject({
      code: 'notFound',
    });
    const view = await viewOf(world, browser);
    expect(view.connections.map(({ id }) => id)).toEqual([(await idsOf(world)).clio, sync]);
    expect(view.offers[0]?.authorizeUrl).toContain(`connection=${sync}`);
  });

  test('that is the only one of its provider is not offered to be brought back for syncing', async () => {
    const world = createMailWorld();
    const browser: Browser = {};
    await authorize(world, browser, 'clio', ann);
    await connectMail(world, browser, outlook);
    const view = await viewOf(world, browser);
    expect(view.connections.map(({ provider }) => provider)).toEqual(['clio']);
    expect(view.offers.map(({ authorizeUrl }) => authorizeUrl)).toEqual([
      '/auth/microsoft/start?return=%2Fsettings%2Fsync',
    ]);
    expect((await authorize(world, browser, 'microsoft', mailbox('m2'))).notice).toBe('connected');
  });

  test('of another account while one is lost is said to be another, and lost syncing says nothing of mail', async () => {
    const { world, browser, sync, mail } = await bothConnected();
    await loseConnection(world.ports, { firm: '42', id: sync }, 'revoked', 'microsoft-access-1');
    expect((await connectMail(world, browser, mailbox('m2'))).notice).toBe('connected');
    await loseMail(world, mail, 'revoked');
    expect((await connectMail(world, browser, mailbox('m3'))).notice).toBe('connectedOther');
  });

  test('may send where its grant says so, or says nothing at all', async () => {
    const { world, browser, sync, mail } = await bothConnected();
    const may = async (id: string) => {
      const connection = await connectionOf(world, id);
      return connection && (await canSend(world.ports, connection));
    };
    expect([await may(mail), await may(sync)]).toEqual([true, false]);
    await authorize(world, browser, 'microsoft', { ...outlook, scopes: [] });
    expect(await may(sync)).toBe(false);
    await connectMail(world, browser, { ...outlook, scopes: mailScopes.read }, mail);
    expect(await may(mail)).toBe(false);
    await connectMail(world, browser, { ...outlook, scopes: [] }, mail);
    expect(await may(mail)).toBe(true);
    await loseConnection(world.ports, { firm: '42', id: mail }, 'revoked', 'mail-access-3');
    expect(await may(mail)).toBe(false);
  });

  test('is refreshed as what it is, and lost by itself', async () => {
    const { world, sync, mail } = await bothConnected();
    world.now += 2 * 60 * minuteMs;
    expect(await (await openConnection(world.ports, '42', mail)).accessToken()).toBe('mail-access-2');
    expect([world.mail.asked.refreshes, world.microsoft.asked.refreshes]).toEqual([['mail-refresh-1'], []]);
    world.now += 2 * 60 * minuteMs;
    world.mail.onRefresh = () => {
      throw new SyncError('interactionNeeded', 'a second factor', { lostCause: 'secondFactor' });
    };
    const open = await openConnection(world.ports, '42', mail);
    await expect(open.accessToken()).rejects.toMatchObject({ code: 'interactionNeeded' });
    expect(await connectionOf(world, mail)).toMatchObject({ state: 'lost', lostCause: 'secondFactor' });
    expect(await connectionOf(world, sync)).toMatchObject({ state: 'active' });
  });
});

describe('What is said of a mailbox', () => {
  const causes = [
    ['revoked', 'no longer accepts the permission', 'Authorize again as m1@outlook.example.'],
    ['secondFactor', 'asks for a second proof that it is you', 'give it, for example with a code'],
    ['scopeMissing', 'did not give Concord the permission to read your mail', 'leave that permission ticked'],
    [
      'blockedByPolicy',
      'a policy of your organization keeps Concord from your mail',
      'Ask your administrator to allow it',
    ],
    ['forbidden', 'does not let Concord into the mail of this account', 'Ask your administrator to allow it'],
  ] as const;

  test.each(causes)('that was lost by %s is why, what to do, and what happens then', async (cause, why, what) => {
    const { world, mail } = await bothConnected();
    await loseMail(world, mail, cause);
    const row = await rowOf(world, mail);
    expect(row?.sentence).toMatch(/^Microsoft 365 /u);
    for (const words of [why, what, 'The past 24 hours are then filled by themselves', 'one click'])
      expect(row?.sentence).toContain(words);
    await pass(world, minuteMs);
    const [letter] = mailsOf(world);
    expect(letter?.subject).toBe('Outlook mail of m1@outlook.example is not filed any more: please authorize it again');
    for (const words of [why, what, 'synced as before']) expect(letter?.text).toContain(words);
  });

  test('tells each kind of loss in words of its own', async () => {
    const said = new Set<string>();
    for (const [cause] of causes) {
      const { world, mail } = await bothConnected();
      await loseMail(world, mail, cause);
      said.add((await rowOf(world, mail))?.sentence ?? '');
    }
    expect(said.size).toBe(causes.length);
  });

  test('is shown to the owner of the firm with what it is, and to the operator', async () => {
    const { world, mail } = await bothConnected();
    expect(await rowOf(world, mail)).toMatchObject({
      label: 'Outlook mail',
      sentence: 'You are currently authorized as m1@outlook.example.',
    });
    await loseMail(world, mail, 'revoked');
    const { connections } = await firmStatus(world.ports, '42');
    expect(connections.find(({ id }) => id === mail)).toMatchObject({ purpose: 'mail', state: 'lost' });
  });

  test('in a letter leads to its consent page and back to the page of mail; the last letter says so', async () => {
    const { world, mail } = await bothConnected();
    await loseMail(world, mail, 'revoked');
    await pass(world, minuteMs);
    const browser: Browser = {};
    const { redirect } = await follow(world, browser, tokenIn(mailsOf(world)[0]));
    expect(new URL(redirect).pathname).toBe('/authorize-mail');
    const state = new URL(redirect).searchParams.get('state') ?? '';
    const back = await comeBack(world, browser, 'microsoft', { state, code: mailCode(world, outlook) });
    expect([back.notice, back.redirect]).toEqual(['reconnected', '/settings/mail']);
    expect(await connectionOf(world, mail)).toMatchObject({ state: 'active' });
    await loseConnection(world.ports, { firm: '42', id: mail }, 'revoked', 'mail-access-2');
    for (const days of [0, 3, 4]) await pass(world, days * dayMs + minuteMs);
    expect(mailsOf(world)).toHaveLength(4);
    expect(mailsOf(world).at(-1)?.text).toContain('This is our last mail about it.');
    expect(mailsOf(world)[1]?.text).not.toContain('last mail');
  });

  test('says after a refusal what was refused, and that syncing goes on', async () => {
    const { world, browser } = await bothConnected();
    for (const [error, title] of [
      ['access_denied', 'Outlook mail was not connected'],
      ['admin', 'Your organization wants an administrator to approve that Concord reads mail'],
    ] as const) {
      const { state } = await begin(world, browser, 'microsoft', '/settings/mail', { for: 'mail' });
      await finish(world, browser, 'microsoft', { state, error });
      expect((await viewOf(world, browser)).notice?.title).toBe(title);
    }
  });
});

describe('Somebody on the way to connect a mailbox', () => {
  const waiting = async (world: World) =>
    (await firmView(world.ports, annsOwn)).members[0]?.connections.filter(({ account }) => account === '') ?? [];

  test('is another one than on the way to sync, and each goes when it comes back', async () => {
    const world = createMailWorld();
    const browser: Browser = {};
    await authorize(world, browser, 'clio', ann);
    await begin(world, browser, 'microsoft');
    const { state } = await begin(world, browser, 'microsoft', '/settings/mail', { for: 'mail' });
    expect((await waiting(world)).map(({ label }) => label)).toEqual(['Microsoft 365', 'Outlook mail']);
    expect((await viewOf(world, browser)).connections.map(({ label }) => label)).toEqual(['Clio', 'Microsoft 365']);
    await finish(world, browser, 'microsoft', { state, code: mailCode(world, outlook) });
    expect((await waiting(world)).map(({ label }) => label)).toEqual(['Microsoft 365']);
  });

  test('waits for an administrator, whose approval is for mail and whose letter says so', async () => {
    const world = createMailWorld();
    const browser: Browser = {};
    await authorize(world, browser, 'clio', ann);
    await begin(world, browser, 'microsoft', '/settings/mail', { for: 'mail' });
    const [row] = await waiting(world);
    await askAdmin(world.ports, await callerOf(world, browser), row?.id ?? '');
    const pending = await connectionOf(world, row?.id ?? '');
    expect(pending).toMatchObject({ purpose: 'mail', state: 'needsAdmin', accountId: '' });
    const token = await world.ports.vault.open(pending?.adminLink?.sealed ?? '', `adminLink:42:${row?.id}`);
    const admin: Browser = {};
    const { redirect } = await follow(world, admin, token);
    expect(redirect).toContain('/adminconsent?');
    const state = new URL(redirect).searchParams.get('state') ?? '';
    await comeBack(world, admin, 'microsoft', { state, admin_consent: 'True' });
    await pass(world, minuteMs);
    expect(mailsOf(world).map(({ subject }) => subject)).toEqual([
      'An administrator approved Concord for Outlook mail',
    ]);
    expect(linkIn(mailsOf(world)[0])).toBe('https://concord.example/settings/mail');
    expect((await waiting(world))[0]?.sentence).toContain('approved that Concord reads mail');
  });
});

describe('Disconnecting a mailbox', () => {
  const keys = (world: World) => world.ports.table.rows().map(({ pk, sk }) => `${pk} ${sk}`);

  test('ends its grant and leaves syncing alone', async () => {
    const { world, sync, mail } = await bothConnected();
    await disconnect(world.ports, annsOwn, mail);
    await settle(world);
    expect([world.mail.asked.revoked, world.microsoft.asked.revoked]).toEqual([['mail-access-1'], []]);
    expect(await connectionOf(world, mail)).toMatchObject({ state: 'disconnected' });
    expect(await connectionOf(world, sync)).toMatchObject({ state: 'active' });
    expect((await rowOf(world, mail))?.sentence).toContain('its mail is not filed any more');
  });

  test('of an account that is synced leaves the grant alone where ending one would end both, and the other way round', async () => {
    const { world, sync, mail } = await bothConnected();
    Object.assign(world.microsoft.provider.profile, { revokesWholeAccount: true });
    await disconnect(world.ports, annsOwn, mail);
    await settle(world);
    expect(world.mail.asked.revoked).toEqual([]);
    await disconnect(world.ports, annsOwn, sync);
    await settle(world);
    expect(world.microsoft.asked.revoked).toEqual(['microsoft-access-1']);

    const again = await bothConnected();
    Object.assign(again.world.microsoft.provider.profile, { revokesWholeAccount: true });
    await disconnect(again.world.ports, annsOwn, again.sync);
    await settle(again.world);
    expect(again.world.microsoft.asked.revoked).toEqual([]);
  });

  test('and forgetting it leaves no row of it, and all of the other', async () => {
    const { world, sync, mail } = await bothConnected();
    await disconnect(world.ports, annsOwn, mail, true);
    await settle(world, 10 * minuteMs);
    expect(keys(world).filter((key) => key.includes(mail))).toEqual([]);
    expect((await readMember(world.ports, annsOwn))?.connections).not.toContain(mail);
    expect(await connectionOf(world, sync)).toMatchObject({ state: 'active' });
  });

  test('is for its own member alone', async () => {
    const { world, mail } = await bothConnected();
    const other: Browser = {};
    await authorize(world, other, 'clio', bob);
    await expect(disconnect(world.ports, { firm: '42', member: '7002' }, mail)).rejects.toMatchObject({
      code: 'notFound',
    });
    await begin(world, other, 'microsoft', '/', { connection: mail, expect: 'stale' });
  });
});
