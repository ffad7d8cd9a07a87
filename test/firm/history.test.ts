import type { HistoryEntry } from '@concord/core';
import { activityPage, exportOwn, pastPage } from '@concord/engine';
import { parse } from 'csv-parse/sync';
import { beforeEach, describe, expect, it } from 'vitest';
import { type HistoryBatch, readHistory } from '../../packages/engine/src/sync/history.ts';
import { caller, createOneFirm, type OneFirm } from './one-firm.ts';

const anna = {
  type: 'Person',
  first_name: 'Anna',
  last_name: 'Berg',
  email_addresses: [{ name: 'Work', address: 'anna@example.org' }],
} as const;

let firm: OneFirm;
let sync: string;
let annaId: number;

async function batches(): Promise<readonly HistoryBatch[]> {
  const page = await readHistory(firm.ports, { firm: caller.firm, sync }, undefined, { limit: 1000 });
  return page.batches.map(({ batch }) => batch);
}
async function last(): Promise<HistoryBatch & { readonly entry: HistoryEntry }> {
  const [batch] = await batches();
  const entry = batch?.entries[0];
  if (batch === undefined || entry === undefined) throw new Error('Nothing is told');
  return { ...batch, entry };
}
const outlookId = (): string => firm.outlook.list()[0]?.id ?? '';

beforeEach(async () => {
  firm = await createOneFirm();
  annaId = firm.sandbox.clio.contacts.addMany([anna]).ids[0] ?? 0;
  sync = (await firm.goLive()).id;
  await firm.run(60_000);
});

describe('the history', () => {
  it('says of a create in which run and by whom it was asked for, and what the provider made of it', async () => {
    const { cause, run, who, entry } = await last();
    expect({ cause, run, who }).toEqual({ cause: 'run', run: (await firm.view()).preview?.run, who: caller.member });
    expect(entry).toMatchObject({ what: 'added', side: 'right', item: outlookId(), rule: 'create-right' });
    expect(entry.after).toMatchObject({ kind: 'person', firstName: 'Anna', emails: [{ key: 'anna@example.org' }] });
    expect(entry.before).toBeUndefined();
    expect(entry.version).toMatch(/./u);
  });

  it('holds only what became different, before and after, of an edit that was carried over', async () => {
    firm.sandbox.clio.contacts.edit(annaId, { title: 'Notary' });
    await firm.run(30_000);
    const { cause, run, who, entry } = await last();
    expect({ cause, run, who }).toEqual({ cause: 'push', run: undefined, who: undefined });
    expect(entry).toMatchObject({ what: 'changed', side: 'right', item: outlookId(), after: { jobTitle: 'Notary' } });
    expect([entry.before, entry.other, entry.lost]).toEqual([undefined, undefined, undefined]);
  });

  it('keeps the value that lost a conflict, and what both had agreed on before it', async () => {
    firm.sandbox.clio.contacts.edit(annaId, { title: 'Clerk' });
    await firm.run(30_000);
    firm.sandbox.clio.contacts.edit(annaId, { title: 'Notary' });
    firm.outlook.edit(outlookId(), { jobTitle: 'Baker' });
    await firm.run(30_000);
    expect((await last()).entry).toMatchObject({
      before: { jobTitle: 'Baker' },
      after: { jobTitle: 'Notary' },
      lost: ['jobTitle'],
      other: { before: { jobTitle: 'Clerk' } },
    });
  });

  it('keeps everything that the provider had of what it deletes, mapped or not', async () => {
    firm.outlook.edit(outlookId(), { personalNotes: 'Likes tea' });
    await firm.run(30_000);
    const item = outlookId();
    firm.sandbox.clio.contacts.remove(annaId);
    await firm.run(120_000);
    const { entry } = await last();
    expect(entry).toMatchObject({ what: 'deleted', side: 'right', item, before: { firstName: 'Anna' } });
    expect(entry.native).toMatchObject({ id: item, surname: 'Berg', personalNotes: 'Likes tea' });
    expect(entry.after).toBeUndefined();
  });

  it('is forgotten when its days are over', async () => {
    firm = await createOneFirm({ settings: { historyDays: 2 } });
    firm.sandbox.clio.contacts.addMany([anna]);
    sync = (await firm.goLive()).id;
    await firm.world.advance(47 * 3_600_000);
    expect(await batches()).toHaveLength(1);
    await firm.world.advance(2 * 3_600_000);
    expect(await batches()).toEqual([]);
  });
});

