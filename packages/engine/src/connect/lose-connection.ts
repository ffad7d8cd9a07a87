import { type ErrorCode, SyncError } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { type Connection, readConnection, saveConnection, withoutGrant } from './connection.ts';
import { openGrant } from './grant.ts';
import { pauseSyncs } from './syncs-of-connection.ts';

const maximumAttempts = 4;

/**
 * Marks a connection lost, forgets its grant and pauses its syncs. Only while its grant is still the one with this token:
 * a grant that somebody gave meanwhile is not thrown away because an older one died.
 */
export async function loseConnection(
  ports: EnginePorts,
  { firm, id }: Pick<Connection, 'firm' | 'id'>,
  reason: ErrorCode,
  accessToken: string,
): Promise<void> {
  for (let attempt = 0; attempt < maximumAttempts; attempt += 1) {
    const connection = await readConnection(ports, firm, id);
    if (connection?.state !== 'active' || connection.sealed === undefined) return;
    const grant = await openGrant(ports, connection, connection.sealed);
    if (grant.accessToken !== accessToken) return;
    if (await markLost(ports, connection, reason)) return;
  }
  throw new SyncError('unavailable', 'A connection is written by too many at once.', { retryAfterMs: 1000 });
}

/** False when somebody wrote the connection meanwhile; then nothing happened. */
export async function markLost(ports: EnginePorts, connection: Connection, reason: ErrorCode): Promise<boolean> {
  const lost: Connection = { ...withoutGrant(connection), state: 'lost', reason };
  if (!(await saveConnection(ports, lost))) return false;
  ports.log.info('connection.lost', { provider: lost.provider, connection: lost.id, code: reason });
  await pauseForLost(ports, lost);
  return true;
}

/** Safe to repeat: whoever finds a lost connection does it again, in case the first worker died in between. */
export async function pauseForLost(ports: EnginePorts, connection: Connection): Promise<void> {
  await pauseSyncs(ports, connection, connection.reason ?? 'grantLost');
}

export function lostError(connection: Connection): SyncError {
  return new SyncError(connection.reason ?? 'grantLost', `The connection is ${connection.state}.`, {
    provider: connection.provider,
  });
}
