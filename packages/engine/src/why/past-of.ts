import { folded } from '@concord/core';
import { pastOf as batchesOf } from '../history/past-of.ts';
import type { EnginePorts } from '../ports.ts';
import { fieldsOf, type HistoryBatch, type HistoryEntry, readHistory } from '../sync/history.ts';
import { typeOf } from '../sync/item-types.ts';
import type { SyncId } from '../sync/keys.ts';
import type { SyncRecord } from '../sync/sync-record.ts';

/** A line of the history, and the batch in which it stands. */
export type Told = {
  readonly id: string;
  readonly batch: Omit<HistoryBatch, 'entries'>;
  readonly entry: HistoryEntry;
};

const mostLines = 10;
/** So many rows of ten are read of a sync, the newest first: each row tells of up to a batch of writes. */
const mostPages = 20;

/** The last lines about a mapping, the newest first. */
export async function linesOf(ports: EnginePorts, id: SyncId, mapping: string): Promise<readonly Told[]> {
  const { batches } = await batchesOf(ports, id, mapping, { limit: mostLines });
  const lines = batches.flatMap(({ key, batch }) =>
    batch.entries.toReversed().map((entry, index) => ({ id: `${key}#${index}`, batch, entry })),
  );
  return lines.slice(0, mostLines);
}

/** Who was deleted lately under this name or address: nothing leads to them any more. */
export async function deletedLately(ports: EnginePorts, record: SyncRecord, text: string): Promise<readonly string[]> {
  const words = folded(text)
    .split(/[\s,]+/u)
    .filter(Boolean);
  const found = new Set<string>();
  for await (const entry of lately(ports, record)) {
    if (entry.what !== 'deleted') continue;
    const fields = fieldsOf(typeOf(record), entry);
    const says = folded([entry.title, ...fields.map(({ before }) => before)].join(' '));
    if (words.every((word) => says.includes(word))) found.add(entry.mapping);
  }
  return [...found];
}

async function* lately(ports: EnginePorts, id: SyncId): AsyncGenerator<HistoryEntry> {
  let after: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const history = await readHistory(ports, id, after);
    for (const { batch } of history.batches) yield* batch.entries;
    after = history.after;
    if (after === undefined) return;
  }
}
