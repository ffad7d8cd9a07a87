import { SyncError } from '@concord/core';
import {
  createSync,
  disconnect,
  openConnection,
  openSession,
  poll,
  readConnection,
  receiveDeauthorization,
  sessionView,
  work,
} from '@concord/engine';
import { describe, expect, test } from 'vitest';
import { authorize, begin } from './connect-steps.ts';
import { ann, type Browser, bob, createWorld, mailbox, twin, type World } from './connect-world.ts';
import { dayMs, minuteMs } from './letters-world.ts';

const caller = { firm: '42', member: '7001' };

async function connected() {
  const world = createWorld();
  const browser: Browser = {};
  await authorize(world, browser, 'clio', ann);
  await authorize(world, browser, 'microsoft', mailbox('m1'));
  const ids = (await connectionsOf(world, browser)).map(({ id }) => id);
  return { world, browser, clio: ids[0] ?? '', id: ids[1] ?? '' };
}

async function connectionsOf(world: World, browser: Browser) {
  const found = await sessionView(world.ports, await openSession(world.ports, browser));
  return found.signedIn ? found.connections : [];
}

/** Every message that is there, and the poll, until nothing is left to do for so long. */
async function settle(world: World, ms = 0): Promise<void> {
  for (const until = world.now + ms; ; world.now = Math.min(until, world.now + 5 * minuteMs)) {
    await poll(world.ports);
    for (const { message, done } of world.ports.queue.receive(10)) {
      await work(world.ports, message);
      done();
    }
    if (world.now >= until) return;
  }
}

describe('Disconnecting', () => {
  test('ends the grant at the provider, and destroys the tokens', async () => {
    const { world, id } = await connected();
    await disconnect(world.ports, caller, id);
    expect(await readConnection(world.ports, '42', id)).toMatchObject({ state: 'disconnected' });
    await expect(openConnection(world.ports, '42', id)).rejects.toBeInstanceOf(SyncError);
    await settle(world);
    expect(world.microsoft.asked.revoked).toEqual(['microsoft-access-1']);
    const left = await readConnection(world.ports, '42', id);
    for (const gone of ['sealed', 'chore', 'dueAt']) expect(left).not.toHaveProperty(gone);
  });

  test('refreshes once more to end a grant whose token has run out', async () => {
    const { world, id } = await connected();
    world.now += dayMs;
    await disconnect(world.ports, caller, id);
    await settle(world);
    expect(world.microsoft.asked.revoked).toEqual(['microsoft-access-2']);
  });

  test('asks nothing of a provider where the grant is dead already', async () => {
    const { world, id } = await connected();
    world.now += dayMs;
    world.microsoft.onRefresh = () => {
      throw new SyncError('grantLost', 'revoked');
    };
    await disconnect(world.ports, caller, id);
    await settle(world);
    expect(world.microsoft.asked.revoked).toEqual([]);
    expect(await readConnection(world.ports, '42', id)).not.toHaveProperty('chore');
  });

  test('tries again while the provider does not answer, and destroys the tokens after a day whatever it says', async () => {
    const { world, id } = await connected();
    let tries = 0;
    world.microsoft.onRevoke = () => {
      tries += 1;
      throw new SyncError('unavailable', 'down');
    };
    await disconnect(world.ports, caller, id);
    await settle(world, 20 * minuteMs);
    expect(tries).toBeGreaterThan(2);
    expect((await readConnection(world.ports, '42', id))?.chore?.end).toBeDefined();
    await settle(world, dayMs + 10 * minuteMs);
    expect(await readConnection(world.ports, '42', id)).not.toHaveProperty('chore');
  });

  test('does not end a grant that somebody gave meanwhile', async () => {
    const { world, browser, id } = await connected();
    await disconnect(world.ports, caller, id);
    await authorize(world, browser, 'microsoft', mailbox('m1'));
    await settle(world, 10 * minuteMs);
    expect(world.microsoft.asked.revoked).toEqual([]);
    expect(await (await openConnection(world.ports, '42', id)).accessToken()).toBe('microsoft-access-2');
  });

  test('of an account that another member uses too leaves it alone where ending one grant would end all', async () => {
    const { world, id } = await connected();
    Object.assign(world.microsoft.provider.profile, { revokesWholeAccount: true });
    const other: Browser = {};
    await authorize(world, other, 'clio', bob);
    await authorize(world, other, 'microsoft', mailbox('m1'));
    await disconnect(world.ports, caller, id);
    await settle(world);
    expect(world.microsoft.asked.revoked).toEqual([]);
    const last = (await connectionsOf(world, other))[1]?.id ?? '';
    await disconnect(world.ports, { firm: '42', member: '7002' }, last);
    await settle(world);
    expect(world.microsoft.asked.revoked).toHaveLength(1);
  });

  test('while nobody has come back from the provider takes the attempt away', async () => {
    const { world, browser } = await connected();
    await begin(world, browser, 'microsoft');
    const pending = (await connectionsOf(world, browser)).find(({ state }) => state === 'connecting')?.id ?? '';
    await disconnect(world.ports, caller, pending);
    expect((await connectionsOf(world, browser)).map(({ state }) => state)).toEqual(['active', 'active']);
  });

  test('and forgetting everything leaves no row of it, and nothing of others is touched', async () => {
    const { world, browser, id } = await connected();
    await authorize(world, browser, 'microsoft', mailbox('m2'));
    const rows = () => world.ports.table.rows().map(({ pk, sk }) => `${pk} ${sk}`);
    await createSync(world.ports, caller, { right: id, itemType: 'contact' });
    await disconnect(world.ports, caller, id, true);
    await settle(world, 10 * minuteMs);
    expect(rows().filter((key) => key.includes(id))).toEqual([]);
    expect((await connectionsOf(world, browser)).map(({ account }) => account)).toEqual([
      'ann@firm.example',
      'm2@outlook.example',
    ]);
    expect(world.microsoft.asked.revoked).toEqual(['microsoft-access-1']);
  });

  test('cannot forget Clio, by which the member signs in', async () => {
    const { world, clio } = await connected();
    await expect(disconnect(world.ports, caller, clio, true)).rejects.toMatchObject({ code: 'refused' });
    expect((await readConnection(world.ports, '42', clio))?.state).toBe('active');
  });
});

