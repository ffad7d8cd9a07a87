import { brakeLimits, type SyncView } from '@concord/core';
import { requestRefresh, requestUndo, startUndo, stopSync, undoPage } from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { caller, createOneFirm, type OneFirm } from './one-firm.ts';

const minuteMs = 60_000;

const people = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    type: 'Person' as const,
    first_name: `P${index}`,
    last_name: 'Berg',
    title: 'Notary',
    email_addresses: [{ name: 'Work' as const, address: `p${index}@example.org` }],
  }));

async function office(count = 30): Promise<OneFirm> {
  const firm = await createOneFirm();
  firm.sandbox.clio.contacts.addMany(people(count));
  await firm.goLive();
  await firm.run(minuteMs);
  return firm;
}

const clio = (firm: OneFirm) => firm.sandbox.clio.contacts.list();
const removeInClio = (firm: OneFirm, from: number, to: number): void => {
  for (const { id } of clio(firm).slice(from, to)) firm.sandbox.clio.contacts.remove(id);
};

async function until(firm: OneFirm, isSo: (view: SyncView) => boolean): Promise<SyncView> {
  for (let round = 0; round < 1_000; round += 1) {
    const view = await firm.view();
    if (isSo(view)) return view;
    await firm.run(1_000);
  }
  throw new Error('That never happens');
}
const braked = async (firm: OneFirm): Promise<SyncView> => await until(firm, ({ state }) => state === 'paused');

async function preview(firm: OneFirm) {
  await requestUndo(firm.ports, caller, (await firm.view()).id, { stopped: true });
  const { undo } = await until(firm, (view) => view.undo?.state === 'ready');
  return undo ?? expect.unreachable();
}

async function putBack(firm: OneFirm): Promise<SyncView> {
  const { run } = await preview(firm);
  await startUndo(firm.ports, caller, (await firm.view()).id, run);
  return await until(firm, (view) => view.undo?.state === 'done');
}

const quiet = async (firm: OneFirm): Promise<number> => {
  firm.writes();
  for (let day = 0; day < 2; day += 1) await firm.run(25 * 60 * minuteMs);
  return firm.writes();
};
const names = (firm: OneFirm) => ({
  clio: clio(firm).map(({ first_name: name }) => name),
  outlook: firm.outlook.list().map(({ givenName }) => givenName),
});

