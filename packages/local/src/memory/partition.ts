import type { Row } from '@concord/core';

export type StoredRow = { readonly row: Row; readonly bytes: number };

/** The rows under one partition key, in the order of their sort keys. */
export type Partition = {
  readonly get: (sk: string) => StoredRow | undefined;
  readonly set: (sk: string, stored: StoredRow) => void;
  readonly delete: (sk: string) => void;
  /** Rows whose sort key begins with `prefix`, in the direction of travel, strictly after `after`. */
  readonly walk: (prefix: string, after: string | undefined, reverse: boolean) => IterableIterator<StoredRow>;
};

export function createPartition(): Partition {
  const rows = new Map<string, StoredRow>();
  const keys: string[] = [];
  const positionOf = (key: string): number =>
    firstIndex(keys.length, (index) => compareKeys(at(keys, index), key) >= 0);
  function* walk(prefix: string, after: string | undefined, reverse: boolean): IterableIterator<StoredRow> {
    const from = positionOf(prefix);
    const to = firstIndex(keys.length, (index) => index >= from && !at(keys, index).startsWith(prefix));
    for (const key of reverse ? descending(keys, from, to, after) : ascending(keys, from, to, after)) {
      const stored = rows.get(key);
      if (stored !== undefined) yield stored;
    }
  }
  return {
    get: (sk) => rows.get(sk),
    set: (sk, stored) => {
      if (!rows.has(sk)) keys.splice(positionOf(sk), 0, sk);
      rows.set(sk, stored);
    },
    delete: (sk) => {
      if (rows.delete(sk)) keys.splice(positionOf(sk), 1);
    },
    walk,
  };
}

/** DynamoDB sorts strings by their UTF-8 bytes. JavaScript's `<` differs where surrogate pairs meet U+E000 to U+FFFF. */
export function compareKeys(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const difference = utf8Rank(left.charCodeAt(index)) - utf8Rank(right.charCodeAt(index));
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

const utf8Rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x1_0000 : unit);

function* ascending(keys: readonly string[], from: number, to: number, after: string | undefined): Iterable<string> {
  const skipped = after === undefined ? 0 : firstIndex(keys.length, (index) => compareKeys(at(keys, index), after) > 0);
  for (let index = Math.max(from, skipped); index < to; index += 1) yield at(keys, index);
}

function* descending(keys: readonly string[], from: number, to: number, after: string | undefined): Iterable<string> {
  const end = after === undefined ? to : firstIndex(keys.length, (index) => compareKeys(at(keys, index), after) >= 0);
  for (let index = Math.min(to, end) - 1; index >= from; index -= 1) yield at(keys, index);
}

/** The first index of 0..length for which the monotonous `holds` is true; `length` when there is none. */
function firstIndex(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function at(keys: readonly string[], index: number): string {
  const key = keys[index];
  if (key === undefined) throw new RangeError('A partition was read beyond its end.');
  return key;
}
