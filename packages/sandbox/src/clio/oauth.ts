import { hash } from 'node:crypto';
import { type PlainRequest, type PlainResponse, replyJson } from '../kernel/plain-http.ts';
import { randomId } from '../kernel/world.ts';
import type { Clio } from './call.ts';
import type { App, Code } from './records.ts';
import { invalidToken, oauthError } from './refusal.ts';

const codeLifeMs = 10 * 60_000;
/** Documented. Thirty days, as the FAQ says now; older logs show seven. */
const tokenLifeS = 2_592_000;

export type TokenAnswer = {
  readonly token_type: 'bearer';
  readonly access_token: string;
  readonly expires_in: number;
  readonly refresh_token: string;
};

export function issueCode({ world, state }: Clio, code: Omit<Code, 'expires_at'>): string {
  const text = randomId(world, 32);
  state.codes.set(text, { ...code, expires_at: world.now() + codeLifeMs });
  return text;
}

/** A whole new grant of one user, as after an authorisation. */
export function issueGrant(clio: Clio, user: number, client: string): TokenAnswer {
  const { world, state } = clio;
  if (world.awkward.strikes('clio.newGrantEndsOld'))
    endGrants(clio, (grant) => grant.user === user && grant.client === client);
  const refresh = randomId(world, 43);
  state.refreshTokens.set(refresh, { user, client });
  return issueToken(clio, user, client, refresh);
}

/** The refresh token never changes and never expires. Documented in the developer FAQ. */
function issueToken({ world, state }: Clio, user: number, client: string, refresh: string): TokenAnswer {
  const { awkward } = world;
  const expires_in = awkward.strikes('clio.shortTokens') ? awkward.amount('clio.shortTokens', 60) : tokenLifeS;
  const access = randomId(world, 43);
  state.tokens.set(access, { user, client, refresh, expires_at: world.now() + expires_in * 1_000 });
  return { token_type: 'bearer', access_token: access, expires_in, refresh_token: refresh };
}

/** Ends refresh tokens, and the access tokens that came with them. */
export function endGrants(
  { state }: Clio,
  ends: (grant: { user: number; client: string }, refresh: string) => boolean,
): void {
  for (const [refresh, grant] of state.refreshTokens.entries()) {
    if (ends(grant, refresh)) state.refreshTokens.delete(refresh);
  }
  for (const [access, token] of state.tokens.entries()) {
    if (!state.refreshTokens.get(token.refresh)) state.tokens.delete(access);
  }
}

/** Whether an address may be returned to: one of the registered ones to the letter, or, when there is none, this machine. */
export function mayReturnTo(app: App, redirectUri: string): boolean {
  if (app.redirect_uris.length > 0) return app.redirect_uris.includes(redirectUri);
  const url = URL.canParse(redirectUri) ? new URL(redirectUri) : undefined;
  return url !== undefined && /^https?:$/u.test(url.protocol) && ['127.0.0.1', 'localhost'].includes(url.hostname);
}

/** `POST /oauth/token`: form-encoded only. */
export function answerToken(clio: Clio, request: PlainRequest): PlainResponse {
  if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return oauthError(400, 'invalid_request', 'The body must be form-encoded.');
  }
  const form = new URLSearchParams(request.body);
  const app = clio.state.app();
  if (form.get('client_id') !== app.client_id || form.get('client_secret') !== app.client_secret) {
    return oauthError(
      401,
      'invalid_client',
      'Client authentication failed: unknown client, or client failed to authenticate.',
    );
  }
  const type = form.get('grant_type') ?? '';
  const answer = Object.hasOwn(grants, type) ? grants[type] : undefined;
  return answer === undefined
    ? oauthError(400, 'unsupported_grant_type', 'The authorization grant type is not supported.')
    : answer(clio, form, app);
}

const grants: Readonly<Record<string, (clio: Clio, form: URLSearchParams, app: App) => PlainResponse>> = {
  authorization_code: (clio, form, app) => {
    const text = form.get('code') ?? '';
    const code = clio.state.codes.get(text);
    clio.state.codes.delete(text);
    const fits = code !== undefined && code.client === app.client_id && code.redirect_uri === form.get('redirect_uri');
    if (!fits || code.expires_at <= clio.world.now() || !provesChallenge(code, form.get('code_verifier')))
      return invalidGrant();
    return tokenResponse(issueGrant(clio, code.user, code.client));
  },
  refresh_token: (clio, form, app) => {
    const refresh = form.get('refresh_token') ?? '';
    const grant = clio.state.refreshTokens.get(refresh);
    const revoked = clio.world.awkward.strikes('clio.grantRevoked');
    if (grant === undefined || grant.client !== app.client_id || revoked) return invalidGrant();
    return tokenResponse(issueToken(clio, grant.user, grant.client, refresh));
  },
};

/** PKCE is not documented by Clio; when a challenge was given, it is held to (assumption). */
function provesChallenge({ challenge, challenge_method }: Code, verifier: string | null): boolean {
  if (challenge === null) return true;
  if (verifier === null) return false;
  return challenge === (challenge_method === 'S256' ? hash('sha256', verifier, 'base64url') : verifier);
}

function invalidGrant(): PlainResponse {
  return oauthError(
    400,
    'invalid_grant',
    'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
  );
}

function tokenResponse(answer: TokenAnswer): PlainResponse {
  return replyJson(answer, { headers: { 'cache-control': 'no-store' } });
}

/** `POST /oauth/deauthorize`: ends the whole grant (that it ends the refresh token too is an assumption); webhooks stay. */
export function answerDeauthorize(clio: Clio, request: PlainRequest): PlainResponse {
  const bearer = /^Bearer (\S+)$/iu.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const form = new URLSearchParams(request.body);
  const token = clio.state.tokens.get(bearer);
  if (token === undefined) return invalidToken();
  if (form.get('token') !== bearer) return oauthError(400, 'invalid_request', 'The token is missing from the form.');
  endGrants(clio, (_grant, refresh) => refresh === token.refresh);
  return replyJson({});
}