describe('what was deleted on one side, and the brake stopped', () => {
  it('is shown before it is put back where it was deleted', async () => {
    const firm = await office();
    removeInClio(firm, 0, 12);
    await braked(firm);
    firm.writes();
    const undo = await preview(firm);
    expect(undo).toMatchObject({
      ofStopped: true,
      counts: { recreated: 12, restored: 0, removed: 0, leftAlone: 0, records: 12 },
    });
    const { rows } = await undoPage(firm.ports, caller, (await firm.view()).id, undefined);
    expect(rows.map(({ does }) => does)).toEqual(Array(12).fill([{ side: 'left', what: 'create' }]));
    expect(firm.writes()).toBe(0);
    expect((await firm.view()).state).toBe('paused');
  });

  it('is put back as it was, linked again, and the sync goes on by itself', async () => {
    const firm = await office();
    removeInClio(firm, 0, 12);
    await braked(firm);
    await putBack(firm);
    const view = await until(firm, ({ state }) => state === 'live');
    expect(view.linked).toBe(30);
    expect(clio(firm)).toHaveLength(30);
    expect(clio(firm).every(({ title }) => title === 'Notary')).toBe(true);
    expect(new Set(names(firm).clio).size).toBe(30);
    expect(firm.outlook.list()).toHaveLength(30);
    expect(await quiet(firm)).toBe(0);
    const again = clio(firm).find(({ first_name: name }) => name === 'P3');
    firm.sandbox.clio.contacts.edit(again?.id ?? 0, { title: 'Judge' });
    await firm.run(2 * minuteMs);
    expect(firm.outlook.list().find(({ givenName }) => givenName === 'P3')?.jobTitle).toBe('Judge');
  });

  it('is put back with what was edited on the other side meanwhile', async () => {
    const firm = await office();
    removeInClio(firm, 0, 12);
    await braked(firm);
    const card = firm.outlook.list().find(({ givenName }) => givenName === 'P2');
    firm.outlook.edit(card?.id ?? '', { jobTitle: 'Judge' });
    await putBack(firm);
    await until(firm, ({ state }) => state === 'live');
    expect(clio(firm).find(({ first_name: name }) => name === 'P2')?.title).toBe('Judge');
  });

  it('stays gone where somebody has deleted it on the other side as well', async () => {
    const firm = await office();
    removeInClio(firm, 0, 12);
    await braked(firm);
    const card = firm.outlook.list().find(({ givenName }) => givenName === 'P2');
    firm.outlook.remove(card?.id ?? '');
    expect((await preview(firm)).counts?.recreated).toBe(11);
    await startUndo(firm.ports, caller, (await firm.view()).id, (await firm.view()).undo?.run ?? '');
    await until(firm, ({ state }) => state === 'live');
    await firm.run(5 * minuteMs);
    expect([clio(firm).length, firm.outlook.list().length]).toEqual([29, 29]);
  });

  it('is put back all of it, also when there is so much that both sides are read as a whole', {
    timeout: 60_000,
  }, async () => {
    const firm = await office(450);
    removeInClio(firm, 0, 440);
    // So many notices at once are only "look at everything", and Clio’s list does not tell of deletes: a pass does.
    await requestRefresh(firm.ports, caller, (await firm.view()).id);
    await braked(firm);
    const kept = firm.outlook.list().length;
    expect(kept).toBe(450);
    const { counts } = await preview(firm);
    expect(counts?.recreated).toBe(kept - 10);
    await startUndo(firm.ports, caller, (await firm.view()).id, (await firm.view()).undo?.run ?? '');
    await until(firm, ({ state }) => state === 'live');
    await firm.run(5 * minuteMs);
    expect([clio(firm).length, firm.outlook.list().length]).toEqual([kept, kept]);
    expect((await firm.view()).state).toBe('live');
  });

  it('can be undone like any other run', async () => {
    const firm = await office();
    removeInClio(firm, 0, 12);
    await braked(firm);
    const { undo } = await putBack(firm);
    await until(firm, ({ state }) => state === 'live');
    await requestUndo(firm.ports, caller, (await firm.view()).id, { run: undo?.run ?? '' });
    const again = await until(firm, (view) => view.undo?.state === 'ready');
    expect(again.undo?.counts?.removed).toBe(12);
  });

  it('rests where somebody presses Stop before it is done, and is deleted nowhere', async () => {
    const firm = await office();
    removeInClio(firm, 0, 12);
    await braked(firm);
    const { run } = await preview(firm);
    const { id } = await firm.view();
    await startUndo(firm.ports, caller, id, run);
    await stopSync(firm.ports, caller, id);
    await firm.run(5 * minuteMs);
    expect(await firm.view()).toMatchObject({ state: 'stopped' });
    expect(firm.outlook.list()).toHaveLength(30);
  });
});

describe('what was changed everywhere on one side, and the brake stopped', () => {
  it('is changed back there, and nothing of it reaches the other', async () => {
    const firm = await office();
    for (const { id } of clio(firm).slice(0, 20)) firm.sandbox.clio.contacts.edit(id, { title: 'Robot' });
    expect((await braked(firm)).brake?.planned.right.overwrites).toBeGreaterThan(brakeLimits(30).overwrites);
    const { counts } = await preview(firm);
    expect(counts?.restored).toBeGreaterThan(5);
    await startUndo(firm.ports, caller, (await firm.view()).id, (await firm.view()).undo?.run ?? '');
    await until(firm, ({ state }) => state === 'live');
    await firm.run(5 * minuteMs);
    expect(clio(firm).every(({ title }) => title === 'Notary')).toBe(true);
    expect(firm.outlook.list().every(({ jobTitle }) => jobTitle === 'Notary')).toBe(true);
    expect(await quiet(firm)).toBe(0);
  });
});

describe('where the brake has stopped nothing', () => {
  it('there is nothing to put back', async () => {
    const firm = await office(6);
    const { id } = await firm.view();
    await expect(requestUndo(firm.ports, caller, id, { stopped: true })).rejects.toMatchObject({ code: 'conflict' });
  });
});
