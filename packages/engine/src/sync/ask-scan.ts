import { type ScanRequest, SyncError, type SyncView } from '@concord/core';
import { readConnection } from '../connect/connection.ts';
import type { Caller, EnginePorts } from '../ports.ts';
import { chosen } from './ask-groups.ts';
import { claimBooks, pairOf } from './books.ts';
import { typeOf } from './item-types.ts';
import { happen, own, rung } from './own-sync.ts';
import { newRun, saveRun } from './run-record.ts';

/**
 * Reads both sides and makes the preview. What was deleted on one side and kept on the other is sent again, unless the
 * request says otherwise. Throws `conflict` when another sync has the books by now, and `refused` for a choice that is none.
 */
export async function requestScan(
  ports: EnginePorts,
  caller: Caller,
  sync: string,
  { clioSyncOff, conflicts, deletes, resend = true, choice: wanted, private: hidden, guests }: ScanRequest,
): Promise<SyncView> {
  const known = await own(ports, caller, sync);
  if (!clioSyncOff)
    throw new SyncError(
      'refused',
      `Turn off Clio’s own sync first: two syncs of the same ${typeOf(known).words.many} make duplicates.`,
    );
  const [left, right] = await Promise.all([
    readConnection(ports, caller.firm, known.left.connection),
    readConnection(ports, caller.firm, known.right.connection),
  ]);
  if (left === undefined || right === undefined) throw new SyncError('notFound', 'There is no such connection.');
  if (typeOf(known).isPrivate === undefined && (hidden !== undefined || guests !== undefined))
    throw new SyncError('refused', `There is nothing private among ${typeOf(known).words.many}.`);
  const choice = await chosen(ports, known, wanted);
  await claimBooks(ports, caller, pairOf(known, { left, right }), true);
  const run = newRun(ports.random.id(9), 'first', resend, ports.clock.now());
  // First the run, then the state that names it: whatever is lost in between, no sync is without its run.
  await saveRun(ports, { firm: caller.firm, sync }, run, 0);
  const record = await happen(ports, caller, sync, 'scan', (next, { state }) => {
    if (state !== known.state) throw new SyncError('conflict', 'Somebody else changed this sync. Reload the page.');
    const { choice: _, ...before } = next.policy;
    const policy = { ...before, conflicts, clioSyncOff, resend, ...(deletes ? { deletes } : {}) };
    const ofEvents = {
      ...(hidden === undefined ? {} : { private: hidden }),
      ...(guests === undefined ? {} : { guests }),
    };
    return { ...next, run: run.id, policy: { ...policy, ...(choice ? { choice } : {}), ...ofEvents } };
  });
  return await rung(ports, record);
}
