import { type ErrorCode, isBroken, SyncError } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { type Connection, readConnection } from './connection.ts';
import { isFresh, openGrant, type StoredGrant } from './grant.ts';
import { loseConnection, lostError, pauseForLost } from './lose-connection.ts';
import { refreshGrant } from './refresh-grant.ts';

export type OpenConnection = {
  readonly connection: Connection;
  /** What was granted, as far as the provider said. */
  readonly scopes: () => readonly string[];
  /**
   * A token that is good for the next request; refreshed when it runs out within two minutes. Throws the reason when the
   * grant is lost (by then the connection is marked and its syncs are paused), `unavailable` while another worker refreshes.
   */
  readonly accessToken: () => Promise<string>;
  /** The service answered 401: the next call refreshes, unless another worker has done so already. */
  readonly invalidate: () => void;
  /**
   * The service refuses the account although its token is fresh: marks the connection lost and pauses its syncs. Does
   * nothing when somebody granted anew meanwhile.
   */
  readonly lose: (reason: ErrorCode) => Promise<void>;
};

/** Throws the reason for a connection that is lost, `grantLost` for a disconnected and `misconfigured` for an unknown one. */
export async function openConnection(ports: EnginePorts, firm: string, id: string): Promise<OpenConnection> {
  const connection = await readConnection(ports, firm, id);
  if (connection === undefined) throw new SyncError('misconfigured', 'There is no such connection.');
  if (isBroken(connection.state)) await pauseForLost(ports, connection);
  if (connection.state !== 'active' || connection.sealed === undefined) throw lostError(connection);
  let grant = await openGrant(ports, connection, connection.sealed);
  let refused: string | undefined;
  let refreshing: Promise<StoredGrant> | undefined;

  return {
    connection,
    scopes: () => grant.scopes,
    accessToken: async () => {
      if (grant.accessToken === refused || !isFresh(grant, ports.clock.now())) {
        refreshing ??= refreshGrant(ports, connection, refused).finally(() => {
          refreshing = undefined;
        });
        grant = await refreshing;
      }
      return grant.accessToken;
    },
    invalidate: () => {
      refused = grant.accessToken;
    },
    lose: (reason) => loseConnection(ports, connection, reason, grant.accessToken),
  };
}
