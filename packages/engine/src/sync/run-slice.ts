import { planUndo } from '../undo/plan-undo.ts';
import { endUndo, showUndo } from '../undo/states.ts';
import { writeUndo } from '../undo/write-undo.ts';
import { noteDoubles } from './doubles.ts';
import type { Executed } from './execute.ts';
import { allMappings } from './mappings.ts';
import { letterAfterMs, pauseForBrake } from './pauses.ts';
import { isBeingSaved, planStep } from './plan-step.ts';
import type { Unfinished } from './recover.ts';
import { isLivePass, isPlannedAfterCatchUp, type RunRecord, readRun, saveRun } from './run-record.ts';
import { runStep } from './run-step.ts';
import { countAll } from './save.ts';
import { catchUpStep, scanStep } from './scan-step.ts';
import { isOver, type Progress, remember, type Slice } from './slice.ts';
import { type SyncRecord, updateSync } from './sync-record.ts';
import { moved } from './sync-states.ts';
import { saveWork } from './work-record.ts';

/** Goes on with a run, step by step, until the slice is over. Every step ends with a checkpoint. */
export async function runSlice(
  slice: Slice,
  runId: string | undefined,
  unfinished: Unfinished | undefined,
): Promise<Progress> {
  if (runId === undefined) return { kind: 'done' };
  let { record: run, rev } = await readRun(slice.ports, slice.id, runId);
  if (!unfinished) run = caughtUpAtOnce(run);
  while (!isOver(slice) || (isBeingSaved(slice, run) && isWithinGrace(slice))) {
    if (run.phase === 'ready' && run.kind === 'undo' && slice.record.undo?.state === 'asked')
      return await showUndo(slice, run.id);
    if (run.phase === 'ready' && run.kind !== 'undo' && slice.record.state === 'scanning')
      return await toPreviewed(slice, run);
    // What a lost create made looks like somebody new until it is found: neither matched nor finished before.
    if (unfinished && (run.phase === 'plan' || run.phase === 'done'))
      return { kind: 'wait', until: unfinished.readyAt };
    if (run.phase === 'done') return run.kind === 'undo' ? await endUndo(slice, run) : await toLive(slice, run);
    const step = await runPhase(slice, run);
    if (step.stopped) {
      // Until a person says "go on", others may make anew who is missing in this plan: it is caught up with first.
      await saveRun(slice.ports, slice.id, { ...step.run, phase: 'ready' }, rev);
      return run.kind === 'undo' ? await showUndo(slice, run.id) : await pauseForBrake(slice, step.stopped);
    }
    if (step.run !== run) {
      await saveRun(slice.ports, slice.id, step.run, rev);
      rev += 1;
      run = step.run;
    }
    if (step.laterAt !== undefined) return { kind: 'wait', until: step.laterAt };
  }
  return { kind: 'more' };
}

/** So many times the length of a slice may go over its end, for a plan that is being saved. */
const graceSlices = 2;

const isWithinGrace = ({ ports, deadline }: Slice): boolean =>
  ports.clock.now() < deadline + graceSlices * ports.settings.sliceMs;

/**
 * A plan needs what both sides show at one time: what an earlier slice has read is old by now, and of somebody who was
 * typed in on both sides since, it would know one only. One that is being saved knew both.
 */
function caughtUpAtOnce(run: RunRecord): RunRecord {
  const isUnderWay = run.planning !== undefined && !isLivePass(run);
  const isOld = run.phase === 'catchUpRight' || (run.phase === 'plan' && isPlannedAfterCatchUp(run) && !isUnderWay);
  return isOld ? { ...withoutPlanning(run), phase: 'catchUpLeft' } : run;
}

function withoutPlanning({ planning: _, ...run }: RunRecord): RunRecord {
  return run;
}

type PhaseStep = { readonly run: RunRecord; readonly laterAt?: number; readonly stopped?: Executed['stopped'] };

async function runPhase(slice: Slice, run: RunRecord): Promise<PhaseStep> {
  const phases = {
    left: async () => ({ run: await scanStep(slice, run, 'left') }),
    right: async () => ({ run: await scanStep(slice, run, 'right') }),
    catchUpLeft: async () => ({ run: await catchUpStep(slice, run, 'left') }),
    catchUpRight: async () => ({ run: await catchUpStep(slice, run, 'right') }),
    plan: async () => ({ run: await (run.kind === 'undo' ? planUndo : planStep)(slice, run) }),
    write: async () => await (run.kind === 'undo' ? writeUndo : runStep)(slice, run),
    ready: async () => ({ run: afterReady(run) }),
    done: async () => ({ run }),
  } as const satisfies Record<RunRecord['phase'], () => Promise<PhaseStep>>;
  return await phases[run.phase]();
}

/** What was read is caught up with; what was never read as a whole is read by id once more. */
function afterReady(run: RunRecord): RunRecord {
  if (run.kind !== 'undo') return { ...run, phase: 'catchUpLeft' };
  // What this preview showed is what is approved.
  const { approved: _, ...shown } = run;
  return run.scannedAt === undefined ? { ...shown, phase: 'plan', stale: true } : { ...shown, phase: 'catchUpLeft' };
}

async function toPreviewed(slice: Slice, run: RunRecord): Promise<Progress> {
  await updateSync(slice.ports, slice.id, (record) => (record.run === run.id ? scanned(slice, record) : undefined));
  return { kind: 'done' };
}

/** Of a backup nobody asked for this preview: a letter says that it waits, unless somebody looks sooner. */
function scanned({ ports }: Slice, record: SyncRecord): SyncRecord | undefined {
  const next = moved(record, 'scanned');
  if (next === undefined || record.restoredAt === undefined) return next;
  const now = ports.clock.now();
  return { ...next, letterSince: now, dueAt: now + letterAfterMs };
}

/** The cursors of the scan are where the live sync begins: whatever happened since is news to it. */
async function toLive(slice: Slice, run: RunRecord): Promise<Progress> {
  const all = await allMappings(slice.ports, slice.id);
  const counts = countAll(all);
  await noteDoubles(slice, all);
  remember(slice, ({ pass: _, ...record }) => ({
    ...record,
    ...(run.kind === 'full' ? { lastPass: run.id } : {}),
    counts,
    cursors: { ...record.cursors, ...run.cursors },
    cursorsAt: slice.ports.clock.now(),
    fullPassAt: slice.ports.clock.now(),
  }));
  await saveWorkNow(slice);
  await updateSync(slice.ports, slice.id, (record) =>
    record.run === run.id ? done(record) : withoutRefresh(record, run.id),
  );
  return { kind: 'more' };
}

function done(record: SyncRecord): SyncRecord | undefined {
  const { restoredAt: _, ...known } = record;
  return moved(known, 'done');
}

/** The pass that a person asked for is done. */
function withoutRefresh(record: SyncRecord, pass: string): SyncRecord | undefined {
  const { refresh, ...rest } = record;
  return refresh === pass ? rest : undefined;
}

async function saveWorkNow(slice: Slice): Promise<void> {
  if (!(await saveWork(slice.ports, slice.id, slice.work.loaded))) return;
  slice.work.loaded = { ...slice.work.loaded, rev: slice.work.loaded.rev + 1 };
  slice.work.changed = false;
}
