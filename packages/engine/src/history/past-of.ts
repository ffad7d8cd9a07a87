import type { EnginePorts } from '../ports.ts';
import { type HistoryBatch, mayTellOf } from '../sync/history.ts';
import { historyKey, type SyncId } from '../sync/keys.ts';
import { unsealed } from '../sync/pack.ts';

/** A batch of the history, with only what it tells of one mapping. */
export type PastBatch = { readonly key: string; readonly batch: HistoryBatch };
export type Past = { readonly batches: readonly PastBatch[]; readonly after?: string };

/** What one request reads of the index at most: 20 pages of a megabyte. */
const maximumIndexPages = 20;
const indexRowsAtOnce = 4_000;

/** The past of one mapping, the newest first: at least `limit` batches if there are so many. `after`: where an earlier page ended. */
export async function pastOf(
  ports: Pick<EnginePorts, 'table' | 'vault'>,
  id: SyncId,
  mapping: string,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<Past> {
  const batches: PastBatch[] = [];
  let place = after;
  for (let page = 0; page < maximumIndexPages; page += 1) {
    const index = await ports.table.query({
      pk: `SYNC#${id.firm}#${id.sync}`,
      prefix: 'TOLD#',
      limit: indexRowsAtOnce,
      reverse: true,
      ...(place === undefined ? {} : { after: place }),
    });
    const found = index.rows.filter((row) => mayTellOf(String(row['mappings']), mapping)).map(({ sk }) => sk);
    const wanted = found.slice(0, limit - batches.length);
    batches.push(...(await openBatches(ports, id, mapping, wanted)));
    place = wanted.length < found.length ? wanted.at(-1) : index.after;
    if (place === undefined || batches.length >= limit) break;
  }
  return { batches, ...(place === undefined ? {} : { after: place }) };
}

async function openBatches(
  ports: Pick<EnginePorts, 'table' | 'vault'>,
  id: SyncId,
  mapping: string,
  places: readonly string[],
): Promise<readonly PastBatch[]> {
  if (places.length === 0) return [];
  const rows = await ports.table.getMany(places.map((place) => batchKeyAt(id, place)));
  const batches = await Promise.all(
    rows.map(async (row) => ({ key: row.sk, batch: await unsealed<HistoryBatch>(ports, id.firm, 'history', row) })),
  );
  return batches
    .map(({ key, batch }) => ({
      key,
      batch: { ...batch, entries: batch.entries.filter((one) => one.mapping === mapping) },
    }))
    .filter(({ batch }) => batch.entries.length > 0)
    .toSorted((one, other) => (one.key < other.key ? 1 : -1));
}

/** The batch that a row of the index is about has its time and name. */
function batchKeyAt(id: SyncId, place: string) {
  const [, at, ...name] = place.split('#');
  return historyKey(id, Number(at), name.join('#'));
}
