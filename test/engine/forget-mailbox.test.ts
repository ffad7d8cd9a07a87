import { readMember } from '@concord/engine';
import { describe, expect, test } from 'vitest';
import type { Engagement } from '../../packages/engine/src/mail/engagement-record.ts';
import {
  aliasesKey,
  engagedKey,
  engagementKey,
  mailBellKey,
  mailRunKey,
  mailSettingsKey,
  mailWorkKey,
  timelineKey,
} from '../../packages/engine/src/mail/keys.ts';
import { updateMailSettings } from '../../packages/engine/src/mail/mail-settings.ts';
import { openWishKey, wishKey } from '../../packages/engine/src/wishes/keys.ts';
import { bob, mailbox } from './connect-world.ts';
import { pass } from './letters-world.ts';
import { addMailbox, type Box, connected, disconnectMail, queued } from './mail-hook-steps.ts';
import type { MailWorld } from './mail-world.ts';

const at = 1_700_000_000_000;

/** An engagement with Ada that lies in these mailboxes, and what leads to it. */
async function keep(world: MailWorld, id: string, boxes: readonly Box[]): Promise<void> {
  const engagement: Omit<Engagement, 'firm' | 'id'> = {
    at,
    direction: 'received',
    contacts: ['ada'],
    boxes: boxes.map(({ connection }) => ({ connection, id, thread: 't', account: connection })),
    hasAttachments: false,
  };
  await world.ports.table.put({ ...engagementKey('42', id), rev: 1, ...engagement });
  await world.ports.table.put({ ...timelineKey('42', 'ada', at, id), rev: 1 });
}

async function scene() {
  const { world, box } = await connected();
  const other = await addMailbox(world, bob, mailbox('m2'));
  await updateMailSettings(world.ports, '42', () => ({ firm: '42', settings: {} as never }));
  return { world, box, other };
}

const kept = (world: MailWorld) =>
  world.ports.table
    .rows()
    .flatMap(({ pk, sk, boxes }) =>
      pk.startsWith('MAIL#') ? [[sk, (boxes as Engagement['boxes']).map(({ connection }) => connection)]] : [],
    );
const pointers = (world: MailWorld) =>
  world.ports.table.rows().flatMap(({ pk, sk }) => (pk.startsWith('TIMELINE#') ? [sk.split('#').at(-1)] : []));

describe('A mailbox that is forgotten', () => {
  test('takes along what lies in it alone, and leaves the others what they have', async () => {
    const { world, box, other } = await scene();
    await keep(world, 'mine', [box]);
    await keep(world, 'ours', [box, other]);
    await keep(world, 'theirs', [other]);
    await disconnectMail(world, box, true);
    expect(kept(world)).toEqual([
      ['MSG#ours', [other.connection]],
      ['MSG#theirs', [other.connection]],
    ]);
    expect(pointers(world)).toEqual(['ours', 'theirs']);
  });

  test('has who is left on the timelines counted anew', async () => {
    const { world, box } = await scene();
    await keep(world, 'mine', [box]);
    await world.ports.table.put({ ...engagedKey('42', 'ada'), rev: 1, count: 1, lastAt: at });
    await disconnectMail(world, box, true);
    await pass(world, 1);
    expect(queued(world)).toContainEqual({ v: 1, kind: 'mail', firm: '42', connection: 'firm' });
    expect(await world.ports.table.get(mailSettingsKey('42'))).toMatchObject({ sweep: { after: 'WITH#' } });
  });

  test('lets whoever goes through the engagements already come to the people by themselves', async () => {
    const { world, box } = await scene();
    const sweep = { id: 'before', after: 'MSG#a' };
    await updateMailSettings(world.ports, '42', (known) => known && { ...known, sweep });
    await disconnectMail(world, box, true);
    expect(await world.ports.table.get(mailSettingsKey('42'))).toMatchObject({ sweep });
  });

  test('goes on where it was when a slice was not enough', async () => {
    const { world, box } = await scene();
    for (let count = 0; count < 250; count += 1) await keep(world, `m${String(count).padStart(3, '0')}`, [box]);
    const { query } = world.ports.table;
    const seen: (string | undefined)[] = [];
    Object.assign(world.ports.table, {
      query: async (asked: Parameters<typeof query>[0]) => {
        if (asked.pk === 'MAIL#42') {
          seen.push(asked.after);
          world.now += world.ports.settings.sliceMs;
        }
        return await query(asked);
      },
    });
    await disconnectMail(world, box, true);
    expect(kept(world)).toHaveLength(150);
    for (let slices = 0; slices < 3; slices += 1) {
      await pass(world, 10_000);
      await disconnectMail(world, box, true).catch(() => undefined);
    }
    expect(kept(world)).toEqual([]);
    expect(seen).toEqual([undefined, 'MSG#m099', 'MSG#m199']);
  });

  test('leaves what another mailbox has got while it is being removed', async () => {
    const { world, box, other } = await scene();
    await keep(world, 'mine', [box]);
    const { remove } = world.ports.table;
    let isFirst = true;
    Object.assign(world.ports.table, {
      remove: async (...asked: Parameters<typeof remove>) => {
        if (asked[0].sk === 'MSG#mine' && isFirst) {
          isFirst = false;
          await world.ports.table.put({ ...(await world.ports.table.get(asked[0])), ...joined(box, other) } as never);
        }
        return await remove(...asked);
      },
    });
    await disconnectMail(world, box, true);
    expect(kept(world)).toEqual([['MSG#mine', [other.connection]]]);
    expect(pointers(world)).toEqual(['mine']);
  });

  const joined = (...boxes: readonly Box[]) => ({
    rev: 2,
    boxes: boxes.map(({ connection }) => ({ connection, id: 'mine', thread: 't', account: connection })),
  });

  test('leaves no row of its own, whatever there is', async () => {
    const { world, box } = await scene();
    for (const key of [
      mailWorkKey(box),
      aliasesKey(box),
      mailBellKey(box),
      mailRunKey(box, 'r1'),
      wishKey({ ...box, id: 'w1' }),
      openWishKey({ ...box, id: 'w1', at: 1 }),
    ])
      await world.ports.table.put({ ...key, rev: 1, ...box, record: { addresses: [] }, v: 1 });
    await disconnectMail(world, box, true);
    expect(world.ports.table.rows().filter((row) => JSON.stringify(row).includes(box.connection))).toEqual([]);
    expect((await readMember(world.ports, { firm: '42', member: '7001' }))?.connections).toHaveLength(1);
  });
});
