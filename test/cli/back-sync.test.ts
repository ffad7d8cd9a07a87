import type { MailRunView } from '@concord/core';
import { poll, work } from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { type BackSyncWish, backSyncMail } from '../../packages/cli/src/back-sync/back-sync-mail.ts';
import { boxOf } from '../../packages/cli/src/back-sync/box-of.ts';
import {
  accountOf,
  ann,
  bob,
  createMailWorld,
  dayMs,
  engagementRows,
  from,
  idsOf,
  type MailWorld,
  minuteMs,
  person,
} from '../mail/mail-world.ts';

async function started(): Promise<MailWorld> {
  const world = createMailWorld({ mail: { pageSize: 2 } });
  world.clio.add(person('Ada Lovelace', 'ada@client.example'));
  await world.connect();
  await world.settle();
  world.now += minuteMs;
  for (let days = 2; days < 7; days += 1) {
    const at = world.now - days * dayMs;
    world.box().add(from('ada@client.example', { receivedAt: at, sentAt: at }));
  }
  return world;
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Workers are at it while nobody types; without them nothing ever moves. */
async function typed(world: MailWorld, wish: Partial<BackSyncWish>, answer?: boolean, hasWorkers = true) {
  const said: string[] = [];
  const asked: string[] = [];
  const pause = async (ms: number): Promise<void> => {
    world.now += ms;
    if (!hasWorkers) return;
    await poll(world.ports);
    for (const { message, done } of world.ports.queue.receive()) {
      await work(world.ports, message);
      done();
    }
  };
  const ask = async (question: string): Promise<boolean> => {
    asked.push(question);
    return answer === true;
  };
  const whole = { days: { from: dayOf(world.now - 8 * dayMs), to: dayOf(world.now), zone: 'UTC' } };
  const end: MailRunView = await backSyncMail(
    world.ports,
    ann,
    idsOf(ann).mail,
    { isDryRun: false, isSure: false, isDetached: false, ...whole, ...wish },
    {
      clock: { now: () => world.now },
      pause,
      tell: ({ sentence }) => void said.push(sentence),
      ...(answer === undefined ? {} : { ask }),
    },
  );
  return { end, said, asked };
}

describe('concord backsync', () => {
  it('counts, asks, and says how far it is until it is done', async () => {
    const world = await started();
    const { end, said, asked } = await typed(world, {}, true);
    expect(asked).toEqual(['Look through about 5 messages?']);
    expect(end).toMatchObject({ state: 'done', looked: 5, kept: 5 });
    expect(said.at(-1)).toBe('Looked through the days that you chose: 5 messages. 5 filed, 0 left out.');
    expect(engagementRows(world)).toHaveLength(5);
  });

  it('begins nothing where somebody says no, and where it only counts', async () => {
    const world = await started();
    expect((await typed(world, {}, false)).end.state).toBe('stopped');
    expect((await typed(world, { isDryRun: true })).end).toMatchObject({ state: 'counted', expected: 5 });
    await world.pass(10 * minuteMs);
    expect(engagementRows(world)).toEqual([]);
  });

  it('asks nobody who is sure, and waits for no end where nobody wants it to', async () => {
    const world = await started();
    const { end, asked } = await typed(world, { isSure: true, isDetached: true });
    expect([end.state, asked]).toEqual(['running', []]);
    await world.settle();
    expect(engagementRows(world)).toHaveLength(5);
  });

  it('says in one sentence that nobody is at the keyboard, or at work', async () => {
    const world = await started();
    await expect(typed(world, {})).rejects.toThrow('Nobody is at the keyboard to say yes');
    await expect(typed(await started(), { isSure: true }, undefined, false)).rejects.toThrow('No worker has gone on');
  });

  it('finds the mailbox that is meant', async () => {
    const world = await started();
    expect((await boxOf(world.ports, ann, undefined)).id).toBe(idsOf(ann).mail);
    expect((await boxOf(world.ports, ann, accountOf(ann).toUpperCase())).id).toBe(idsOf(ann).mail);
    await expect(boxOf(world.ports, ann, 'other@example.com')).rejects.toThrow('has no such mailbox');
    await expect(boxOf(world.ports, bob, undefined)).rejects.toThrow('has no such mailbox');
    await world.setState(ann, 'lost');
    await expect(boxOf(world.ports, ann, undefined)).rejects.toThrow('is not connected just now');
  });
});
