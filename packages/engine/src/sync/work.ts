import { type ChangeMessage, isSyncError, type SideName, SyncError, sideNames } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { afterFailure, maximumDelayMs, quietAskedFor } from './after-failure.ts';
import { type Rung, readBells } from './bells.ts';
import { fallSilent } from './end-subscriptions.ts';
import type { Cause } from './execute.ts';
import { beginFullPass, beginRefresh } from './full-pass.ts';
import { ensureHooks, tellsOfChanges } from './hooks.ts';
import { policyOf, typeOf } from './item-types.ts';
import { type Lease, type Released, takeLease } from './lease.ts';
import { liveStep } from './live-step.ts';
import { openSides } from './open-sides.ts';
import { pauseForBrake } from './pauses.ts';
import { readGroups } from './read-groups.ts';
import { recountWaiting } from './recount.ts';
import { recover, type Unfinished } from './recover.ts';
import { beginAnew, isRestored, noteTable } from './restored.ts';
import { ringOthers } from './ring-others.ts';
import { runSlice } from './run-slice.ts';
import { settleStep } from './settle-step.ts';
import { isLimited, type Progress, type Slice, type SliceOutcome } from './slice.ts';
import { isAtWork, isUndoing, readSync, type SyncRecord, updateSync } from './sync-record.ts';
import { readWork, saveWork } from './work-record.ts';

export const pollMs = 60 * 60 * 1000;
const fullPassMs = 24 * 60 * 60 * 1000;
const lookAgainMs = 20_000;
/** A queue delays by whole seconds. */
const turnMs = 1_000;

/** One slice of work for one sync. Safe to run twice, late, or after the sync was stopped. */
export async function workOnSync(ports: EnginePorts, message: ChangeMessage): Promise<void> {
  const id = { firm: message.firm, sync: message.sync };
  const known = await readSync(ports, id);
  if (known === undefined || !isWorkedOn(known)) return;
  const lease = await takeLease(
    ports,
    { firm: id.firm, connection: known.right.connection, sync: id.sync },
    message.why,
  );
  if (lease === undefined) return;
  // Whoever pressed Stop before we had the lease could not end it.
  const record = await readSync(ports, id);
  if (record === undefined) return void (await lease.release({}));
  const limited: Slice['limited'] = {};
  let outcome: SliceOutcome;
  try {
    outcome = isResting(ports, lease) ? restOn(lease) : await workFor(ports, record, message, lease, limited);
  } catch (error) {
    outcome = await afterFailure(ports, record, lease, error);
  }
  // What a provider asked for holds whatever went wrong after it.
  const restUntil = limited.until === undefined ? {} : { restUntil: Math.max(limited.until, outcome.restUntil ?? 0) };
  const released = await finish(ports, message, known.right.connection, lease, { ...outcome, ...restUntil });
  if (record.dueAt !== undefined && !released.isLost) await wishIsHeard(ports, record);
}

/** What an operator paused is left alone. A stopped sync is worked on once more, so that nobody rings for it any longer; any, where somebody asked for its groups. */
const isWorkedOn = (record: SyncRecord): boolean =>
  record.byOperator === undefined &&
  (isAtWork(record) || record.state === 'stopped' || record.groupsAskedAt !== undefined);

/** From now on the account's own row says when it is due. */
async function wishIsHeard(ports: EnginePorts, { firm, sync, dueAt }: SyncRecord): Promise<void> {
  await updateSync(ports, { firm, sync }, ({ dueAt: now, ...rest }) => (now === dueAt ? rest : undefined));
}

/** A provider asked for quiet: nobody who rings meanwhile makes it answer sooner. */
const isResting = (ports: EnginePorts, { restUntil }: Lease): boolean => (restUntil ?? 0) > ports.clock.now();

function restOn({ restUntil = 0, failures }: Lease): SliceOutcome {
  return { progress: { kind: 'wait', until: restUntil }, restUntil, failures };
}

async function workFor(
  ports: EnginePorts,
  record: SyncRecord,
  message: ChangeMessage,
  lease: Lease,
  limited: Slice['limited'],
): Promise<SliceOutcome> {
  if (isAtWork(record) && isRestored(ports, record)) {
    await beginAnew(ports, record, lease);
    return { progress: { kind: 'more' } };
  }
  await noteTable(ports, record);
  if (isAtWork(record)) return await workSlice(ports, record, message, lease, limited);
  if (record.byOperator !== undefined) return { progress: { kind: 'done' } };
  if (record.state === 'stopped') await fallSilent(ports, record, lease);
  if (record.groupsAskedAt !== undefined) await readGroups(ports, record, lease);
  return { progress: { kind: 'done' } };
}

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
  } catch (error) {
    noteQuiet(slice, error);
    throw error;
  } finally {
    if (slice.work.changed) await saveWork(ports, id, slice.work.loaded);
  }
}

