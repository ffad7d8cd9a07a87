import type { SyncView, UndoView } from '@concord/core';
import { dropUndo, type EnginePorts, requestUndo, type SyncRecord, startUndo, syncView } from '@concord/engine';
import { Problem } from '@concord/local';
import type { CommandContext } from '../command.ts';

export type UndoWish = { readonly run: string; readonly isDryRun: boolean };
type Surroundings = Pick<CommandContext, 'clock' | 'pause'> & { readonly tell: (undo: UndoView) => void };

const lookAgainMs = 2_000;
/** So long nothing moves at most, before nobody seems to be at work. */
const patienceMs = 10 * 60_000;
/** More than the longest undo takes. */
const maximumLooks = 500_000;

/**
 * Asks a worker for the preview of an undo, has it carried out, and tells how far it is until it is done; the same that the page
 * does, as the member whose sync it is. A dry run ends with the preview. Throws `SyncError` as the use cases do, and a `Problem`
 * when nobody is at work.
 */
export async function askUndo(
  ports: EnginePorts,
  { firm, member, sync }: SyncRecord,
  { run, isDryRun }: UndoWish,
  surroundings: Surroundings,
): Promise<UndoView> {
  const caller = { firm, member };
  const asked = undoOf(await requestUndo(ports, caller, sync, { run }));
  const look = async (): Promise<UndoView> => undoOf(await syncView(ports, caller, sync), asked.run);
  const ready = await until(look, ({ state }) => state !== 'asked', surroundings);
  if (isDryRun) {
    await dropUndo(ports, caller, sync);
    return ready;
  }
  await startUndo(ports, caller, sync, ready.run);
  return await until(look, ({ state }) => state === 'done', surroundings);
}

/** Throws a `Problem` when it is gone: somebody has stopped the sync, or asked for another one. */
function undoOf({ undo }: SyncView, run?: string): UndoView {
  if (undo !== undefined && (run === undefined || undo.run === run)) return undo;
  throw new Problem('Somebody has ended this undo on the page. What it had done by then stays done.');
}

async function until(
  look: () => Promise<UndoView>,
  isReached: (undo: UndoView) => boolean,
  { clock, pause, tell }: Surroundings,
): Promise<UndoView> {
  let [before, movedAt] = ['', clock.now()];
  for (let round = 0; round < maximumLooks; round += 1) {
    const undo = await look();
    const now = JSON.stringify(undo);
    if (now !== before) {
      tell(undo);
      [before, movedAt] = [now, clock.now()];
    }
    if (isReached(undo)) return undo;
    if (clock.now() - movedAt > patienceMs) break;
    await pause(lookAgainMs);
  }
  throw new Problem('No worker has gone on with it for ten minutes. It stays asked for: look at it with status.');
}
