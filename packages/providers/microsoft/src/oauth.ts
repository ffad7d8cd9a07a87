/**
 * The v2.0 endpoints of the Microsoft identity platform, as plain builders and parsers. `oauth4webapi` was looked at and
 * left: it checks times against the machine's clock and issuers against one tenant, wants a `fetch`, and its errors would
 * have to be translated once more; what remains is two forms and one claims set.
 */
import {
  type Grant,
  type HttpRequest,
  type HttpResponse,
  type Instant,
  isSyncError,
  type OAuth,
  type OAuthContext,
} from '@concord/core';
import { parsedJson, recordOf } from './errors.ts';
import { parseIdentity } from './id-token.ts';
import { oauthError, refusalOf, tokenError } from './oauth-errors.ts';
import { type Asked, adminTenant, graphOrigin, syncing, tenant } from './profile.ts';

/*
 * There is no `revoke`: the platform can end all of a person's sessions (`revokeSignInSessions`) or an administrator the
 * app's consent, but nobody one grant. A disconnected one ends by our forgetting its tokens.
 */
export const createOAuth = (asked: Asked): OAuth => ({
  authorizeUrl: (context, request) => {
    const query = new URLSearchParams({
      client_id: context.app.clientId,
      response_type: 'code',
      redirect_uri: context.redirectUri,
      response_mode: 'query',
      scope: asked.scopes.join(' '),
      state: request.state,
      code_challenge: request.challenge,
      code_challenge_method: 'S256',
      // People have several accounts signed in: the wrong mailbox must not be taken silently. Never `consent`, not even to ask
      // again: it ends at "Need admin approval" although an administrator has approved (observed: entra-docs issue 652), and
      // a permission that is missing is asked for anyhow.
      prompt: 'select_account',
      ...(request.loginHint ? { login_hint: request.loginHint } : {}),
    });
    return `${context.hosts.login}/${tenant}/oauth2/v2.0/authorize?${query.toString()}`;
  },
  exchange: (context, code, verifier) =>
    redeem(context, asked, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: context.redirectUri,
      code_verifier: verifier,
    }),
  refresh: async (context, refreshToken) => {
    const form = { grant_type: 'refresh_token', refresh_token: refreshToken };
    try {
      return await redeem(context, asked, form);
    } catch (error) {
      return await redeemSome(context, asked, form, error);
    }
  },
  identify: async ({ app, hosts, clock }, { idToken }) =>
    parseIdentity(idToken, { clientId: app.clientId, loginHost: hosts.login, now: clock.now() }),
  refusal: (query) => refusalOf(query),
  adminConsent: {
    url: ({ app, hosts, redirectUri }, { state }) => {
      const query = { client_id: app.clientId, scope: adminScopes(asked), redirect_uri: redirectUri, state };
      return `${hosts.login}/${adminTenant}/v2.0/adminconsent?${new URLSearchParams(query).toString()}`;
    },
    // `admin_consent=True` comes with refusals too. `tenant` is not looked at: anybody can write it there.
    isApproval: ({ error, admin_consent: said }) => !error && said?.toLowerCase() === 'true',
  },
});

export const oauth = createOAuth(syncing);

/** For a whole organization Graph's are named with their resource, as in the documentation. */
const adminScopes = ({ scopes }: Asked): string =>
  scopes.map((scope) => (/\./u.test(scope) ? `${graphOrigin}/${scope}` : scope)).join(' ');

async function redeem(
  context: OAuthContext,
  asked: Asked,
  form: Readonly<Record<string, string>>,
  scopes: readonly string[] = asked.scopes,
): Promise<Grant> {
  const askedAt = context.clock.now();
  return parseGrant(await context.transport(tokenRequest(context, form, scopes)), askedAt, asked, scopes);
}

/**
 * A refresh may ask for no more than was granted: a grant for less, from before all of it was asked for or with some taken
 * back, is asked for as that. A token that was used is good for another try.
 */
async function redeemSome(
  context: OAuthContext,
  asked: Asked,
  form: Readonly<Record<string, string>>,
  error: unknown,
): Promise<Grant> {
  if (!isSyncError(error) || error.lostCause !== 'consentRemoved') throw error;
  for (const scopes of asked.less) {
    try {
      return await redeem(context, asked, form, scopes);
    } catch (again) {
      if (!isSyncError(again) || again.code !== 'consentNeeded') throw again;
    }
  }
  throw error;
}

/** `scope` is sent on a refresh too: documented as optional, but without it tokens for the wrong resource were observed. */
export function tokenRequest(
  context: Pick<OAuthContext, 'app' | 'hosts'>,
  form: Readonly<Record<string, string>>,
  scopes: readonly string[],
): HttpRequest {
  const body = new URLSearchParams({
    client_id: context.app.clientId,
    client_secret: context.app.clientSecret,
    scope: scopes.join(' '),
    ...form,
  });
  return {
    method: 'POST',
    url: `${context.hosts.login}/${tenant}/oauth2/v2.0/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: body.toString(),
  };
}

/** `askedAt`: when the request was sent, so that a slow answer never makes a token look younger than it is. */
export function parseGrant(response: HttpResponse, askedAt: Instant, asked: Asked, scopes: readonly string[]): Grant {
  const body = recordOf(parsedJson(response.body));
  if (response.status !== 200) throw tokenError(response, body, askedAt);
  const {
    access_token: accessToken,
    expires_in: expiresIn,
    refresh_token: refreshToken,
    id_token: idToken,
  } = body ?? {};
  if (typeof accessToken !== 'string' || accessToken === '' || typeof expiresIn !== 'number') {
    throw oauthError('garbled', 'a token answer without a token');
  }
  const granted = typeof body?.scope === 'string' ? grantedIn(body.scope, asked) : scopes;
  const serves = asked.needed.some((needed) => needed.every((scope) => granted.includes(scope)));
  if (!serves) throw oauthError('consentNeeded', `a grant without access to ${asked.access}`, 'scopeMissing');
  return {
    accessToken,
    expiresAt: askedAt + expiresIn * 1000,
    scopes: granted,
    ...(typeof refreshToken === 'string' ? { refreshToken } : {}),
    ...(typeof idToken === 'string' ? { idToken } : {}),
  };
}

/** Answers spell scopes with or without their resource, in whatever case: those that were asked for are named as they were. */
function grantedIn(text: string, { scopes }: Asked): readonly string[] {
  const all = text.split(' ').filter((scope) => scope !== '');
  return all.map((scope) => scopes.find((known) => isNamed(scope, known)) ?? scope);
}

const isNamed = (scope: string, known: string): boolean =>
  [known, `${graphOrigin}/${known}`].some((name) => name.toLowerCase() === scope.toLowerCase());
