import type { Collection, ItemType, Origin, Policy, SideName } from '@concord/core';
import type { OpenConnection } from '../connect/open-connection.ts';
import type { EnginePorts } from '../ports.ts';
import type { Deciding } from './entry.ts';
import type { SyncId } from './keys.ts';
import type { Lease } from './lease.ts';
import type { SyncRecord } from './sync-record.ts';
import type { LoadedWork, WorkRecord } from './work-record.ts';

/** Everything one slice of work needs. Lives for seconds, in one worker, under one lease. */
export type Slice = {
  readonly ports: EnginePorts;
  readonly id: SyncId;
  readonly record: SyncRecord;
  readonly type: ItemType;
  readonly policy: Policy;
  readonly collections: Readonly<Record<SideName, Collection>>;
  readonly connections: Readonly<Record<SideName, OpenConnection>>;
  readonly lease: Lease;
  /** Of what is written again: where it was written for first. */
  readonly origin?: Origin;
  /** When the slice should yield; a batch under way is finished. */
  readonly deadline: number;
  /** Changed by `remember`, saved at the end of the slice. */
  readonly work: { loaded: LoadedWork; changed: boolean };
  /** Since when the bells of either side have told of the news that this slice looks at; only while it looks at news. */
  readonly heardAt?: Readonly<Partial<Record<SideName, number>>>;
  /** Until when a provider asked for quiet in one of its answers. */
  readonly limited: { until?: number };
};

/** What `decide` needs, now. */
export function deciding({ type, policy, collections, ports }: Slice): Deciding {
  const profiles = { left: collections.left.profile, right: collections.right.profile };
  return { type, policy, profiles, now: ports.clock.now() };
}

export function remember(slice: Slice, change: (record: WorkRecord) => WorkRecord): void {
  const record = change(slice.work.loaded.record);
  slice.work.loaded = { ...slice.work.loaded, record };
  slice.work.changed = true;
}

/** A provider asked for quiet in this slice: no step of it asks for anything more. */
export const isLimited = ({ limited, ports }: Slice): boolean => (limited.until ?? 0) > ports.clock.now();

export const isOver = (slice: Slice): boolean => slice.ports.clock.now() >= slice.deadline;

/** What a step of a slice says about going on. */
export type Progress =
  /** There is more to do now. */
  | { readonly kind: 'more' }
  /** Nothing to do before this moment (or before somebody rings). */
  | { readonly kind: 'wait'; readonly until: number }
  | { readonly kind: 'done' };

/** What came of a slice, for what is said of it when the lease is given back. */
export type SliceOutcome = {
  readonly progress: Progress;
  readonly checkedAt?: number;
  /** Both sides were read to the end by then, and nothing was left to be written. */
  readonly inStepAt?: number;
  readonly failures?: number;
  readonly restUntil?: number;
  readonly lookAgain?: boolean;
  readonly bug?: unknown;
};
