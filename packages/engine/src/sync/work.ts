import { type ChangeMessage, dispositionOf, isSyncError, type SideName, SyncError } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { readBells } from './bells.ts';
import type { Cause, Executed } from './execute.ts';
import { ensureHooks, removeHooks } from './hooks.ts';
import { policyOf, typeOf } from './item-types.ts';
import { type Lease, type Released, takeLease } from './lease.ts';
import { liveStep } from './live-step.ts';
import { allMappings } from './mappings.ts';
import { openSides } from './open-sides.ts';
import { planStep } from './plan-step.ts';
import { recover, type Unfinished } from './recover.ts';
import { isPlannedAfterCatchUp, newRun, type RunRecord, readRun, saveRun } from './run-record.ts';
import { runStep } from './run-step.ts';
import { countAll } from './save.ts';
import { catchUpStep, scanStep } from './scan-step.ts';
import { settleStep } from './settle-step.ts';
import { isLimited, isOver, type Progress, remember, type Slice } from './slice.ts';
import { isAtWork, readSync, type SyncRecord, updateSync } from './sync-record.ts';
import { readWork, saveWork } from './work-record.ts';

export const pollMs = 60 * 60 * 1000;
const fullPassMs = 24 * 60 * 60 * 1000;
const lookAgainMs = 20_000;
const maximumDelayMs = 15 * 60 * 1000;

/** One slice of work for one sync. Safe to run twice, late, or after the sync was stopped. */
export async function work(ports: EnginePorts, message: ChangeMessage): Promise<void> {
  const id = { firm: message.firm, sync: message.sync };
  const record = await readSync(ports, id);
  if (record === undefined || (!isAtWork(record) && record.state !== 'stopped')) return;
  const account = { firm: id.firm, connection: record.right.connection, sync: id.sync };
  const lease = await takeLease(ports, account);
  if (lease === undefined) return;
  const limited: Slice['limited'] = {};
  let outcome: SliceOutcome;
  try {
    outcome = isResting(ports, lease) ? restOn(lease) : await workSlice(ports, record, message, lease, limited);
  } catch (error) {
    outcome = await afterFailure(ports, record, lease, error);
  }
  // What a provider asked for holds whatever went wrong after it.
  const restUntil = limited.until === undefined ? {} : { restUntil: Math.max(limited.until, outcome.restUntil ?? 0) };
  const released = await finish(ports, message, lease, { ...outcome, ...restUntil });
  if (record.dueAt !== undefined && released !== 'lost') await wishIsHeard(ports, record);
}

/** From now on the account's own row says when it is due. */
async function wishIsHeard(ports: EnginePorts, { firm, sync, dueAt }: SyncRecord): Promise<void> {
  await updateSync(ports, { firm, sync }, ({ dueAt: now, ...rest }) => (now === dueAt ? rest : undefined));
}

/** A provider asked for quiet: nobody who rings meanwhile makes it answer sooner. */
const isResting = (ports: EnginePorts, { restUntil }: Lease): boolean => (restUntil ?? 0) > ports.clock.now();

function restOn({ restUntil = 0, failures }: Lease): SliceOutcome {
  return { progress: { kind: 'wait', until: restUntil }, restUntil, failures };
}

type SliceOutcome = {
  readonly progress: Progress;
  readonly checkedAt?: number;
  readonly failures?: number;
  readonly restUntil?: number;
  readonly lookAgain?: boolean;
  readonly bug?: unknown;
};

async function workSlice(
  ports: EnginePorts,
  record: SyncRecord,
  message: ChangeMessage,
  lease: Lease,
  limited: Slice['limited'],
): Promise<SliceOutcome> {
  const id = { firm: record.firm, sync: record.sync };
  const sides = await openSides(ports, record, lease);
  const slice: Slice = {
    ports,
    id,
    record,
    type: typeOf(record),
    policy: policyOf(record),
    ...sides,
    lease,
    deadline: ports.clock.now() + ports.settings.sliceMs,
    work: { loaded: await readWork(ports, id), changed: false },
    limited,
  };
  try {
    return await withFreshTokens(slice, async () => await steps(slice, message));
  } finally {
    if (slice.work.changed) await saveWork(ports, id, slice.work.loaded);
  }
}

