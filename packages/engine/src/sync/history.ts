import {
  type Decision,
  type Element,
  type FieldChange,
  type FieldValue,
  type Item,
  type ItemType,
  type PlannedWrite,
  type Reason,
  type SideName,
} from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { historyKey, type SyncId } from './keys.ts';
import { packSealed, unpackSealed } from './pack.ts';

export type HistoryEntry = {
  readonly mapping: string;
  readonly title: string;
  readonly what: 'added' | 'changed' | 'deleted' | 'linked' | 'released' | 'held' | 'parked';
  readonly side: SideName;
  readonly rule: string;
  readonly reasons: readonly Reason[];
  readonly fields: readonly FieldChange[];
};

export type HistoryBatch = { readonly at: number; readonly cause: string; readonly entries: readonly HistoryEntry[] };

const keptDays = 90;

/** Which batch of history: the same one saved again takes its own place. */
export type HistoryBatchId = { readonly at: number; readonly id: string };

/** One row a batch. Without a name of its own it is a new one, of now. */
export async function saveHistory(
  ports: EnginePorts,
  id: SyncId,
  cause: string,
  entries: readonly HistoryEntry[],
  batch: HistoryBatchId = { at: ports.clock.now(), id: ports.random.id(6) },
): Promise<void> {
  if (entries.length === 0) return;
  const { at } = batch;
  const sealed = await packSealed(ports, id.firm, { at, cause, entries } satisfies HistoryBatch);
  const expiresAt = Math.floor(at / 1000) + keptDays * 24 * 60 * 60;
  await ports.table.put({ ...historyKey(id, at, batch.id), rev: 1, sealed, expiresAt });
}

export async function toldIn(ports: EnginePorts, id: SyncId, batch: HistoryBatchId): Promise<readonly HistoryEntry[]> {
  const row = await ports.table.get(historyKey(id, batch.at, batch.id));
  return row === undefined ? [] : (await unpackSealed<HistoryBatch>(ports, id.firm, row.sealed)).entries;
}

export async function readHistory(
  ports: EnginePorts,
  id: SyncId,
  after: string | undefined,
): Promise<{
  readonly batches: readonly { readonly key: string; readonly batch: HistoryBatch }[];
  readonly after?: string;
}> {
  const page = await ports.table.query({
    pk: `SYNC#${id.firm}#${id.sync}`,
    prefix: 'HIST#',
    limit: 10,
    reverse: true,
    ...(after ? { after } : {}),
  });
  const batches = await Promise.all(
    page.rows.map(async (row) => ({
      key: row.sk,
      batch: await unpackSealed<HistoryBatch>(ports, id.firm, row.sealed),
    })),
  );
  return { batches, ...(page.after ? { after: page.after } : {}) };
}

/** What one write of a decision changes, field by field, in people's words. */
export function changesOf(type: ItemType, decision: Decision, write: PlannedWrite): readonly FieldChange[] {
  const view = decision.views[write.side];
  const before: Item = write.kind !== 'create' && view.status === 'present' ? view.side.shown : {};
  const after: Item = write.kind === 'delete' ? {} : write.item;
  return Object.entries(type.fields).flatMap(([name, field]) => {
    if (field.shape === 'scalar' && field.fixed) return [];
    const change = { label: field.label, side: write.side, before: spelled(before[name]), after: spelled(after[name]) };
    return change.before === change.after ? [] : [change];
  });
}

export function spelled(value: FieldValue | undefined): string {
  if (value === undefined || typeof value === 'string') return value ?? '';
  return value.map(spelledElement).join('\n');
}

export function spelledElement({ value, slot }: Element): string {
  const text = typeof value === 'string' ? value : Object.values(value).join(', ');
  return slot === undefined ? text : `${text} (${slot})`;
}
