import { after, type SyncState, syncLife } from '@concord/core';
import type { SyncRecord, Trouble } from './sync-record.ts';

type EventsOf<Events> = Events extends unknown ? keyof Events : never;
/** What can happen to a sync; `core/life/sync-life.ts` says what follows from it. */
export type SyncEvent = EventsOf<(typeof syncLife)[SyncState]>;

/** The sync in the state to which the event leads, with nothing due and in no trouble; undefined when the event is none of its state's. */
export function moved(record: SyncRecord, event: SyncEvent): SyncRecord | undefined {
  const state = after(syncLife, record.state, event);
  if (state === undefined) return undefined;
  const { trouble: _trouble, resumes: _resumes, dueAt: _dueAt, letterSince: _letter, ...rest } = record;
  return { ...rest, state };
}

/** It remembers what it was doing. Undefined when it does nothing that could be paused. */
export function pausedFor(record: SyncRecord, trouble: Trouble): SyncRecord | undefined {
  const paused = moved(record, 'pause');
  return paused && { ...paused, trouble, resumes: record.state };
}

const wayBack: Readonly<Partial<Record<SyncState, SyncEvent>>> = {
  scanning: 'scanOn',
  running: 'runOn',
  live: 'liveOn',
};

/** What a paused sync was doing goes on. Undefined when it is not paused. */
export function resumed(record: SyncRecord): SyncRecord | undefined {
  return moved(record, wayBack[record.resumes ?? 'live'] ?? 'liveOn');
}
