import type { Mapping } from '@concord/core';
import { execute } from '../sync/execute.ts';
import { readMappings } from '../sync/mappings.ts';
import type { PlanEntry } from '../sync/plan-step.ts';
import { type RunRecord, readPlanPage } from '../sync/run-record.ts';
import { advanced, brakePlan, type RunStep, strideOf, waiting } from '../sync/run-step.ts';
import { saveAll } from '../sync/save.ts';
import type { Slice } from '../sync/slice.ts';

/** Carries out the next few entries of an undo, which a person has seen: like those of a first run, but that they rest first. */
export async function writeUndo(slice: Slice, run: RunRecord): Promise<RunStep> {
  if (run.at.page >= run.planPages) return { run: { ...run, phase: 'done' } };
  if (run.approved !== undefined && run.at.page === 0 && run.at.index === 0) {
    const stopped = await brakePlan(slice, run);
    if (stopped) return { run, stopped };
  }
  const page = await readPlanPage<PlanEntry>(slice.ports, slice.id, run, run.at.page);
  const open = page.slice(run.at.index);
  const entries = open.slice(0, strideOf(slice, open));
  await layToRest(slice, entries);
  const result = await execute(slice, entries, 'undo', () => true);
  if (result.laterAt !== undefined) return { run: waiting(run, result), laterAt: result.laterAt };
  return { run: advanced(run, page, entries) };
}

/** Before anything is written: should we die, or somebody press Stop, no other round takes it for an edit or a delete. */
async function layToRest(slice: Slice, entries: readonly PlanEntry[]): Promise<void> {
  const ids = entries.map(({ mapping }) => mapping.id);
  const stored = [...(await readMappings(slice.ports, slice.id, ids)).values()];
  const awake = stored.filter(({ mapping }) => mapping.state !== 'undone');
  await saveAll(
    slice,
    awake.map((known) => ({
      active: { stored: known },
      mapping: resting(known.mapping),
      inStep: false,
      underIntent: false,
    })),
  );
}

function resting({ reason: _, answer: __, asked: ___, ...mapping }: Mapping): Mapping {
  return { ...mapping, state: 'undone' };
}
