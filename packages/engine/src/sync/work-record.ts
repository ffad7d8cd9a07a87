import type { SideName } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { shapeOf, stamp } from '../shapes/read-shape.ts';
import { type SyncId, workKey } from './keys.ts';
import type { LagSample } from './lags.ts';

/** What the worker remembers of a sync between slices. Written only under the lease, and only when something changed. */
export type WorkRecord = {
  readonly cursors: Readonly<Partial<Record<SideName, string>>>;
  readonly cursorsAt: number;
  /** How many mappings are in which condition. */
  readonly counts: Counts;
  readonly lastChangeAt?: number;
  readonly changes: { readonly day: string; readonly count: number };
  /** How long the last few changes took, by the side where they were made. */
  readonly lags?: Readonly<Partial<Record<SideName, readonly LagSample[]>>>;
  /** A full pass that runs while the sync is live. */
  readonly pass?: string;
  /** The last full pass that came to its end: what it left out has no mapping that would say why. */
  readonly lastPass?: string;
  readonly fullPassAt: number;
  readonly hooks: Readonly<Partial<Record<SideName, HookNote>>>;
};

export type Counts = {
  readonly linked: number;
  readonly held: number;
  readonly parked: number;
  /** Resting because they are not among those that were chosen. */
  readonly outside: number;
};
export type HookNote = { readonly hook: string; readonly subscription: string; readonly renewAt: number };

export const emptyWork: WorkRecord = {
  cursors: {},
  cursorsAt: 0,
  counts: { linked: 0, held: 0, parked: 0, outside: 0 },
  changes: { day: '', count: 0 },
  fullPassAt: 0,
  hooks: {},
};

export type LoadedWork = { readonly record: WorkRecord; readonly rev: number };

export async function readWork(ports: EnginePorts, id: SyncId): Promise<LoadedWork> {
  const row = await ports.table.get(workKey(id));
  if (row === undefined) return { record: emptyWork, rev: 0 };
  const record = shapeOf<WorkRecord>('work', row, row['record']);
  // Rows from before there was a choice count nobody outside it.
  return { record: { ...record, counts: { ...emptyWork.counts, ...record.counts } }, rev: row.rev };
}

/** False when another worker wrote it: then this one has lost its lease. */
export async function saveWork(ports: EnginePorts, id: SyncId, loaded: LoadedWork): Promise<boolean> {
  const row = { ...workKey(id), rev: loaded.rev + 1, ...stamp('work'), record: loaded.record };
  return await ports.table.put(row, loaded.rev === 0 ? { kind: 'absent' } : { kind: 'rev', rev: loaded.rev });
}
