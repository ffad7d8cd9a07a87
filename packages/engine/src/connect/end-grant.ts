import type { Provider } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { endSubscriptions } from '../sync/index.ts';
import { type Connection, readConnection } from './connection.ts';
import { isUsable, openGrant, type StoredGrant } from './grant.ts';
import { connectionsOfAccount, forgetIdentity } from './identities.ts';
import { deathOf } from './lose-connection.ts';
import { silenceMailbox } from './mailbox-of-connection.ts';
import { oauthContext, providerNamed } from './oauth-context.ts';
import { oauthOf } from './purpose.ts';
import { askForGrant } from './refresh-grant.ts';

/** Ends, at the provider, what a disconnected connection left behind: subscriptions, then the grant. */
export async function endGrant(ports: EnginePorts, connection: Connection): Promise<void> {
  const provider = providerNamed(ports, connection.provider);
  const sealed = connection.chore?.end;
  if (provider === undefined || sealed === undefined || connection.state !== 'disconnected') return;
  const grant = await usable(ports, connection, await openGrant(ports, connection, sealed));
  const accessToken = grant && (() => Promise.resolve(grant.accessToken));
  if (connection.purpose === 'mail') await silenceMailbox(ports, connection, accessToken);
  else if (accessToken) await endSubscriptions(ports, connection.firm, connection.id, { connection, accessToken });
  await forgetIdentity(ports, connection);
  const { revoke } = oauthOf(provider, connection.purpose);
  if (grant && revoke && !(await isNeededElsewhere(ports, provider, connection)))
    await revoke(await oauthContext(ports, provider, connection.region), grant);
}

/** Undefined when the grant is dead already: then nothing of it is left at the provider. */
async function usable(
  ports: EnginePorts,
  connection: Connection,
  grant: StoredGrant,
): Promise<StoredGrant | undefined> {
  if (isUsable(grant, ports.clock.now())) return grant;
  try {
    return await askForGrant(ports, connection, grant);
  } catch (error) {
    if (deathOf(error)) return undefined;
    throw error;
  }
}

/** Some providers end every grant of the account at once: then another connection of the same account keeps all of them. */
async function isNeededElsewhere(ports: EnginePorts, provider: Provider, connection: Connection): Promise<boolean> {
  if (!provider.profile.revokesWholeAccount) return false;
  const others = await connectionsOfAccount(ports, connection);
  const found = await Promise.all(others.map(({ firm, id }) => readConnection(ports, firm, id)));
  return found.some((other) => other !== undefined && other.id !== connection.id && other.sealed !== undefined);
}
