import type { Row, Table } from '@concord/core';
import { createShapes, isOfOtherVersion, migrateRow, type ShapeName, type Shapes, shapes } from '@concord/engine';
import { createMemoryTable } from '@concord/local';
import { describe, expect, test } from 'vitest';
import { createOneFirm } from '../firm/one-firm.ts';

const second = {
  1: { readSince: '1', writtenSince: '1' },
  2: { readSince: '2', writtenSince: '3' },
} as const;
const known = Object.fromEntries(Object.keys(shapes).map((name) => [name, second])) as Record<ShapeName, typeof second>;
const kinds = Object.keys(shapes) as readonly ShapeName[];
const forms = Object.fromEntries(kinds.map((kind) => [kind, { 1: (value: unknown) => upgraded(value) }]));
/** Writes the second version. */
const later: Shapes = createShapes(known, ['1', '2', '3'], forms);

/** Lists and texts stay as they are: what matters is that they were opened, and closed again. */
const upgraded = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value, isUpgraded: true } : value;

const versionsOf = (rows: readonly Row[]): Readonly<Record<string, readonly unknown[]>> =>
  Object.fromEntries(
    [...Map.groupBy(rows, ({ sk }) => sk.split('#')[0] ?? '')].map(([kind, some]) => [
      kind,
      [...new Set(some.map(({ v }) => v))],
    ]),
  );

async function oneLiveFirm() {
  const firm = await createOneFirm();
  for (const name of ['Ann', 'Bob'])
    firm.outlook.add({ givenName: name, surname: 'Archer', emailAddresses: [{ address: `${name}@example.com` }] });
  await firm.goLive();
  return firm;
}

async function migrateAll({ table, vault, rows }: Parameters<typeof migrateRow>[0] & { rows: readonly Row[] }) {
  const outcomes: unknown[] = [];
  for (const row of rows)
    if (isOfOtherVersion(row, later)) outcomes.push(await migrateRow({ table, vault }, row, later));
  return outcomes;
}

describe('A migration', () => {
  test('writes each kind of row again in the version of the release, once, and touches nothing else', async () => {
    const { table, ports } = await oneLiveFirm();
    const before = table.rows();
    await migrateAll({ ...ports, rows: before });
    const versions = versionsOf(table.rows());
    for (const kind of ['MAP', 'WORK', 'RUN', 'SCAN', 'PLAN', 'HIST', 'SYNC'])
      expect([kind, versions[kind]?.includes(2)]).toEqual([kind, true]);
    for (const kind of ['AT', 'KEY', 'CONN', 'ACCOUNT', 'MEMBER', 'TOLD'])
      expect([kind, versions[kind]]).toEqual([kind, [undefined]]);
    expect(table.rows().find(({ sk }) => sk === 'WORK')?.['record']).toMatchObject({ isUpgraded: true });
    expect(table.rows().find(({ sk }) => sk.startsWith('SYNC#'))).toMatchObject({ isUpgraded: true, state: 'live' });
    expect(table.rows().map(({ rev }) => rev)).toEqual(before.map(({ rev }) => rev));
    expect(await migrateAll({ ...ports, rows: table.rows() })).toEqual([]);
  });

  test('that is killed at any write goes on where it was, and comes to the same end', async () => {
    const { table, ports } = await oneLiveFirm();
    const begin = table.rows();
    const whole = createMemoryTable(ports.clock);
    await whole.putMany(begin);
    await migrateAll({ table: whole, vault: ports.vault, rows: begin });
    const writes = begin.filter((row) => isOfOtherVersion(row, later)).length;
    expect(writes).toBeGreaterThan(8);
    for (let kill = 0; kill < writes; kill += 1) {
      const some = createMemoryTable(ports.clock);
      await some.putMany(begin);
      await expect(migrateAll({ table: dyingAt(some, kill), vault: ports.vault, rows: begin })).rejects.toThrow(
        'killed',
      );
      await migrateAll({ table: some, vault: ports.vault, rows: some.rows() });
      expect(some.rows().map(unsealedOf)).toEqual(whole.rows().map(unsealedOf));
    }
  });

  test('writes over nothing that somebody else wrote meanwhile, and leaves what is newer', async () => {
    const { table, ports } = await oneLiveFirm();
    const row = table.rows().find(({ sk }) => sk.startsWith('MAP#')) as Row;
    const busy: Table = {
      ...table,
      put: async (next, condition) => {
        await table.put({ ...row, rev: row.rev + 1 });
        return await table.put(next, condition);
      },
    };
    expect(await migrateRow({ table: busy, vault: ports.vault }, row, later)).toBe('changed');
    expect(await table.get(row)).toEqual({ ...row, rev: row.rev + 1 });
    await table.put({ ...row, v: 3 });
    expect(await migrateRow(ports, row, later)).toBe('newer');
    expect(await table.get(row)).toEqual({ ...row, v: 3 });
    await table.remove(row);
    expect(await migrateRow(ports, row, later)).toBeUndefined();
  });

  test('has nothing to do in a release that changes no shape', async () => {
    const { table } = await oneLiveFirm();
    expect(table.rows().filter((row) => isOfOtherVersion(row))).toEqual([]);
  });
});

/** Sealing the same twice gives two texts. */
const unsealedOf = ({ sealed, ...row }: Row) => ({ ...row, isSealed: sealed !== undefined });

function dyingAt(table: Table, kill: number): Table {
  let left = kill;
  return {
    ...table,
    put: async (...input) => {
      if (left === 0) throw new Error('killed');
      left -= 1;
      return await table.put(...input);
    },
  };
}
