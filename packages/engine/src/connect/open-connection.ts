import { type ErrorCode, SyncError } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { type Connection, readConnection, updateConnection } from './connection.ts';
import { isFresh, isRefusedAgain, openGrant, refusalOf, type StoredGrant } from './grant.ts';
import { loseConnection, lostError, pauseForLost } from './lose-connection.ts';
import { refreshGrant } from './refresh-grant.ts';

export type OpenConnection = {
  readonly connection: Connection;
  /**
   * A token that is good for the next request; refreshed when it runs out within two minutes. Throws the reason when the
   * grant is lost (by then the connection is marked and its syncs are paused), `unavailable` while another worker refreshes.
   */
  readonly accessToken: () => Promise<string>;
  /**
   * The service answered 401: the next call, by whatever worker, refreshes, unless one has done so already. When this token
   * has just replaced a refused one, the connection is lost instead: the service does not want this account any more.
   */
  readonly invalidate: () => Promise<void>;
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
  if (connection.state === 'lost') await pauseForLost(ports, connection);
  if (connection.state !== 'active' || connection.sealed === undefined) throw lostError(connection);
  let grant = await openGrant(ports, connection, connection.sealed);
  let refused = connection.refused;
  let refreshing: Promise<StoredGrant> | undefined;

  return {
    connection,
    accessToken: async () => {
      if (refusalOf(grant) === refused || !isFresh(grant, ports.clock.now())) {
        refreshing ??= refreshGrant(ports, connection, refused).finally(() => {
          refreshing = undefined;
        });
        grant = await refreshing;
      }
      return grant.accessToken;
    },
    invalidate: async () => {
      refused = refusalOf(grant);
      if (isRefusedAgain(grant, ports.clock.now()))
        await loseConnection(ports, connection, 'grantLost', grant.accessToken);
      else await noteRefusal(ports, connection, refused);
    },
    lose: (reason) => loseConnection(ports, connection, reason, grant.accessToken),
  };
}

/** Left out while somebody refreshes: the token is about to be replaced, and the row must not move under that worker. */
async function noteRefusal(ports: EnginePorts, { firm, id }: Connection, refused: string): Promise<void> {
  await updateConnection(ports, firm, id, (known) => {
    const isIdle = known?.state === 'active' && (known.refreshing?.until ?? 0) <= ports.clock.now();
    return isIdle ? { ...known, refused } : undefined;
  });
}
