import type { HistoryEntry, Instant, UndoStep, UndoWish } from '@concord/core';
import { pastOf } from '../history/past-of.ts';
import type { EnginePorts } from '../ports.ts';
import { type KeptBatch, readHistory } from '../sync/history.ts';
import { historyKey, type SyncId } from '../sync/keys.ts';
import { readRun } from '../sync/run-record.ts';

/** What is to be taken back of one mapping: its writes, the newest first. */
export type Wished = {
  readonly steps: readonly UndoStep[];
  /** When the oldest of them was done. */
  readonly since: Instant;
  readonly resumes: boolean;
};

type OfHistory = Exclude<UndoWish, { readonly stopped: true }>;

type Ports = Pick<EnginePorts, 'table' | 'vault' | 'clock'>;

/** By mapping: what the history has of the run, the record or the entry that somebody wishes undone. */
export async function wishedSteps(ports: Ports, id: SyncId, wish: OfHistory): Promise<ReadonlyMap<string, Wished>> {
  const found = new Map<string, { steps: UndoStep[]; since: Instant; resumes: boolean }>();
  for await (const { batch } of 'run' in wish ? batchesOfRun(ports, id, wish.run) : batchesOfRecord(ports, id, wish)) {
    for (const entry of batch.entries) {
      if ('mapping' in wish && entry.mapping !== wish.mapping) continue;
      const step = stepOf(entry, 'mapping' in wish ? wish.field : undefined);
      if (step === undefined) continue;
      const known = found.get(entry.mapping) ?? { steps: [], since: batch.at, resumes: false };
      // Batches come in the order of time, and what is taken back first is what was done last.
      known.steps.unshift(step);
      found.set(entry.mapping, { ...known, resumes: batch.cause === 'undo' });
    }
  }
  return found;
}

/** Of what was held or refused nothing can be taken back; of a link nothing but the link. */
function stepOf(entry: HistoryEntry, field: string | undefined): UndoStep | undefined {
  const { what, side, item, before, after, version } = entry;
  if (what === 'held' || what === 'parked' || what === 'released' || entry.rule === 'by-product') return undefined;
  const step = { side, what, ...(item ? { item } : {}), ...(version ? { version } : {}) };
  if (field === undefined) return { ...step, ...(before ? { before } : {}), ...(after ? { after } : {}) };
  const [was, is] = [before?.[field], after?.[field]];
  if (what !== 'changed' || (was === undefined && is === undefined)) return undefined;
  return {
    ...step,
    ...(was === undefined ? {} : { before: { [field]: was } }),
    ...(is === undefined ? {} : { after: { [field]: is } }),
  };
}

const batchesAtOnce = 50;

async function* batchesOfRun(ports: Ports, id: SyncId, run: string): AsyncGenerator<KeptBatch> {
  const { record } = await readRun(ports, id, run);
  let after: string | undefined = historyKey(id, record.startedAt, '').sk;
  do {
    const page: Awaited<ReturnType<typeof readHistory>> = await readHistory(ports, id, after, {
      limit: batchesAtOnce,
      oldestFirst: true,
    });
    for (const kept of page.batches) if (kept.batch.run === run) yield kept;
    after = page.after;
  } while (after !== undefined);
}

/** Of one entry: the batch in which it stands. */
async function* batchesOfRecord(
  ports: Ports,
  id: SyncId,
  { mapping, entry }: { readonly mapping: string; readonly entry?: string },
): AsyncGenerator<KeptBatch> {
  const { batches } = await pastOf(ports, id, mapping, { limit: Number.POSITIVE_INFINITY });
  for (const kept of batches.toReversed()) if (entry === undefined || entry.startsWith(`${kept.key}#`)) yield kept;
}
