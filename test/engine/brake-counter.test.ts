import type { BrakeCount, Table } from '@concord/core';
import { createMemoryTable } from '@concord/local';
import { describe, expect, it } from 'vitest';
import { count, countedBySync, countedInBook, noteSize } from '../../packages/engine/src/sync/brake-counter.ts';
import type { Slice } from '../../packages/engine/src/sync/slice.ts';

const hourMs = 60 * 60 * 1000;
const two: BrakeCount = { deletes: 2, overwrites: 1 };
const none: BrakeCount = { deletes: 0, overwrites: 0 };

/** One sync's worker on a table, at a time; the counter asks for no more of a slice. */
function workers() {
  let now = 1_000 * hourMs;
  const clock = { now: () => now };
  const table = createMemoryTable(clock);
  const sliceOf = (sync: string, own: Table = table): Slice => {
    const id = { firm: '7', sync };
    const left = { provider: 'clio', connection: `clio-${sync}` };
    return { id, record: { ...id, itemType: 'contact', left }, ports: { table: own, clock } } as unknown as Slice;
  };
  return { table, sliceOf, pass: (ms: number) => void (now += ms) };
}

describe('what the brake counts', () => {
  it('is the same batch once, however often it is counted', async () => {
    const { sliceOf } = workers();
    const slice = sliceOf('s1');
    for (const side of ['left', 'right'] as const) {
      await count(slice, side, `${side}-batch`, two);
      await count(slice, side, `${side}-batch`, two);
      expect(await countedBySync(slice, side)).toEqual(two);
    }
    expect((await countedInBook(slice)).soFar).toEqual(two);
  });

  it('is once in the book also when the worker died between its two rows', async () => {
    const { table, sliceOf } = workers();
    const dying: Table = {
      ...table,
      put: async (row, condition) => {
        if (row.sk === 'BRAKE#left') throw new Error('The worker dies.');
        return await table.put(row, condition);
      },
    };
    await expect(count(sliceOf('s1', dying), 'left', 'b1', two)).rejects.toThrow('dies');
    expect((await countedInBook(sliceOf('s1'))).soFar).toEqual(two);
    await count(sliceOf('s1'), 'left', 'b1', two);
    expect((await countedInBook(sliceOf('s1'))).soFar).toEqual(two);
    expect(await countedBySync(sliceOf('s1'), 'left')).toEqual(two);
  });

  it('is counted for Clio’s list over all syncs, and for each side of a sync by itself', async () => {
    const { sliceOf } = workers();
    await count(sliceOf('s1'), 'left', 'b1', two);
    await count(sliceOf('s2'), 'left', 'b2', two);
    await count(sliceOf('s2'), 'right', 'b3', { deletes: 0, overwrites: 5 });
    expect((await countedInBook(sliceOf('s3'))).soFar).toEqual({ deletes: 4, overwrites: 2 });
    expect(await countedBySync(sliceOf('s1'), 'left')).toEqual(two);
    expect(await countedBySync(sliceOf('s2'), 'right')).toEqual({ deletes: 0, overwrites: 5 });
    expect(await countedBySync(sliceOf('s1'), 'right')).toEqual(none);
  });

  it('is forgotten after a day, by the hour', async () => {
    const { sliceOf, pass } = workers();
    await count(sliceOf('s1'), 'left', 'b1', two);
    pass(23 * hourMs);
    expect((await countedInBook(sliceOf('s1'))).soFar).toEqual(two);
    pass(2 * hourMs);
    expect((await countedInBook(sliceOf('s1'))).soFar).toEqual(none);
  });

  it('keeps the size of the book through counts, and is not written for a size that is nearly known', async () => {
    const { table, sliceOf } = workers();
    const slice = sliceOf('s1');
    await noteSize(slice, 1000);
    await count(slice, 'left', 'b1', two);
    const rev = async () => (await table.get({ pk: 'FIRM#7', sk: 'BRAKE#clio#contact' }))?.rev;
    const before = await rev();
    await noteSize(slice, 1015);
    expect([await countedInBook(slice), await rev()]).toEqual([{ soFar: two, size: 1000 }, before]);
    await noteSize(slice, 800);
    expect(await countedInBook(slice)).toEqual({ soFar: two, size: 800 });
  });
});
