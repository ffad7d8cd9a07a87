import { poll, previewPage, requestScan, startSync, work } from '@concord/engine';
import type { MemoryMailer } from '@concord/local';
import { describe, expect, test } from 'vitest';
import { caller, type OneFirm } from '../firm/one-firm.ts';
import { emailOf, filled, inClio, inOutlook, isInStep } from './people.ts';
import {
  backup,
  clouds,
  confirm,
  createFirmWithTable,
  dayMs,
  minuteMs,
  pass,
  restore,
  sidesOf,
} from './restored-firm.ts';

const mails = ({ ports }: OneFirm) => (ports.mailer as MemoryMailer).sent;
const idOf = ({ outlook }: OneFirm, email: string): string =>
  outlook.list().find(({ emailAddresses }) => emailAddresses?.[0]?.address === email)?.id ?? '';
const clioIdOf = ({ sandbox }: OneFirm, email: string): number =>
  sandbox.clio.contacts.list().find(({ email_addresses: emails }) => emails?.[0]?.address === email)?.id ?? 0;
const titlesIn = async (firm: OneFirm, filter: 'addedLeft' | 'addedRight' | 'held'): Promise<readonly string[]> => {
  const { id } = await firm.view();
  const { rows } = await previewPage(firm.ports, caller, id, { filter });
  return rows.map(({ title }) => title);
};

