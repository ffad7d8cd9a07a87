import type { EnginePorts } from '../ports.ts';
import { forgetSyncs } from '../sync/index.ts';
import { accountKey, calendarsKey } from '../sync/keys.ts';
import type { Connection } from './connection.ts';
import { unlistConnection } from './firm.ts';
import { forgetIdentity } from './identities.ts';
import { connectionKey } from './keys.ts';
import { forgetMailboxOf } from './mailbox-of-connection.ts';

/** Removes everything that is known of a disconnected connection: its syncs with all their rows, or its mailbox, then itself. Safe to repeat. */
export async function forgetConnection(ports: EnginePorts, connection: Connection): Promise<void> {
  const { firm, id } = connection;
  if (connection.state !== 'disconnected') return;
  if (connection.purpose === 'mail') await forgetMailboxOf(ports, connection);
  else await forgetSyncs(ports, firm, id);
  await ports.table.removeMany([calendarsKey(firm, id), accountKey(firm, id)]);
  await forgetIdentity(ports, connection);
  await unlistConnection(ports, connection, id);
  await ports.table.remove(connectionKey(firm, id));
  ports.log.info('connection.forgotten', { provider: connection.provider, connection: id });
}
