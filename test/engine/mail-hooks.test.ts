import { SyncError } from '@concord/core';
import { poll, receiveWebhook } from '@concord/engine';
import { describe, expect, test } from 'vitest';
import { answerMailBell, readMailBell } from '../../packages/engine/src/mail/bell.ts';
import { endMailHook, isPushed } from '../../packages/engine/src/mail/hooks.ts';
import { readMailWork } from '../../packages/engine/src/mail/mail-work.ts';
import { dayMs, minuteMs } from './letters-world.ts';
import {
  calls,
  clear,
  connected,
  deliver,
  disconnectMail,
  ensure,
  hooksIn,
  pushOf,
  queued,
  remember,
  subscribing,
  takeNotices,
} from './mail-hook-steps.ts';
import { answered, type MailWorld } from './mail-world.ts';

describe('News of one mailbox', () => {
  async function subscribed() {
    const { world, box } = await connected();
    takeNotices(world);
    const note = await ensure(world, box);
    return { world, box, note };
  }

  test('ring for that mailbox by the ids that they name, once for many', async () => {
    const { world, box } = await subscribed();
    expect((await deliver(world, [{ kind: 'changed', ids: ['a', 'b'] }])).status).toBe(202);
    await deliver(world, [{ kind: 'changed', ids: ['b', 'c'] }]);
    expect(await readMailBell(world.ports, box)).toMatchObject({ ids: ['a', 'b', 'c'], all: false, ...box });
    expect(queued(world)).toEqual([{ v: 1, kind: 'mail', ...box }]);
  });

  test('are everything when they name more than twenty ids, or none', async () => {
    const { world, box } = await subscribed();
    const ids = Array.from({ length: 21 }, (_, index) => `m${index}`);
    await deliver(world, [{ kind: 'changed', ids: ids.slice(1) }]);
    expect(await readMailBell(world.ports, box)).toMatchObject({ ids: ids.slice(1), all: false });
    await deliver(world, [{ kind: 'changed', ids: ids.slice(0, 1) }]);
    expect(await readMailBell(world.ports, box)).toMatchObject({ ids: [], all: true });
    for (const notice of [
      { kind: 'missed', ids: ['x'] },
      { kind: 'changed', ids: [] },
    ]) {
      await clear(world);
      await deliver(world, [notice]);
      expect(await readMailBell(world.ports, box)).toMatchObject({ all: true });
    }
  });

  test('that nobody answers for a minute are rung again by the poll', async () => {
    const { world, box } = await subscribed();
    await deliver(world, [{ kind: 'changed', ids: ['a'] }]);
    queued(world);
    await poll(world.ports);
    expect(queued(world)).toEqual([]);
    world.now += minuteMs;
    await poll(world.ports);
    expect(queued(world)).toEqual([{ v: 1, kind: 'mail', ...box }]);
  });

  test('that come while they are worked on are not forgotten with the others', async () => {
    const { world, box } = await subscribed();
    await deliver(world, [{ kind: 'changed', ids: ['a'] }]);
    const bell = await readMailBell(world.ports, box);
    await deliver(world, [{ kind: 'changed', ids: ['b'] }]);
    expect(bell && (await answerMailBell(world.ports, box, bell))).toBe(false);
    const later = await readMailBell(world.ports, box);
    expect(later?.ids).toEqual(['a', 'b']);
    expect(later && (await answerMailBell(world.ports, box, later))).toBe(true);
    expect(await readMailBell(world.ports, box)).toBeUndefined();
  });

  test('are refused where the secret is another one, and change nothing', async () => {
    const { world, box } = await subscribed();
    expect((await deliver(world, [{ kind: 'changed', ids: ['a'] }], 'guessed')).status).toBe(401);
    expect(await readMailBell(world.ports, box)).toBeUndefined();
    expect(queued(world)).toEqual([]);
  });

  test('of its subscription come to whoever looks after it, and of a replaced one they are none', async () => {
    const { world, box, note } = await subscribed();
    const old = note?.hook ?? '';
    await deliver(world, [{ kind: 'removed', ids: [] }]);
    const told = (await readMailBell(world.ports, box))?.hook;
    expect(told).toEqual({ kind: 'removed', hook: old });
    const next = await ensure(world, box, note, told);
    expect(calls(world)).toEqual(['subscribe', 'subscribe']);
    expect(hooksIn(world).map(({ pk }) => pk)).toEqual([`HOOK#${next?.hook}`]);
    await ensure(world, box, next, told);
    expect(calls(world)).toHaveLength(2);
  });
});

