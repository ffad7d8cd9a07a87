import { dispositionOf, type ErrorCode, isSyncError, type WatchesMessage } from '@concord/core';
import { openConnection } from '../connect/open-connection.ts';
import { withFreshToken } from '../connect/with-fresh-token.ts';
import { isFiling } from '../mail/filing/filing-wishes.ts';
import type { EnginePorts } from '../ports.ts';
import { laterBy, maximumDelayMs, quietAskedFor } from '../sync/after-failure.ts';
import { besideSyncs, type Lease, takeLease } from '../sync/lease.ts';
import { ringOthers } from '../sync/ring-others.ts';
import type { Wish } from '../wishes/wish.ts';
import { failWish, giveUpWishes, nextWish } from '../wishes/wishes.ts';
import { ended } from './begin-run.ts';
import { fulfil } from './fulfil.ts';
import { openMatters, type WatchWork } from './open-matters.ts';
import { runBatch } from './run-batch.ts';
import { readWatchRun, updateWatchRun, type WatchRun } from './watch-run.ts';

/** The lease of a connection is also that of its watches: whoever reads matters holds it. */
const nobodysSync = besideSyncs.watches;

/** One slice of what is to be read from Clio through one member's connection. Safe to run twice, late, or with nothing to do. */
export async function workOnWatches(ports: EnginePorts, message: WatchesMessage): Promise<void> {
  const { firm, connection } = message;
  const lease = await takeLease(ports, { firm, connection, sync: nobodysSync });
  if (lease === undefined) return;
  const outcome = await outcomeOf(ports, message, lease);
  const now = ports.clock.now();
  const released = await lease.release({
    ...(outcome.failures === undefined ? {} : { failures: outcome.failures }),
    ...(outcome.restUntil === undefined ? {} : { restUntil: outcome.restUntil }),
  });
  const { [nobodysSync]: own, ...others } = released.rungBy;
  const at = outcome.goOnAt ?? (own !== undefined ? now : undefined);
  if (at !== undefined) await ports.queue.send(message, Math.min(Math.max(at - now, 0), maximumDelayMs));
  await ringOthers(ports, { firm, connection }, others, Math.max((outcome.restUntil ?? now) - now, 0));
  if (outcome.bug !== undefined) throw outcome.bug;
}

type Outcome = {
  /** When somebody has to go on. */
  readonly goOnAt?: number;
  readonly failures?: number;
  readonly restUntil?: number;
  readonly bug?: unknown;
};

async function outcomeOf(ports: EnginePorts, message: WatchesMessage, lease: Lease): Promise<Outcome> {
  const resting = lease.restUntil ?? 0;
  if (resting > ports.clock.now()) return { goOnAt: resting, failures: lease.failures };
  try {
    return await slice(ports, message, lease);
  } catch (error) {
    return await afterFailure(ports, message, lease, error);
  }
}

/** More than a slice of seconds can ever do: a wish or a batch takes a request. */
const maximumRounds = 200;

/** What people wish for comes before the run, also between two of its batches. */
async function slice(ports: EnginePorts, { firm, connection }: WatchesMessage, lease: Lease): Promise<Outcome> {
  const deadline = ports.clock.now() + ports.settings.sliceMs;
  let work: WatchWork | undefined;
  const opened = async (): Promise<WatchWork> =>
    (work ??= await openMatters(ports, await openConnection(ports, firm, connection), lease));
  for (let rounds = 0; rounds < maximumRounds && ports.clock.now() < deadline; rounds += 1) {
    const next = await nextWish(ports, { firm, connection });
    const wish = next?.wish;
    const run = wish === undefined ? await runFor(ports, { firm, connection }) : undefined;
    if (wish === undefined && run === undefined) return next?.at === undefined ? {} : { goOnAt: next.at };
    const at = await opened();
    await lease.confirm();
    await withFreshToken(at.open, async () => {
      if (wish !== undefined) await fulfilOne(at, wish);
      else if (run !== undefined) await runBatch(at, run);
    });
  }
  return { goOnAt: ports.clock.now() };
}

/** The run of this connection that is under way. */
async function runFor(
  ports: EnginePorts,
  { firm, connection }: { readonly firm: string; readonly connection: string },
): Promise<WatchRun | undefined> {
  const run = await readWatchRun(ports, firm);
  return run?.state === 'running' && run.connection === connection ? run : undefined;
}

/** What Clio will not take is said to whoever wished for it, and keeps nobody else waiting. */
async function fulfilOne(work: WatchWork, wish: Wish): Promise<void> {
  try {
    await fulfil(work, wish);
  } catch (error) {
    if (!isSyncError(error) || !isOfWish(wish, error.code)) throw error;
    await failWish(work.ports, wish, error.code);
  }
}

/** Who may not log anything on matters may read them all the same. */
const isOfWish = ({ request }: Wish, code: ErrorCode): boolean =>
  wishesOwn.has(dispositionOf(code)) || (code === 'forbidden' && isFiling(request));
const wishesOwn: ReadonlySet<string> = new Set(['parkItem', 'treatAsGone', 'resyncCollection', 'decideAgain']);

async function afterFailure(
  ports: EnginePorts,
  { firm, connection }: WatchesMessage,
  lease: Lease,
  error: unknown,
): Promise<Outcome> {
  const failures = lease.failures + 1;
  const now = ports.clock.now();
  if (!isSyncError(error)) return { goOnAt: laterBy(ports, failures), failures, bug: error };
  ports.log.info('watches.failed', { code: error.code, provider: error.provider ?? '', failures });
  const disposition = dispositionOf(error.code);
  if (disposition === 'endSlice') return { goOnAt: now + ports.settings.leaseMs };
  const isOver = disposition === 'pauseConnection' || disposition === 'stopSync';
  const quietUntil = quietAskedFor(ports, error);
  // Who asks for quiet says when to come back; a run is not given up.
  if (isOver || quietUntil === undefined) await giveUpWishes(ports, { firm, connection }, error.code, isOver);
  const goOnAt = error.retryAfterMs === undefined ? laterBy(ports, failures) : now + error.retryAfterMs;
  await updateWatchRun(ports, firm, (run) => {
    if (run?.state !== 'running' || run.connection !== connection) return undefined;
    const over = isOver ? ended(run, 'failed', now) : undefined;
    return over
      ? { ...over, code: error.code }
      : { ...run, waitingUntil: goOnAt, dueAt: goOnAt + ports.settings.leaseMs };
  });
  if (isOver) return {};
  return { goOnAt, failures, ...(error.code === 'rateLimited' ? { restUntil: goOnAt } : {}) };
}
