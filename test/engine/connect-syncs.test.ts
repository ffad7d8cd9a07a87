import {
  createSync,
  disconnect,
  openConnection,
  openSession,
  pauseSyncsOf,
  requestScan,
  sessionView,
  syncView,
} from '@concord/engine';
import { describe, expect, test } from 'vitest';
import { authorize } from './connect-steps.ts';
import { ann, type Browser, createWorld, mailbox } from './connect-world.ts';

const caller = { firm: '42', member: '7001' };

/** Ann with two mailboxes, each with a sync that is reading. */
async function syncing() {
  const world = createWorld();
  const { ports } = world;
  const browser: Browser = {};
  await authorize(world, browser, 'clio', ann);
  for (const account of ['m1', 'm2']) await authorize(world, browser, 'microsoft', mailbox(account));
  const view = await sessionView(ports, await openSession(ports, browser));
  const [clio = '', first = '', second = ''] = view.signedIn ? view.connections.map(({ id }) => id) : [];
  const syncs: string[] = [];
  for (const right of [first, second]) {
    const { id } = await createSync(ports, caller, { right, itemType: 'contact' });
    await requestScan(ports, caller, id, { clioSyncOff: true, conflicts: 'left' });
    syncs.push(id);
  }
  const [firstSync = '', secondSync = ''] = syncs;
  const states = async () =>
    (await Promise.all([firstSync, secondSync].map((id) => syncView(ports, caller, id)))).map(({ state }) => state);
  const lose = async (id: string) => (await openConnection(ports, '42', id)).lose('grantLost');
  return { world, ports, browser, clio, first, second, states, lose, firstSync };
}

describe('A sync', () => {
  test('pauses when its connection is lost, and only then', async () => {
    const { ports, first, states, lose, firstSync } = await syncing();
    expect(await states()).toEqual(['scanning', 'scanning']);
    await lose(first);
    expect(await states()).toEqual(['paused', 'scanning']);
    expect((await syncView(ports, caller, firstSync)).trouble).toBe('grantLost');
  });

  test('goes on when the same account is authorized again, and is rung for', async () => {
    const { world, ports, browser, first, states, lose } = await syncing();
    await lose(first);
    for (const delivery of ports.queue.receive()) delivery.done();
    await authorize(world, browser, 'microsoft', mailbox('m1'));
    expect(await states()).toEqual(['scanning', 'scanning']);
    expect(ports.queue.size()).toBe(1);
  });

  test('stays paused when another account is authorized instead', async () => {
    const { world, browser, first, states, lose } = await syncing();
    await lose(first);
    await authorize(world, browser, 'microsoft', mailbox('m3'));
    expect(await states()).toEqual(['paused', 'scanning']);
  });

  test('pauses with all others of its member when Clio is lost, and goes on after signing in again', async () => {
    const { world, browser, clio, states, lose } = await syncing();
    await lose(clio);
    expect(await states()).toEqual(['paused', 'paused']);
    await authorize(world, browser, 'clio', ann);
    expect(await states()).toEqual(['scanning', 'scanning']);
  });

  test('that a dying worker left at work is paused by the next one that finds the connection lost', async () => {
    const { ports, first, states, lose } = await syncing();
    const [row] = ports.table.rows().filter((each) => each.sk.startsWith('SYNC#') && each['state'] === 'scanning');
    await lose(first);
    if (row === undefined) throw new Error('There is no sync.');
    await ports.table.put(row);
    expect(await states()).toContain('scanning');
    await openConnection(ports, '42', first).catch(() => undefined);
    expect(await states()).toEqual(['paused', 'scanning']);
  });

  test('that was left paused although its connection is fine goes on when it is authorized again', async () => {
    const { world, ports, browser, first, states } = await syncing();
    await pauseSyncsOf(ports, '42', first, 'grantLost');
    await authorize(world, browser, 'microsoft', mailbox('m1'));
    expect(await states()).toEqual(['scanning', 'scanning']);
  });

  test('ends when its connection is disconnected; with Clio all of the member’s do', async () => {
    const one = await syncing();
    await disconnect(one.ports, caller, one.first);
    expect(await one.states()).toEqual(['draft', 'scanning']);
    const all = await syncing();
    await disconnect(all.ports, caller, all.clio);
    expect(await all.states()).toEqual(['draft', 'draft']);
  });
});
