import {
  type Decision,
  decideUndo,
  type LeftAlone,
  noBrakeCounts,
  type Observation,
  type SideName,
  type Undoing,
} from '@concord/core';
import { type Entry, entryOf, seen, situationOf } from '../sync/entry.ts';
import { readMappings } from '../sync/mappings.ts';
import type { PlanEntry } from '../sync/plan-step.ts';
import { weighedWith } from '../sync/plan-tally.ts';
import { readEntries } from '../sync/prepare.ts';
import { type RunRecord, savePlanPage, scanPages, type UndoCounts } from '../sync/run-record.ts';
import { deciding, type Slice } from '../sync/slice.ts';
import { staying } from './staying.ts';
import { type Wished, wishedSteps } from './wish.ts';

/** As many as the largest batch of a provider. */
const pageSize = 200;

/**
 * Decides what of the wish can be taken back. Of few records both sides are read by id, each time anew; of many, everything is
 * read once, page by page, and only what changed since before it is carried out.
 */
export async function planUndo(slice: Slice, run: RunRecord): Promise<RunRecord> {
  if (run.undo === undefined) throw new Error('This run is no undo');
  const wished = await wishedSteps(slice.ports, slice.id, run.undo);
  if (run.scannedAt === undefined && isScannedFor(slice, wished.size)) return { ...run, phase: 'left' };
  const found = await entriesOf(slice, run, wished);
  const planned = await staying(slice, found, Math.min(...[...wished.values()].map(({ since }) => since)));
  planned.sort((one, other) => rankOf(one) - rankOf(other));
  for (let first = 0; first < planned.length; first += pageSize) {
    const page = planned.slice(first, first + pageSize).map(toPlanEntry);
    await savePlanPage(slice.ports, slice.id, run, first / pageSize, page, slice.lease.fence);
  }
  return { ...counted(run, planned), phase: run.stale ? 'write' : 'ready' };
}

/** One decision of an undo, on its way into the plan. */
export type Undone = { readonly entry: Entry; readonly decision: Decision; readonly leftAlone: readonly LeftAlone[] };

/** A scan costs a request a page of what is kept in step. */
function isScannedFor({ collections, work }: Slice, count: number): boolean {
  const { linked } = work.loaded.record.counts;
  return sideNames.some((side) => {
    const { batchSize, pageSize: page } = collections[side].profile;
    return Math.ceil(count / batchSize) > Math.ceil(linked / page) + 1;
  });
}

const sideNames = ['left', 'right'] as const satisfies readonly SideName[];

async function entriesOf(
  slice: Slice,
  run: RunRecord,
  wished: ReadonlyMap<string, Wished>,
): Promise<readonly Undone[]> {
  const stored = await readMappings(slice.ports, slice.id, [...wished.keys()]);
  let entries: readonly Entry[] = [...wished].flatMap(([id, { steps, resumes }]) => {
    const mapping = stored.get(id)?.mapping;
    const undo: Undoing = { steps, ...(resumes ? { resumes: true } : {}) };
    return mapping === undefined ? [] : [{ ...entryOf(mapping), undo, settled: true as const }];
  });
  if (run.scannedAt === undefined) for (const side of sideNames) entries = await readEntries(slice, side, entries);
  else for (const side of sideNames) entries = withSights(run, entries, side, await staged(slice, run, side));
  return entries.map((entry) => undoneBy(slice, entry));
}

export function undoneBy(slice: Slice, entry: Entry): Undone {
  return { entry, ...decideUndo(situationOf(deciding(slice), entry), entry.undo ?? { steps: [] }) };
}

/** Later pages say more than earlier ones. */
async function staged({ ports, id }: Slice, run: RunRecord, side: SideName): Promise<ReadonlyMap<string, Observation>> {
  const observations = new Map<string, Observation>();
  for await (const page of scanPages<Observation>(ports, { ...id, run: run.id }, side, run.pages[side])) {
    for (const observation of page) observations.set(observation.id, observation);
  }
  return observations;
}

/** What is missing in a complete pass is looked for by id. */
function withSights(
  run: RunRecord,
  entries: readonly Entry[],
  side: SideName,
  observed: ReadonlyMap<string, Observation>,
): readonly Entry[] {
  return entries.map((entry) => {
    const id = entry.mapping[side]?.id;
    if (id === undefined) return entry;
    const missing = { kind: 'gone', id, askedAt: run.startedAt, confirmed: false } as const;
    return { ...entry, sights: { ...entry.sights, [side]: seen(observed.get(id) ?? missing, false) } };
  });
}

/** What is left alone comes first: that is what a person has to know. */
const rankOf = ({ leftAlone, decision }: Undone): number =>
  leftAlone.length > 0 ? 0 : decision.writes.length > 0 ? 1 : 2;

const toPlanEntry = ({ entry, decision }: Undone): PlanEntry => ({
  ...entry,
  effect: decision.effect,
  sides: decision.writes.map(({ side }) => side),
});

function counted(run: RunRecord, planned: readonly Undone[]): RunRecord {
  const writes = planned.flatMap(({ decision }) => decision.writes);
  const of = (kind: (typeof writes)[number]['kind']): number => writes.filter((write) => write.kind === kind).length;
  const on = (side: SideName): number => writes.filter((write) => write.side === side).length;
  const undoCounts: UndoCounts = {
    restored: of('update'),
    removed: of('delete'),
    recreated: of('create'),
    leftAlone: planned.filter(({ leftAlone }) => leftAlone.length > 0).length,
    records: planned.length,
  };
  const { stale, ...rest } = run;
  return {
    ...rest,
    ...(stale ? { approved: run.approved ?? run.weighs } : {}),
    undoCounts,
    planPages: Math.ceil(planned.length / pageSize),
    planned: planned.length,
    weighs: writes.reduce(weighedWith, noBrakeCounts),
    at: { page: 0, index: 0 },
    written: 0,
    toWrite: { left: on('left'), right: on('right') },
  };
}