describe('the past of a record', () => {
  it('shows each entry with both sides and the base as they were after it', async () => {
    firm.sandbox.clio.contacts.edit(annaId, { title: 'Clerk' });
    await firm.run(30_000);
    firm.outlook.edit(outlookId(), { jobTitle: 'Notary' });
    await firm.run(30_000);
    const { mapping } = (await last()).entry;
    const past = await pastPage(firm.ports, caller, sync, mapping);
    const titles = past.rows.map(({ what, side, values }) => [
      what,
      side,
      values.find(({ label }) => label === 'Job title'),
    ]);
    const says = (text: string) => ({ label: 'Job title', left: text, right: text, base: text });
    expect(titles).toEqual([
      ['changed', 'left', says('Notary')],
      ['changed', 'right', says('Clerk')],
      ['added', 'right', undefined],
    ]);
    expect(past).toMatchObject({ title: 'Anna Berg', state: 'linked', isCut: false });
  });

  it('tells of nobody else', async () => {
    firm.sandbox.clio.contacts.add({ ...anna, first_name: 'Cy', email_addresses: [] });
    await firm.run(30_000);
    const cy = (await last()).entry;
    const past = await pastPage(firm.ports, caller, sync, cy.mapping);
    expect(past.rows.map(({ title }) => title)).toEqual(['Cy Berg']);
  });

  it('tells of nobody else who was written in the same batch', async () => {
    firm = await createOneFirm();
    firm.sandbox.clio.contacts.addMany([anna, { ...anna, first_name: 'Cy', email_addresses: [] }]);
    sync = (await firm.goLive()).id;
    const [batch] = await batches();
    expect(batch?.entries).toHaveLength(2);
    const past = await pastPage(firm.ports, caller, sync, batch?.entries[1]?.mapping ?? '');
    expect(past.rows.map(({ title }) => title)).toEqual([batch?.entries[1]?.title]);
  });

  it('of a record that is not there is not found', async () => {
    await expect(pastPage(firm.ports, caller, sync, 'nobody')).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('the export', () => {
  it('is one CSV file over all pages, with a line for each field that became different', async () => {
    const people = Array.from({ length: 45 }, (_, index) => ({
      ...anna,
      first_name: `Z${index}`,
      email_addresses: [],
    }));
    for (const one of people) {
      firm.sandbox.clio.contacts.add(one);
      await firm.run(10_000);
    }
    let text = '';
    let pages = 0;
    let after: string | undefined;
    do {
      const page = await exportOwn(firm.ports, caller, sync, { format: 'csv', ...(after ? { after } : {}) });
      text += page.text;
      pages += 1;
      after = page.after;
    } while (after !== undefined);
    const rows = parse(text, { columns: true }) as readonly Record<string, string>[];
    expect(pages).toBeGreaterThan(1);
    expect(rows.filter(({ field }) => field === 'First name').map(({ after: name }) => name)).toEqual([
      'Anna',
      ...people.map(({ first_name: name }) => name),
    ]);
    expect(rows[0]).toMatchObject({ cause: 'run', who: caller.member, side: 'microsoft', what: 'added', before: '' });
  });

  it('says in NDJSON all that is kept, one entry a line, the oldest first', async () => {
    firm.sandbox.clio.contacts.remove(annaId);
    await firm.run(120_000);
    const { text } = await exportOwn(firm.ports, caller, sync, { format: 'ndjson' });
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ what }) => what)).toEqual(['added', 'deleted']);
    expect(lines[1]).toMatchObject({ side: 'microsoft', native: { surname: 'Berg' } });
    expect(text.endsWith('\n')).toBe(true);
  });

  it('is for nobody but whose sync it is', async () => {
    const other = { ...caller, member: 'somebody else' };
    await expect(exportOwn(firm.ports, other, sync, { format: 'csv' })).rejects.toMatchObject({ code: 'notFound' });
    await expect(activityPage(firm.ports, other, sync)).rejects.toMatchObject({ code: 'notFound' });
  });
});