describe('The address of a mailbox', () => {
  /** What the webhook of the provider is told of the address, and what it answers. */
  function noteHooks(world: MailWorld, provider: 'clio' | 'microsoft', secret?: string) {
    const told: unknown[] = [];
    const receive = (_: unknown, hook: unknown) => {
      told.push(hook);
      return { kind: 'handshake', response: answered(200), ...(secret === undefined ? {} : { secret }) };
    };
    Object.assign(world[provider].provider.webhook, { receive });
    return told;
  }

  const visit = async (world: MailWorld, provider: 'clio' | 'microsoft', hook = '') =>
    await receiveWebhook(world.ports, provider, hook, { method: 'POST', headers: {}, query: {}, body: '' });

  test('stands for its subscription and the secret of it, at its own provider alone', async () => {
    const { world, box } = await connected();
    const note = await ensure(world, box);
    const [own, foreign] = [noteHooks(world, 'microsoft'), noteHooks(world, 'clio')];
    await visit(world, 'microsoft', note?.hook);
    await visit(world, 'clio', note?.hook);
    expect(own).toEqual([{ secret: pushOf(world).secret, subscriptionId: note?.subscription }]);
    expect(foreign).toEqual([undefined]);
  });

  test('takes a secret of the provider while it is subscribed to, and never later', async () => {
    const { world, box } = await connected();
    const note = await ensure(world, box);
    const told = noteHooks(world, 'microsoft', 'another');
    await visit(world, 'microsoft', note?.hook);
    await visit(world, 'microsoft', note?.hook);
    expect(told[1]).toEqual(told[0]);
    const [row] = hooksIn(world);
    const { subscription: _, ...bare } = row as Record<string, unknown>;
    await world.ports.table.put(bare as never);
    await visit(world, 'microsoft', note?.hook);
    await visit(world, 'microsoft', note?.hook);
    expect(told[3]).toEqual({ secret: 'another' });
  });
});

