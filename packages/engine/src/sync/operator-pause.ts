import { SyncError } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { endLease } from './lease.ts';
import { type ByOperator, doesWork, listRecords, type SyncRecord, updateSync } from './sync-record.ts';

const longestReason = 200;

/**
 * An operator lets a sync rest, whatever its state: no worker touches it, and what people ask of it is refused or waits. Its life
 * stands still meanwhile, and goes on where it was. Safe to repeat, also with another reason. Throws `notFound`, and `refused`
 * for a reason that cannot be shown.
 */
export async function pauseByOperator(
  ports: EnginePorts,
  { firm, sync }: Pick<SyncRecord, 'firm' | 'sync'>,
  reason?: string,
): Promise<SyncRecord> {
  if (reason !== undefined && !isShowable(reason))
    throw new SyncError('refused', `A reason is one line of at most ${longestReason} characters. Nothing was paused.`);
  const record = await updateSync(ports, { firm, sync }, (found) => {
    const since = found.byOperator?.since ?? ports.clock.now();
    const paused = { ...found, byOperator: { since, ...(reason === undefined ? {} : { reason }) } };
    return isSame(found.byOperator, paused.byOperator) ? undefined : withoutDue(paused);
  });
  // Also when it was paused before: whoever paused it may have died before this.
  await endLease(ports, firm, record.right.connection);
  return record;
}

/** What an operator paused goes on where it was; a sync that nobody paused stays as it is. Safe to repeat. Throws `notFound`. */
export async function resumeByOperator(
  ports: EnginePorts,
  { firm, sync }: Pick<SyncRecord, 'firm' | 'sync'>,
): Promise<SyncRecord> {
  const record = await updateSync(ports, { firm, sync }, (found) => {
    if (found.byOperator === undefined) return undefined;
    const { byOperator: _, ...rest } = found;
    // With its due time, so that a lost message costs a minute. What owes a letter is due for that.
    return mayBeRung(rest) ? { ...rest, dueAt: ports.clock.now() } : rest;
  });
  if (mayBeRung(record)) await ports.queue.send({ v: 1, kind: 'change', firm, sync, why: 'person' });
  return record;
}

/** All syncs of a firm, for an operator. */
export const syncsOfFirm = async (ports: EnginePorts, firm: string): Promise<readonly SyncRecord[]> =>
  await listRecords(ports, firm);

const isSame = (one: ByOperator | undefined, other: ByOperator): boolean =>
  one !== undefined && one.reason === other.reason;

/** Nobody is rung for it while it rests; a letter that is owed is sent all the same. */
function withoutDue(record: SyncRecord): SyncRecord {
  if (record.letterSince !== undefined) return record;
  const { dueAt: _, ...rest } = record;
  return rest;
}

/** One that is stopped may have subscriptions left, which only a worker ends. */
const mayBeRung = (record: SyncRecord): boolean =>
  record.letterSince === undefined &&
  (doesWork(record) || record.state === 'stopped' || record.groupsAskedAt !== undefined);

const isShowable = (reason: string): boolean =>
  reason.trim() !== '' && reason.length <= longestReason && !/\p{C}/u.test(reason);

/** What people read. */
export function operatorSentence({ reason }: ByOperator): string {
  const said = reason === undefined ? '.' : `: ${reason}${/[.!?…]$/u.test(reason) ? '' : '.'}`;
  return `Your operator has paused this sync${said}`;
}

/** Throws `conflict`: only who paused it lets it go on. */
export function refuseWhilePaused({ byOperator }: Pick<SyncRecord, 'byOperator'>): void {
  if (byOperator !== undefined) throw new SyncError('conflict', `Nothing was done. ${operatorSentence(byOperator)}`);
}
