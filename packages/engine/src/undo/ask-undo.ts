import { SyncError, type SyncView, type UndoWish } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { refuseWhilePaused } from '../sync/operator-pause.ts';
import { cannotNow, due, own, rung } from '../sync/own-sync.ts';
import { hasRun, newRun, saveRun } from '../sync/run-record.ts';
import { isBraked, isUndoing, type SyncRecord, updateSync } from '../sync/sync-record.ts';
import { withoutUndo } from './states.ts';

/**
 * Makes the preview of an undo: what will be taken back, and what is left alone. Throws `conflict` while another undo, or the
 * preview or first run of the sync, is under way, and `notFound` for a run that the sync did not have.
 */
export async function requestUndo(ports: EnginePorts, caller: Caller, sync: string, wish: UndoWish): Promise<SyncView> {
  const known = await own(ports, caller, sync);
  const id = { firm: caller.firm, sync };
  refuseBusy(known);
  if ('stopped' in wish && !isBraked(known))
    throw new SyncError('conflict', 'There is nothing that the brake stopped.');
  if ('run' in wish && !(await hasRun(ports, id, wish.run))) throw new SyncError('notFound', 'There is no such run.');
  const run = { ...newRun(ports.random.id(9), 'undo', false, ports.clock.now()), phase: 'plan', undo: wish } as const;
  await saveRun(ports, id, run, 0);
  const record = await updateSync(ports, id, (found) => {
    refuseBusy(found);
    // Whoever is on the page has seen why it is paused. And while a letter is owed, what is due is the letter.
    const { letterSince: _, ...told } = found;
    return due(ports, { ...told, undo: { run: run.id, state: 'asked' } });
  });
  return await rung(ports, record);
}

function refuseBusy(record: SyncRecord): void {
  refuseWhilePaused(record);
  if (record.state !== 'live' && record.state !== 'paused' && record.state !== 'stopped') throw cannotNow(record);
  if (isUndoing(record)) throw new SyncError('conflict', 'Another undo is under way. Wait until it is done.');
}

/** Carries out what its preview showed. */
export async function startUndo(ports: EnginePorts, caller: Caller, sync: string, run: string): Promise<SyncView> {
  await own(ports, caller, sync);
  const record = await updateSync(ports, { firm: caller.firm, sync }, (found) => {
    refuseWhilePaused(found);
    if (found.undo?.run !== run || found.undo.state === 'done')
      throw new SyncError('conflict', 'There is a newer undo. Look at it, then start.');
    if (found.undo.state === 'asked') throw new SyncError('conflict', 'The preview of this undo is not ready yet.');
    return found.undo.state === 'going' ? undefined : due(ports, { ...found, undo: { run, state: 'going' } });
  });
  return await rung(ports, record);
}

/** Forgets an undo that is not under way, or that is done. What it has done stays, and can itself be undone. */
export async function dropUndo(ports: EnginePorts, caller: Caller, sync: string): Promise<SyncView> {
  await own(ports, caller, sync);
  const record = await updateSync(ports, { firm: caller.firm, sync }, (found) => {
    if (found.undo?.state === 'going') throw new SyncError('conflict', 'This undo is under way. Press Stop to end it.');
    return found.undo === undefined ? undefined : withoutUndo(found);
  });
  return await rung(ports, record);
}
