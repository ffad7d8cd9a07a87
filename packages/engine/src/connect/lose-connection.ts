import { type ErrorCode, isSyncError, type LostCause, lostCauseOf, lostCauses, SyncError } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { type Connection, moved, readConnection, saveConnection } from './connection.ts';
import { openGrant } from './grant.ts';
import { pauseSyncs } from './syncs-of-connection.ts';

const maximumAttempts = 4;

/**
 * Marks a connection as not working, forgets its grant and pauses its syncs; the poll then writes to its member. Only while
 * its grant is still the one with this token: a grant that somebody gave meanwhile is not thrown away because an older one died.
 */
export async function loseConnection(
  ports: EnginePorts,
  { firm, id }: Pick<Connection, 'firm' | 'id'>,
  reason: ErrorCode | LostCause,
  accessToken: string,
): Promise<void> {
  for (let attempt = 0; attempt < maximumAttempts; attempt += 1) {
    const connection = await readConnection(ports, firm, id);
    if (connection?.state !== 'active' || connection.sealed === undefined) return;
    const grant = await openGrant(ports, connection, connection.sealed);
    if (grant.accessToken !== accessToken) return;
    if (await markLost(ports, connection, causeOf(reason))) return;
  }
  throw new SyncError('unavailable', 'A connection is written by too many at once.', { retryAfterMs: 1000 });
}

function causeOf(reason: ErrorCode | LostCause): LostCause {
  if (Object.hasOwn(lostCauses, reason)) return reason as LostCause;
  return lostCauseOf({ code: reason as ErrorCode }) ?? 'revoked';
}

/** False when somebody wrote the connection meanwhile; then nothing happened. */
export async function markLost(ports: EnginePorts, connection: Connection, cause: LostCause): Promise<boolean> {
  const now = ports.clock.now();
  const lost = moved(connection, lostCauses[cause].event, now);
  if (lost === undefined) return false;
  const marked: Connection = { ...lost, lostCause: cause, reminded: 0, dueAt: now };
  if (!(await saveConnection(ports, marked))) return false;
  ports.log.info('connection.lost', { provider: lost.provider, connection: lost.id, cause });
  await pauseForLost(ports, marked);
  return true;
}

/** Safe to repeat: whoever finds a lost connection does it again, in case the first worker died in between. */
export async function pauseForLost(ports: EnginePorts, connection: Connection): Promise<void> {
  // Nothing of a mailbox has to be paused: whoever comes for it opens its connection first.
  if (connection.purpose === 'mail') return;
  await pauseSyncs(ports, connection, errorCodeOf(connection));
}

/** Why a grant that could not be refreshed is dead; undefined when it may live: then it is asked for again. */
export function deathOf(error: unknown): LostCause | undefined {
  return isSyncError(error) && error.code !== 'forbidden' ? lostCauseOf(error) : undefined;
}

export function lostError(connection: Connection): SyncError {
  return new SyncError(errorCodeOf(connection), `The connection is ${connection.state}.`, {
    provider: connection.provider,
  });
}

const codes: Readonly<Partial<Record<LostCause, ErrorCode>>> = {
  consentRemoved: 'consentNeeded',
  scopeMissing: 'consentNeeded',
  adminNeeded: 'adminNeeded',
  secondFactor: 'interactionNeeded',
  blockedByPolicy: 'interactionNeeded',
  signInAgain: 'interactionNeeded',
  forbidden: 'forbidden',
};

const errorCodeOf = ({ lostCause }: Connection): ErrorCode => (lostCause && codes[lostCause]) ?? 'grantLost';
