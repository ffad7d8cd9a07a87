import {
  createSync,
  loseConnection,
  openConnection,
  openSession,
  readConnection,
  readNotice,
  sessionView,
} from '@concord/engine';
import { describe, expect, test } from 'vitest';
import { authorize, begin, finish, grantCode } from './connect-steps.ts';
import { ann, type Browser, bob, createWorld, mailbox, type World } from './connect-world.ts';
import { dayMs, follow, followAs, linkIn, mailsOf, minuteMs, pass, tokenIn } from './letters-world.ts';

const outlook = mailbox('m1');

/** Ann's mailbox was connected, and then its grant died. */
async function lost() {
  const world = createWorld();
  const browser: Browser = {};
  await authorize(world, browser, 'clio', ann);
  await authorize(world, browser, 'microsoft', outlook);
  const found = await view(world, browser);
  const id = found.connections[1]?.id ?? '';
  const { accessToken } = await openConnection(world.ports, '42', id);
  await loseConnection(world.ports, { firm: '42', id }, 'grantLost', await accessToken());
  return { world, browser, id, state: async () => (await readConnection(world.ports, '42', id))?.state };
}

async function view(world: World, browser: Browser) {
  const found = await sessionView(
    world.ports,
    await openSession(world.ports, browser),
    await readNotice(world.ports, browser),
  );
  if (!found.signedIn) throw new Error('Nobody is signed in.');
  return found;
}

const noticeOf = async (world: World, browser: Browser) => await readNotice(world.ports, browser);

describe('A lost grant', () => {
  test('is told to its member within a minute, after three days and after a week, and then no more', async () => {
    const { world } = await lost();
    await pass(world, minuteMs);
    expect(mailsOf(world).map(({ to }) => to)).toEqual(['ann@firm.example']);
    await pass(world, 3 * dayMs - 2 * minuteMs);
    expect(mailsOf(world)).toHaveLength(1);
    await pass(world, 2 * minuteMs);
    expect(mailsOf(world)).toHaveLength(2);
    await pass(world, 4 * dayMs);
    expect(mailsOf(world)).toHaveLength(3);
    await pass(world, 30 * dayMs);
    expect(mailsOf(world)).toHaveLength(3);
    expect(mailsOf(world)[2]?.text).toContain('last mail');
  });

  test('is told once, although two polls look at the same moment', async () => {
    const { world } = await lost();
    await Promise.all([pass(world, 0), pass(world, 0), pass(world, 0)]);
    expect(mailsOf(world)).toHaveLength(1);
  });

  test('is told later when the mail service does not answer, and goes on after a letter that nobody takes', async () => {
    const { world } = await lost();
    const { send } = world.ports.mailer;
    let failing = true;
    Object.assign(world.ports.mailer, {
      send: async (mail: Parameters<typeof send>[0]) => {
        if (failing) throw new (await import('@concord/core')).SyncError('unavailable', 'busy');
        await send(mail);
      },
    });
    await pass(world, minuteMs);
    expect(mailsOf(world)).toHaveLength(0);
    failing = false;
    await pass(world, 6 * minuteMs);
    expect(mailsOf(world)).toHaveLength(1);
  });

  test('is not told any more once the account is back', async () => {
    const { world, browser } = await lost();
    await pass(world, minuteMs);
    await authorize(world, browser, 'microsoft', outlook);
    await pass(world, 8 * dayMs);
    expect(mailsOf(world)).toHaveLength(1);
  });

  test('brings a letter with the same words as text and as HTML, that names no secret', async () => {
    const { world } = await lost();
    await pass(world, minuteMs);
    const [mail] = mailsOf(world);
    expect(mail?.html).toContain(linkIn(mail));
    expect(mail?.html).toContain('prefers-color-scheme: dark');
    expect(mail?.text).toContain('Microsoft 365 no longer accepts the permission that you gave.');
    expect(`${mail?.html}${mail?.text}`).not.toMatch(/microsoft-(?:access|refresh)/u);
  });
});