describe('A restored table', () => {
  test('of the middle of a first run links what was made since, and makes nothing before a person confirms', async () => {
    const firm = await createFirmWithTable();
    const people = filled(firm, 200);
    const { id, preview } = await firm.preview();
    await startSync(firm.ports, caller, id, preview?.run ?? '');
    const atMost = async (count: number): Promise<void> => {
      while (firm.outlook.list().length + inClio(firm).length < count) await oneSlice(firm);
    };
    await atMost(270);
    const rows = backup(firm);
    await atMost(330);
    await restore(firm, rows);
    const before = clouds(firm);
    await pass(firm, 3 * 60 * minuteMs);
    expect(clouds(firm)).toBe(before);
    const view = await firm.view();
    expect(view).toMatchObject({ state: 'previewed', sentence: expect.stringContaining('comes from a backup') });
    expect((view.preview?.addedLeft ?? 0) + (view.preview?.addedRight ?? 0)).toBe(
      people.length * 2 - inClio(firm).length - inOutlook(firm).length,
    );
    expect(mails(firm).map(({ subject }) => subject)).toEqual([
      'Syncing Clio and Microsoft 365 waits for you: please look at a preview',
    ]);
    await confirm(firm);
    expect((await firm.view()).state).toBe('live');
    expect(isInStep(firm, people)).toEqual({ missing: [], doubled: [], strangers: [] });
  });

  test('of a week ago doubles nobody, brings nobody back and deletes nobody', async () => {
    const firm = await createFirmWithTable();
    const people = filled(firm, 60);
    await firm.goLive();
    const rows = backup(firm);
    // A week of everything, all of it carried to the other side.
    firm.outlook.edit(idOf(firm, emailOf(1)), { jobTitle: 'Partner' });
    firm.sandbox.clio.contacts.edit(clioIdOf(firm, emailOf(2)), { title: 'Judge' });
    firm.outlook.add({ givenName: 'New', surname: 'Berg', emailAddresses: [{ address: 'new@example.org' }] });
    firm.outlook.add({ givenName: 'Brief', surname: 'Berg', emailAddresses: [{ address: 'brief@example.org' }] });
    await pass(firm, 10 * minuteMs);
    firm.sandbox.clio.contacts.remove(clioIdOf(firm, emailOf(5)));
    firm.outlook.remove(idOf(firm, emailOf(6)));
    firm.outlook.remove(idOf(firm, 'brief@example.org'));
    await pass(firm, 6 * dayMs, 60 * minuteMs);
    // While nobody works: the last day.
    firm.sandbox.clio.contacts.remove(clioIdOf(firm, emailOf(7)));
    firm.outlook.edit(idOf(firm, emailOf(8)), { jobTitle: 'Clerk' });
    await restore(firm, rows);
    const before = clouds(firm);
    await pass(firm, dayMs, 10 * minuteMs);
    expect(clouds(firm)).toBe(before);
    expect((await firm.view()).state).toBe('previewed');
    // Who was kept in Clio after a delete in Outlook, of which the backup knows nothing, is what a person has to look at.
    expect(await titlesIn(firm, 'addedRight')).toEqual(['Brief Berg']);
    expect(await titlesIn(firm, 'addedLeft')).toEqual([]);
    await confirm(firm);
    await pass(firm, dayMs, 10 * minuteMs);
    const [clio, outlook] = [inClio(firm), inOutlook(firm)];
    for (const list of [clio, outlook]) expect(new Set(list).size).toBe(list.length);
    expect([clio, outlook].map((list) => list.includes(emailOf(5)))).toEqual([false, false]);
    expect([clio, outlook].map((list) => list.includes(emailOf(6)))).toEqual([true, false]);
    // Deleted in Clio alone: kept in Outlook, and somebody is asked.
    expect([clio, outlook].map((list) => list.includes(emailOf(7)))).toEqual([false, true]);
    expect((await firm.view()).waiting.held).toBe(1);
    expect(clio).toHaveLength(people.length + 2 - 2);
    const titles = firm.sandbox.clio.contacts.list().map(({ title }) => title);
    expect(titles).toEqual(expect.arrayContaining(['Partner', 'Judge', 'Clerk']));
    expect(firm.outlook.get(idOf(firm, emailOf(2)))).toMatchObject({ jobTitle: 'Judge' });
  });

  test.each([
    ['alone', (sk: string) => sk.startsWith('MAP#')],
    ['with all that leads to them', (sk: string) => /^(MAP|AT|KEY|WAIT)#/u.test(sk)],
  ])('that lost half of its mappings %s links them again', async (_what, isLost) => {
    const firm = await createFirmWithTable();
    const people = filled(firm, 80);
    firm.outlook.add({ givenName: 'Only', surname: 'Berg' });
    await firm.goLive();
    await pass(firm, 2 * minuteMs);
    const rows = backup(firm);
    let seen = 0;
    await restore(firm, rows, ({ sk }) => !isLost(sk) || (seen += 1) % 2 === 0);
    const before = clouds(firm);
    await pass(firm, 2 * 60 * minuteMs);
    expect(clouds(firm)).toBe(before);
    const { preview } = await firm.view();
    expect(preview).toMatchObject({ addedLeft: 0, addedRight: 0 });
    await confirm(firm);
    await pass(firm, 25 * 60 * minuteMs, 10 * minuteMs);
    expect(clouds(firm)).toBe(before);
    expect(sidesOf(firm).clio).toEqual(sidesOf(firm).outlook);
    expect(sidesOf(firm).clio).toHaveLength(people.length + 1);
    // An edit goes on where it left off.
    firm.outlook.edit(idOf(firm, emailOf(3)), { jobTitle: 'Partner' });
    await pass(firm, 5 * minuteMs);
    expect(firm.sandbox.clio.contacts.list().filter(({ title }) => title === 'Partner')).toHaveLength(1);
  });

  test('forgets what was about to be written: it may have been, and undone since', async () => {
    const firm = await createFirmWithTable();
    filled(firm, 20);
    await firm.goLive();
    const { pk = '' } = firm.table.rows().find(({ sk }) => sk.startsWith('MAP#')) ?? {};
    const sealed = (await firm.ports.vault.seal('', 'firm:7001')) as string;
    const wishes = ['INTENT#i', 'TODO#m', 'SETTLE#m'].map((sk) => ({ pk, sk, rev: 1, sealed, at: 0, mapping: 'm' }));
    const half = { pk, sk: 'SETTLE#joined', rev: 1, at: 0, mapping: 'joined', joins: { left: 'a', right: 'b' } };
    const rows = backup(firm).map((row) =>
      row.sk === 'WORK' ? { ...row, record: { ...(row['record'] as object), pass: 'of-then' } } : row,
    );
    await restore(firm, [...rows, ...wishes, half]);
    await pass(firm, 2 * 60 * minuteMs);
    const work = firm.table.rows().find(({ sk }) => sk === 'WORK');
    expect(work?.['record']).toMatchObject({ cursors: {} });
    expect(work?.['record']).not.toHaveProperty('pass');
    const left = firm.table.rows().filter(({ sk }) => /^(INTENT|TODO|SETTLE)#/u.test(sk));
    expect(left).toEqual([half]);
  });

  test('is found out by the next worker wherever the first one dies over it', async () => {
    for (let writes = 0; ; writes += 1) {
      const firm = await createFirmWithTable();
      filled(firm, 12);
      await firm.goLive();
      await restore(firm, backup(firm), ({ sk }) => !sk.startsWith('MAP#'));
      const before = clouds(firm);
      const died = await dyingAfter(firm, writes);
      await pass(firm, 2 * 60 * minuteMs);
      expect([writes, clouds(firm) === before, (await firm.view()).state]).toEqual([writes, true, 'previewed']);
      await confirm(firm);
      expect([writes, clouds(firm) === before, (await firm.view()).state]).toEqual([writes, true, 'live']);
      // It lived to the end of what it does about a restored table.
      if (!died) return expect(writes).toBeGreaterThan(4);
    }
  });

  test('whose preview is looked at again stays one until it is carried out', async () => {
    const firm = await createFirmWithTable();
    filled(firm, 20);
    await firm.goLive();
    const rows = backup(firm);
    firm.sandbox.clio.contacts.remove(clioIdOf(firm, emailOf(1)));
    await restore(firm, rows);
    await pass(firm, 10 * minuteMs);
    const { id } = await firm.view();
    await requestScan(firm.ports, caller, id, { clioSyncOff: true, conflicts: 'left' });
    await pass(firm, 10 * minuteMs);
    expect((await firm.view()).policy.deletes).toEqual({ left: 'ask', right: 'release' });
    await confirm(firm);
    expect(inOutlook(firm)).toContain(emailOf(1));
    expect((await firm.view()).policy.deletes).toEqual({ left: 'propagate', right: 'release' });
    // From now on a delete is one.
    firm.sandbox.clio.contacts.remove(clioIdOf(firm, emailOf(2)));
    await pass(firm, 10 * minuteMs);
    expect(inOutlook(firm)).not.toContain(emailOf(2));
  });
});

test('A table that nobody has replaced asks nobody', async () => {
  const firm = await createFirmWithTable();
  filled(firm, 10);
  await firm.goLive();
  const { pk, sk } = firm.table.rows().find((row) => row.sk.startsWith('SYNC#')) ?? { pk: '', sk: '' };
  const { table: _, ...nameless } = (await firm.table.get({ pk, sk })) as { readonly table?: string } & Parameters<
    typeof firm.table.put
  >[0];
  await firm.table.put(nameless);
  await pass(firm, 2 * 60 * minuteMs, 10 * minuteMs);
  expect(await firm.table.get({ pk, sk })).toMatchObject({ state: 'live', table: 'concord-table' });
});

/** A worker that takes the sync over and dies after so many writes to the table; false when it did not need as many. */
async function dyingAfter(firm: OneFirm, writes: number): Promise<boolean> {
  const { id, state } = await firm.view();
  expect(state).toBe('live');
  let left = writes;
  let isDead = false;
  const living = firm.ports.table;
  const die = async (): Promise<never> => {
    isDead = true;
    throw new Error('killed');
  };
  const table: typeof living = {
    ...living,
    put: async (...input) => ((left -= 1) < 0 ? await die() : await living.put(...input)),
    removeMany: async (...input) => ((left -= 1) < 0 ? await die() : await living.removeMany(...input)),
  };
  const message = { v: 1, kind: 'change', firm: caller.firm, sync: id, why: 'poll' } as const;
  await work({ ...firm.ports, table }, message).catch(() => undefined);
  return isDead;
}

/** Takes one message, whenever it is due. */
async function oneSlice({ queue, world, ports }: OneFirm): Promise<void> {
  const [delivery] = queue.receive(1);
  if (delivery === undefined) {
    await world.advance(1_000);
    await poll(ports);
    return;
  }
  await world.advance(1);
  await work(ports, delivery.message);
  delivery.done();
}
