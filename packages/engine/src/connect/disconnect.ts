import { SyncError } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { ownConnection, updateConnection, withoutGrant } from './connection.ts';
import { stopSyncs } from './syncs-of-connection.ts';

/**
 * Stops the syncs of a connection, then destroys its tokens. Mappings stay, so that connecting the same account again
 * doubles nothing. Throws `notFound` for a connection that is not this member's. Safe to repeat.
 */
export async function disconnect(ports: EnginePorts, caller: Caller, id: string): Promise<void> {
  const connection = await ownConnection(ports, caller, id);
  if (connection === undefined) throw new SyncError('notFound', 'There is no such connection.');
  await stopSyncs(ports, caller, connection);
  await updateConnection(ports, caller.firm, id, (known) =>
    known === undefined || known.state === 'disconnected'
      ? undefined
      : { ...withoutGrant(known), state: 'disconnected' },
  );
  ports.log.info('connection.disconnected', { provider: connection.provider, connection: id });
}
