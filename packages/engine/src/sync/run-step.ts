import { type BrakeCount, type BrakeCounts, goneSideOf, noBrakeCounts, type SideName, sideNames } from '@concord/core';
import { decideEntry, type Entry } from './entry.ts';
import { type Cause, type Executed, execute } from './execute.ts';
import { joinAlone } from './join.ts';
import { readMappings } from './mappings.ts';
import type { PlanEntry } from './plan-step.ts';
import { readEntries } from './prepare.ts';
import { repointMerged } from './repoint.ts';
import { planPages, type RunRecord, readPlanPage } from './run-record.ts';
import { deciding, type Slice } from './slice.ts';
import { createSliceMemo } from './slice-memo.ts';
import { type Affected, affectedBy, weigh } from './weigh.ts';
import { mayCarryDelete, weighMissing } from './weigh-missing.ts';

export type RunStep = { readonly run: RunRecord; readonly laterAt?: number; readonly stopped?: Executed['stopped'] };

/** A page holds several strides. */
const pages = createSliceMemo<readonly PlanEntry[]>();

/** Carries out the next few entries of the plan. */
export async function runStep(slice: Slice, run: RunRecord): Promise<RunStep> {
  if (run.at.page >= run.planPages) return { run: { ...run, phase: 'done' } };
  const isSeen = run.kind === 'first' && run.approved === undefined;
  if (run.at.page === 0 && run.at.index === 0) {
    const stopped =
      (isSeen ? undefined : await brakePlan(slice, run)) ??
      // A person has seen what is certain, and not who is truly gone among those to be looked for.
      (await weighMissing(slice, run, isSeen ? noBrakeCounts : plannedBeyond(run)));
    if (stopped) return { run, stopped };
  }
  const page = await pages.get(slice, JSON.stringify([run.id, run.at.page]), () =>
    readPlanPage<PlanEntry>(slice.ports, slice.id, run, run.at.page),
  );
  const open = page.slice(run.at.index);
  const entries = open.slice(0, strideOf(slice, open));
  const settled = entries.map((entry) => ({ ...entry, settled: true as const }));
  const foreseen = new Set(run.kind === 'first' ? entries.filter(isForeseen).map(({ mapping }) => mapping.id) : []);
  const cause = run.kind === 'first' ? 'run' : 'fullPass';
  const result = await carryOut(slice, settled, cause, (mapping) => foreseen.has(mapping));
  if (result.stopped) return { run, stopped: result.stopped };
  if (result.laterAt !== undefined) return { run: waiting(run, result), laterAt: result.laterAt };
  return { run: advanced(run, page, entries) };
}

/** After these entries of a page of the plan. */
export function advanced(run: RunRecord, page: readonly PlanEntry[], entries: readonly PlanEntry[]): RunRecord {
  const index = run.at.index + entries.length;
  const at = index >= page.length ? { page: run.at.page + 1, index: 0 } : { page: run.at.page, index };
  const { waitingFor: _, ...going } = run;
  const toWrite = { left: left(run, entries, 'left'), right: left(run, entries, 'right') };
  return { ...going, at, written: run.written + entries.length, toWrite };
}

/**
 * How many of these entries lie between two checkpoints: one batch of wherever they are written. Where anything may have to be
 * read or looked for first, only as many as the provider takes that takes the fewest.
 */
export function strideOf(slice: Slice, entries: readonly PlanEntry[]): number {
  const sizes = { left: slice.collections.left.profile.batchSize, right: slice.collections.right.profile.batchSize };
  const smallest = Math.min(sizes.left, sizes.right);
  const isPlain = (entry: PlanEntry): boolean => entry.sides.length > 0 && !mayCarryDelete(slice, entry);
  let stride = Math.max(sizes.left, sizes.right);
  for (const [index, entry] of entries.entries()) {
    if (index >= stride) break;
    const room = isPlain(entry) ? Math.min(...entry.sides.map((side) => sizes[side])) : smallest;
    stride = Math.min(stride, Math.max(room, index));
  }
  return stride;
}

type Approved = (mapping: string) => boolean;

/**
 * What may be gone comes last: whoever it was merged into may be new, and known to the table only when the others are done.
 */
