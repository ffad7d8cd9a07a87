import { isSyncError } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import type { Connection } from './connection.ts';
import { openGrant } from './grant.ts';
import { loseConnection } from './lose-connection.ts';
import { oauthContext, providerNamed } from './oauth-context.ts';
import { oauthOf } from './purpose.ts';

/** Somebody said that this grant was ended. The provider knows: when it refuses the token, the connection is lost. */
export async function verifyGrant(ports: EnginePorts, connection: Connection): Promise<void> {
  const provider = providerNamed(ports, connection.provider);
  if (provider === undefined || connection.state !== 'active' || connection.sealed === undefined) return;
  const grant = await openGrant(ports, connection, connection.sealed);
  const context = await oauthContext(ports, provider, connection.region);
  try {
    await oauthOf(provider, connection.purpose).identify(context, grant);
  } catch (error) {
    if (!isSyncError(error) || error.code !== 'unauthorized') throw error;
    await loseConnection(ports, connection, 'deauthorized', grant.accessToken);
  }
}
