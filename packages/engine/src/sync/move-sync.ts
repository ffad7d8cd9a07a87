import type { SyncView } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { halt } from './ask-start-stop.ts';
import { syncView } from './ask-views.ts';
import { freeBooks } from './books.ts';
import { draftSync } from './create-sync.ts';
import { pauseByOperator } from './operator-pause.ts';
import { recordsWith, type SyncRecord } from './sync-record.ts';

/**
 * What one account of the caller was synced with is to be synced with another one instead: the old syncs stop, and let go of
 * their books; the new ones are drafts with the same policy, and begin with a preview of their own. No mapping is ever pointed
 * at another account. Safe to repeat. Throws `notFound`, and `conflict` when the new account is another sync's already: then
 * the old sync goes on as it was.
 */
export async function moveSync(
  ports: EnginePorts,
  caller: Caller,
  from: string,
  to: string,
): Promise<readonly SyncView[]> {
  const records = await recordsWith(ports, caller.firm, from);
  const own = records.filter(({ member, right }) => member === caller.member && right.connection === from);
  const views: SyncView[] = [];
  // Those that may be refused come first.
  for (const record of own.toSorted((a, b) => Number(a.itemType === 'event') - Number(b.itemType === 'event'))) {
    const sync = await moveOne(ports, caller, record, to);
    if (sync !== undefined) views.push(await syncView(ports, caller, sync));
  }
  return views;
}

/** Undefined for a calendar: which one of the new account takes its place, only a person can say. */
async function moveOne(ports: EnginePorts, caller: Caller, old: SyncRecord, to: string): Promise<string | undefined> {
  if (old.right.connection === to) return old.sync;
  // First the new one: it may be refused, and then nothing has happened.
  const left = old.left.provider === 'clio' ? undefined : old.left.connection;
  const isChosenAnew = old.right.collection !== undefined;
  const { itemType } = old;
  const sync = isChosenAnew
    ? undefined
    : (await draftSync(ports, caller, { right: to, itemType }, old.policy, left)).sync;
  // Another account does not get round an operator's pause.
  if (old.byOperator && sync !== undefined)
    await pauseByOperator(ports, { firm: caller.firm, sync }, old.byOperator.reason);
  await halt(ports, old);
  await freeBooks(ports, caller.firm, old.sync);
  return sync;
}