/** A 401 is answered by refreshing the token once; a second one with a fresh token means that the grant is gone. */
async function withFreshTokens<T>(slice: Slice, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    if (!isUnauthorized(error)) throw error;
    for (const side of refusedSides(slice, error)) slice.connections[side].invalidate();
  }
  try {
    return await attempt();
  } catch (error) {
    if (!isUnauthorized(error)) throw error;
    for (const side of refusedSides(slice, error)) await slice.connections[side].lose('grantLost');
    throw new SyncError('grantLost', 'The service refuses a fresh token.', { cause: error });
  }
}

const isUnauthorized = (error: unknown): error is SyncError => isSyncError(error) && error.code === 'unauthorized';

function refusedSides({ record }: Slice, { provider }: SyncError): readonly SideName[] {
  return (['left', 'right'] as const).filter((side) => provider === undefined || record[side].provider === provider);
}

async function steps(slice: Slice, message: ChangeMessage): Promise<SliceOutcome> {
  if (slice.record.state === 'stopped') return await fallSilent(slice);
  const unfinished = await recover(slice);
  if (isLimited(slice)) return { progress: { kind: 'wait', until: slice.limited.until ?? 0 } };
  const within = (progress: Progress): Progress => soonest(progress, unfinished?.readyAt);
  const runId = slice.record.state === 'live' ? slice.work.loaded.record.pass : slice.record.run;
  if (slice.record.state === 'live' && runId === undefined) return await liveSlice(slice, message, unfinished, within);
  return { progress: within(await runSlice(slice, runId, unfinished)) };
}

/** A stopped sync listens no longer. */
async function fallSilent(slice: Slice): Promise<SliceOutcome> {
  await removeHooks(slice);
  return { progress: { kind: 'done' } };
}

function soonest(progress: Progress, readyAt: number | undefined): Progress {
  if (readyAt === undefined || progress.kind === 'more') return progress;
  return { kind: 'wait', until: progress.kind === 'wait' ? Math.min(progress.until, readyAt) : readyAt };
}