describe('A notice that Concord was removed from the apps', () => {
  test('makes a worker try the grant, which is lost only when the provider refuses it', async () => {
    const { world, clio } = await connected();
    expect(await receiveDeauthorization(world.ports, 'clio', 'x&7001&y')).toBe(1);
    await settle(world);
    expect((await readConnection(world.ports, '42', clio))?.state).toBe('active');
    Object.assign(world.clio.provider.oauth, {
      identify: () => Promise.reject(new SyncError('unauthorized', 'gone')),
    });
    await receiveDeauthorization(world.ports, 'clio', '7001');
    await settle(world, minuteMs);
    expect(await readConnection(world.ports, '42', clio)).toMatchObject({ state: 'lost', lostCause: 'deauthorized' });
  });

  test('that means nobody here does nothing, and one that is repeated asks once', async () => {
    const { world } = await connected();
    expect(await receiveDeauthorization(world.ports, 'clio', 'nobody')).toBe(0);
    expect(await receiveDeauthorization(world.ports, 'clio', '7001')).toBe(1);
    expect(await receiveDeauthorization(world.ports, 'clio', '7001')).toBe(0);
    expect(world.ports.queue.size()).toBe(1);
  });

  test('of a user id that two firms have tries both', async () => {
    const { world } = await connected();
    await authorize(world, {}, 'clio', twin);
    expect(await receiveDeauthorization(world.ports, 'clio', '7001')).toBe(2);
  });
});

describe('A region of Clio', () => {
  test('is where its firms sign in and refresh, and their ids are no other region’s', async () => {
    const world = createWorld({ regions: ['us', 'eu'] });
    const [american, european]: [Browser, Browser] = [{}, {}];
    await authorize(world, american, 'clio', ann);
    await authorize(world, european, 'clio', ann, { region: 'eu' });
    expect(world.clio.asked.hosts).toEqual(['https://clio.example', 'https://eu.clio.example']);
    expect(await openSession(world.ports, american)).toEqual({ firm: '42', member: '7001' });
    expect(await openSession(world.ports, european)).toEqual({ firm: 'eu-42', member: '7001' });
  });

  test('that this deployment does not serve is refused, and one is offered only when it does', async () => {
    const world = createWorld({ regions: ['us', 'eu'] });
    for (const region of ['ca', 'toString', '../eu'])
      await begin(world, {}, 'clio', '/settings/sync', { region, expect: 'unknownRegion' });
    const view = await sessionView(world.ports, undefined);
    expect('regions' in view && view.regions.map(({ label }) => label)).toEqual(['United States', 'Europe']);
  });
});

describe('Coming back after a disconnect', () => {
  test('offers the way to an administrator only to whoever has tried to come back', async () => {
    const { world, browser, id } = await connected();
    await disconnect(world.ports, caller, id);
    const mayAsk = async () => (await connectionsOf(world, browser)).find((each) => each.id === id)?.mayAskAdmin;
    expect(await mayAsk()).toBeUndefined();
    await begin(world, browser, 'microsoft', '/settings/sync', { connection: id });
    expect(await mayAsk()).toBe(true);
    await authorize(world, browser, 'microsoft', mailbox('m1'));
    expect(await mayAsk()).toBeUndefined();
  });
});
