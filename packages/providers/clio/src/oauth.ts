import {
  type Grant,
  type HttpRequest,
  type HttpResponse,
  type Identity,
  ianaOf,
  isSyncError,
  type OAuth,
  type OAuthContext,
} from '@concord/core';
import { deauthorizeRequest, isDeauthorized } from './deauthorization.ts';
import { toRefusal, toSyncError, toTokenError } from './errors.ts';
import { garbled, parseJson, toId, toRecord, toText } from './json.ts';
import { api, tokens, unrestrictedRoles } from './profile.ts';
import { hostOf } from './requests.ts';

/*
 * Plain builders and parsers instead of `oauth4webapi`: its requests leave through `fetch`, ours as data through the
 * recorded transport, and of what it adds (discovery, issuers, ID tokens) Clio has nothing.
 */
export const oauth: OAuth = {
  /** PKCE is not documented by Clio; one client sends it, and RFC 6749 §3.1 has servers ignore what they do not know. */
  authorizeUrl: ({ app, hosts, redirectUri }, { state, challenge }) => {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: app.clientId,
      redirect_uri: redirectUri,
      state,
      code_challenge: challenge,
      code_challenge_method: 'S256',
      // Without it somebody who declines stays on Clio.
      redirect_on_decline: 'true',
    });
    return `${hostOf(hosts)}/oauth/authorize?${query.toString()}`;
  },
  exchange: (context, code, verifier) =>
    grant(context, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: context.redirectUri,
      code_verifier: verifier,
    }),
  /** Clio's refresh tokens neither expire nor rotate (FAQ), and the answer may leave them out. */
  refresh: async (context, refreshToken) => ({
    refreshToken,
    ...(await grant(context, { grant_type: 'refresh_token', refresh_token: refreshToken })),
  }),
  identify: async ({ hosts, transport, clock }, { accessToken }) => {
    const response = await transport(whoAmI(hostOf(hosts), accessToken));
    if (response.status !== 200) throw toSyncError(response, clock.now());
    return parseIdentity(response);
  },
  refusal: ({ error }) => toRefusal(error),
  revoke: async (context, held) => {
    if (await deauthorize(context, held.accessToken)) return;
    // The access token was dead; the refresh token may still live, and only a token that is alive can end both.
    const fresh = held.refreshToken === undefined ? undefined : await renewed(context, held.refreshToken);
    if (fresh !== undefined) await deauthorize(context, fresh.accessToken);
  },
};

/** Whether Clio took it: false for a token that was dead already. */
async function deauthorize({ hosts, transport, clock }: OAuthContext, accessToken: string): Promise<boolean> {
  const response = await transport(deauthorizeRequest(hostOf(hosts), accessToken));
  if (isDeauthorized(response)) return true;
  const error = toSyncError(response, clock.now());
  if (error.code !== 'unauthorized') throw error;
  return false;
}

async function renewed(context: OAuthContext, refreshToken: string): Promise<Grant | undefined> {
  try {
    return await grant(context, { grant_type: 'refresh_token', refresh_token: refreshToken });
  } catch (error) {
    if (isSyncError(error) && error.code === 'grantLost') return undefined;
    throw error;
  }
}

async function grant(context: OAuthContext, form: Readonly<Record<string, string>>): Promise<Grant> {
  const asked = context.clock.now();
  const response = await context.transport(tokenRequest(context, form));
  if (response.status !== 200) throw toTokenError(response, context.clock.now());
  return parseGrant(response, asked);
}

/** A form, never JSON (handbook, authorization). */
export function tokenRequest(
  { app, hosts }: Pick<OAuthContext, 'app' | 'hosts'>,
  form: Readonly<Record<string, string>>,
): HttpRequest {
  const body = new URLSearchParams({ client_id: app.clientId, client_secret: app.clientSecret, ...form });
  return {
    method: 'POST',
    url: `${hostOf(hosts)}/oauth/token`,
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': api.userAgent,
    },
    body: body.toString(),
  };
}

/** `asked` is our clock before the request was sent: a token never lives longer than we think. */
export function parseGrant({ body }: HttpResponse, asked: number): Grant {
  const token = toRecord(parseJson(body), 'the token');
  if (typeof token.token_type !== 'string' || token.token_type.toLowerCase() !== 'bearer')
    throw garbled('the token is not a bearer token');
  const seconds = token.expires_in;
  const lifeMs = typeof seconds === 'number' && seconds > 0 ? seconds * 1_000 : tokens.accessTokenMs;
  return {
    accessToken: toText(token.access_token, 'access_token'),
    ...(typeof token.refresh_token === 'string' ? { refreshToken: token.refresh_token } : {}),
    expiresAt: asked + lifeMs,
    scopes: [],
  };
}

export function whoAmI(host: string, accessToken: string): HttpRequest {
  const fields = 'id,name,email,account_owner,roles,time_zone,account{id,name}';
  return {
    method: 'GET',
    url: `${host}${api.path}/users/who_am_i.json?${new URLSearchParams({ fields }).toString()}`,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${accessToken}`,
      'user-agent': api.userAgent,
      'x-api-version': api.version,
    },
  };
}

/**
 * Whether a member sees every contact is not in the API; those who cannot be restricted do (help centre), and of others it
 * is not believed.
 */
export function parseIdentity({ body }: HttpResponse): Identity {
  const user = toRecord(toRecord(parseJson(body), 'the answer').data, 'the user');
  const account = toRecord(user.account, 'account');
  const isOwner = user.account_owner === true;
  const zone = typeof user.time_zone === 'string' ? ianaOf(user.time_zone) : undefined;
  const roles: readonly unknown[] = Array.isArray(user.roles) ? user.roles : [];
  return {
    accountId: toId(user.id, 'user id'),
    ...(typeof user.email === 'string' ? { email: user.email } : {}),
    ...(typeof user.name === 'string' ? { name: user.name } : {}),
    firm: { id: toId(account.id, 'account id'), name: toText(account.name, 'account name') },
    isOwner,
    ...(zone === undefined ? {} : { zone }),
    seesEverything: isOwner || roles.some((role) => unrestrictedRoles.includes(String(role).toLowerCase())),
  };
}
