import type { EnginePorts } from '../ports.ts';
import { forgetSyncs } from '../sync/index.ts';
import { accountKey, calendarsKey } from '../sync/keys.ts';
import type { Connection } from './connection.ts';
import { unlistConnection } from './firm.ts';
import { forgetIdentity } from './identities.ts';
import { connectionKey } from './keys.ts';

/** Removes everything that is known of a disconnected connection: its syncs with all their rows, then itself. Safe to repeat. */
export async function forgetConnection(ports: EnginePorts, connection: Connection): Promise<void> {
  const { firm, id } = connection;
  if (connection.state !== 'disconnected') return;
  await forgetSyncs(ports, firm, id);
  await ports.table.removeMany([calendarsKey(firm, id), accountKey(firm, id)]);
  await forgetIdentity(ports, connection);
  await unlistConnection(ports, connection, id);
  await ports.table.remove(connectionKey(firm, id));
  ports.log.info('connection.forgotten', { provider: connection.provider, connection: id });
}
