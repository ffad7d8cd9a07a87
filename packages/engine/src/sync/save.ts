import { type Mapping, type Row, restsByChoice, SyncError } from '@concord/core';
import {
  isWaiting,
  pointerRows,
  type StoredMapping,
  saveMapping,
  stalePointers,
  versionRows,
  waitingRows,
} from './mappings.ts';
import { remember, type Slice } from './slice.ts';
import type { Counts } from './work-record.ts';

export type Change = {
  /** What the table has; brought up to date. */
  readonly active: { stored: StoredMapping | undefined };
  readonly mapping: Mapping;
  /** Nothing is left to be written on either side: what is seen in these versions is old news. */
  readonly inStep: boolean;
  /** An open intent finds the item again should we die before the mapping is saved. */
  readonly underIntent: boolean;
};

const atOnce = 25;

/**
 * Saves mappings after something happened to them. What leads to a mapping comes before it, and what leads nowhere any
 * more goes after it, so that a crash in between leaves nothing unfound. Throws `leaseLost` when somebody else wrote one.
 */
export async function saveAll(slice: Slice, changes: readonly Change[]): Promise<void> {
  const { ports, id, type } = slice;
  for (let first = 0; first < changes.length; first += atOnce) {
    const batch = changes.slice(first, first + atOnce);
    await ports.table.putMany(batch.flatMap((change) => before(slice, change)));
    const saved = await Promise.all(batch.map(({ active, mapping }) => saveMapping(ports, id, mapping, active.stored)));
    if (saved.includes(false)) throw new SyncError('leaseLost', 'Another worker wrote one of these mappings.');
    await ports.table.putMany(batch.flatMap((change) => after(slice, change)));
    await ports.table.removeMany(
      batch.flatMap(({ active, mapping }) => stalePointers(id, type, mapping, active.stored?.mapping)),
    );
    countChanges(slice, batch);
    for (const { active, mapping } of batch) active.stored = { mapping, rev: (active.stored?.rev ?? 0) + 1 };
  }
}

function before({ id, type }: Slice, { active, mapping, inStep, underIntent }: Change): readonly Row[] {
  const known = active.stored?.mapping;
  return [...pointerRows(id, type, mapping, known, inStep && underIntent), ...waitingRows(id, mapping, known)];
}

function after({ id }: Slice, { active, mapping, inStep, underIntent }: Change): readonly Row[] {
  return inStep ? versionRows(id, mapping, active.stored?.mapping, !underIntent) : [];
}

function countChanges(slice: Slice, batch: readonly Change[]): void {
  const delta: Record<keyof Counts, number> = { linked: 0, held: 0, parked: 0, outside: 0 };
  for (const { active, mapping } of batch) {
    for (const name of Object.keys(delta) as (keyof Counts)[])
      delta[name] += conditions[name](mapping) - (active.stored ? conditions[name](active.stored.mapping) : 0);
  }
  if (Object.values(delta).every((number) => number === 0)) return;
  remember(slice, (record) => ({
    ...record,
    counts: {
      linked: Math.max(0, record.counts.linked + delta.linked),
      held: Math.max(0, record.counts.held + delta.held),
      parked: Math.max(0, record.counts.parked + delta.parked),
      outside: Math.max(0, record.counts.outside + delta.outside),
    },
  }));
}

/** Counted anew, because a worker that dies takes what it counted with it. */
export function countAll(mappings: readonly StoredMapping[]): Counts {
  const sum = (name: keyof Counts): number =>
    mappings.reduce((total, { mapping }) => total + conditions[name](mapping), 0);
  return { linked: sum('linked'), held: sum('held'), parked: sum('parked'), outside: sum('outside') };
}

export const conditions = {
  linked: (mapping) => Number(mapping.state === 'linked' && mapping.base !== undefined),
  held: (mapping) => Number(isWaiting(mapping) && mapping.parked === undefined),
  parked: (mapping) => Number(mapping.parked !== undefined),
  outside: (mapping) => Number(restsByChoice(mapping)),
} as const satisfies Record<keyof Counts, (mapping: Mapping) => number>;
