import type { Grant, HttpRequest, HttpResponse, Instant, OAuth, OAuthContext } from '@concord/core';
import { parsedJson, recordOf } from './errors.ts';
import { parseIdentity } from './id-token.ts';
import { googleError, refusalOf, tokenError } from './oauth-errors.ts';
import { profile, scopes } from './profile.ts';

/** What a kind of grant asks for. Each scope but those for signing in is a box that people may leave unticked. */
export type Asked = {
  readonly scopes: readonly string[];
  /** A grant is of use when it has all of any one of these. */
  readonly uses: readonly (readonly string[])[];
  /** What a grant of no use lacks, for people: "access to contacts or calendars". */
  readonly lacking: string;
};

const forSyncing: Asked = {
  scopes,
  uses: Object.values(profile.scopes),
  lacking: 'access to contacts or calendars',
};

export const oauth: OAuth = createOAuth(forSyncing);

/*
 * Plain builders and parsers, as for the other providers: `googleapis` and its `OAuth2Client` bring a transport of their own,
 * and what is needed of them is three forms and one set of claims.
 */
export function createOAuth(asked: Asked): OAuth {
  const redeem = async (context: OAuthContext, fields: Readonly<Record<string, string>>): Promise<Grant> => {
    const askedAt = context.clock.now();
    return parseGrant(await context.transport(tokenRequest(context, fields)), askedAt, asked);
  };
  return {
    authorizeUrl: ({ app, hosts, redirectUri }, { state, challenge, loginHint }) => {
      const query = new URLSearchParams({
        client_id: app.clientId,
        response_type: 'code',
        redirect_uri: redirectUri,
        scope: asked.scopes.join(' '),
        state,
        code_challenge: challenge,
        code_challenge_method: 'S256',
        access_type: 'offline',
        // A token that also held what was granted elsewhere in the project would take all of it along when it is revoked.
        include_granted_scopes: 'false',
        // Always both. A refresh token comes with the first consent only, or when consent is asked for again: whoever is sent
        // here needs one, and Google may still remember a consent whose token we no longer have.
        prompt: 'select_account consent',
        ...(loginHint ? { login_hint: loginHint } : {}),
      });
      return `${hosts.accounts}/o/oauth2/v2/auth?${query.toString()}`;
    },
    exchange: async (context, code, verifier) => {
      const grant = await redeem(context, {
        grant_type: 'authorization_code',
        code,
        redirect_uri: context.redirectUri,
        code_verifier: verifier,
      });
      if (grant.refreshToken === undefined) {
        throw googleError('consentNeeded', 'a grant without a refresh token', 'consentRemoved');
      }
      return grant;
    },
    /** The answer to a refresh brings no refresh token: the old one stays. */
    refresh: async (context, refreshToken) => ({
      refreshToken,
      ...(await redeem(context, { grant_type: 'refresh_token', refresh_token: refreshToken })),
    }),
    identify: async ({ app, clock }, { idToken }) =>
      parseIdentity(idToken, { clientId: app.clientId, now: clock.now() }),
    refusal: (query) => refusalOf(query),
    /** Ends all that the project holds of the account: not before the last connection to it goes. */
    revoke: async ({ hosts, transport, clock }, { accessToken, refreshToken }) => {
      const response = await transport(revokeRequest(hosts, refreshToken ?? accessToken));
      if (!isRevoked(response)) throw tokenError(response, clock.now());
    },
  };
}

export function tokenRequest(
  { app, hosts }: Pick<OAuthContext, 'app' | 'hosts'>,
  fields: Readonly<Record<string, string>>,
): HttpRequest {
  return form(`${hosts.oauth}/token`, { client_id: app.clientId, client_secret: app.clientSecret, ...fields });
}

export function revokeRequest(hosts: OAuthContext['hosts'], token: string): HttpRequest {
  return form(`${hosts.oauth}/revoke`, { token });
}

const form = (url: string, fields: Readonly<Record<string, string>>): HttpRequest => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
  body: new URLSearchParams(fields).toString(),
});

/**
 * `askedAt`: when the request was sent, so that a slow answer never makes a token look younger than it is. Throws
 * `consentNeeded` when so many permissions were left unticked that the grant is of no use.
 */
export function parseGrant(response: HttpResponse, askedAt: Instant, asked: Asked = forSyncing): Grant {
  if (response.status !== 200) throw tokenError(response, askedAt);
  const body = recordOf(parsedJson(response.body));
  const {
    access_token: accessToken,
    expires_in: expiresIn,
    refresh_token: refreshToken,
    id_token: idToken,
  } = body ?? {};
  if (typeof accessToken !== 'string' || accessToken === '' || typeof expiresIn !== 'number') {
    throw googleError('garbled', 'a token answer without a token');
  }
  const granted =
    typeof body?.scope === 'string' ? body.scope.split(' ').filter((scope) => scope !== '') : asked.scopes;
  const isOfUse = asked.uses.some((needed) => needed.every((scope) => granted.includes(scope)));
  if (!isOfUse) throw googleError('consentNeeded', `a grant without ${asked.lacking}`, 'scopeMissing');
  return {
    accessToken,
    expiresAt: askedAt + expiresIn * 1_000,
    scopes: granted,
    ...(typeof refreshToken === 'string' ? { refreshToken } : {}),
    ...(typeof idToken === 'string' ? { idToken } : {}),
  };
}

/** A token that Google no longer knows (400 `invalid_token`, observed) has ended already. */
function isRevoked({ status, body }: HttpResponse): boolean {
  return status === 200 || (status === 400 && recordOf(parsedJson(body))?.error === 'invalid_token');
}