describe('A link in a letter', () => {
  test('leads straight to the provider, with the account filled in, and spends nothing by being fetched', async () => {
    const { world, state } = await lost();
    await pass(world, minuteMs);
    const token = tokenIn(mailsOf(world)[0]);
    for (let scanner = 0; scanner < 5; scanner += 1)
      expect((await follow(world, {}, token)).redirect).toMatch(/^https:\/\/microsoft\.example\/authorize/u);
    expect(world.microsoft.asked.hints.at(-1)).toBe('m1@outlook.example');
    expect(await state()).toBe('lost');
    const back = await followAs(world, {}, token, 'microsoft', outlook);
    expect([back.notice, await state()]).toEqual(['reconnected', 'active']);
  });

  test('needs nobody signed in, and signs nobody in', async () => {
    const { world, state } = await lost();
    await pass(world, minuteMs);
    const elsewhere: Browser = {};
    await followAs(world, elsewhere, tokenIn(mailsOf(world)[0]), 'microsoft', outlook);
    expect(await state()).toBe('active');
    expect(await openSession(world.ports, elsewhere)).toBeUndefined();
  });

  test('connects nobody else when it is forwarded: another account writes nothing', async () => {
    const { world, id, state } = await lost();
    await pass(world, minuteMs);
    const before = JSON.stringify(await readConnection(world.ports, '42', id));
    const stranger: Browser = {};
    const back = await followAs(world, stranger, tokenIn(mailsOf(world)[0]), 'microsoft', mailbox('m9'));
    expect(back.notice).toBe('otherAccount');
    expect(await noticeOf(world, stranger)).toMatchObject({
      title: 'You signed in as another account',
      message: expect.stringContaining(
        'You are currently authorized as m1@outlook.example, you signed in as m9@outlook.example.',
      ),
    });
    expect(await state()).toBe('lost');
    expect(JSON.stringify(await readConnection(world.ports, '42', id))).toBe(before);
  });

  test('works again after another account was refused, and no more after it succeeded', async () => {
    const { world, browser, id, state } = await lost();
    await pass(world, minuteMs);
    const token = tokenIn(mailsOf(world)[0]);
    await followAs(world, browser, token, 'microsoft', mailbox('m9'));
    await followAs(world, browser, token, 'microsoft', outlook);
    expect(await state()).toBe('active');
    expect((await follow(world, browser, token)).notice).toBe('linkEnded');
    const open = await openConnection(world.ports, '42', id);
    await loseConnection(world.ports, { firm: '42', id }, 'grantLost', await open.accessToken());
    expect((await follow(world, browser, token)).notice).toBe('linkEnded');
  });

  test('ends after seven days, and with the connection that somebody disconnected meanwhile', async () => {
    const { world, browser } = await lost();
    await pass(world, minuteMs);
    const token = tokenIn(mailsOf(world)[0]);
    world.now += 7 * dayMs - 2 * minuteMs;
    expect((await follow(world, browser, token)).notice).toBeUndefined();
    world.now += 2 * minuteMs;
    expect((await follow(world, browser, token)).notice).toBe('linkEnded');
  });

  test('of a connection that works already says so', async () => {
    const { world, browser } = await lost();
    await pass(world, minuteMs);
    await authorize(world, browser, 'microsoft', outlook);
    expect((await follow(world, browser, tokenIn(mailsOf(world)[0]))).notice).toBe('linkDone');
  });

  test.each(['', 'x', '../../etc', 'a'.repeat(500), '%00', 'é'])('that nobody sent leads home: %j', async (token) => {
    const { world, browser } = await lost();
    expect(await follow(world, browser, token)).toMatchObject({ redirect: '/settings/sync', notice: 'linkEnded' });
  });

  test('is kept only as a digest of its token', async () => {
    const { world } = await lost();
    await pass(world, minuteMs);
    const token = tokenIn(mailsOf(world)[0]);
    expect(token.length).toBeGreaterThanOrEqual(43);
    expect(JSON.stringify(world.ports.table.rows())).not.toContain(token);
  });

  test('cannot be finished in another browser than the one that followed it', async () => {
    const { world, state } = await lost();
    await pass(world, minuteMs);
    const { redirect } = await follow(world, {}, tokenIn(mailsOf(world)[0]));
    const sent = new URL(redirect).searchParams.get('state') ?? '';
    const thief = await finish(world, {}, 'microsoft', { state: sent, code: grantCode(world, 'microsoft', outlook) });
    expect([thief.notice, await state()]).toEqual(['stale', 'lost']);
  });
});

