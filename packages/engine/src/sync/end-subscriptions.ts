import { type Collection, isSyncError, type SideName, SyncError } from '@concord/core';
import { readConnection } from '../connect/connection.ts';
import { type OpenConnection, openConnection } from '../connect/open-connection.ts';
import { removeHook } from '../hooks/hook-row.ts';
import { isForLater } from '../hooks/must-stop.ts';
import type { EnginePorts } from '../ports.ts';
import { quietAskedFor } from './after-failure.ts';
import { type Account, type Lease, takeLease } from './lease.ts';
import { type Access, openSide } from './open-sides.ts';
import { recordsWith, type SyncRecord } from './sync-record.ts';
import { type HookNote, readWork, saveWork, type WorkRecord } from './work-record.ts';

/**
 * No provider rings any more for the syncs of this connection, on either of their sides. They must be stopped. `last`: what
 * is left of the grant of the connection itself, when nobody else may use it any more. Safe to repeat. Throws `unavailable`
 * while a worker is still at it, and what a provider says that wants to be asked later.
 */
export async function endSubscriptions(
  ports: EnginePorts,
  firm: string,
  connection: string,
  last?: Access,
): Promise<void> {
  for (const record of await recordsWith(ports, firm, connection)) {
    const lease = await leaseOf(ports, record);
    try {
      await fallSilent(ports, record, lease, last);
    } catch (error) {
      const restUntil = quietAskedFor(ports, error);
      // Whoever comes next for this account waits as well.
      await lease.release(restUntil === undefined ? {} : { restUntil });
      throw error;
    }
    await lease.release({});
  }
}

/** For what is done to a stopped sync. Throws `unavailable` while somebody else has it, or a provider asked for quiet. */
export async function leaseOf(ports: EnginePorts, { firm, sync, right }: SyncRecord): Promise<Lease> {
  return await leaseAtRest(ports, { firm, sync, connection: right.connection });
}

/** The same of an account that is used beside syncs. */
export async function leaseAtRest(ports: EnginePorts, account: Account): Promise<Lease> {
  const lease = await takeLease(ports, account);
  const restMs = (lease?.restUntil ?? 0) - ports.clock.now();
  if (lease !== undefined && restMs <= 0) return lease;
  await lease?.release({});
  const retryAfterMs = lease === undefined ? ports.settings.leaseMs : restMs;
  throw new SyncError('unavailable', 'This account is at work, or at rest.', { retryAfterMs });
}

/**
 * A stopped sync listens no longer. Where one side cannot be asked any more, the other still is; that one's subscription is
 * remembered, for whoever ends its grant or gives it anew.
 */
export async function fallSilent(ports: EnginePorts, record: SyncRecord, lease: Lease, last?: Access): Promise<void> {
  const loaded = await readWork(ports, record);
  const { hooks } = loaded.record;
  const left = await endOn(ports, record, lease, 'left', hooks.left, last);
  const right = await endOn(ports, record, lease, 'right', hooks.right, last);
  const kept = { ...(left ? { left } : {}), ...(right ? { right } : {}) };
  if (isSame(kept, hooks)) return;
  await saveWork(ports, record, { ...loaded, record: { ...loaded.record, hooks: kept } });
}

const isSame = (one: WorkRecord['hooks'], other: WorkRecord['hooks']): boolean =>
  one.left?.renewAt === other.left?.renewAt && one.right?.renewAt === other.right?.renewAt;

/** What is still to be remembered of that side: whether it lives is asked as soon as somebody starts again. */
async function endOn(
  ports: EnginePorts,
  record: SyncRecord,
  lease: Lease,
  side: SideName,
  note: HookNote | undefined,
  last: Access | undefined,
): Promise<HookNote | undefined> {
  if (note === undefined) return undefined;
  const access = await accessTo(ports, record, side, last);
  if (access === undefined) return { ...note, renewAt: 0 };
  await removeHook(ports, note.hook);
  await unsubscribe(ports, record, side, openSide(ports, record, lease, side, access), access, note);
  return undefined;
}

async function accessTo(
  ports: EnginePorts,
  record: SyncRecord,
  side: SideName,
  last: Access | undefined,
): Promise<Access | undefined> {
  const { connection } = record[side];
  if (last?.connection.id === connection) return last;
  const known = await readConnection(ports, record.firm, connection);
  return known?.state === 'active' ? await openConnection(ports, record.firm, connection) : undefined;
}

/** What fails for good is harmless: a delivery for a hook that is gone is refused, and a subscription ends by itself. */
async function unsubscribe(
  ports: EnginePorts,
  record: SyncRecord,
  side: SideName,
  collection: Collection,
  access: Access | OpenConnection,
  { subscription }: HookNote,
): Promise<void> {
  try {
    await onceMoreIfRefused(access, async () => await collection.unsubscribe(subscription));
  } catch (error) {
    if (!isSyncError(error) || isForLater(error)) throw error;
    ports.log.info('unsubscribe.failed', { provider: record[side].provider, code: error.code });
  }
}

/** A token may have been refused before its time. */
export async function onceMoreIfRefused<T>(access: Access | OpenConnection, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!isSyncError(error) || error.code !== 'unauthorized' || !('invalidate' in access)) throw error;
    access.invalidate();
    return await call();
  }
}
