import type { Row } from '@concord/core';
import type { KeptRow } from './values.ts';

export type StoredRow = KeptRow<Row>;

/** The rows under one partition key, in the order of their sort keys. */
export type Partition = {
  readonly get: (sk: string) => StoredRow | undefined;
  readonly set: (sk: string, stored: StoredRow) => void;
  readonly delete: (sk: string) => void;
  /** Visits rows whose sort key begins with `prefix`, in the direction of travel, strictly after `after`, until `visit` says false. */
  readonly walk: (
    prefix: string,
    after: string | undefined,
    reverse: boolean,
    visit: (stored: StoredRow) => boolean,
  ) => void;
};

export function createPartition(): Partition {
  const rows = new Map<string, StoredRow>();
  const keys: string[] = [];
  const positionOf = (key: string): number =>
    firstIndex(keys.length, (index) => compareKeys(at(keys, index), key) >= 0);
  const visitAt = (index: number, visit: (stored: StoredRow) => boolean): boolean => {
    const stored = rows.get(at(keys, index));
    return stored === undefined || visit(stored);
  };
  return {
    get: (sk) => rows.get(sk),
    set: (sk, stored) => {
      if (!rows.has(sk)) keys.splice(positionOf(sk), 0, sk);
      rows.set(sk, stored);
    },
    delete: (sk) => {
      if (rows.delete(sk)) keys.splice(positionOf(sk), 1);
    },
    walk: (prefix, after, reverse, visit) => {
      const from = positionOf(prefix);
      if (reverse) {
        const to = firstIndex(keys.length, (index) => index >= from && !at(keys, index).startsWith(prefix));
        const end = after === undefined ? to : positionOf(after);
        for (let index = Math.min(to, end) - 1; index >= from; index -= 1) if (!visitAt(index, visit)) return;
        return;
      }
      const next =
        after === undefined ? 0 : firstIndex(keys.length, (index) => compareKeys(at(keys, index), after) > 0);
      for (let index = Math.max(from, next); index < keys.length; index += 1) {
        if (!at(keys, index).startsWith(prefix) || !visitAt(index, visit)) return;
      }
    },
  };
}

/** DynamoDB sorts strings by their UTF-8 bytes. JavaScript's `<` differs where surrogate pairs meet U+E000 to U+FFFF. */
export function compareKeys(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const [one, other] = [left.charCodeAt(index), right.charCodeAt(index)];
    if (one !== other) return utf8Rank(one) - utf8Rank(other);
  }
  return left.length - right.length;
}

const utf8Rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x1_0000 : unit);

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
