import { brakeLimits } from '@concord/core';
import { poll, startSync, stopSync } from '@concord/engine';
import type { MemoryMailer } from '@concord/local';
import { describe, expect, it } from 'vitest';
import { caller, createOneFirm, type OneFirm } from './one-firm.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const clioPeople = (count: number, title = 'Notary') =>
  Array.from({ length: count }, (_, index) => ({
    type: 'Person' as const,
    first_name: `P${index}`,
    last_name: 'Berg',
    title,
    email_addresses: [{ name: 'Work' as const, address: `p${index}@example.org` }],
  }));

async function office(count = 30): Promise<OneFirm> {
  const firm = await createOneFirm();
  firm.sandbox.clio.contacts.addMany(clioPeople(count));
  await firm.goLive();
  await firm.run(minuteMs);
  return firm;
}

const removeInClio = (firm: OneFirm, from: number, to: number): void => {
  for (const { id } of firm.sandbox.clio.contacts.list().slice(from, to)) firm.sandbox.clio.contacts.remove(id);
};
const goOn = async (firm: OneFirm): Promise<void> => {
  await startSync(firm.ports, caller, (await firm.view()).id, '');
  await firm.run(5 * minuteMs);
};
const mails = (firm: OneFirm) => (firm.ports.mailer as MemoryMailer).sent;
const pollFor = async (firm: OneFirm, ms: number): Promise<void> => {
  for (let at = 0; at < ms; at += minuteMs) {
    await poll(firm.ports);
    await firm.run(minuteMs);
  }
};

describe('what the brake stopped', () => {
  it('is shown with how many, where, and some of their names, before the first of it', async () => {
    const firm = await office();
    removeInClio(firm, 0, 12);
    await firm.run(5 * minuteMs);
    const view = await firm.view();
    expect(view).toMatchObject({
      state: 'paused',
      trouble: 'brake.deletes',
      brake: {
        what: 'deletes',
        side: 'right',
        count: 12,
        limit: 5,
        planned: { left: { deletes: 0, overwrites: 0 }, right: { deletes: 12, overwrites: 0 } },
        more: 0,
      },
    });
    expect(view.brake?.names).toHaveLength(12);
    expect(view.brake?.names).toContainEqual(
      expect.objectContaining({ title: 'P0 Berg', side: 'right', what: 'deleted' }),
    );
    expect(view.sentence).toContain('before it could delete 12 of your contacts in Microsoft 365: more than 5');
    expect(firm.outlook.list()).toHaveLength(30);
  });

  it('is told in a letter with numbers and no names, once, to whom it belongs', async () => {
    const firm = await office();
    removeInClio(firm, 0, 12);
    await firm.run(5 * minuteMs);
    expect(mails(firm)).toEqual([]);
    await pollFor(firm, 10 * minuteMs);
    expect(mails(firm)).toHaveLength(1);
    const [mail] = mails(firm);
    expect(mail?.to).toBe('owner@firm.example.com');
    expect(mail?.text).toContain('could delete 12 of your contacts in Microsoft 365');
    expect(mail?.text).toContain(`/syncs/${(await firm.view()).id}`);
    expect(`${mail?.text} ${mail?.html} ${mail?.subject}`).not.toMatch(/Berg|p\d+@/u);
    expect((await firm.view()).state).toBe('paused');
  });

  it.each(['goes on', 'stops'] as const)('is told nobody who %s before the letter leaves', async (way) => {
    const firm = await office();
    removeInClio(firm, 0, 12);
    await firm.run(90_000);
    expect((await firm.view()).state).toBe('paused');
    if (way === 'goes on') await goOn(firm);
    else await stopSync(firm.ports, caller, (await firm.view()).id);
    await pollFor(firm, 10 * minuteMs);
    expect(mails(firm)).toEqual([]);
    expect((await firm.view()).state).toBe(way === 'goes on' ? 'live' : 'stopped');
  });

  it('goes on once: what was shown, and then as much as on any other day', async () => {
    const firm = await office(40);
    removeInClio(firm, 0, 12);
    await firm.run(5 * minuteMs);
    await goOn(firm);
    expect(firm.outlook.list()).toHaveLength(28);
    const { deletes } = brakeLimits(28);
    removeInClio(firm, 0, deletes);
    await firm.run(5 * minuteMs);
    expect(firm.outlook.list()).toHaveLength(28 - deletes);
    removeInClio(firm, 0, 1);
    await firm.run(5 * minuteMs);
    expect(firm.outlook.list()).toHaveLength(28 - deletes);
    expect(await firm.view()).toMatchObject({ state: 'paused', brake: { count: 13 + deletes } });
  });

  it('begins anew on the next day', async () => {
    const firm = await office(40);
    removeInClio(firm, 0, 4);
    await firm.run(5 * minuteMs);
    expect(firm.outlook.list()).toHaveLength(36);
    await pollFor(firm, 26 * hourMs);
    removeInClio(firm, 0, 4);
    await firm.run(5 * minuteMs);
    expect(firm.outlook.list()).toHaveLength(32);
  });
});

