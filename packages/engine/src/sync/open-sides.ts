import { type Collection, type CollectionContext, type ItemTypeName, type SideName, SyncError } from '@concord/core';
import { hostsOf } from '../connect/hosts.ts';
import { lacks } from '../connect/missing-types.ts';
import { type OpenConnection, openConnection } from '../connect/open-connection.ts';
import { readErased } from '../erase/tombstones.ts';
import { withoutErased } from '../erase/without-erased.ts';
import type { EnginePorts } from '../ports.ts';
import { createClaims } from './claims.ts';
import { policyOf, typeOf } from './item-types.ts';
import { gatedBy, type Lease } from './lease.ts';
import { scoped, windowAt, withMargin } from './scoped.ts';
import type { SyncRecord } from './sync-record.ts';

export type OpenSides = {
  readonly collections: Readonly<Record<SideName, Collection>>;
  readonly connections: Readonly<Record<SideName, OpenConnection>>;
};

/** What is needed of a connection to ask its provider. */
export type Access = Pick<OpenConnection, 'connection' | 'accessToken'>;

/** Both sides of a sync, behind a gate that lets no request start without the lease. */
export async function openSides(ports: EnginePorts, record: SyncRecord, lease: Lease): Promise<OpenSides> {
  const [left, right] = await Promise.all([
    openConnection(ports, record.firm, record.left.connection),
    openConnection(ports, record.firm, record.right.connection),
  ]);
  for (const open of [left, right]) refuseMissing(ports, open, record.itemType);
  const erased = record.erased ? await readErased(ports, record.firm) : new Set<string>();
  const opened = (side: SideName, access: Access): Collection =>
    withoutErased(openSide(ports, record, lease, side, access), record, side, erased);
  return {
    connections: { left, right },
    collections: { left: opened('left', left), right: opened('right', right) },
  };
}

/** Throws `consentNeeded` where the grant lacks a permission that items of this type need; what else is synced goes on. */
export function refuseMissing(
  ports: EnginePorts,
  { connection, scopes }: Pick<OpenConnection, 'connection' | 'scopes'>,
  itemType: ItemTypeName,
): void {
  const provider = ports.providers[connection.provider];
  if (provider && lacks(provider, scopes(), itemType))
    throw new SyncError('consentNeeded', `The grant does not cover ${itemType}s.`, { provider: connection.provider });
}

/** One side of a sync, behind the same gate. Throws `misconfigured` where the deployment does not have the provider. */
export function openSide(
  ports: EnginePorts,
  record: SyncRecord,
  lease: Lease,
  side: SideName,
  { connection, accessToken }: Access,
): Collection {
  const { provider: name } = record[side];
  const provider = ports.providers[name];
  const open = provider?.collections[record.itemType];
  const hosts = provider && hostsOf(ports, provider, connection.region);
  if (open === undefined || hosts === undefined)
    throw new SyncError('misconfigured', `This deployment has no ${name}.`, { provider: name });
  const { choice } = record.policy;
  const { collection } = record[side];
  const type = typeOf(record);
  const window = type.isWithin && windowAt(ports.clock.now());
  const context: CollectionContext = {
    transport: gatedBy(lease, ports),
    accessToken,
    hosts,
    clock: ports.clock,
    claims: createClaims(ports, record, side),
    phoneRegion: ports.settings.phoneRegion,
    seesEverything: connection.seesEverything,
    ...(connection.zone ? { zone: connection.zone } : {}),
    ...(choice?.side === side ? { group: choice.group.id } : {}),
    ...(collection ? { collection: collection.id } : {}),
    ...(window ? { window: withMargin(window) } : {}),
  };
  const opened = fenced(open(context), lease);
  return window ? scoped(opened, { type, policy: policyOf(record), window }) : opened;
}

/** Whoever was stopped ends before the next call, not only before the next write. A batch of writes asks before its intent. */
function fenced(collection: Collection, lease: Lease): Collection {
  const confirmed =
    <Input extends readonly unknown[], Output>(call: (...input: Input) => Promise<Output>) =>
    async (...input: Input): Promise<Output> => {
      await lease.confirm();
      return await call(...input);
    };
  const { scan, changes, read, records, find, inUse, byProducts, groups, subscribe, renew, unsubscribe } = collection;
  return {
    ...collection,
    scan: confirmed(scan),
    changes: confirmed(changes),
    read: confirmed(read),
    records: confirmed(records),
    find: confirmed(find),
    ...(inUse ? { inUse: confirmed(inUse) } : {}),
    ...(byProducts ? { byProducts: confirmed(byProducts) } : {}),
    ...(groups ? { groups: confirmed(groups) } : {}),
    subscribe: confirmed(subscribe),
    renew: confirmed(renew),
    unsubscribe: confirmed(unsubscribe),
  };
}
