import type { ErrorCode, SyncView } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { listSyncs, moveSync, pauseSyncsOf, resumeSyncsOf, stopSync } from '../sync/index.ts';
import { type Connection, readConnection } from './connection.ts';
import { homePath } from './return-path.ts';

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

/** Every sync of one account starts anew with another. Resolves to where its preview is made, when there is just one. */
export async function moveSyncs(
  ports: EnginePorts,
  caller: Caller,
  from: Connection,
  to: string,
): Promise<string | undefined> {
  const moved = await moveSync(ports, caller, from.id, to);
  return moved.length === 1 && moved[0] ? syncPath(moved[0]) : undefined;
}

export async function syncViews(ports: EnginePorts, caller: Caller): Promise<readonly SyncView[]> {
  return await listSyncs(ports, caller);
}

/** Where the member left off: the page of the sync that waits for this connection, when there is just one. */
export async function onlySyncPath(ports: EnginePorts, connection: Connection): Promise<string> {
  const syncs = await syncViews(ports, connection);
  const waiting = syncs.filter(({ right, state }) =>
    connection.provider === 'clio' ? state === 'paused' : right.connection === connection.id,
  );
  return waiting.length === 1 && waiting[0] ? syncPath(waiting[0]) : homePath;
}

export async function memberOfConnection(ports: EnginePorts, firm: string, id: string): Promise<Caller | undefined> {
  const connection = await readConnection(ports, firm, id);
  return connection && { firm, member: connection.member };
}

const syncPath = ({ id }: SyncView): string => `/syncs/${encodeURIComponent(id)}`;
