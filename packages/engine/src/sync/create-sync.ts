import { type ItemTypeName, type NewSync, type SideName, SyncError, type SyncView } from '@concord/core';
import { chosenCalendars } from '../calendars/choosable.ts';
import { type Connection, ownConnection } from '../connect/connection.ts';
import { readMember } from '../connect/firm.ts';
import { missingTypes } from '../connect/missing-types.ts';
import { hasErased } from '../erase/tombstones.ts';
import type { Caller, EnginePorts } from '../ports.ts';
import { stamp } from '../shapes/read-shape.ts';
import { claimBooks, pairOf } from './books.ts';
import { typeOf } from './item-types.ts';
import { hash, type SyncId, syncKey } from './keys.ts';
import { own } from './own-sync.ts';
import type { ChosenPolicy, SyncRecord } from './sync-record.ts';
import { viewOf } from './sync-view.ts';

/**
 * Makes the draft of a sync between the caller's Clio, or the connection named by `left`, and one of their connections; again
 * returns the same. Of calendars it names which. Throws `notFound`, `refused` for what an account does not have or may not keep
 * in step, `consentNeeded` where a grant does not cover it, and `conflict` when the collection belongs to another sync, or other
 * syncs join the two already.
 */
export async function createSync(
  ports: EnginePorts,
  caller: Caller,
  wanted: NewSync,
  left?: string,
): Promise<SyncView> {
  const { sync } = await draftSync(ports, caller, wanted, { conflicts: 'left', clioSyncOff: false }, left);
  return await viewOf(ports, await own(ports, caller, sync));
}

/** `policy`: of the draft, if there is no such sync yet. */
export async function draftSync(
  ports: EnginePorts,
  caller: Caller,
  { right: connection, itemType, calendars: wanted }: NewSync,
  policy: ChosenPolicy,
  leftConnection?: string,
): Promise<SyncId> {
  const sides = await connectionsFor(ports, caller, connection, itemType, leftConnection);
  const { left, right } = sides;
  const chosen = hasSeveral(ports, sides, itemType)
    ? await chosenCalendars(ports, caller, sides, wanted)
    : { left: undefined, right: undefined };
  const endOf = (side: SideName): SyncRecord[SideName] => ({
    provider: sides[side].provider,
    connection: sides[side].id,
    ...(chosen[side] ? { collection: chosen[side] } : {}),
  });
  const which = [chosen.left, chosen.right].flatMap((collection) => (collection ? [collection.id] : []));
  const record: Omit<SyncRecord, 'rev'> = {
    firm: caller.firm,
    sync: hash(
      JSON.stringify([caller.firm, right.id, itemType, ...(left.provider === 'clio' ? [] : [left.id]), ...which]),
    ),
    member: caller.member,
    itemType,
    left: endOf('left'),
    right: endOf('right'),
    state: 'draft',
    ...(ports.settings.table === undefined ? {} : { table: ports.settings.table }),
    policy,
  };
  // First the books: whoever dies in between finds them as their own, because the same wish is the same sync.
  await claimBooks(ports, caller, pairOf(record, sides));
  const erased = (await hasErased(ports, caller.firm)) ? { erased: true } : {};
  await ports.table.put({ ...syncKey(record), ...record, ...erased, ...stamp('sync'), rev: 1 }, { kind: 'absent' });
  return record;
}

/**
 * The two connections of the caller between which items of this type can be kept in step. Throws `notFound`, `refused` where
 * one of them has nothing of that kind, and `consentNeeded` where its grant does not cover it.
 */
export async function connectionsFor(
  ports: EnginePorts,
  caller: Caller,
  connection: string,
  itemType: ItemTypeName,
  leftConnection?: string,
): Promise<Readonly<Record<SideName, Connection>>> {
  const right = await ownConnection(ports, caller, connection);
  const left = await leftOf(ports, caller, leftConnection);
  if (right === undefined || right.provider === 'clio' || !isForSyncing(right) || left === undefined)
    throw new SyncError('notFound', 'There is no such connection.');
  for (const side of [left, right]) await refuseUnfit(ports, side, itemType);
  return { left, right };
}

async function refuseUnfit(ports: EnginePorts, connection: Connection, itemType: ItemTypeName): Promise<void> {
  const provider = ports.providers[connection.provider];
  if (provider?.collections[itemType] === undefined)
    throw new SyncError('refused', 'This account has nothing of that kind to sync.');
  if (!(await missingTypes(ports, provider, connection)).includes(itemType)) return;
  const { many } = typeOf({ itemType }).words;
  throw new SyncError(
    'consentNeeded',
    `Concord may not look into your ${many} in ${provider.profile.label} yet. Authorize ${connection.account} again and accept that as well; what is synced already goes on meanwhile.`,
  );
}

const hasSeveral = (
  { providers }: EnginePorts,
  { left, right }: Readonly<Record<SideName, Connection>>,
  itemType: ItemTypeName,
): boolean => [left, right].every(({ provider }) => providers[provider]?.catalogues?.[itemType] !== undefined);

/** Somebody has come back from the provider, so it is known whose account it is; and not for its mail alone. */
const isForSyncing = ({ state, purpose }: Connection): boolean => state !== 'connecting' && purpose === undefined;

async function leftOf(ports: EnginePorts, caller: Caller, id: string | undefined): Promise<Connection | undefined> {
  if (id === undefined) return await clioConnection(ports, caller);
  const left = await ownConnection(ports, caller, id);
  return left && isForSyncing(left) ? left : undefined;
}

async function clioConnection(ports: EnginePorts, caller: Caller): Promise<Connection | undefined> {
  const member = await readMember(ports, caller);
  for (const id of member?.connections ?? []) {
    const connection = await ownConnection(ports, caller, id);
    if (connection?.provider === 'clio' && isForSyncing(connection)) return connection;
  }
  return undefined;
}
