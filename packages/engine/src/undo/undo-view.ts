import type { UndoView } from '@concord/core';
import { isOfStopped, type RunRecord } from '../sync/run-record.ts';
import type { UndoNote } from '../sync/sync-record.ts';

/** How far an undo is, and what it comes to. */
export function undoViewOf({ run, state }: UndoNote, record: RunRecord | undefined): UndoView {
  const counts = record?.undoCounts;
  return {
    run,
    state,
    ...(record && isOfStopped(record) ? { ofStopped: true as const } : {}),
    ...(counts && state !== 'asked' ? { counts } : {}),
    ...(state === 'going' && record ? { done: record.written, total: record.planned } : {}),
  };
}
