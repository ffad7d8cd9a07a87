import { type ErrorCode, isSyncError, type Provider } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { adoptGrant, type Settled } from './adopt-grant.ts';
import { approveByAdmin } from './approve-by-admin.ts';
import { type Redirect, redirectHome } from './begin-authorization.ts';
import type { Cookies } from './cookies.ts';
import { clearNotice, noticeOf, sealNotice } from './notices.ts';
import { oauthContext, providerNamed } from './oauth-context.ts';
import { endPending, waitForAdmin } from './pending.ts';
import { oauthOf } from './purpose.ts';
import { openSession } from './session.ts';
import { memberOfConnection } from './syncs-of-connection.ts';
import { type Transaction, takeTransaction } from './transaction.ts';

export type AuthorizationCallback = {
  readonly provider: string;
  readonly query: Readonly<Record<string, string>>;
  readonly cookies: Cookies;
};

/**
 * Handles the browser that comes back from a provider. Undefined when this deployment has no such provider. Whatever goes
 * wrong, the person lands on a page that says so, and nothing is changed.
 */
export async function finishAuthorization(
  ports: EnginePorts,
  callback: AuthorizationCallback,
): Promise<Redirect | undefined> {
  const provider = providerNamed(ports, callback.provider);
  if (provider === undefined) return undefined;
  const taken = await takeTransaction(ports, callback.query['state'], callback.cookies);
  if (taken === undefined) return await redirectHome(ports, 'stale', provider.name);
  const { transaction, spentCookie } = taken;
  const { notice, facts, cookies, returnTo } = await settle(ports, provider, transaction, callback);
  const said =
    notice === undefined
      ? clearNotice(ports)
      : await sealNotice(ports, {
          code: notice,
          provider: provider.name,
          ...(transaction.for === undefined ? {} : { for: transaction.for }),
          ...(facts ? { facts } : {}),
        });
  return {
    redirect: returnTo ?? transaction.returnTo,
    cookies: [spentCookie, said, ...cookies],
    ...(notice === undefined ? {} : { notice }),
  };
}

async function settle(
  ports: EnginePorts,
  provider: Provider,
  transaction: Transaction,
  callback: AuthorizationCallback,
): Promise<Settled> {
  if (transaction.provider !== provider.name || isFromAnother(ports, provider, callback.query['iss'])) {
    ports.log.error('authorization.mixedUp', { provider: provider.name, began: transaction.provider });
    return { notice: 'stale', cookies: [] };
  }
  if (transaction.purpose.kind === 'approve') return await approveByAdmin(ports, provider, transaction, callback.query);
  const { caller, purpose } = transaction;
  // First of all: whoever dies later on leaves nobody behind who is said to be on the way.
  if (purpose.kind === 'connect' && caller && provider.name !== 'clio')
    await endPending(ports, caller, { provider, purpose: transaction.for });
  return await settleGrant(ports, provider, transaction, callback);
}

async function settleGrant(
  ports: EnginePorts,
  provider: Provider,
  transaction: Transaction,
  { query, cookies }: AuthorizationCallback,
): Promise<Settled> {
  const oauth = oauthOf(provider, transaction.for);
  // An answer that holds both is an error: Microsoft documents `error` as what to look at first.
  if (query['error'] !== undefined) return await failed(ports, provider, transaction, oauth.refusal(query));
  const code = query['code'];
  if (code === undefined || code === '') return { notice: 'stale', cookies: [] };
  if (mustBeCaller(provider, transaction) && !(await isStillCaller(ports, transaction, cookies))) {
    return { notice: 'otherSession', cookies: [] };
  }
  try {
    const context = await oauthContext(ports, provider, transaction.region);
    const grant = await oauth.exchange(context, code, transaction.verifier);
    return await adoptGrant(ports, provider, transaction, grant, await oauth.identify(context, grant));
  } catch (error) {
    if (!isSyncError(error)) throw error;
    return await failed(ports, provider, transaction, error.code, error);
  }
}

async function failed(
  ports: EnginePorts,
  provider: Provider,
  transaction: Transaction,
  code: ErrorCode,
  error?: unknown,
): Promise<Settled> {
  const notice = noticeOf[code];
  const facts = { provider: provider.name, code };
  if (notice === 'notSetUp' || notice === 'ourFault') ports.log.error('authorization.failed', facts, error);
  else ports.log.info('authorization.failed', facts);
  if (notice === 'adminNeeded') await noteAdminNeeded(ports, provider, transaction);
  return { notice, cookies: [] };
}

async function noteAdminNeeded(ports: EnginePorts, provider: Provider, transaction: Transaction): Promise<void> {
  const { caller, purpose, for: use } = transaction;
  if (oauthOf(provider, use).adminConsent === undefined) return;
  const attempt = { provider, purpose: use };
  if (purpose.kind === 'reconnect') {
    const member = await memberOfConnection(ports, purpose.firm, purpose.connection);
    if (member) await waitForAdmin(ports, member, attempt, purpose.connection);
  } else if (caller) await waitForAdmin(ports, caller, attempt, undefined);
}

/** What is connected becomes the caller's; what is brought back is bound to its account, whoever holds the browser. */
const mustBeCaller = (provider: Provider, { purpose }: Transaction): boolean =>
  purpose.kind === 'move' || (purpose.kind === 'connect' && provider.name !== 'clio');

/** Whoever is signed in now must be whoever began: a grant must not end up with somebody else in the same browser. */
async function isStillCaller(ports: EnginePorts, { caller }: Transaction, cookies: Cookies): Promise<boolean> {
  const now = await openSession(ports, cookies);
  return now !== undefined && now.firm === caller?.firm && now.member === caller.member;
}

/**
 * RFC 9207: an `iss` that is an address of another provider of ours means that somebody mixes up two servers. An issuer
 * that we do not know is let through: Clio's is not documented, and each provider has a redirect address of its own.
 */
function isFromAnother(ports: EnginePorts, provider: Provider, iss: string | undefined): boolean {
  if (iss === undefined) return false;
  const isAt = (address: string) => iss === address || iss.startsWith(`${address}/`);
  if (Object.values(ports.hosts[provider.name] ?? {}).some(isAt)) return false;
  return Object.values(ports.hosts).some((hosts) => Object.values(hosts).some(isAt));
}
