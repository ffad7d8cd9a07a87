import { createShapes, type ShapeName, shapes } from '@concord/engine';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migratedLine, migrateRows } from '../../packages/cli/src/migrate/migrate-rows.ts';
import { createKept, type Kept } from './kept.ts';

let kept: Kept;
beforeEach(async () => {
  kept = await createKept();
});
afterEach(() => kept.close());

const second = { 1: { readSince: '1', writtenSince: '1' }, 2: { readSince: '1', writtenSince: '2' } } as const;
const known = Object.fromEntries(Object.keys(shapes).map((name) => [name, second])) as Record<ShapeName, typeof second>;
const later = createShapes(known, ['1', '2'], { work: { 1: (value) => ({ was: value }) } });
const work = { pk: 'SYNC#f#s', sk: 'WORK', rev: 3, dueAt: 5 };
const newer = { pk: 'SYNC#f#t', sk: 'WORK', rev: 1, v: 3, record: 'of tomorrow' };

it('migrate brings rows into the form of the release, keeps what is newer, and finds nothing the second time', async () => {
  await kept.table.put({ ...work, record: { a: 1 } });
  await kept.table.put(newer);
  await kept.table.put({ pk: 'SYNC#f#s', sk: 'AT#left#1', rev: 1, mapping: 'm' });
  expect(await migrateRows(kept.deployment, { shapes: later })).toEqual({ done: 1, changed: 0, newer: 1 });
  expect(await kept.table.get(work)).toEqual({ ...work, v: 2, record: { was: { a: 1 } } });
  expect(await kept.table.due(10, 10)).toHaveLength(1);
  expect(await kept.table.get(newer)).toEqual(newer);
  expect(await migrateRows(kept.deployment, { shapes: later })).toEqual({ done: 0, changed: 0, newer: 1 });
});

it('migrate says what was done and what is left', () => {
  expect(migratedLine({ done: 2, changed: 0, newer: 0 })).toBe('2 rows written anew.');
  expect(migratedLine({ done: 2, changed: 1, newer: 3 })).toBe(
    '2 rows written anew. 1 were written by somebody else meanwhile: type it again. 3 are of a newer release, and stay as they are.',
  );
});
