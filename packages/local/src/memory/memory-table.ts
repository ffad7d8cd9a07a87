import type { Clock, Condition, Key, Query, QueryPage, Row, Table } from '@concord/core';
import { compareKeys, createPartition, type Partition, type StoredRow } from './partition.ts';
import { createMeter, type Units } from './units.ts';
import { copyValue, rowBytes } from './values.ts';

export type MemoryTable = Table & {
  /** Capacity units used so far, as DynamoDB would count them. */
  readonly units: () => Units;
  /** A copy of every row that has not expired, for tests. */
  readonly rows: () => readonly Row[];
};

const maximumRowBytes = 400 * 1024;

/** `Table` in memory, equal to DynamoDB in order, expiry, conditions and units. Keeps nothing. */
export function createMemoryTable(clock: Clock): MemoryTable {
  const partitions = new Map<string, Partition>();
  /** Every row with `dueAt`, by both keys: the sparse index. */
  const dueRows = new Map<string, StoredRow>();
  const meter = createMeter();
  const find = (key: Key): StoredRow | undefined => partitions.get(key.pk)?.get(key.sk);
  const isLive = (stored: StoredRow): boolean => !isExpired(stored.row, clock.now());
  const findLive = (key: Key): Row | undefined => {
    const stored = find(key);
    return stored !== undefined && isLive(stored) ? stored.row : undefined;
  };
  const save = (row: Row): void => {
    const copy = copyRow(row);
    const stored = { row: copy, bytes: checkedBytes(copy) };
    meter.wrote(find(row), stored);
    partitionOf(partitions, row.pk).set(row.sk, stored);
    if (row.dueAt === undefined) dueRows.delete(joined(row));
    else dueRows.set(joined(row), stored);
  };
  const drop = (key: Key): void => {
    meter.wrote(find(key), undefined);
    partitions.get(key.pk)?.delete(key.sk);
    dueRows.delete(joined(key));
  };
  const refuses = (key: Key, condition: Condition | undefined): boolean => {
    if (holds(condition, findLive(key))) return false;
    meter.refused(find(key));
    return true;
  };

  const get = (key: Key): Row | undefined => {
    meter.readOne(find(key)?.bytes ?? 0);
    const row = findLive(key);
    return row && copyRow(row);
  };
  const query = ({ pk, prefix, after, limit, reverse = false }: Query): QueryPage => {
    const rows: Row[] = [];
    let bytes = 0;
    for (const stored of partitions.get(pk)?.walk(prefix, after, reverse) ?? []) {
      if (rows.length === limit) break;
      bytes += stored.bytes;
      if (isLive(stored)) rows.push(copyRow(stored.row));
    }
    meter.readOne(bytes);
    const last = rows[limit - 1];
    return last === undefined ? { rows } : { rows, after: last.sk };
  };
  const due = (before: number, limit: number): readonly Row[] => {
    const found = [...dueRows.values()].filter(({ row }) => Number(row.dueAt) <= before).sort(byDueAt);
    meter.readIndex(found.length);
    const live = found.slice(0, limit).filter(isLive);
    for (const stored of live) meter.readOne(stored.bytes);
    return live.map(({ row }) => copyRow(row));
  };

  return {
    get: async (key) => get(key),
    getMany: async (keys) => distinct(keys).flatMap((key) => get(key) ?? []),
    put: async (row, condition) => {
      if (refuses(row, condition)) return false;
      save(row);
      return true;
    },
    putMany: async (rows) => distinct(rows).forEach(save),
    remove: async (key, condition) => {
      if (refuses(key, condition)) return false;
      drop(key);
      return true;
    },
    removeMany: async (keys) => distinct(keys).forEach(drop),
    query: async (wanted) => query(wanted),
    due: async (before, limit) => due(before, limit),
    units: meter.units,
    rows: () =>
      [...partitions.values()].flatMap((partition) =>
        [...partition.walk('', undefined, false)].filter(isLive).map(({ row }) => copyRow(row)),
      ),
  };
}

function holds(condition: Condition | undefined, present: Row | undefined): boolean {
  if (condition === undefined) return true;
  return condition.kind === 'absent' ? present === undefined : present?.rev === condition.rev;
}

const isExpired = (row: Row, now: number): boolean => row.expiresAt !== undefined && row.expiresAt * 1000 <= now;

const copyRow = (row: Row): Row => copyValue(row) as Row;

const joined = (key: Key): string => JSON.stringify([key.pk, key.sk]);

/** One entry per key, the last one given: DynamoDB takes a key once per batch. */
function distinct<K extends Key>(keys: readonly K[]): readonly K[] {
  return [...new Map(keys.map((key) => [joined(key), key])).values()];
}

function byDueAt(left: StoredRow, right: StoredRow): number {
  return Number(left.row.dueAt) - Number(right.row.dueAt) || compareKeys(joined(left.row), joined(right.row));
}

function checkedBytes(row: Row): number {
  if (row.pk === '' || row.sk === '') throw new RangeError('A row needs keys that are not empty.');
  const bytes = rowBytes(row);
  if (bytes > maximumRowBytes) throw new RangeError(`A row of ${bytes} bytes is larger than ${maximumRowBytes}.`);
  return bytes;
}

function partitionOf(partitions: Map<string, Partition>, pk: string): Partition {
  const known = partitions.get(pk);
  if (known !== undefined) return known;
  const created = createPartition();
  partitions.set(pk, created);
  return created;
}
