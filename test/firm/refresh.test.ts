import { poll, requestRefresh, stopSync } from '@concord/engine';
import { describe, expect, it } from 'vitest';
import { caller, createOneFirm, type OneFirm } from './one-firm.ts';

const minuteMs = 60_000;

async function live(): Promise<{ firm: OneFirm; id: string; refresh: () => ReturnType<typeof requestRefresh> }> {
  const firm = await createOneFirm({ holdNotices: true });
  firm.sandbox.clio.contacts.addMany(
    Array.from({ length: 30 }, (_, index) => ({
      type: 'Person' as const,
      first_name: `P${index}`,
      last_name: 'Berg',
      email_addresses: [{ name: 'Work' as const, address: `p${index}@example.org` }],
    })),
  );
  const { id } = await firm.goLive();
  await firm.run(5 * minuteMs);
  firm.writes();
  return { firm, id, refresh: () => requestRefresh(firm.ports, caller, id) };
}

const scans = ({ table }: OneFirm) => table.rows().filter(({ sk }) => sk.startsWith('SCAN#')).length;

const passes = ({ table }: OneFirm) =>
  table.rows().filter(({ pk, sk }) => pk.startsWith('RUN#') && sk === 'RUN').length;

describe('A refresh', () => {
  it('reads everything, writes nothing where nothing differs, and stays live', async () => {
    const { firm, refresh } = await live();
    const before = scans(firm);
    expect(await refresh()).toMatchObject({ state: 'live', sentence: expect.stringContaining('looked at once more') });
    await firm.run(5 * minuteMs);
    expect(scans(firm)).toBeGreaterThan(before);
    expect(firm.writes()).toBe(0);
    const view = await firm.view();
    expect(view).toMatchObject({ state: 'live', linked: 30 });
    expect(view.sentence).not.toContain('looked at once more');
    expect(view).not.toHaveProperty('progress');
  });

  it('writes what differs although no list of changes tells of it', async () => {
    const { firm, refresh } = await live();
    const gone = firm.sandbox.clio.contacts.list()[0]?.id ?? 0;
    firm.sandbox.clio.contacts.remove(gone);
    await firm.run(2 * minuteMs);
    await refresh();
    await firm.run(10 * minuteMs);
    expect(firm.outlook.list()).toHaveLength(29);
    expect(firm.writes()).toBe(1);
  });

  it('shows how far it has come', async () => {
    const { firm, refresh } = await live();
    expect((await refresh()).progress).toEqual({ phase: 'readingLeft', done: 0 });
    await firm.run(5 * minuteMs);
    expect((await firm.view()).progress).toBeUndefined();
  });

  it('is one, however often the button is pressed while it is under way', async () => {
    const { firm, refresh } = await live();
    const before = passes(firm);
    await refresh();
    const { rev } = firm.table.rows().find(({ sk }) => sk.startsWith('SYNC#')) ?? {};
    for (let press = 0; press < 5; press += 1) await refresh();
    expect(firm.table.rows().find(({ sk }) => sk.startsWith('SYNC#'))?.rev).toBe(rev);
    await firm.run(5 * minuteMs);
    expect(passes(firm)).toBe(before + 1);
    await refresh();
    await firm.run(5 * minuteMs);
    expect(passes(firm)).toBe(before + 2);
  });

  it('is done although its message is lost', async () => {
    const { firm, refresh } = await live();
    const before = scans(firm);
    await refresh();
    for (const delivery of firm.queue.receive(10)) delivery.done();
    await firm.run(2 * minuteMs);
    await poll(firm.ports);
    await firm.run(2 * minuteMs);
    expect(scans(firm)).toBeGreaterThan(before);
  });

  it('comes after a pass that is under way, because that one may have looked before', async () => {
    const { firm, refresh } = await live();
    const work = firm.table.rows().find(({ sk }) => sk === 'WORK');
    if (work === undefined) throw new Error('There is no work record.');
    // As a worker leaves it that began the nightly pass and then died.
    const run = { ...runRow(firm), phase: 'write', planPages: 0, at: { page: 0, index: 0 }, kind: 'full' };
    const pk = `RUN#${caller.firm}#nightly`;
    await firm.ports.table.put({ pk, sk: 'RUN', rev: 1, record: { ...run, id: 'nightly' } });
    const record = { ...(work['record'] as object), pass: 'nightly' };
    await firm.ports.table.put({ ...work, rev: work.rev + 1, record });
    const before = scans(firm);
    await refresh();
    await firm.run(5 * minuteMs);
    expect(scans(firm)).toBeGreaterThan(before);
    expect((await firm.ports.table.get({ pk, sk: 'RUN' }))?.['record']).toMatchObject({ phase: 'done' });
    expect((await firm.view()).sentence).not.toContain('looked at once more');
  });

  it('is refused with a sentence unless the sync is live', async () => {
    const { firm, id, refresh } = await live();
    await stopSync(firm.ports, caller, id);
    await expect(refresh()).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('is stopped') });
  });

  it('that was under way at a stop is not made up for after the next start', async () => {
    const { firm, id, refresh } = await live();
    const before = passes(firm);
    await refresh();
    await stopSync(firm.ports, caller, id);
    await firm.run(minuteMs);
    await firm.goLive();
    await firm.run(5 * minuteMs);
    // The one of the start itself.
    expect(passes(firm)).toBe(before + 1);
  });

  it('is nobody else’s to ask for', async () => {
    const { firm, id } = await live();
    await expect(requestRefresh(firm.ports, { ...caller, member: '9' }, id)).rejects.toMatchObject({
      code: 'notFound',
    });
  });
});

function runRow({ table }: OneFirm): object {
  return table.rows().find(({ pk, sk }) => pk.startsWith('RUN#') && sk === 'RUN')?.['record'] as object;
}
