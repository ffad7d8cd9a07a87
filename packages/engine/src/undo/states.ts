import type { EnginePorts } from '../ports.ts';
import type { SyncId } from '../sync/keys.ts';
import type { Progress, Slice } from '../sync/slice.ts';
import { type SyncRecord, type UndoNote, updateSync } from '../sync/sync-record.ts';

/** Its preview waits for a person; whatever else the sync does goes on. */
export async function showUndo({ ports, id }: Slice, run: string): Promise<Progress> {
  await setUndo(ports, id, run, 'ready');
  return { kind: 'more' };
}

export async function endUndo({ ports, id }: Slice, run: string): Promise<Progress> {
  await setUndo(ports, id, run, 'done');
  return { kind: 'more' };
}

/** Leaves alone what has another undo by now, or none: somebody pressed Stop. */
async function setUndo(ports: EnginePorts, id: SyncId, run: string, state: UndoNote['state']): Promise<void> {
  await updateSync(ports, id, (record) => (record.undo?.run === run ? { ...record, undo: { run, state } } : undefined));
}

/** Without its undo. */
export function withoutUndo({ undo: _, ...record }: SyncRecord): SyncRecord {
  return record;
}
