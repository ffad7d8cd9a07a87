import { isSyncError, SyncError } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { type Connection, readConnection, saveConnection } from './connection.ts';
import { isFresh, isUsable, openGrant, type StoredGrant, sealGrant, toStored } from './grant.ts';
import { deathOf, lostError, markLost } from './lose-connection.ts';
import { oauthContext, providerNamed } from './oauth-context.ts';
import { oauthOf } from './purpose.ts';

const maximumRounds = 4;
const marginMs = 5_000;
const retryAfterMs = 1_000;

/**
 * A fresh grant of the connection, by this worker or by another one that was quicker: one at a time, fenced by the row's
 * revision, and saved before anybody uses it. `refused`: the token that the service would not take.
 */
export async function refreshGrant(
  ports: EnginePorts,
  { firm, id }: Connection,
  refused: string | undefined,
): Promise<StoredGrant> {
  for (let round = 0; round < maximumRounds; round += 1) {
    const connection = await readConnection(ports, firm, id);
    if (connection === undefined) throw new SyncError('misconfigured', 'There is no such connection.');
    if (connection.state !== 'active' || connection.sealed === undefined) throw lostError(connection);
    const grant = await openGrant(ports, connection, connection.sealed);
    const now = ports.clock.now();
    const isRefused = grant.accessToken === refused;
    if (!isRefused && isFresh(grant, now)) return grant;
    if ((connection.refreshing?.until ?? 0) > now) {
      if (!isRefused && isUsable(grant, now)) return grant;
      throw new SyncError('unavailable', 'Another worker is refreshing this grant.', { retryAfterMs });
    }
    const leased = await takeLease(ports, connection);
    const fresh = leased && (await refreshUnder(ports, leased, grant));
    if (fresh) return fresh;
  }
  throw new SyncError('unavailable', 'A grant is written by too many at once.', { retryAfterMs });
}

/** The connection as leased to this worker; undefined when another one was quicker. Ends by itself if this worker dies. */
async function takeLease(ports: EnginePorts, connection: Connection): Promise<Connection | undefined> {
  const until = ports.clock.now() + ports.settings.requestTimeoutMs + marginMs;
  const leased: Connection = { ...connection, refreshing: { by: ports.random.id(), until } };
  return (await saveConnection(ports, leased)) ? { ...leased, rev: connection.rev + 1 } : undefined;
}

/** Undefined when the row changed under the lease (somebody granted anew, or the lease ran out): look again. */
async function refreshUnder(
  ports: EnginePorts,
  leased: Connection,
  grant: StoredGrant,
): Promise<StoredGrant | undefined> {
  const { refreshing: _refreshing, ...released } = leased;
  try {
    const fresh = await askForGrant(ports, leased, grant);
    const saved = await saveConnection(ports, { ...released, sealed: await sealGrant(ports, leased, fresh) });
    return saved ? fresh : undefined;
  } catch (error) {
    const cause = deathOf(error);
    if (cause) {
      if (!(await markLost(ports, leased, cause))) return undefined;
    } else {
      // Never the person's fault, and nothing that they could mend.
      if (isSyncError(error) && error.code === 'appRejected')
        ports.log.error('app.rejected', { provider: leased.provider });
      await saveConnection(ports, released);
    }
    throw error;
  }
}

/** What the provider gives for the refresh token. Saves nothing. Throws `grantLost` where there is none. */
export async function askForGrant(ports: EnginePorts, leased: Connection, grant: StoredGrant): Promise<StoredGrant> {
  const provider = providerNamed(ports, leased.provider);
  if (provider === undefined) throw new SyncError('misconfigured', `There is no provider ${leased.provider} here.`);
  if (grant.refreshToken === undefined) {
    throw new SyncError('grantLost', 'The grant has run out and cannot be refreshed.', { provider: leased.provider });
  }
  const oauth = oauthOf(provider, leased.purpose);
  const fresh = await oauth.refresh(await oauthContext(ports, provider, leased.region), grant.refreshToken);
  return toStored(fresh, ports.clock.now(), grant);
}
