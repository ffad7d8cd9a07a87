import { isSyncError } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { readConnections } from './connection.ts';
import { readMember } from './firm.ts';
import { clearNotice, type NoticeCode, noticeOf, sealNotice } from './notices.ts';
import { oauthContext, providerNamed } from './oauth-context.ts';
import { homePath, safeReturnPath } from './return-path.ts';
import { saveTransaction } from './transaction.ts';

export type AuthorizationRequest = {
  readonly provider: string;
  /** Who is signed in, if anybody. */
  readonly member?: Caller;
  /** As it came with the request; anything but a page of this site becomes the home page. */
  readonly returnTo?: string;
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
  if (provider.name !== 'clio' && caller === undefined) return redirectHome(ports, 'signInFirst', provider.name);
  try {
    const context = await oauthContext(ports, provider);
    const loginHint = caller && (await lostAccount(ports, caller, provider.name));
    const { state, challenge, cookie } = await saveTransaction(ports, {
      provider: provider.name,
      ...(caller === undefined ? {} : { caller }),
      returnTo: safeReturnPath(request.returnTo),
    });
    const redirect = provider.oauth.authorizeUrl(context, {
      state,
      challenge,
      ...(loginHint === undefined ? {} : { loginHint }),
    });
    return { redirect, cookies: [cookie, clearNotice(ports)] };
  } catch (error) {
    if (!isSyncError(error)) throw error;
    ports.log.error('authorization.notBegun', { provider: provider.name, code: error.code }, error);
    return redirectHome(ports, noticeOf[error.code], provider.name);
  }
}

/** Back to the home page, which says why. */
export function redirectHome(ports: EnginePorts, notice: NoticeCode, provider: string): Redirect {
  return { redirect: homePath, cookies: [sealNotice(ports, notice, provider)], notice };
}

/** The e-mail of the one connection that a person is most likely about to bring back: it fills in the sign-in form. */
async function lostAccount(ports: EnginePorts, caller: Caller, provider: string): Promise<string | undefined> {
  const member = await readMember(ports, caller);
  const connections = await readConnections(ports, caller.firm, member?.connections ?? []);
  const lost = connections.filter((each) => each.provider === provider && each.state === 'lost');
  return lost.length === 1 && lost[0]?.account.includes('@') ? lost[0].account : undefined;
}