describe('Authorizing again from the page', () => {
  test('takes back the same account without a letter', async () => {
    const { world, browser, id, state } = await lost();
    const next = (await view(world, browser)).connections[1]?.next;
    expect(next).toEqual({
      label: 'Authorize again',
      url: `/auth/microsoft/start?return=%2Fsettings%2Fsync&connection=${id}`,
    });
    const { state: sent } = await begin(world, browser, 'microsoft', '/settings/sync', { connection: id });
    const back = await finish(world, browser, 'microsoft', {
      state: sent,
      code: grantCode(world, 'microsoft', outlook),
    });
    expect([back.notice, await state()]).toEqual(['reconnected', 'active']);
  });

  test('refuses another account, and offers to go back or to move', async () => {
    const { world, browser, id, state } = await lost();
    const { state: sent } = await begin(world, browser, 'microsoft', '/settings/sync', { connection: id });
    await finish(world, browser, 'microsoft', { state: sent, code: grantCode(world, 'microsoft', mailbox('m9')) });
    expect(await state()).toBe('lost');
    const { notice, connections } = await view(world, browser);
    expect(connections).toHaveLength(2);
    expect(notice?.actions).toEqual([
      {
        label: 'Go back to m1@outlook.example',
        url: `/auth/microsoft/start?return=%2Fsettings%2Fsync&connection=${id}`,
      },
      {
        label: 'Move the sync to m9@outlook.example',
        url: `/auth/microsoft/start?return=%2Fsettings%2Fsync&connection=${id}&move=1`,
      },
    ]);
  });

  test('another Clio user than the one who is lost is not signed in', async () => {
    const { world, browser } = await lost();
    const clio = (await view(world, browser)).connections[0]?.id ?? '';
    const { state: sent } = await begin(world, browser, 'clio', '/settings/sync', { connection: clio });
    const back = await finish(world, browser, 'clio', { state: sent, code: grantCode(world, 'clio', bob) });
    expect(back.notice).toBe('otherAccount');
    expect(await openSession(world.ports, browser)).toEqual({ firm: '42', member: '7001' });
    expect((await noticeOf(world, browser))?.actions).toHaveLength(1);
  });

  test('a connection of somebody else is nobody’s to bring back', async () => {
    const { world, id } = await lost();
    const other: Browser = {};
    await authorize(world, other, 'clio', bob);
    const began = await begin(world, other, 'microsoft', '/settings/sync', { connection: id, expect: 'stale' });
    expect(began.redirect.pathname).toBe('/settings/sync');
  });

  test('moving to another account makes a draft of its own, and leaves the old account as it was', async () => {
    const { world, browser, id, state } = await lost();
    const caller = { firm: '42', member: '7001' };
    const old = await createSync(world.ports, caller, { right: id, itemType: 'contact' });
    const { state: sent } = await begin(world, browser, 'microsoft', '/settings/sync', { connection: id, move: true });
    const code = grantCode(world, 'microsoft', mailbox('m9'));
    const back = await finish(world, browser, 'microsoft', { state: sent, code });
    const { syncs, connections, notice } = await view(world, browser);
    const moved = syncs.find((sync) => sync.id !== old.id);
    expect([back.notice, back.redirect]).toEqual(['moved', `/syncs/${moved?.id}`]);
    expect(notice?.title).toBe('m9@outlook.example is connected');
    expect(moved).toMatchObject({ state: 'draft', right: { account: 'm9@outlook.example' } });
    expect(connections.map(({ account }) => account)).toContain('m9@outlook.example');
    expect(await state()).toBe('lost');
  });

  test('moving to an account that somebody else syncs changes no sync', async () => {
    const { world, browser, id } = await lost();
    const caller = { firm: '42', member: '7001' };
    const old = await createSync(world.ports, caller, { right: id, itemType: 'contact' });
    const bobs: Browser = {};
    await authorize(world, bobs, 'clio', bob);
    await authorize(world, bobs, 'microsoft', mailbox('m9'));
    const theirs = (await view(world, bobs)).connections[1]?.id ?? '';
    await createSync(world.ports, { firm: '42', member: '7002' }, { right: theirs, itemType: 'contact' });
    const { state: sent } = await begin(world, browser, 'microsoft', '/settings/sync', { connection: id, move: true });
    const code = grantCode(world, 'microsoft', mailbox('m9'));
    expect((await finish(world, browser, 'microsoft', { state: sent, code })).notice).toBe('bookTaken');
    expect((await view(world, browser)).syncs.map((sync) => sync.id)).toEqual([old.id]);
  });

  test('moving needs the member who began it, still signed in', async () => {
    const { world, browser, id } = await lost();
    const { state: sent } = await begin(world, browser, 'microsoft', '/settings/sync', { connection: id, move: true });
    await authorize(world, browser, 'clio', bob);
    const code = grantCode(world, 'microsoft', mailbox('m9'));
    expect((await finish(world, browser, 'microsoft', { state: sent, code })).notice).toBe('otherSession');
    expect(await openSession(world.ports, browser)).toEqual({ firm: '42', member: '7002' });
  });

  test('moving to the same account only brings it back', async () => {
    const { world, browser, id, state } = await lost();
    const { state: sent } = await begin(world, browser, 'microsoft', '/settings/sync', { connection: id, move: true });
    const code = grantCode(world, 'microsoft', outlook);
    expect((await finish(world, browser, 'microsoft', { state: sent, code })).notice).toBe('reconnected');
    expect(await state()).toBe('active');
  });
});
