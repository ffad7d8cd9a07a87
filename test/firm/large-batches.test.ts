import { describe, expect, it } from 'vitest';
import { createFirm } from './several-mailboxes.ts';

/** More than two batches of the largest kind. */
const people = 450;
const numbers = Array.from({ length: people }, (_, number) => number);

describe('A first run with Google', () => {
  it('makes as many contacts in one request as Google takes', async () => {
    const firm = await createFirm(['google']);
    firm.sandbox.clio.contacts.addMany(
      numbers.map((number) => ({ type: 'Person', first_name: 'Ann', last_name: `Reyes ${number}` })),
    );
    await firm.previewAll();
    await firm.startAll();
    expect(firm.mailboxes[0]?.ids()).toHaveLength(people);
    const requests = firm.sandbox.google.requests();
    expect(requests['POST people:batchCreateContacts']).toBe(3);
    expect(Object.values(requests).reduce((sum, count) => sum + count, 0)).toBeLessThan(3 + 20);
  });

  it('goes back to few at a time where everybody is made in Clio', async () => {
    const firm = await createFirm(['google']);
    for (const number of numbers) firm.mailboxes[0]?.add({ first: 'Ann', last: `Reyes ${number}` });
    const checkpoints: number[] = [];
    await firm.previewAll();
    const writes: number[] = [];
    firm.beforeRequest = (url, method) => {
      if (method === 'POST' && url.includes('/contacts.json')) checkpoints.push(written(firm.table.rows()));
    };
    await firm.startAll();
    for (const done of new Set(checkpoints)) writes.push(done);
    expect(writes.slice(0, 3)).toEqual([0, 20, 40]);
  });

  it('keeps what Google shows at once in rows that the table takes', async () => {
    const firm = await createFirm(['google']);
    for (const number of numbers) firm.mailboxes[0]?.add({ first: 'Ann', last: `Reyes ${number}` });
    await firm.previewAll();
    expect(firm.table.rows().filter(({ sk }) => sk.startsWith('SCAN#right'))).toHaveLength(3);
    expect((await firm.mailboxes[0]?.view())?.preview).toMatchObject({ addedLeft: people });
  });
});

/** How far the run has come, at its last checkpoint. */
function written(rows: ReturnType<Awaited<ReturnType<typeof createFirm>>['table']['rows']>): number {
  const run = rows.find(({ sk, record }) => sk === 'RUN' && record !== undefined);
  return (run?.['record'] as { readonly written: number } | undefined)?.written ?? 0;
}
