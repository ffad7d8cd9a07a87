import { firmView, invite, openSession, readMember, sendInviteAgain, withdraw } from '@concord/engine';
import { describe, expect, test } from 'vitest';
import { authorize } from './connect-steps.ts';
import { type Account, ann, type Browser, bob, createWorld, eve } from './connect-world.ts';
import { dayMs, follow, followAs, mailsOf, minuteMs, pass, tokenIn } from './letters-world.ts';

const owner = { firm: '42', member: '7001' };

/** Ann owns the firm, and has invited Bob; his letter was sent. */
async function invited(email = 'bob@firm.example') {
  const world = createWorld();
  await authorize(world, {}, 'clio', ann);
  await invite(world.ports, owner, [email]);
  await pass(world, minuteMs);
  return { world, token: () => tokenIn(mailsOf(world).at(-1)), states: async () => await invites(world) };
}

const invites = async (world: ReturnType<typeof createWorld>) =>
  (await firmView(world.ports, owner)).invites.map(({ email, state }) => [email, state]);

describe('An invitation', () => {
  test('goes out by letter, with who asks and for which firm', async () => {
    const { world, states } = await invited();
    expect(mailsOf(world)[0]).toMatchObject({ to: 'bob@firm.example', subject: 'Ann Archer invites you to Concord' });
    expect(mailsOf(world)[0]?.text).toContain('Ann Archer of Archer & Co');
    expect(mailsOf(world)[0]?.html).toContain('Archer &#38; Co');
    expect(await states()).toEqual([['bob@firm.example', 'sent']]);
  });

  test('leads into Clio, and signs in the member who was invited', async () => {
    const { world, token, states } = await invited();
    const browser: Browser = {};
    const back = await followAs(world, browser, token(), 'clio', bob);
    expect(back).toMatchObject({ notice: 'welcome', redirect: '/settings/sync' });
    expect(await openSession(world.ports, browser)).toEqual({ firm: '42', member: '7002' });
    expect(await states()).toEqual([]);
    expect((await follow(world, {}, token())).notice).toBe('linkEnded');
  });

  const strangers: readonly [string, Account][] = [
    ['a colleague', { identity: { ...bob.identity, accountId: '7003', email: 'cid@firm.example' } }],
    ['the same address in another firm', { identity: { ...eve.identity, email: 'bob@firm.example' } }],
    ['somebody without an address', { identity: { ...bob.identity, email: '' } }],
  ];
  test.each(strangers)('is nobody else’s: not for %s', async (_who, account) => {
    const { world, token, states } = await invited();
    const browser: Browser = {};
    const back = await followAs(world, browser, token(), 'clio', account);
    expect(back.notice).toBe('inviteForOther');
    expect(await openSession(world.ports, browser)).toBeUndefined();
    const { firm, accountId } = account.identity;
    expect(await readMember(world.ports, { firm: firm?.id ?? '', member: accountId })).toBeUndefined();
    expect(await states()).toEqual([['bob@firm.example', 'sent']]);
  });

  test('is spelt in small letters, and matches however Clio spells the address', async () => {
    const { world, token } = await invited(' BOB@Firm.example ');
    const back = await followAs(world, {}, token(), 'clio', {
      identity: { ...bob.identity, email: 'Bob@FIRM.example' },
    });
    expect(back.notice).toBe('welcome');
  });

  test('expires after seven days, and can be sent again with a link that works', async () => {
    const { world, token, states } = await invited();
    const old = token();
    world.now += 8 * dayMs;
    expect(await states()).toEqual([['bob@firm.example', 'expired']]);
    expect((await follow(world, {}, old)).notice).toBe('linkEnded');
    const [{ id } = { id: '' }] = (await firmView(world.ports, owner)).invites;
    await sendInviteAgain(world.ports, owner, id);
    expect(await states()).toEqual([['bob@firm.example', 'sending']]);
    await pass(world, minuteMs);
    expect((await followAs(world, {}, token(), 'clio', bob)).notice).toBe('welcome');
  });

  test('is asked once although somebody presses again at once', async () => {
    const world = createWorld();
    await authorize(world, {}, 'clio', ann);
    await invite(world.ports, owner, ['bob@firm.example', 'BOB@firm.example']);
    await pass(world, minuteMs / 2);
    await invite(world.ports, owner, ['bob@firm.example']);
    await pass(world, minuteMs / 4);
    expect(mailsOf(world)).toHaveLength(1);
  });

  test('that was withdrawn leads nowhere', async () => {
    const { world, token, states } = await invited();
    const [{ id } = { id: '' }] = (await firmView(world.ports, owner)).invites;
    await withdraw(world.ports, owner, id);
    expect([await states(), (await follow(world, {}, token())).notice]).toEqual([[], 'linkEnded']);
  });

  test('to an address that is none invites nobody, and names it', async () => {
    const { world, states } = await invited();
    await expect(invite(world.ports, owner, ['cid@firm.example', 'no-address'])).rejects.toThrow('no-address');
    await expect(invite(world.ports, owner, ['a@b.example\r\nbcc: c@d.example'])).rejects.toThrow('is not an e-mail');
    expect(await states()).toHaveLength(1);
  });
});

describe('The firm’s page', () => {
  test('is the account owner’s alone', async () => {
    const { world, token } = await invited();
    await followAs(world, {}, token(), 'clio', bob);
    const other = { firm: '42', member: '7002' };
    for (const asked of [
      firmView(world.ports, other),
      invite(world.ports, other, ['x@firm.example']),
      withdraw(world.ports, other, 'x'),
    ])
      await expect(asked).rejects.toMatchObject({ code: 'refused' });
    await expect(sendInviteAgain(world.ports, other, 'x')).rejects.toMatchObject({ code: 'refused' });
  });

  test('shows who signed in and how their accounts do, and nothing of another firm', async () => {
    const { world, token } = await invited();
    await followAs(world, {}, token(), 'clio', bob);
    await authorize(world, {}, 'clio', eve);
    const { members } = await firmView(world.ports, owner);
    expect(
      members.map(({ name, isOwner, connections }) => [name, isOwner, connections.map(({ state }) => state)]),
    ).toEqual([
      ['Ann Archer', true, ['active']],
      ['Bob Baker', false, ['active']],
    ]);
  });
});
