import { due } from '../sync/own-sync.ts';
import { isOfStopped, type RunRecord } from '../sync/run-record.ts';
import type { Progress, Slice } from '../sync/slice.ts';
import { isBraked, type SyncRecord, updateSync } from '../sync/sync-record.ts';
import { resumed } from '../sync/sync-states.ts';

/** Its preview waits for a person; whatever else the sync does goes on. Leaves alone what has another undo by now, or none. */
export async function showUndo({ ports, id }: Slice, run: string): Promise<Progress> {
  await updateSync(ports, id, (record) =>
    record.undo?.run === run ? { ...record, undo: { run, state: 'ready' } } : undefined,
  );
  return { kind: 'more' };
}

/** Of what the brake stopped there is nothing left, so the sync goes on. What somebody has done beside it is weighed like everything. */
export async function endUndo({ ports, id }: Slice, run: RunRecord): Promise<Progress> {
  await updateSync(ports, id, (record) => {
    if (record.undo?.run !== run.id) return undefined;
    const done: SyncRecord = { ...record, undo: { run: run.id, state: 'done' } };
    const next = isOfStopped(run) && isBraked(record) ? resumed(done) : undefined;
    return next ? due(ports, next) : done;
  });
  return { kind: 'more' };
}

/** Without its undo. */
export function withoutUndo({ undo: _, ...record }: SyncRecord): SyncRecord {
  return record;
}
