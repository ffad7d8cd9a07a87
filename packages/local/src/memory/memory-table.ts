import type { Clock, Condition, Key, Query, QueryPage, Row, Table } from '@concord/core';
import { compareKeys, createPartition, type Partition, type StoredRow } from './partition.ts';
import { createMeter, type Units } from './units.ts';
import { handOut, keepRow } from './values.ts';

export type MemoryTable = Table & {
  /** Capacity units used so far, as DynamoDB would count them. */
  readonly units: () => Units;
  /** Every row that has not expired, for tests. */
  readonly rows: () => readonly Row[];
};

const maximumRowBytes = 400 * 1024;

/** `Table` in memory, equal to DynamoDB in order, expiry, conditions and units. Keeps nothing. Rows that it gives are frozen. */
export function createMemoryTable(clock: Clock): MemoryTable {
  const partitions = new Map<string, Partition>();
  /** Every row with `dueAt`: the sparse index. */
  const dueRows = new Set<StoredRow>();
  const meter = createMeter();
  const find = (key: Key): StoredRow | undefined => partitions.get(key.pk)?.get(key.sk);
  const isLive = ({ row }: StoredRow): boolean => row.expiresAt === undefined || row.expiresAt * 1000 > clock.now();
  const findLive = (key: Key): Row | undefined => {
    const stored = find(key);
    return stored !== undefined && isLive(stored) ? stored.row : undefined;
  };
  const save = (row: Row): void => {
    const stored = checked(keepRow(row));
    const former = find(row);
    meter.wrote(former, stored);
    partitionOf(partitions, row.pk).set(row.sk, stored);
    if (former !== undefined) dueRows.delete(former);
    if (stored.row.dueAt !== undefined) dueRows.add(stored);
  };
  const drop = (key: Key): void => {
    const former = find(key);
    meter.wrote(former, undefined);
    if (former === undefined) return;
    partitions.get(key.pk)?.delete(key.sk);
    dueRows.delete(former);
  };
  const refuses = (key: Key, condition: Condition | undefined): boolean => {
    if (holds(condition, findLive(key))) return false;
    meter.refused(find(key));
    return true;
  };

  const get = (key: Key): Row | undefined => {
    const stored = find(key);
    meter.readOne(stored?.bytes ?? 0);
    return stored !== undefined && isLive(stored) ? handOut(stored) : undefined;
  };
  const query = ({ pk, prefix, after, limit, reverse = false }: Query): QueryPage => {
    const rows: Row[] = [];
    let bytes = 0;
    if (limit > 0)
      partitions.get(pk)?.walk(prefix, after, reverse, (stored) => {
        bytes += stored.bytes;
        if (isLive(stored)) rows.push(handOut(stored));
        return rows.length < limit;
      });
    meter.readOne(bytes);
    const last = rows[limit - 1];
    return last === undefined ? { rows } : { rows, after: last.sk };
  };
  const due = (before: number, limit: number): readonly Row[] => {
    const found = [...dueRows].filter(({ row }) => Number(row.dueAt) <= before).sort(byDueAt);
    meter.readIndex(found.length);
    const live = found.slice(0, limit).filter(isLive);
    for (const stored of live) meter.readOne(stored.bytes);
    return live.map(handOut);
  };
  const allRows = (): readonly Row[] => {
    const rows: Row[] = [];
    for (const partition of partitions.values())
      partition.walk('', undefined, false, (stored) => {
        if (isLive(stored)) rows.push(handOut(stored));
        return true;
      });
    return rows;
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
    rows: allRows,
  };
}

function holds(condition: Condition | undefined, present: Row | undefined): boolean {
  if (condition === undefined) return true;
  return condition.kind === 'absent' ? present === undefined : present?.rev === condition.rev;
}

/** One text per key, whatever characters it has. */
const joined = (key: Key): string => `${key.pk.length}:${key.pk}${key.sk}`;

/** One entry per key, the last one given: DynamoDB takes a key once per batch. */
function distinct<K extends Key>(keys: readonly K[]): readonly K[] {
  return keys.length < 2 ? keys : [...new Map(keys.map((key) => [joined(key), key])).values()];
}

function byDueAt({ row: left }: StoredRow, { row: right }: StoredRow): number {
  return Number(left.dueAt) - Number(right.dueAt) || compareKeys(left.pk, right.pk) || compareKeys(left.sk, right.sk);
}

function checked(stored: StoredRow): StoredRow {
  const { row, bytes } = stored;
  if (row.pk === '' || row.sk === '') throw new RangeError('A row needs keys that are not empty.');
  if (bytes > maximumRowBytes) throw new RangeError(`A row of ${bytes} bytes is larger than ${maximumRowBytes}.`);
  return stored;
}

function partitionOf(partitions: Map<string, Partition>, pk: string): Partition {
  const known = partitions.get(pk);
  if (known !== undefined) return known;
  const created = createPartition();
  partitions.set(pk, created);
  return created;
}
