import {
  type Decision,
  decideUndo,
  type Instant,
  type LeftAlone,
  noBrakeCounts,
  type Observation,
  otherSide,
  type SideName,
  sideNames,
  stepsBack,
  type Undoing,
  type UndoWish,
} from '@concord/core';
import { asShown, type Entry, entryOf, seen, situationOf } from '../sync/entry.ts';
import { readHeldUp } from '../sync/held-up.ts';
import { readMappings } from '../sync/mappings.ts';
import type { PlanEntry } from '../sync/plan-step.ts';
import { weighedWith } from '../sync/plan-tally.ts';
import { readEntries } from '../sync/prepare.ts';
import { isOfStopped, type RunRecord, savePlanPage, scanPages, type UndoCounts } from '../sync/run-record.ts';
import { deciding, type Slice } from '../sync/slice.ts';
import { staying } from './staying.ts';
import { wishedSteps } from './wish.ts';

/** As many as the largest batch of a provider. */
const pageSize = 200;

/**
 * Decides what of the wish can be taken back. Of few records both sides are read by id, each time anew; of many, everything is
 * read once, page by page, and only what changed since before it is carried out.
 */
export async function planUndo(slice: Slice, run: RunRecord): Promise<RunRecord> {
  if (run.undo === undefined) throw new Error('This run is no undo');
  const wished = await wishedIn(slice, run.undo);
  if (run.scannedAt === undefined && isScannedFor(slice, wished.ids.length)) return { ...run, phase: 'left' };
  const found = await entriesOf(slice, run, wished);
  const planned = await staying(slice, found, wished.since);
  planned.sort((one, other) => rankOf(one) - rankOf(other));
  for (let first = 0; first < planned.length; first += pageSize) {
    const page = planned.slice(first, first + pageSize).map(toPlanEntry);
    await savePlanPage(slice.ports, slice.id, run, first / pageSize, page, slice.lease.fence);
  }
  return { ...counted(run, planned), phase: run.stale ? 'write' : 'ready' };
}

/** Whom it is about, and what is to be taken back of each once both sides were seen. */
type Wish = {
  readonly ids: readonly string[];
  /** When the oldest of it was done. */
  readonly since: Instant;
  readonly undoing: (entry: Entry) => Undoing;
};

async function wishedIn(slice: Slice, wish: UndoWish): Promise<Wish> {
  if ('stopped' in wish) return await stoppedIn(slice);
  const wished = await wishedSteps(slice.ports, slice.id, wish);
  const since = Math.min(...[...wished.values()].map((one) => one.since));
  const undoing = ({ mapping: { id } }: Entry): Undoing => {
    const { steps = [], resumes = false } = wished.get(id) ?? {};
    return { steps, ...(resumes ? { resumes } : {}) };
  };
  return { ids: [...wished.keys()], since, undoing };
}

/** What people did on one side, and the brake stopped before it reached the other: afterwards both are in step again. */
async function stoppedIn(slice: Slice): Promise<Wish> {
  const heldUp = await readHeldUp(slice);
  const undoing = ({ mapping, sights: { left, right } }: Entry): Undoing => {
    const { what, side: target } = heldUp.get(mapping.id) ?? {};
    const seen = { ...(left ? { left: left.observation } : {}), ...(right ? { right: right.observation } : {}) };
    const sides = target ? [otherSide(target)] : sideNames;
    const steps = sides.flatMap((side) => stepsBack(slice.type, mapping, side, seen));
    return { steps: steps.filter((step) => (step.what === 'deleted') === (what === 'deleted')), resumes: true };
  };
  return { ids: [...heldUp.keys()], since: slice.ports.clock.now(), undoing };
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

async function entriesOf(slice: Slice, run: RunRecord, { ids, undoing }: Wish): Promise<readonly Undone[]> {
  const stored = await readMappings(slice.ports, slice.id, ids);
  let entries: readonly Entry[] = ids.flatMap((id) => {
    const mapping = stored.get(id)?.mapping;
    return mapping === undefined ? [] : [{ ...entryOf(mapping), settled: true as const }];
  });
  if (run.scannedAt === undefined) for (const side of sideNames) entries = await readEntries(slice, side, entries);
  else for (const side of sideNames) entries = withSights(run, entries, side, await staged(slice, run, side));
  const undone = entries.map((entry) => undoneBy(slice, { ...entry, undo: undoing(entry) }));
  // Of what the brake stopped, nothing is to be done for whom somebody has brought in order meanwhile.
  return undone.filter(({ entry }) => !isOfStopped(run) || (entry.undo?.steps.length ?? 0) > 0);
}

export function undoneBy(slice: Slice, entry: Entry): Undone {
  return { entry, ...decideUndo(situationOf(deciding(slice), asShown(entry)), entry.undo ?? { steps: [] }) };
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
