import { after, connectionLife, type Grant, type Identity, type Provider } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { accountLabel, type Connection, moved, readConnection, updateConnection } from './connection.ts';
import { listConnection } from './firm.ts';
import { sealGrant, toStored } from './grant.ts';
import { noteIdentity } from './identities.ts';
import { connectionIdOf } from './keys.ts';
import { beginMailbox } from './mailbox-of-connection.ts';
import { resumeSyncs } from './syncs-of-connection.ts';
import type { Transaction } from './transaction.ts';

export type Adopted = { readonly connection: Connection; readonly before: Connection | undefined };

/** The member's connection of this account, active under this grant; what was paused for want of it goes on, and a mailbox is looked into. */
export async function adoptAccount(
  ports: EnginePorts,
  provider: Provider,
  { firm, member }: Caller,
  {
    grant,
    identity,
    transaction,
  }: { grant: Grant; identity: Identity; transaction: Pick<Transaction, 'region' | 'for'> },
): Promise<Adopted> {
  const { region, for: purpose } = transaction;
  const id = connectionIdOf(firm, member, provider.name, identity.accountId, purpose);
  const before = await readConnection(ports, firm, id);
  const now = ports.clock.now();
  const sealed = await sealGrant(ports, { firm, id }, toStored(grant, now));
  const told = {
    firm,
    id,
    provider: provider.name,
    ...(purpose === undefined ? {} : { purpose }),
    ...(region === undefined ? {} : { region }),
    accountId: identity.accountId,
    account: accountLabel(identity),
    member,
    sealed,
    seesEverything: identity.seesEverything,
    isOwner: identity.isOwner ?? false,
    ...(identity.zone === undefined ? {} : { zone: identity.zone }),
  };
  await listConnection(ports, { firm, member }, id);
  await noteIdentity(ports, told);
  const connection = await updateConnection(
    ports,
    firm,
    id,
    (known) =>
      ({
        ...(known
          ? moved(known, 'granted', now)
          : { state: after(connectionLife, 'connecting', 'granted') ?? 'active', since: now }),
        rev: known?.rev ?? 0,
        ...told,
      }) as Connection,
  );
  if (connection === undefined) throw new Error('A connection that was just written is not there.');
  // Also when it was not lost: a worker that died between granting and resuming left syncs paused.
  if (purpose === 'mail') await beginMailbox(ports, connection);
  else if (before) await resumeSyncs(ports, connection);
  return { connection, before };
}
