import { type Grant, type Identity, isBroken, isSyncError, type Provider, SyncError } from '@concord/core';
import { acceptInvite, readInvite } from '../members/invites.ts';
import type { Caller, EnginePorts } from '../ports.ts';
import { refreshOnLogin } from '../watches/begin-run.ts';
import { adoptAccount } from './adopt-account.ts';
import { accountLabel, type Connection, readConnection, readConnections } from './connection.ts';
import { readMember, saveFirm, saveMember } from './firm.ts';
import { firmIdOf } from './hosts.ts';
import { connectionIdOf, isKeyPart } from './keys.ts';
import { spendLink } from './links.ts';
import type { NoticeCode, NoticeFacts } from './notices.ts';
import { sealSession } from './session.ts';
import { moveSyncs } from './syncs-of-connection.ts';
import type { Purpose, Transaction } from './transaction.ts';

/** What the page will say, if anything, the cookies to set, and where to land if not where the transaction began. */
export type Settled = {
  readonly notice?: NoticeCode;
  readonly facts?: NoticeFacts;
  readonly cookies: readonly string[];
  readonly returnTo?: string;
};

type Bound = Extract<Purpose, { readonly connection: string }>;
type Came = {
  readonly ports: EnginePorts;
  readonly provider: Provider;
  readonly transaction: Transaction;
  readonly grant: Grant;
  readonly identity: Identity;
};

/**
 * Makes a fresh grant a connection. With Clio that is also how a member signs in and how a firm comes to be. A grant of
 * another account than the one that the transaction is bound to writes nothing.
 */
export async function adoptGrant(
  ports: EnginePorts,
  provider: Provider,
  transaction: Transaction,
  grant: Grant,
  identity: Identity,
): Promise<Settled> {
  const came: Came = { ports, provider, transaction, grant, identity };
  const { purpose } = transaction;
  if (purpose.kind === 'invite') return await comeInvited(came, purpose.firm, purpose.invite);
  if (purpose.kind === 'reconnect' || purpose.kind === 'move') return await comeBack(came, purpose);
  if (provider.name === 'clio') return await signIn(came);
  if (transaction.caller === undefined) throw new Error('An authorization of this provider began without a member.');
  return { notice: await connect(came, transaction.caller), cookies: [] };
}

/** The same account, or nothing. */
async function comeBack(came: Came, purpose: Bound): Promise<Settled> {
  const { ports, provider, identity, transaction } = came;
  const connection = await readConnection(ports, purpose.firm, purpose.connection);
  if (connection === undefined) return { notice: 'stale', cookies: [] };
  if (!isAccountOf(came, connection)) {
    if (purpose.kind === 'move') return await move(came, connection);
    return { notice: 'otherAccount', facts: factsOf(connection, identity), cookies: [] };
  }
  if (connection.state === 'disconnected' && transaction.link) return { notice: 'linkEnded', cookies: [] };
  const settled =
    provider.name === 'clio' ? await signIn(came) : { notice: await connect(came, connection), cookies: [] };
  await spendLink(ports, transaction.link);
  return settled;
}

function isAccountOf(came: Came, connection: Connection): boolean {
  const firm = firmOf(came);
  return came.identity.accountId === connection.accountId && (firm === undefined || firm === connection.firm);
}

/** Of Clio alone. */
const firmOf = ({ provider, transaction, identity }: Came): string | undefined =>
  identity.firm && firmIdOf(provider, transaction.region, identity.firm.id);

const factsOf = (connection: Connection, identity: Identity): NoticeFacts => ({
  account: connection.account,
  other: accountLabel(identity),
  connection: connection.id,
});

async function move(came: Came, from: Connection): Promise<Settled> {
  const { ports, provider, transaction, identity } = came;
  const caller = transaction.caller;
  if (caller === undefined || provider.name === 'clio')
    return { notice: 'otherAccount', facts: factsOf(from, identity), cookies: [] };
  const to = await adoptAccount(ports, provider, caller, came);
  const facts = factsOf(from, identity);
  try {
    const path = await moveSyncs(ports, caller, from, to.connection.id);
    return { notice: 'moved', facts, cookies: [], ...(path ? { returnTo: path } : {}) };
  } catch (error) {
    if (!isSyncError(error) || error.code !== 'conflict') throw error;
    return { notice: 'bookTaken', facts, cookies: [] };
  }
}

async function comeInvited(came: Came, firm: string, id: string): Promise<Settled> {
  const { ports, transaction, identity } = came;
  const invite = await readInvite(ports, firm, id);
  const isFirm = firmOf(came) === firm;
  const isPerson = identity.email?.trim().toLowerCase() === invite?.email;
  if (invite === undefined || invite.acceptedAt !== undefined) return { notice: 'linkEnded', cookies: [] };
  if (!isFirm || !isPerson) return { notice: 'inviteForOther', cookies: [] };
  const settled = await signIn(came);
  await acceptInvite(ports, firm, id, identity.accountId);
  await spendLink(ports, transaction.link);
  return { notice: 'welcome', ...settled };
}

async function signIn(came: Came): Promise<Settled> {
  const { ports, provider, transaction, identity } = came;
  const { region } = transaction;
  const caller = callerOf(came);
  await saveFirm(ports, {
    id: caller.firm,
    name: identity.firm?.name ?? '',
    ...(region === undefined ? {} : { region }),
  });
  await saveMember(ports, {
    ...caller,
    name: identity.name ?? accountLabel(identity),
    email: identity.email ?? '',
    isOwner: identity.isOwner ?? false,
  });
  const change = await connect(came, caller);
  await refreshOnLogin(ports, caller, connectionIdOf(caller.firm, caller.member, provider.name, identity.accountId));
  const before = transaction.caller;
  const isOther = before !== undefined && (before.firm !== caller.firm || before.member !== caller.member);
  const notice = isOther ? 'signedInAsOther' : change === 'reconnected' ? change : undefined;
  ports.log.info('member.signedIn', { provider: provider.name });
  return { ...(notice === undefined ? {} : { notice }), cookies: [await sealSession(ports, caller)] };
}

/** Ids become parts of keys: an answer of Clio's without usable ones is no answer. */
function callerOf({ provider, transaction, identity: { firm, accountId } }: Came): Caller {
  if (firm === undefined || !isKeyPart(firm.id) || !isKeyPart(accountId)) {
    throw new SyncError('garbled', 'Clio did not tell which firm and user signed in.', { provider: 'clio' });
  }
  return { firm: firmIdOf(provider, transaction.region, firm.id), member: accountId };
}

async function connect(came: Came, { firm, member }: Caller): Promise<NoticeCode> {
  const { ports, provider } = came;
  const { before } = await adoptAccount(ports, provider, { firm, member }, came);
  if (before && isBroken(before.state)) return 'reconnected';
  const isNew = before === undefined;
  return isNew && (await hasBroken(ports, { firm, member }, came)) ? 'connectedOther' : 'connected';
}

async function hasBroken(ports: EnginePorts, caller: Caller, { provider, transaction }: Came): Promise<boolean> {
  const member = await readMember(ports, caller);
  const connections = await readConnections(ports, caller.firm, member?.connections ?? []);
  const alike = connections.filter((each) => each.provider === provider.name && each.purpose === transaction.for);
  return alike.some((each) => each.accountId !== '' && isBroken(each.state));
}