describe('The subscription of a mailbox', () => {
  test('has an address of its own, and is renewed half-way through its life and not before', async () => {
    const { world, box } = await connected();
    const note = await ensure(world, box);
    expect(pushOf(world)).toMatchObject({
      url: `https://concord.example/webhooks/microsoft/${note?.hook}`,
      secret: expect.stringMatching(/^r{40,}/u),
    });
    expect(isPushed(world.ports, note)).toBe(true);
    world.now += dayMs / 2 - minuteMs;
    expect(await ensure(world, box, note)).toEqual(note);
    world.now += minuteMs;
    const renewed = await ensure(world, box, note);
    expect(calls(world)).toEqual(['subscribe', 'renew']);
    expect(renewed).toMatchObject({ hook: note?.hook, subscription: note?.subscription, expiresAt: world.now + dayMs });
    expect(world.pushes[1]?.push).toEqual(pushOf(world));
  });

  test('is made anew where it is gone, at the provider or here', async () => {
    const { world, box } = await connected();
    const note = await ensure(world, box);
    world.post.box('m1@outlook.example').dropSubscriptions();
    world.now += dayMs;
    const next = await ensure(world, box, note);
    expect(calls(world)).toEqual(['subscribe', 'renew', 'subscribe']);
    expect(hooksIn(world)).toHaveLength(1);
    for (const row of hooksIn(world)) await world.ports.table.remove(row);
    world.now += dayMs;
    await ensure(world, box, next);
    expect(calls(world).slice(3)).toEqual(['subscribe']);
    expect(hooksIn(world)).toHaveLength(1);
  });

  test('is looked after at once when the provider says so, and when the account was lost meanwhile', async () => {
    const { world, box } = await connected();
    const note = await ensure(world, box);
    await ensure(world, box, note, { kind: 'renew', hook: note?.hook ?? '' });
    expect(calls(world)).toEqual(['subscribe', 'renew']);
    const lost = { ...note, renewAt: note?.renewAt ?? 0, since: 1 };
    await ensure(world, box, lost);
    expect(calls(world)).toEqual(['subscribe', 'renew', 'renew']);
  });

  test('that cannot be made costs no slice, is tried again after a while, and leaves no address behind', async () => {
    const { world, box } = await connected();
    world.failing = new SyncError('forbidden', 'no');
    const note = await ensure(world, box);
    expect(note).toMatchObject({ renewAt: world.now + 15 * minuteMs });
    expect([isPushed(world.ports, note), hooksIn(world)]).toEqual([false, []]);
    await ensure(world, box, note);
    expect(calls(world)).toHaveLength(1);
    world.failing = undefined;
    world.now += 15 * minuteMs;
    expect(isPushed(world.ports, await ensure(world, box, note))).toBe(true);
  });

  test('that cannot be renewed is kept as long as it lives', async () => {
    const { world, box } = await connected();
    const note = await ensure(world, box);
    world.now += dayMs / 2;
    world.failing = new SyncError('unavailable', 'later');
    const kept = await ensure(world, box, note);
    expect(kept).toMatchObject({ hook: note?.hook, subscription: note?.subscription, expiresAt: note?.expiresAt });
    expect(isPushed(world.ports, kept)).toBe(true);
    world.now += dayMs / 2;
    expect(isPushed(world.ports, kept)).toBe(false);
  });

  test.each(['leaseLost', 'unauthorized', 'rateLimited'] as const)(
    'says %s to the slice, for which that holds too',
    async (code) => {
      const { world, box } = await connected();
      world.failing = new SyncError(code, 'stop');
      await expect(ensure(world, box)).rejects.toMatchObject({ code });
      world.failing = new TypeError('a bug');
      await expect(ensure(world, box)).rejects.toBeInstanceOf(TypeError);
    },
  );

  test('ends when the mailbox is disconnected, before its grant does', async () => {
    const { world, box } = await connected();
    const note = await ensure(world, box);
    await remember(world, box, note);
    world.mail.onRevoke = () => expect(calls(world)).toEqual(['subscribe', 'unsubscribe']);
    await disconnectMail(world, box);
    expect(calls(world)).toEqual(['subscribe', 'unsubscribe']);
    expect(world.mail.asked.revoked).toHaveLength(1);
    expect(hooksIn(world)).toEqual([]);
    expect((await readMailWork(world.ports, box)).record).not.toHaveProperty('hook');
  });

  test('of a mailbox whose grant is dead ends here, and nothing is asked of the provider', async () => {
    const { world, box } = await connected();
    await remember(world, box, await ensure(world, box));
    world.now += dayMs;
    world.mail.onRefresh = () => {
      throw new SyncError('grantLost', 'revoked');
    };
    await disconnectMail(world, box);
    expect(calls(world)).toEqual(['subscribe']);
    expect(hooksIn(world)).toEqual([]);
  });

  test.each([
    ['forbidden', undefined, false],
    ['unauthorized', undefined, false],
    ['rateLimited', 1000, true],
    ['unavailable', 1000, true],
  ] as const)('that cannot be ended because of %s is let be, or ended later', async (code, retryAfterMs, isLater) => {
    const { world, box } = await connected();
    const note = await ensure(world, box);
    world.failing = new SyncError(code, 'no', retryAfterMs === undefined ? {} : { retryAfterMs });
    const ended = endMailHook(world.ports, await subscribing(world, box, note));
    if (isLater) await expect(ended).rejects.toMatchObject({ code });
    else await ended;
    expect(hooksIn(world)).toEqual([]);
  });
});
