import { SyncError, type SyncView } from '@concord/core';
import { readConnection } from '../connect/connection.ts';
import type { Caller, EnginePorts } from '../ports.ts';
import { allowedAfter, readBraked } from './braked.ts';
import { mayBeUnseen, policyDigest, policyOf } from './item-types.ts';
import { endLease } from './lease.ts';
import { refuseWhilePaused } from './operator-pause.ts';
import { cannotNow, due, happen, own, rung } from './own-sync.ts';
import { readRun } from './run-record.ts';
import { type SyncRecord, updateSync } from './sync-record.ts';
import { moved, resumed } from './sync-states.ts';
import { restrictedSentence, viewOf } from './sync-view.ts';

/** Starts what the preview showed. From a pause it goes on. */
export async function startSync(ports: EnginePorts, caller: Caller, sync: string, run: string): Promise<SyncView> {
  const known = await own(ports, caller, sync);
  if (known.state === 'paused') return await goOn(ports, known);
  await refuseUnseen(ports, known, run);
  const record = await happen(ports, caller, sync, 'start', (next) => {
    if (next.run !== run) throw new SyncError('conflict', 'There is a newer preview. Look at it, then start.');
    return { ...next, begun: true };
  });
  return await rung(ports, record);
}

/**
 * What runs is what was read. And whom an account may not see it would add once more: the scan has shown that there are such
 * people.
 */
async function refuseUnseen(ports: EnginePorts, known: SyncRecord, run: string): Promise<void> {
  if (known.state !== 'previewed' || known.run !== run) return;
  const { record } = await readRun(ports, known, run);
  if (record.policy !== undefined && record.policy !== policyDigest(policyOf(known)))
    throw new SyncError(
      'conflict',
      'What this sync does has been set otherwise since this preview. Look again, then start.',
    );
  const left = await readConnection(ports, known.firm, known.left.connection);
  if (record.hidden && mayBeUnseen(known, left)) throw new SyncError('refused', restrictedSentence);
}

/** From what the brake stopped, that goes on once: as many as were shown come on top of the limits, and no more. */
async function goOn(ports: EnginePorts, { firm, sync }: SyncRecord): Promise<SyncView> {
  const stopped = await readBraked(ports, { firm, sync });
  const record = await updateSync(ports, { firm, sync }, (found) => {
    refuseWhilePaused(found);
    const next = resumed(found);
    if (next === undefined) throw cannotNow(found);
    const braked = found.trouble?.startsWith('brake.') === true;
    const isAllowed = braked && stopped !== undefined;
    return due(ports, isAllowed ? { ...next, allowed: allowedAfter(found, stopped, ports.clock.now()) } : next);
  });
  return await rung(ports, record);
}

/** Nothing is written any more from now on, in either direction; a batch that is under way still ends. Safe to repeat. */
export async function stopSync(ports: EnginePorts, caller: Caller, sync: string): Promise<SyncView> {
  return await viewOf(ports, await halt(ports, await own(ports, caller, sync)));
}

/** `stopSync`, for whom it may concern. Whoever works for it asks before each call whether its number is still the newest. */
export async function halt(ports: EnginePorts, { firm, sync, right }: SyncRecord): Promise<SyncRecord> {
  const record = await updateSync(ports, { firm, sync }, (found) => {
    const next = moved(found, 'stop');
    if (next === undefined) throw cannotNow(found);
    const { refresh: _, undo: __, ...rest } = next;
    return rest;
  });
  await endLease(ports, firm, right.connection);
  await ports.queue.send({ v: 1, kind: 'change', firm, sync, why: 'person' });
  return record;
}
