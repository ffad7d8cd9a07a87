import { type Row, SyncError, type Watch } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { packed, unpacked } from '../sync/pack.ts';
import { linkedPrefix, watchKey, watchPartition, watchPrefix } from './keys.ts';

export type StoredWatch = { readonly watch: Watch; readonly rev: number };

export async function readWatch(ports: EnginePorts, firm: string, id: string): Promise<StoredWatch | undefined> {
  const row = await ports.table.get(watchKey(firm, id));
  return row && toStored(row);
}

export async function readWatches(
  ports: EnginePorts,
  firm: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredWatch>> {
  const rows = await ports.table.getMany([...new Set(ids)].map((id) => watchKey(firm, id)));
  return new Map(rows.map(toStored).map((stored) => [stored.watch.id, stored]));
}

/** Only over the revision that was read (0: there is none yet); false when somebody else was quicker. */
export async function putWatch(ports: EnginePorts, firm: string, { watch, rev }: StoredWatch): Promise<boolean> {
  const row = { ...watchKey(firm, watch.id), rev: rev + 1, ...packed('watch', watch) };
  return await ports.table.put(row, rev === 0 ? { kind: 'absent' } : { kind: 'rev', rev });
}

const maximumAttempts = 8;

/** `change` returns the same watch to leave it as it is. Throws `notFound`, and what `change` throws. */
export async function updateWatch(
  ports: EnginePorts,
  firm: string,
  id: string,
  change: (stored: StoredWatch) => Watch,
): Promise<StoredWatch> {
  for (let attempt = 0; attempt < maximumAttempts; attempt += 1) {
    const stored = await readWatch(ports, firm, id);
    if (stored === undefined) throw new SyncError('notFound', 'There is no such watch.');
    const watch = change(stored);
    if (watch === stored.watch) return stored;
    if (await putWatch(ports, firm, { watch, rev: stored.rev })) return { watch, rev: stored.rev + 1 };
  }
  throw new SyncError('unavailable', 'A watch is written by too many at once.', { retryAfterMs: 1000 });
}

export type WatchesPage = { readonly watches: readonly StoredWatch[]; readonly after?: string };

/** Linked ones only, in the order of their ids. */
export async function linkedWatches(
  ports: EnginePorts,
  firm: string,
  limit: number,
  after?: string,
): Promise<WatchesPage> {
  const page = await ports.table.query({
    pk: watchPartition(firm),
    prefix: linkedPrefix,
    limit,
    ...(after ? { after } : {}),
  });
  return { watches: page.rows.map(toStored), ...(page.after ? { after: page.after } : {}) };
}

const rowsAtOnce = 1_000;
const maximumPages = 100;

/** Every watch of the firm: about 400 bytes each. Throws `unavailable` beyond 100,000. */
export async function allWatches(ports: EnginePorts, firm: string): Promise<readonly StoredWatch[]> {
  const found: StoredWatch[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < maximumPages; pages += 1) {
    const page = await ports.table.query({
      pk: watchPartition(firm),
      prefix: watchPrefix,
      limit: rowsAtOnce,
      ...(after ? { after } : {}),
    });
    found.push(...page.rows.map(toStored));
    after = page.after;
    if (after === undefined) return found;
  }
  throw new SyncError('unavailable', 'There are too many watches to look through.');
}

export const sortKeyOf = (firm: string, { watch }: StoredWatch): string => watchKey(firm, watch.id).sk;

/** Only this file reads these rows. */
const toStored = (row: Row): StoredWatch => ({ watch: unpacked<Watch>('watch', row), rev: row.rev });
