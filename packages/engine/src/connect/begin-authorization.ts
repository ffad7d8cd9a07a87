import { isSyncError, type Provider } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { type Connection, ownConnection } from './connection.ts';
import { regionNamed } from './hosts.ts';
import { clearNotice, type NoticeCode, noticeOf, sealNotice } from './notices.ts';
import { oauthContext, providerNamed } from './oauth-context.ts';
import { noteAttempt, notePending } from './pending.ts';
import { type ConnectionPurpose, oauthOf, purposeNamed } from './purpose.ts';
import { homeOf, safeReturnPath } from './return-path.ts';
import { type Purpose, saveTransaction } from './transaction.ts';

export type AuthorizationRequest = {
  readonly provider: string;
  /** Who is signed in, if anybody. */
  readonly member?: Caller;
  /** As it came with the request; anything but a page of this site becomes the home page. */
  readonly returnTo?: string;
  /** As it came with the request; one that this deployment does not serve is refused. */
  readonly region?: string;
  /** As it came with the request: what the connection is for, when that is not syncing. What the provider does not have is refused. */
  readonly for?: string;
  /** The member's own connection that is to be brought back, or left for another account. */
  readonly connection?: string;
  readonly move?: boolean;
  /** Permissions that were not given are asked for again. */
  readonly again?: boolean;
};

/** Where to send the browser, and the cookies to give it. `notice` names what the page will say, if anything. */
export type Redirect = {
  readonly redirect: string;
  readonly cookies: readonly string[];
  readonly notice?: NoticeCode;
};

/**
 * Sends a browser to a provider's consent page. Undefined when this deployment has no such provider. Signing in with Clio
 * needs nobody signed in; everything else is connected to the member who is.
 */
export async function beginAuthorization(
  ports: EnginePorts,
  request: AuthorizationRequest,
): Promise<Redirect | undefined> {
  const provider = providerNamed(ports, request.provider);
  if (provider === undefined) return undefined;
  const caller = request.member;
  if (provider.name !== 'clio' && caller === undefined) return await redirectHome(ports, 'signInFirst', provider.name);
  const back = caller && request.connection ? await ownConnection(ports, caller, request.connection) : undefined;
  if (request.connection !== undefined && !isBackTo(provider, back, request))
    return await redirectHome(ports, 'stale', provider.name);
  const use = back ? back.purpose : purposeNamed(provider, request.for ?? '');
  if (request.for !== undefined && use !== request.for) return await redirectHome(ports, 'noMail', provider.name);
  const region = back ? back.region : regionNamed(ports, provider, request.region);
  if (request.region !== undefined && region === undefined)
    return await redirectHome(ports, 'unknownRegion', provider.name);
  return await goToProvider(ports, provider, {
    ...(region === undefined ? {} : { region }),
    ...(use === undefined ? {} : { for: use }),
    ...(caller === undefined ? {} : { caller }),
    purpose: purposeOf(back, request.move),
    returnTo: safeReturnPath(request.returnTo, homeOf(use)),
    ...(back && !request.move ? { back } : {}),
    ...(request.again ? { askAgain: true as const } : {}),
  });
}

/** There are no syncs to be moved from one mailbox to another. */
const isBackTo = (provider: Provider, back: Connection | undefined, { move }: AuthorizationRequest): boolean =>
  back?.provider === provider.name && (back.purpose === undefined || move !== true);

function purposeOf(back: Connection | undefined, move: boolean | undefined): Purpose {
  if (back === undefined || back.accountId === '') return { kind: 'connect' };
  return { kind: move ? 'move' : 'reconnect', firm: back.firm, connection: back.id };
}

export type Journey = {
  readonly region?: string;
  readonly for?: ConnectionPurpose;
  readonly caller?: Caller;
  readonly purpose: Purpose;
  readonly link?: string;
  readonly returnTo: string;
  /** The connection to be brought back: its account is suggested, and what it lacks is asked for again. */
  readonly back?: Connection;
  readonly askAgain?: true;
};

/** Begins a transaction and sends the browser where its purpose leads. What goes wrong is said on the home page. */
export async function goToProvider(ports: EnginePorts, provider: Provider, journey: Journey): Promise<Redirect> {
  const { back, askAgain, ...wanted } = journey;
  try {
    const oauth = oauthOf(provider, wanted.for);
    const context = await oauthContext(ports, provider, journey.region);
    if (wanted.purpose.kind === 'connect' && wanted.caller && provider.name !== 'clio')
      await notePending(ports, wanted.caller, { provider, purpose: wanted.for });
    if (back?.state === 'disconnected') await noteAttempt(ports, back);
    const { state, challenge, cookie } = await saveTransaction(ports, { provider: provider.name, ...wanted });
    const redirect =
      wanted.purpose.kind === 'approve' && oauth.adminConsent
        ? oauth.adminConsent.url(context, { state })
        : oauth.authorizeUrl(context, { state, challenge, ...hintsFor(back, askAgain) });
    return { redirect, cookies: [cookie, clearNotice(ports)] };
  } catch (error) {
    if (!isSyncError(error)) throw error;
    ports.log.error('authorization.notBegun', { provider: provider.name, code: error.code }, error);
    return await redirectHome(ports, noticeOf[error.code], provider.name, wanted.for);
  }
}

function hintsFor(back: Connection | undefined, askAgain: true | undefined): { loginHint?: string; askAgain?: true } {
  return {
    ...(back?.account.includes('@') ? { loginHint: back.account } : {}),
    ...(askAgain || back?.state === 'needsConsent' ? { askAgain: true as const } : {}),
  };
}

/** Back to the home page, or the one of what was wanted, which says why. */
export async function redirectHome(
  ports: EnginePorts,
  notice: NoticeCode,
  provider: string,
  purpose?: ConnectionPurpose,
): Promise<Redirect> {
  const said = { code: notice, provider, ...(purpose === undefined ? {} : { for: purpose }) };
  return { redirect: homeOf(purpose), cookies: [await sealNotice(ports, said)], notice };
}
