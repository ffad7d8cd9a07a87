import { SyncError, type SyncState, type SyncView } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { refuseWhilePaused } from './operator-pause.ts';
import { isAtWork, readSync, type SyncRecord, updateSync } from './sync-record.ts';
import { moved, type SyncEvent } from './sync-states.ts';
import { viewOf } from './sync-view.ts';

/** Another member's, another firm's and an unknown sync cannot be told apart. Throws `notFound`. */
export async function own(ports: EnginePorts, { firm, member }: Caller, sync: string): Promise<SyncRecord> {
  const record = await readSync(ports, { firm, sync });
  if (record === undefined || record.member !== member) throw new SyncError('notFound', 'There is no such sync.');
  return record;
}

/**
 * What a person wishes happens to the sync: `event`, and what `more` adds to it. Throws `conflict` when it is none of the
 * events of its state, and while an operator lets it rest.
 */
export async function happen(
  ports: EnginePorts,
  caller: Caller,
  sync: string,
  event: SyncEvent,
  more: (next: SyncRecord, before: SyncRecord) => SyncRecord,
): Promise<SyncRecord> {
  return await updateSync(ports, { firm: caller.firm, sync }, (record) => {
    refuseWhilePaused(record);
    const next = moved(record, event);
    if (next === undefined) throw cannotNow(record);
    return due(ports, more(next, record));
  });
}

/** What is asked for is none of what can happen in this state. */
export function cannotNow({ state }: Pick<SyncRecord, 'state'>): SyncError {
  return new SyncError('conflict', `Nothing was done: ${nowIt[state]} Reload the page to see what can be done now.`);
}

const nowIt = {
  draft: 'this sync has no preview yet.',
  scanning: 'this sync is reading both sides for its preview.',
  previewed: 'the preview of this sync waits to be started.',
  running: 'this sync is carrying out its preview.',
  live: 'this sync is live.',
  paused: 'this sync is paused.',
  stopped: 'this sync is stopped.',
} as const satisfies Record<SyncState, string>;

/** The wish carries a due time, so that a lost message costs a minute and not the wish. */
export function due(ports: EnginePorts, record: SyncRecord): SyncRecord {
  return isAtWork(record) ? { ...record, dueAt: ports.clock.now() + ports.settings.leaseMs } : record;
}

/** Tells a worker, where there is work, at once or so much later, and shows the sync. */
export async function rung(ports: EnginePorts, record: SyncRecord, delayMs = 0): Promise<SyncView> {
  const { firm, sync } = record;
  if (isAtWork(record)) await ports.queue.send({ v: 1, kind: 'change', firm, sync, why: 'person' }, delayMs);
  return await viewOf(ports, record);
}
