import { type Collection, type CollectionContext, type SideName, SyncError } from '@concord/core';
import { type OpenConnection, openConnection } from '../connect/open-connection.ts';
import type { EnginePorts } from '../ports.ts';
import { createClaims } from './claims.ts';
import type { Lease } from './lease.ts';
import type { SyncRecord } from './sync-record.ts';

export type OpenSides = {
  readonly collections: Readonly<Record<SideName, Collection>>;
  readonly connections: Readonly<Record<SideName, OpenConnection>>;
};

/** Both sides of a sync, behind a gate that lets no request start without the lease. */
export async function openSides(ports: EnginePorts, record: SyncRecord, lease: Lease): Promise<OpenSides> {
  const [left, right] = await Promise.all([
    openConnection(ports, record.firm, record.left.connection),
    openConnection(ports, record.firm, record.right.connection),
  ]);
  const connections = { left, right };
  return {
    connections,
    collections: {
      left: openCollection(ports, record, lease, connections, 'left'),
      right: openCollection(ports, record, lease, connections, 'right'),
    },
  };
}

function openCollection(
  ports: EnginePorts,
  record: SyncRecord,
  lease: Lease,
  connections: Readonly<Record<SideName, OpenConnection>>,
  side: SideName,
): Collection {
  const { provider: name } = record[side];
  const open = ports.providers[name]?.collections[record.itemType];
  const hosts = ports.hosts[name];
  if (open === undefined || hosts === undefined)
    throw new SyncError('misconfigured', `This deployment has no ${name}.`, { provider: name });
  const { connection, accessToken } = connections[side];
  const context: CollectionContext = {
    transport: async (request) => {
      lease.check();
      return await ports.transport(request);
    },
    accessToken,
    hosts,
    clock: ports.clock,
    claims: createClaims(ports, record, side),
    phoneRegion: ports.settings.phoneRegion,
    seesEverything: connection.seesEverything,
  };
  return open(context);
}