/** Goes on with a run, step by step, until the slice is over. Every step ends with a checkpoint. */
async function runSlice(
  slice: Slice,
  runId: string | undefined,
  unfinished: Unfinished | undefined,
): Promise<Progress> {
  if (runId === undefined) return { kind: 'done' };
  let { record: run, rev } = await readRun(slice.ports, slice.id, runId);
  if (!unfinished) run = caughtUpAtOnce(run);
  while (!isOver(slice)) {
    if (run.phase === 'ready' && slice.record.state === 'scanning') return await toPreviewed(slice, run);
    // What a lost create made looks like somebody new until it is found: neither matched nor finished before.
    if (unfinished && (run.phase === 'plan' || run.phase === 'done'))
      return { kind: 'wait', until: unfinished.readyAt };
    if (run.phase === 'done') return await toLive(slice, run);
    const step = await runPhase(slice, run);
    if (step.stopped) {
      // Until a person says "go on", others may make anew who is missing in this plan: it is caught up with first.
      await saveRun(slice.ports, slice.id, { ...step.run, phase: 'ready' }, rev);
      return await pauseForBrake(slice, step.stopped);
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

/**
 * A plan needs what both sides show at one time: what an earlier slice has read is old by now, and of somebody who was
 * typed in on both sides since, it would know one only.
 */
function caughtUpAtOnce(run: RunRecord): RunRecord {
  const isOld = run.phase === 'catchUpRight' || (run.phase === 'plan' && isPlannedAfterCatchUp(run));
  return isOld ? { ...run, phase: 'catchUpLeft' } : run;
}

type PhaseStep = { readonly run: RunRecord; readonly laterAt?: number; readonly stopped?: Executed['stopped'] };

async function runPhase(slice: Slice, run: RunRecord): Promise<PhaseStep> {
  const phases = {
    left: async () => ({ run: await scanStep(slice, run, 'left') }),
    right: async () => ({ run: await scanStep(slice, run, 'right') }),
    catchUpLeft: async () => ({ run: await catchUpStep(slice, run, 'left') }),
    catchUpRight: async () => ({ run: await catchUpStep(slice, run, 'right') }),
    plan: async () => ({ run: await planStep(slice, run) }),
    write: async () => await runStep(slice, run),
    ready: async () => ({ run: { ...run, phase: 'catchUpLeft' as const } }),
    done: async () => ({ run }),
  } as const satisfies Record<RunRecord['phase'], () => Promise<PhaseStep>>;
  return await phases[run.phase]();
}

async function toPreviewed(slice: Slice, run: RunRecord): Promise<Progress> {
  await updateSync(slice.ports, slice.id, (record) => {
    const { dueAt: _, ...rest } = record;
    return record.state === 'scanning' && record.run === run.id ? { ...rest, state: 'previewed' } : undefined;
  });
  return { kind: 'done' };
}

/** The cursors of the scan are where the live sync begins: whatever happened since is news to it. */
async function toLive(slice: Slice, run: RunRecord): Promise<Progress> {
  const counts = countAll(await allMappings(slice.ports, slice.id));
  remember(slice, ({ pass: _, ...record }) => ({
    ...record,
    counts,
    cursors: { ...record.cursors, ...run.cursors },
    cursorsAt: slice.ports.clock.now(),
    fullPassAt: slice.ports.clock.now(),
  }));
  await saveWorkNow(slice);
  await updateSync(slice.ports, slice.id, (record) => {
    const { dueAt: _, resend: __, ...rest } = record;
    return record.state === 'running' && record.run === run.id ? { ...rest, state: 'live' } : undefined;
  });
  return { kind: 'more' };
}

async function saveWorkNow(slice: Slice): Promise<void> {
  if (!(await saveWork(slice.ports, slice.id, slice.work.loaded))) return;
  slice.work.loaded = { ...slice.work.loaded, rev: slice.work.loaded.rev + 1 };
  slice.work.changed = false;
}

async function liveSlice(
  slice: Slice,
  message: ChangeMessage,
  unfinished: Unfinished | undefined,
  within: (progress: Progress) => Progress,
): Promise<SliceOutcome> {
  const now = slice.ports.clock.now();
  const rung = await readBells(slice.ports, slice.id);
  await ensureHooks(slice, rung);
  const live = await liveStep(slice, causeOf(message), rung, unfinished);
  if (live.stopped) return { progress: await pauseForBrake(slice, live.stopped) };
  const settled = isLimited(slice) ? {} : await settleStep(slice);
  if (settled.stopped) return { progress: await pauseForBrake(slice, settled.stopped) };
  const checkedAt = live.read ? { checkedAt: now } : {};
  const waits = [live.laterAt, settled.nextAt].filter((at) => at !== undefined);
  if (waits.length > 0) return { progress: within({ kind: 'wait', until: Math.min(...waits) }), ...checkedAt };
  if (live.read && now - slice.work.loaded.record.fullPassAt > fullPassMs) {
    await beginFullPass(slice);
    return { progress: { kind: 'more' }, ...checkedAt };
  }
  return { progress: within({ kind: 'done' }), lookAgain: message.why === 'push', ...checkedAt };
}

function causeOf({ why }: ChangeMessage): Cause {
  if (why === 'push') return 'push';
  return why === 'person' ? 'person' : 'poll';
}

/** Also after an expired cursor, and every night: what no notice told is found by looking at everything. */
async function beginFullPass(slice: Slice): Promise<void> {
  const run = newRun(slice.ports.random.id(9), 'full', false, slice.ports.clock.now());
  await saveRun(slice.ports, slice.id, run, 0);
  remember(slice, (record) => ({ ...record, pass: run.id }));
}

async function pauseForBrake(slice: Slice, stopped: NonNullable<Executed['stopped']>): Promise<Progress> {
  slice.ports.log.info('brake.stopped', { what: stopped.what, count: stopped.count, limit: stopped.limit });
  await pause(slice.ports, slice.record, `brake.${stopped.what}`);
  return { kind: 'done' };
}

async function pause(ports: EnginePorts, { firm, sync }: SyncRecord, trouble: string): Promise<void> {
  await updateSync(ports, { firm, sync }, (record) => {
    const { dueAt: _, ...rest } = record;
    return isAtWork(record) ? { ...rest, state: 'paused', resumes: record.state, trouble } : undefined;
  });
}

/** What a failure means, by its disposition. Bugs are reported after the lease is given back. */
async function afterFailure(
  ports: EnginePorts,
  record: SyncRecord,
  lease: Lease,
  error: unknown,
): Promise<SliceOutcome> {
  const failures = lease.failures + 1;
  if (!isSyncError(error)) return { progress: { kind: 'wait', until: laterBy(ports, failures) }, failures, bug: error };
  ports.log.info('slice.failed', { code: error.code, provider: error.provider ?? '', failures });
  const wait = (retryAfterMs?: number): SliceOutcome => {
    const until = retryAfterMs === undefined ? laterBy(ports, failures) : ports.clock.now() + retryAfterMs;
    return {
      progress: { kind: 'wait', until },
      failures,
      ...(error.code === 'rateLimited' ? { restUntil: until } : {}),
    };
  };
  switch (dispositionOf(error.code)) {
    case 'endSlice':
      return { progress: { kind: 'wait', until: ports.clock.now() + ports.settings.leaseMs } };
    case 'pauseConnection':
    case 'stopSync':
      await pause(ports, record, error.code);
      return { progress: { kind: 'done' } };
    case 'resyncCollection':
      await resync(ports, record);
      // Where slice after slice fails, the new cursor may die as well: it is not asked for in one breath again and again.
      return failures === 1 ? { progress: { kind: 'more' }, failures } : wait();
    default:
      return wait(error.retryAfterMs);
  }
}

/** The cursor is dead: one full pass finds what it would have told. During a run the next step reads everything again. */
async function resync(ports: EnginePorts, record: SyncRecord): Promise<void> {
  const id = { firm: record.firm, sync: record.sync };
  const loaded = await readWork(ports, id);
  const now = ports.clock.now();
  if (record.state === 'live') {
    const run = newRun(ports.random.id(9), 'full', false, now);
    await saveRun(ports, id, run, 0);
    await saveWork(ports, id, { ...loaded, record: { ...loaded.record, pass: run.id } });
    return;
  }
  const { record: run, rev } = await readRun(ports, id, record.run ?? '');
  await saveRun(
    ports,
    id,
    { ...newRun(run.id, run.kind, run.resend, now), ...(run.phase.startsWith('catchUp') ? { stale: true } : {}) },
    rev,
  );
}

const firstPauseMs = 2_000;

/** Twice as long after each failure, with jitter, at most a quarter of an hour. */
function laterBy(ports: EnginePorts, failures: number): number {
  const pauseMs = Math.min(maximumDelayMs, firstPauseMs * 2 ** Math.min(failures, 12));
  const jitter = (Number.parseInt(hex(ports.random.id(4)), 36) % 1000) / 1000;
  return ports.clock.now() + pauseMs * (0.5 + jitter / 2);
}

const hex = (id: string): string => id.replace(/[^a-z0-9]/giu, '').slice(0, 6) || '0';

/** Gives the lease back, says when to look again, and tells the queue. */
async function finish(
  ports: EnginePorts,
  message: ChangeMessage,
  lease: Lease,
  outcome: SliceOutcome,
): Promise<Released> {
  const now = ports.clock.now();
  const { progress } = outcome;
  const dueAt =
    progress.kind === 'wait'
      ? Math.min(progress.until, now + pollMs)
      : now + (progress.kind === 'more' ? ports.settings.leaseMs : pollMs);
  const later = laterMessage(outcome, now);
  const underWayAt = lease.awaitedAt ?? 0;
  const awaits = later !== undefined && !(underWayAt > now && underWayAt <= later.at) ? later : undefined;
  const released = await lease.release({
    dueAt,
    ...(awaits ? { awaitedAt: awaits.at } : {}),
    ...(outcome.failures === undefined ? {} : { failures: outcome.failures }),
    ...(outcome.restUntil === undefined ? {} : { restUntil: outcome.restUntil }),
    ...(outcome.checkedAt === undefined ? {} : { checkedAt: outcome.checkedAt }),
  });
  const { firm, sync } = message;
  const send = async (why: ChangeMessage['why'], at: number): Promise<void> =>
    await ports.queue.send({ v: 1, kind: 'change', firm, sync, why }, at - now);
  if (progress.kind === 'more') await send('continue', now);
  else if (released === 'rung' && outcome.restUntil === undefined) await send('push', now);
  if (awaits) await send(awaits.why, awaits.at);
  if (outcome.bug !== undefined) throw outcome.bug;
  return released;
}

/** What is to be looked at later, unless a poll is soon enough for it. */
function laterMessage(
  { progress, restUntil, lookAgain }: SliceOutcome,
  now: number,
): { readonly why: ChangeMessage['why']; readonly at: number } | undefined {
  if (restUntil !== undefined) return { why: 'retry', at: Math.min(Math.max(restUntil, now), now + maximumDelayMs) };
  if (progress.kind === 'wait' && progress.until - now <= maximumDelayMs)
    return { why: 'retry', at: Math.max(progress.until, now) };
  return progress.kind === 'done' && lookAgain ? { why: 'again', at: now + lookAgainMs } : undefined;
}
