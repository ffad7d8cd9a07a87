import { SyncError } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { type Chore, type Connection, moved, ownConnection, updateConnection } from './connection.ts';
import { removeAttempt } from './pending.ts';
import { stopSyncs } from './syncs-of-connection.ts';

const retryMs = 5 * 60_000;

/**
 * Stops the syncs of a connection at once; from then on no request is made with its grant, but for a worker that ends
 * subscriptions and the grant itself at the provider, and then destroys the tokens. Mappings stay, so that connecting the same
 * account again doubles nothing, unless everything is to be forgotten. Throws `notFound` for a connection that is not this
 * member's. Safe to repeat.
 */
export async function disconnect(ports: EnginePorts, caller: Caller, id: string, forget = false): Promise<void> {
  const connection = await ownConnection(ports, caller, id);
  if (connection === undefined) throw new SyncError('notFound', 'There is no such connection.');
  if (connection.accountId === '') return await removeAttempt(ports, caller, id);
  if (forget && connection.provider === 'clio')
    throw new SyncError('refused', 'Clio is how you sign in. Disconnect the other accounts, and forget those.');
  if (connection.purpose === undefined) await stopSyncs(ports, caller, connection);
  const left = await updateConnection(ports, caller.firm, id, (known) => known && leave(ports, known, forget));
  if (left?.chore) await ports.queue.send({ v: 1, kind: 'connection', firm: caller.firm, connection: id });
  ports.log.info('connection.disconnected', { provider: connection.provider, connection: id, forget });
}

function leave(ports: EnginePorts, known: Connection, forget: boolean): Connection | undefined {
  const now = ports.clock.now();
  const left = moved(known, 'disconnect', now) ?? (known.state === 'disconnected' && forget ? known : undefined);
  if (left === undefined) return undefined;
  const end = known.sealed ?? known.chore?.end;
  const chore: Chore = { since: now, ...(end === undefined ? {} : { end }), ...(forget ? { forget } : {}) };
  return { ...left, ...(end !== undefined || forget ? { chore, dueAt: now + retryMs } : {}) };
}
