import { type Key, type Row, SyncError, type Table } from '@concord/core';

/** What a row says, without its keys and its count of writes. */
export type RowBody = Readonly<Record<string, unknown>>;

const maximumAttempts = 8;

/**
 * Reads a row, changes it and saves it only if nobody else did meanwhile; otherwise looks again. `change` returns
 * undefined to leave the row as it is. Resolves to the row as it then stands.
 */
export async function updateRow(
  table: Table,
  { pk, sk }: Key,
  change: (row: Row | undefined) => RowBody | undefined,
): Promise<Row | undefined> {
  // A row is a key, too: what else it says is not written back.
  const key = { pk, sk };
  for (let attempt = 0; attempt < maximumAttempts; attempt += 1) {
    const row = await table.get(key);
    const body = change(row);
    if (body === undefined) return row;
    const next = { ...body, ...key, rev: (row?.rev ?? 0) + 1 };
    const saved = await table.put(next, row ? { kind: 'rev', rev: row.rev } : { kind: 'absent' });
    if (saved) return next;
  }
  throw new SyncError('unavailable', 'A row is written by too many at once.', { retryAfterMs: 1000 });
}

/** The row's own attributes. */
export function bodyOf(row: Row): Readonly<Record<string, unknown>> {
  const { pk: _pk, sk: _sk, rev: _rev, ...body } = row;
  return body;
}