describe('the brake counts for each collection that is written', () => {
  it('so that what was changed in Outlook leaves room for as much in Clio', async () => {
    const firm = await office();
    const cards = firm.sandbox.clio.contacts.list();
    for (const { id } of cards.slice(0, 5)) firm.sandbox.clio.contacts.edit(id, { title: 'Baker' });
    await firm.run(2 * minuteMs);
    const others = firm.outlook.list().filter(({ jobTitle }) => jobTitle !== 'Baker');
    for (const { id } of others.slice(0, 5)) firm.outlook.edit(id, { jobTitle: 'Cook' });
    await firm.run(2 * minuteMs);
    expect((await firm.view()).state).toBe('live');
    expect(firm.sandbox.clio.contacts.list().filter(({ title }) => title === 'Cook')).toHaveLength(5);
    firm.outlook.edit(others[5]?.id ?? '', { jobTitle: 'Cook' });
    await firm.run(2 * minuteMs);
    expect(await firm.view()).toMatchObject({ state: 'paused', brake: { side: 'left', count: 6, limit: 5 } });
  });

  it('so that what a first run wrote over, as its preview said, leaves the whole limit for the day', async () => {
    const firm = await createOneFirm();
    firm.sandbox.clio.contacts.addMany(clioPeople(30));
    for (const { first_name: givenName } of clioPeople(12))
      firm.outlook.add({
        givenName,
        surname: 'Berg',
        jobTitle: 'Clerk',
        emailAddresses: [{ address: `${givenName.toLowerCase()}@example.org` }],
      });
    await firm.goLive();
    await firm.run(minuteMs);
    expect(firm.outlook.list().filter(({ jobTitle }) => jobTitle === 'Notary')).toHaveLength(30);
    const cards = firm.sandbox.clio.contacts.list();
    for (const { id } of cards.slice(0, 5)) firm.sandbox.clio.contacts.edit(id, { title: 'Baker' });
    await firm.run(2 * minuteMs);
    expect((await firm.view()).state).toBe('live');
    // Those that the run wrote over count like all others when they are written over again.
    for (const { id } of cards.slice(5, 7)) firm.sandbox.clio.contacts.edit(id, { title: 'Baker' });
    await firm.run(2 * minuteMs);
    expect((await firm.view()).state).toBe('paused');
  });

  it('an item that is changed on both sides counts once on each', async () => {
    const firm = await office();
    const [card] = firm.sandbox.clio.contacts.list();
    for (const title of ['A', 'B', 'C', 'D']) {
      firm.sandbox.clio.contacts.edit(card?.id ?? 0, { title });
      await firm.run(2 * minuteMs);
      const entry = firm.outlook.list().find(({ jobTitle }) => jobTitle === title);
      firm.outlook.edit(entry?.id ?? '', { jobTitle: `${title}${title}` });
      await firm.run(2 * minuteMs);
    }
    const sum = (sk: string): unknown => firm.table.rows().find((row) => row.sk === sk)?.['hours'];
    const counted = { deletes: 0, overwrites: 1 };
    for (const sk of ['BRAKE#left', 'BRAKE#right', 'BRAKE#clio#contact'])
      expect(Object.values(sum(sk) as object)).toEqual([counted]);
  });

  it('and for Clio’s list over all syncs of the firm, by how many it has', async () => {
    const firm = await office(40);
    const key = { pk: `FIRM#${caller.firm}`, sk: 'BRAKE#clio#contact' };
    const row = await firm.table.get(key);
    expect(row?.['size']).toBe(40);
    const hour = String(Math.floor(firm.world.now() / hourMs));
    // What other members' syncs did there today.
    const hours = { [hour]: { deletes: 0, overwrites: 4 } };
    await firm.table.put({ ...key, rev: (row?.rev ?? 0) + 1, size: 40, hours, batches: [] });
    firm.outlook.edit(firm.outlook.list()[0]?.id ?? '', { jobTitle: 'Cook' });
    await firm.run(2 * minuteMs);
    expect((await firm.view()).state).toBe('live');
    firm.outlook.edit(firm.outlook.list()[1]?.id ?? '', { jobTitle: 'Cook' });
    await firm.run(2 * minuteMs);
    expect(await firm.view()).toMatchObject({ state: 'paused', brake: { side: 'left', count: 6, limit: 5 } });
    expect((await firm.view()).sentence).toContain('of your firm’s contacts in Clio, with 5 within a day before');
  });
});
