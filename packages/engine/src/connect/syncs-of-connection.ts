import type { ErrorCode, SyncView } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { listSyncs, pauseSyncsOf, resumeSyncsOf, stopSync } from '../sync/index.ts';
import type { Connection } from './connection.ts';

/** What a connection's life means for the syncs that use it: the only place here that knows them. All are safe to repeat. */

export async function pauseSyncs(ports: EnginePorts, connection: Connection, reason: ErrorCode): Promise<void> {
  await pauseSyncsOf(ports, connection.firm, connection.id, reason);
}

export async function resumeSyncs(ports: EnginePorts, connection: Connection): Promise<void> {
  await resumeSyncsOf(ports, connection.firm, connection.id);
}

/** Clio is one side of every sync of its member. */
export async function stopSyncs(ports: EnginePorts, caller: Caller, connection: Connection): Promise<void> {
  for (const sync of await syncViews(ports, caller)) {
    const uses = connection.provider === 'clio' || sync.right.connection === connection.id;
    if (uses && sync.state !== 'stopped' && sync.state !== 'draft') await stopSync(ports, caller, sync.id);
  }
}

export async function syncViews(ports: EnginePorts, caller: Caller): Promise<readonly SyncView[]> {
  return await listSyncs(ports, caller);
}
