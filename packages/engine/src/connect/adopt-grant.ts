import { type Grant, type Identity, type Provider, SyncError } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import {
  accountLabel,
  type Connection,
  readConnection,
  readConnections,
  updateConnection,
  withoutGrant,
} from './connection.ts';
import { listConnection, readMember, saveFirm, saveMember } from './firm.ts';
import { sealGrant, toStored } from './grant.ts';
import { connectionIdOf, isKeyPart } from './keys.ts';
import type { NoticeCode } from './notices.ts';
import { sealSession } from './session.ts';
import { resumeSyncs } from './syncs-of-connection.ts';
import type { Transaction } from './transaction.ts';

/** What the page will say, if anything, and the cookies to set. */
export type Settled = { readonly notice?: NoticeCode; readonly cookies: readonly string[] };

/** Makes a fresh grant a connection. With Clio that is also how a member signs in and how a firm comes to be. */
export async function adoptGrant(
  ports: EnginePorts,
  provider: Provider,
  transaction: Transaction,
  grant: Grant,
  identity: Identity,
): Promise<Settled> {
  if (provider.name === 'clio') return await signIn(ports, provider, transaction, grant, identity);
  if (transaction.caller === undefined) throw new Error('An authorization of this provider began without a member.');
  return { notice: await connect(ports, provider, transaction.caller, grant, identity), cookies: [] };
}

async function signIn(
  ports: EnginePorts,
  provider: Provider,
  transaction: Transaction,
  grant: Grant,
  identity: Identity,
): Promise<Settled> {
  const caller = callerOf(identity);
  await saveFirm(ports, { id: caller.firm, name: identity.firm?.name ?? '' });
  await saveMember(ports, {
    ...caller,
    name: identity.name ?? accountLabel(identity),
    email: identity.email ?? '',
    isOwner: identity.isOwner ?? false,
  });
  const change = await connect(ports, provider, caller, grant, identity);
  const before = transaction.caller;
  const isOther = before !== undefined && (before.firm !== caller.firm || before.member !== caller.member);
  const notice = isOther ? 'signedInAsOther' : change === 'reconnected' ? change : undefined;
  return { ...(notice === undefined ? {} : { notice }), cookies: [await sealSession(ports, caller)] };
}

/** Ids become parts of keys: an answer of Clio's without usable ones is no answer. */
function callerOf({ firm, accountId }: Identity): Caller {
  if (firm === undefined || !isKeyPart(firm.id) || !isKeyPart(accountId)) {
    throw new SyncError('garbled', 'Clio did not tell which firm and user signed in.', { provider: 'clio' });
  }
  return { firm: firm.id, member: accountId };
}

async function connect(
  ports: EnginePorts,
  provider: Provider,
  caller: Caller,
  grant: Grant,
  identity: Identity,
): Promise<NoticeCode> {
  const id = connectionIdOf(caller.firm, caller.member, provider.name, identity.accountId);
  const before = await readConnection(ports, caller.firm, id);
  const sealed = await sealGrant(ports, { firm: caller.firm, id }, toStored(grant, ports.clock.now()));
  await listConnection(ports, caller, id);
  const connection = await updateConnection(ports, caller.firm, id, (known) => ({
    ...(known ? withoutGrant(known) : { rev: 0 }),
    firm: caller.firm,
    id,
    provider: provider.name,
    accountId: identity.accountId,
    account: accountLabel(identity),
    member: caller.member,
    state: 'active',
    sealed,
    seesEverything: identity.seesEverything,
    isOwner: identity.isOwner ?? false,
  }));
  // Also when it was not lost: a worker that died between granting and resuming left syncs paused.
  if (before && connection) await resumeSyncs(ports, connection);
  if (before?.state === 'lost') return 'reconnected';
  return before === undefined && (await hasLost(ports, caller, provider)) ? 'connectedOther' : 'connected';
}

async function hasLost(ports: EnginePorts, caller: Caller, provider: Provider): Promise<boolean> {
  const member = await readMember(ports, caller);
  const connections = await readConnections(ports, caller.firm, member?.connections ?? []);
  return connections.some((each: Connection) => each.provider === provider.name && each.state === 'lost');
}
