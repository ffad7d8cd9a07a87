import type { UndoView } from '@concord/core';
import type { RunRecord } from '../sync/run-record.ts';
import type { UndoNote } from '../sync/sync-record.ts';

/** How far an undo is, and what it comes to. */
export function undoViewOf({ run, state }: UndoNote, record: RunRecord | undefined): UndoView {
  const counts = record?.undoCounts;
  return {
    run,
    state,
    ...(counts && state !== 'asked' ? { counts } : {}),
    ...(state === 'going' && record ? { done: record.written, total: record.planned } : {}),
  };
}
