import { type ItemTypeName, type NewSync, SyncError, type SyncView } from '@concord/core';
import { type Connection, ownConnection } from '../connect/connection.ts';
import { readMember } from '../connect/firm.ts';
import type { Caller, EnginePorts } from '../ports.ts';
import { claimBooks, pairOf } from './books.ts';
import { hash, type SyncId, syncKey } from './keys.ts';
import { own } from './own-sync.ts';
import type { ChosenPolicy, SyncRecord } from './sync-record.ts';
import { viewOf } from './sync-view.ts';

/**
 * Makes the draft of a sync between the caller's Clio, or the connection named by `left`, and one of their connections; again
 * returns the same. Throws `notFound`, `refused` for what an account does not have, and `conflict` when the collection belongs
 * to another sync, or other syncs join the two already.
 */
export async function createSync(
  ports: EnginePorts,
  caller: Caller,
  { right, itemType }: NewSync,
  left?: string,
): Promise<SyncView> {
  const { sync } = await draftSync(ports, caller, right, itemType, { conflicts: 'left', clioSyncOff: false }, left);
  return await viewOf(ports, await own(ports, caller, sync));
}

/** `policy`: of the draft, if there is no such sync yet. */
export async function draftSync(
  ports: EnginePorts,
  caller: Caller,
  connection: string,
  itemType: ItemTypeName,
  policy: ChosenPolicy,
  leftConnection?: string,
): Promise<SyncId> {
  const right = await ownConnection(ports, caller, connection);
  const left = await leftOf(ports, caller, leftConnection);
  if (right === undefined || right.provider === 'clio' || !isKnown(right) || left === undefined)
    throw new SyncError('notFound', 'There is no such connection.');
  if ([left, right].some(({ provider }) => ports.providers[provider]?.collections[itemType] === undefined))
    throw new SyncError('refused', 'This account has nothing of that kind to sync.');
  const record: Omit<SyncRecord, 'rev'> = {
    firm: caller.firm,
    sync: hash(JSON.stringify([caller.firm, right.id, itemType, ...(left.provider === 'clio' ? [] : [left.id])])),
    member: caller.member,
    itemType,
    left: { provider: left.provider, connection: left.id },
    right: { provider: right.provider, connection: right.id },
    state: 'draft',
    policy,
  };
  // First the books: whoever dies in between finds them as their own, because the same wish is the same sync.
  await claimBooks(ports, caller.firm, pairOf(record, { left, right }));
  await ports.table.put({ ...syncKey(record), ...record, rev: 1 }, { kind: 'absent' });
  return record;
}

/** Somebody has come back from the provider, so it is known whose account it is. */
const isKnown = ({ state }: Connection): boolean => state !== 'connecting';

async function leftOf(ports: EnginePorts, caller: Caller, id: string | undefined): Promise<Connection | undefined> {
  if (id === undefined) return await clioConnection(ports, caller);
  const left = await ownConnection(ports, caller, id);
  return left && isKnown(left) ? left : undefined;
}

async function clioConnection(ports: EnginePorts, caller: Caller): Promise<Connection | undefined> {
  const member = await readMember(ports, caller);
  for (const id of member?.connections ?? []) {
    const connection = await ownConnection(ports, caller, id);
    if (connection?.provider === 'clio' && isKnown(connection)) return connection;
  }
  return undefined;
}