/** Also where saving what is remembered fails as well: then that is the failure that is heard of. */
function noteQuiet({ limited, ports }: Slice, error: unknown): void {
  const until = quietAskedFor(ports, error);
  if (until !== undefined) limited.until = Math.max(limited.until ?? 0, until);
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
  return sideNames.filter((side) => provider === undefined || record[side].provider === provider);
}

async function steps(slice: Slice, message: ChangeMessage): Promise<SliceOutcome> {
  await recountWaiting(slice);
  const unfinished = await recover(slice);
  if (isLimited(slice)) return { progress: { kind: 'wait', until: slice.limited.until ?? 0 } };
  const within = (progress: Progress): Progress => soonest(progress, unfinished?.readyAt);
  if (isUndoing(slice.record)) return { progress: within(await runSlice(slice, slice.record.undo?.run, unfinished)) };
  if (slice.record.state !== 'live') return { progress: within(await runSlice(slice, slice.record.run, unfinished)) };
  await beginRefresh(slice);
  const { pass } = slice.work.loaded.record;
  if (pass === undefined) return await liveSlice(slice, message, unfinished, within);
  return { progress: within(await runSlice(slice, pass, unfinished)) };
}

function soonest(progress: Progress, readyAt: number | undefined): Progress {
  if (readyAt === undefined || progress.kind === 'more') return progress;
  return { kind: 'wait', until: progress.kind === 'wait' ? Math.min(progress.until, readyAt) : readyAt };
}

const soonestLookMs = 60_000;
const latestLookMs = 15 * 60_000;

/** Where a side does not tell of changes: soon after the last one, and less and less often afterwards. Undefined where both tell. */
function nextLookAt({ collections, work }: Slice, now: number): number | undefined {
  if (tellsOfChanges(collections.left) && tellsOfChanges(collections.right)) return undefined;
  const idleMs = now - (work.loaded.record.lastChangeAt ?? 0);
  return now + Math.min(Math.max(idleMs / 4, soonestLookMs), latestLookMs);
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
  const live = await liveStep({ ...slice, heardAt: heardAt(rung) }, causeOf(message), rung, unfinished);
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
  const seen = { ...checkedAt, ...(live.read && isAllDone(slice, unfinished) ? { inStepAt: now } : {}) };
  const unheardAt = nextLookAt(slice, now);
  if (unheardAt !== undefined) return { progress: within({ kind: 'wait', until: unheardAt }), ...seen };
  return { progress: within({ kind: 'done' }), lookAgain: message.why === 'push', ...seen };
}

/** Both sides were read to the end, no write is in doubt, and nobody asked for quiet before all was written. */
function isAllDone(slice: Slice, unfinished: Unfinished | undefined): boolean {
  const { cursors } = slice.work.loaded.record;
  return unfinished === undefined && !isLimited(slice) && cursors.left !== undefined && cursors.right !== undefined;
}

const heardAt = ({ left, right }: Rung): NonNullable<Slice['heardAt']> => ({
  ...(left ? { left: left.rungAt } : {}),
  ...(right ? { right: right.rungAt } : {}),
});

function causeOf({ why }: ChangeMessage): Cause {
  if (why === 'push') return 'push';
  return why === 'person' ? 'person' : 'poll';
}

/** Gives the lease back, says when to look again, and tells the queue. */
async function finish(
  ports: EnginePorts,
  message: ChangeMessage,
  connection: string,
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
    ...(outcome.inStepAt === undefined ? {} : { inStepAt: outcome.inStepAt }),
  });
  const { firm, sync } = message;
  const send = async (why: ChangeMessage['why'], at: number): Promise<void> =>
    await ports.queue.send({ v: 1, kind: 'change', firm, sync, why }, at - now);
  const { [sync]: own, ...others } = released.rungBy;
  // Whoever else waits for this account comes first.
  const turn = Object.keys(others).length > 0 ? turnMs : 0;
  if (progress.kind === 'more') await send('continue', now + turn);
  else if (own !== undefined && outcome.restUntil === undefined) await send('push', now);
  await ringOthers(ports, { firm, connection }, others, Math.max((outcome.restUntil ?? now) - now, 0));
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
