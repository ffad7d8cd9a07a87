/**
 * The history: what Concord wrote, the provider's answer, and what it settled without a write. One sealed row a batch, never
 * changed afterwards but to tell what was found out later. Entries hold canonical values by field, of what became different
 * only (`HistoryEntry` in core says what each member means); `fieldsOf` spells them for people. Before the row goes an entry
 * of its index: which mappings it tells of, so that the past of one is found without opening all rows.
 */
import {
  type Decision,
  type Element,
  type Field,
  type FieldChange,
  type FieldValue,
  type HistoryEntry,
  type Item,
  type ItemType,
  type Origin,
  type PlannedWrite,
  type SideName,
  writtenFields,
} from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { historyKey, type SyncId, toldKey } from './keys.ts';
import { sealed, unsealed } from './pack.ts';

export type { HistoryEntry } from '@concord/core';

/** `at`: epoch milliseconds. */
export type HistoryBatch = Origin & { readonly at: number; readonly entries: readonly HistoryEntry[] };

/** Which batch of history: the same one saved again takes its own place. */
export type HistoryBatchId = { readonly at: number; readonly id: string };

/** One row a batch. Without a name of its own it is a new one, of now. */
export async function saveHistory(
  ports: EnginePorts,
  id: SyncId,
  origin: Origin,
  entries: readonly HistoryEntry[],
  batch: HistoryBatchId = { at: ports.clock.now(), id: ports.random.id(6) },
): Promise<void> {
  if (entries.length === 0) return;
  const { at } = batch;
  const told = await sealed(ports, id.firm, 'history', { at, ...origin, entries } satisfies HistoryBatch);
  const expiresAt = Math.floor(at / 1000) + ports.settings.historyDays * 24 * 60 * 60;
  const mappings = [...new Set(entries.map(({ mapping }) => shortOf(mapping)))].join('');
  // The index first: one that leads nowhere is harmless.
  await ports.table.put({ ...toldKey(id, at, batch.id), rev: 1, mappings, expiresAt });
  await ports.table.put({ ...historyKey(id, at, batch.id), rev: 1, ...told, expiresAt });
}

const shortLength = 6;
const shortOf = (mapping: string): string => mapping.slice(0, shortLength).padEnd(shortLength, '-');

/** Whether a row of the index may tell of this mapping; one in many billions that does not looks as if it did. */
export function mayTellOf(mappings: string, mapping: string): boolean {
  const wanted = shortOf(mapping);
  for (let place = 0; place < mappings.length; place += shortLength) {
    if (mappings.startsWith(wanted, place)) return true;
  }
  return false;
}

/** What a row of the index says without this mapping. */
export function withoutMapping(mappings: string, mapping: string): string {
  const unwanted = shortOf(mapping);
  const places = Array.from({ length: mappings.length / shortLength }, (_, index) => index * shortLength);
  return places
    .map((place) => mappings.slice(place, place + shortLength))
    .filter((short) => short !== unwanted)
    .join('');
}

export async function toldIn(ports: EnginePorts, id: SyncId, batch: HistoryBatchId): Promise<readonly HistoryEntry[]> {
  const row = await ports.table.get(historyKey(id, batch.at, batch.id));
  return row === undefined ? [] : (await unsealed<HistoryBatch>(ports, id.firm, 'history', row)).entries;
}

export type KeptBatch = { readonly key: string; readonly batch: HistoryBatch };
export type HistoryPage = { readonly batches: readonly KeptBatch[]; readonly after?: string };

/** The newest first, unless `oldestFirst`. `after`: where an earlier page ended, or the key of any batch. */
export async function readHistory(
  ports: Pick<EnginePorts, 'table' | 'vault'>,
  id: SyncId,
  after: string | undefined,
  { limit = 10, oldestFirst = false }: { readonly limit?: number; readonly oldestFirst?: boolean } = {},
): Promise<HistoryPage> {
  const page = await ports.table.query({
    pk: `SYNC#${id.firm}#${id.sync}`,
    prefix: 'HIST#',
    limit,
    reverse: !oldestFirst,
    ...(after ? { after } : {}),
  });
  const batches = await Promise.all(
    page.rows.map(async (row) => ({
      key: row.sk,
      batch: await unsealed<HistoryBatch>(ports, id.firm, 'history', row),
    })),
  );
  return { batches, ...(page.after ? { after: page.after } : {}) };
}

/** What one write of a decision changes, field by field, in people's words. */
export function changesOf(type: ItemType, decision: Decision, write: PlannedWrite): readonly FieldChange[] {
  const view = decision.views[write.side];
  const before: Item = write.kind !== 'create' && view.status === 'present' ? view.side.shown : {};
  return spelledChanges(type, write.side, before, write.kind === 'delete' ? {} : write.item);
}

/** What an entry says became different, in people's words. */
export const fieldsOf = (type: ItemType, { side, before = {}, after = {} }: HistoryEntry): readonly FieldChange[] =>
  spelledChanges(type, side, before, after);

function spelledChanges(type: ItemType, side: SideName, before: Item, after: Item): readonly FieldChange[] {
  return writtenFields(type).flatMap((field) => {
    const { name, label } = field;
    const change = { name, label, side, before: spelled(field, before[name]), after: spelled(field, after[name]) };
    return change.before === change.after ? [] : [change];
  });
}

/** A value in people's words. `field`: which one; absent: one that is known no more. */
export function spelled(field: Field | undefined, value: FieldValue | undefined): string {
  if (value === undefined || value === '') return '';
  if (typeof value === 'string') return (field?.shape === 'scalar' && field.say?.(value)) || value;
  const say = (field?.shape === 'list' && field.say) || spelledElement;
  return value.map(say).join('\n');
}

function spelledElement({ value, slot }: Element): string {
  const text = typeof value === 'string' ? value : Object.values(value).join(', ');
  return slot === undefined ? text : `${text} (${slot})`;
}
