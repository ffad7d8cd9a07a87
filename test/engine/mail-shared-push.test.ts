import { type SharedPush, SyncError } from '@concord/core';
import { receiveSharedPush } from '@concord/engine';
import { describe, expect, test } from 'vitest';
import { readMailBell } from '../../packages/engine/src/mail/bell.ts';
import { ann, bob, eve, mailbox } from './connect-world.ts';
import { dayMs, minuteMs } from './letters-world.ts';
import {
  addMailbox,
  addressesIn,
  calls,
  clear,
  connected,
  disconnectMail,
  ensure,
  hooksIn,
  pushOf,
  queued,
  remember,
} from './mail-hook-steps.ts';
import { answered, createMailWorld, type MailWorld } from './mail-world.ts';

const topic = 'projects/p/topics/mail';

/** Believes whoever says that they are the post, and reads the addresses that they name. */
const sharedPush: SharedPush = {
  receive: async ({ headers, body }, { audience, sender }) =>
    headers['authorization'] === `${sender} for ${audience}`
      ? { addresses: body.split(','), response: answered(204) }
      : { addresses: [], response: answered(401) },
};

describe('News of all mailboxes at one address', () => {
  const shared = async (
    account = mailbox('m1', { identity: { ...mailbox('m1').identity, email: 'Ann@Mail.example' } }),
  ) => await connected({ sharedPush, topic }, account);

  const push = async (
    world: MailWorld,
    body: string,
    authorization = 'push@google.example for https://concord.example/webhooks/microsoft/mail',
  ) =>
    await receiveSharedPush(world.ports, 'microsoft', { method: 'POST', headers: { authorization }, query: {}, body });

  test('are asked for on the topic, and need no address of ours for each', async () => {
    const { world, box } = await shared();
    const note = await ensure(world, box);
    expect(pushOf(world)).toMatchObject({ topic });
    expect(hooksIn(world)).toEqual([]);
    expect(note).toMatchObject({ topic, address: 'ann@mail.example', subscription: expect.any(String) });
    expect(addressesIn(world)).toEqual([`MAILADDR#microsoft#ann@mail.example CONN#42#${box.connection}`]);
    world.now += dayMs / 2 - minuteMs;
    expect(await ensure(world, box, note)).toEqual(note);
    world.now += minuteMs;
    await ensure(world, box, note);
    expect(calls(world)).toEqual(['subscribe', 'renew']);
  });

  test('ring for every mailbox of that address, in whatever firm, however it is spelled', async () => {
    const { world, box } = await shared();
    await ensure(world, box);
    const other = await addMailbox(
      world,
      eve,
      mailbox('m1', { identity: { ...mailbox('m1').identity, email: 'ann@mail.example' } }),
    );
    const third = await addMailbox(world, bob, mailbox('m3'));
    await ensure(world, other);
    await ensure(world, third);
    await clear(world);
    expect((await push(world, ' ANN@mail.example ')).status).toBe(204);
    const rung = queued(world).map((message) => ('connection' in message ? message.connection : ''));
    expect(rung.sort()).toEqual([box.connection, other.connection].sort());
    expect(await readMailBell(world.ports, box)).toMatchObject({ all: true });
    expect(await readMailBell(world.ports, third)).toBeUndefined();
  });

  test('are refused before anything is read, from whoever is not the sender and where there is no topic', async () => {
    const { world, box } = await shared();
    await ensure(world, box);
    let reads = 0;
    const { query } = world.ports.table;
    Object.assign(world.ports.table, { query: (asked: never) => ((reads += 1), query(asked)) });
    expect((await push(world, 'ann@mail.example', 'somebody')).status).toBe(401);
    expect([reads, queued(world)]).toEqual([0, []]);
    expect((await push(createMailWorld({ sharedPush }), 'ann@mail.example')).status).toBe(401);
    expect((await push(createMailWorld(), 'ann@mail.example')).status).toBe(404);
  });

  test('name whom they are for and who sends them only where there is a topic', async () => {
    const expected: unknown[] = [];
    const noting: SharedPush = {
      receive: async (_, { audience, sender }) => {
        expected.push([audience, sender]);
        return { addresses: [], response: answered(204) };
      },
    };
    await push(createMailWorld({ sharedPush: noting }), '');
    const without = createMailWorld({ sharedPush: noting, topic });
    Object.assign(without.ports.settings, { mailTopic: undefined });
    await push(without, '');
    await push(createMailWorld({ sharedPush: noting, topic }), '');
    expect(expected).toEqual([
      [undefined, undefined],
      [undefined, undefined],
      ['https://concord.example/webhooks/microsoft/mail', 'push@google.example'],
    ]);
  });

  test('without a topic are nowhere asked for, and what was asked for before ends', async () => {
    const { world, box } = await shared();
    const note = await ensure(world, box);
    Object.assign(world.ports.settings, { mailTopic: undefined });
    expect(await ensure(world, box, note)).toBeUndefined();
    expect(calls(world)).toEqual(['subscribe', 'unsubscribe']);
    expect(addressesIn(world)).toEqual([]);
    expect(await ensure(world, box)).toBeUndefined();
    expect(calls(world)).toHaveLength(2);
  });

  test('are asked for again where the topic or the address is another one', async () => {
    const { world, box } = await shared();
    const note = await ensure(world, box);
    Object.assign(world.ports.settings, { mailTopic: 'projects/p/topics/other' });
    const moved = await ensure(world, box, note);
    expect([calls(world), pushOf(world).topic]).toEqual([['subscribe', 'subscribe'], 'projects/p/topics/other']);
    const renamed = mailbox('m1', { identity: { ...mailbox('m1').identity, email: 'new@mail.example' } });
    await addMailbox(world, ann, renamed);
    expect(await ensure(world, box, moved)).toMatchObject({ address: 'new@mail.example' });
    expect(addressesIn(world)).toEqual([`MAILADDR#microsoft#new@mail.example CONN#42#${box.connection}`]);
  });

  test('that cannot be asked for leave no row behind when the mailbox is forgotten', async () => {
    const { world, box } = await shared();
    world.failing = new SyncError('refused', 'no such topic');
    await remember(world, box, await ensure(world, box));
    world.failing = undefined;
    await disconnectMail(world, box, true);
    expect(world.ports.table.rows().filter(({ pk, sk }) => `${pk} ${sk}`.includes(box.connection))).toEqual([]);
  });

  test('end for the provider with the last mailbox of that account, because they would end for all', async () => {
    const { world, box } = await shared();
    const other = await addMailbox(
      world,
      eve,
      mailbox('m1', { identity: { ...mailbox('m1').identity, email: 'ann@mail.example' } }),
    );
    await remember(world, box, await ensure(world, box));
    await remember(world, other, await ensure(world, other));
    await disconnectMail(world, box);
    expect(calls(world)).toEqual(['subscribe', 'subscribe']);
    expect(addressesIn(world)).toHaveLength(1);
    await disconnectMail(world, other);
    expect(calls(world)).toEqual(['subscribe', 'subscribe', 'unsubscribe']);
    expect(addressesIn(world)).toEqual([]);
  });

  test('name at most twenty addresses that are looked at', async () => {
    const { world, box } = await shared();
    await ensure(world, box);
    const others = Array.from({ length: 20 }, (_, index) => `other${index}@mail.example`);
    await push(world, [...others, 'ann@mail.example'].join(','));
    expect(queued(world)).toEqual([]);
    await push(world, [...others.slice(1), 'ann@mail.example'].join(','));
    expect(queued(world)).toHaveLength(1);
  });
});
