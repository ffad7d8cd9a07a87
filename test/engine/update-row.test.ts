import { createMemoryTable } from '@concord/local';
import { expect, it } from 'vitest';
import { updateRow } from '../../packages/engine/src/connect/update-row.ts';

it('A row may stand for its key: what it said before is not written back', async () => {
  const table = createMemoryTable({ now: () => 0 });
  const row = { pk: 'p', sk: 's', rev: 1, dueAt: 5, kept: 'yes' };
  await table.put(row);
  const [due] = await table.due(10, 1);
  await updateRow(table, due ?? row, () => ({ kept: 'yes' }));
  expect(await table.get(row)).toEqual({ pk: 'p', sk: 's', rev: 2, kept: 'yes' });
  expect(await table.due(10, 1)).toEqual([]);
});