async function carryOut(
  slice: Slice,
  entries: readonly PlanEntry[],
  cause: Cause,
  approved: Approved,
): Promise<Executed> {
  const doubtful = entries.filter((entry) => mayCarryDelete(slice, entry));
  const first = await execute(
    slice,
    await joinedFirst(
      slice,
      entries.filter((entry) => !doubtful.includes(entry)),
    ),
    cause,
    approved,
  );
  if (first.stopped || first.laterAt !== undefined) return first;
  const again = await sendAgain(slice, entries, cause, approved);
  if (doubtful.length === 0 || again.stopped || again.laterAt !== undefined) return again;
  const ids = doubtful.map(({ mapping }) => mapping.id);
  const { survivors, others, laterAt } = await repointMerged(slice, [
    ...(await readMappings(slice.ports, slice.id, ids)).values(),
  ]);
  if (laterAt !== undefined) return { settling: first.settling, laterAt };
  // A row that is closed by now was closed by a worker that died here: the plan's sight of the right item is a survivor's.
  const open = new Set(others.filter(({ mapping }) => mapping.state !== 'deleted').map(({ mapping }) => mapping.id));
  const gone = doubtful.filter(({ mapping }) => open.has(mapping.id));
  return await execute(slice, [...survivors, ...gone], cause, approved);
}

async function joinedFirst(slice: Slice, entries: readonly PlanEntry[]): Promise<readonly Entry[]> {
  const ready: Entry[] = [];
  for (const entry of entries) ready.push((entry.joins && (await joinAlone(slice, entry.joins))) ?? entry);
  return ready;
}

/**
 * What was still linked when it was planned to be sent again is released by now, if it is truly gone. It is looked at once more
 * where it was kept: it may have been deleted there since the plan was made, and what is made from it would have to go at once.
 */
async function sendAgain(
  slice: Slice,
  entries: readonly PlanEntry[],
  cause: Cause,
  approved: Approved,
): Promise<Executed> {
  const resent = entries.filter(({ resend }) => resend);
  const ids = resent.map(({ mapping }) => mapping.id);
  const stored = await readMappings(slice.ports, slice.id, ids);
  const open = resent.filter(({ mapping }) => stored.get(mapping.id)?.mapping.state === 'released');
  if (open.length === 0) return { settling: false };
  let looked: readonly Entry[] = open;
  for (const side of sideNames) {
    const isKeptHere = ({ mapping }: Entry): boolean => goneSideOf(stored.get(mapping.id)?.mapping ?? mapping) !== side;
    const kept = await readEntries(slice, side, looked.filter(isKeptHere));
    looked = [...kept, ...looked.filter((entry) => !isKeptHere(entry))];
  }
  return await execute(slice, looked, cause, approved, stored);
}

/** What was to be looked at first was not in the count that people saw. */
const isForeseen = ({ effect }: PlanEntry): boolean => effect !== 'waiting';

const left = ({ toWrite }: RunRecord, done: readonly PlanEntry[], side: SideName): number =>
  toWrite[side] - done.filter(({ sides }) => sides.includes(side)).length;

/** For people to see why nothing moves. */
export function waiting(run: RunRecord, { laterAt, limitedBy }: Executed): RunRecord {
  return laterAt === undefined || limitedBy === undefined
    ? run
    : { ...run, waitingFor: { until: laterAt, side: limitedBy } };
}

/** The whole plan, less what a person has seen of it, is weighed before its first delete. */
export async function brakePlan(slice: Slice, run: RunRecord): Promise<Executed['stopped']> {
  return await weigh(slice, plannedBeyond(run), () => affectedInPlan(slice, run));
}

function plannedBeyond({ approved, weighs }: RunRecord): BrakeCounts {
  const { left, right } = approved ?? noBrakeCounts;
  return { left: beyond(weighs.left, left), right: beyond(weighs.right, right) };
}

const beyond = (all: BrakeCount, seen: BrakeCount): BrakeCount => ({
  deletes: Math.max(0, all.deletes - seen.deletes),
  overwrites: Math.max(0, all.overwrites - seen.overwrites),
});

async function affectedInPlan(slice: Slice, run: RunRecord): Promise<readonly Affected[]> {
  const affected: Affected[] = [];
  for await (const page of planPages<PlanEntry>(slice.ports, slice.id, run)) {
    for (const entry of page)
      affected.push(...affectedBy(slice, { entry, decision: decideEntry(deciding(slice), entry) }));
  }
  return affected;
}
