import { createHash } from 'node:crypto';
import { type PlainRequest, type PlainResponse, reply, replyJson } from '../kernel/plain-http.ts';
import { BrokenConnection, type World } from '../kernel/world.ts';
import type { AccessToken, Code, Directory, GoogleApp, RefreshToken } from './directory.ts';
import { signIdToken } from './id-token.ts';
import { isSignInScope } from './scopes.ts';

type Form = Readonly<Record<string, string>>;
type Desk = { readonly world: World; readonly directory: Directory };
type Grant = Pick<AccessToken, 'sub' | 'clientId' | 'scopes' | 'refresh'> & {
  readonly nonce?: string | undefined;
  /** Shown when a refresh token is new. */
  readonly refreshFor?: RefreshLife;
};
type RefreshLife = { readonly expiresAt?: number; readonly toldSeconds?: number };

/** `POST /token`: form-encoded only. */
export function answerToken(world: World, directory: Directory, request: PlainRequest): PlainResponse {
  const { strikes } = world.awkward;
  if (strikes('google.loginCutOff')) throw new BrokenConnection('cut off', true);
  if (strikes('google.loginUnavailable')) return unavailable();
  if (!isForm(request)) return oauthError('invalid_request', 'The body must be form-encoded.');
  const form: Form = Object.fromEntries(new URLSearchParams(request.body));
  const app = directory.app(form.client_id ?? '');
  if (!app) return oauthError('invalid_client', 'The OAuth client was not found.');
  if (app.clientSecret !== form.client_secret || strikes('google.wrongSecret'))
    return oauthError('invalid_client', 'Unauthorized');
  const type = form.grant_type ?? '';
  const answer = Object.hasOwn(grants, type) ? grants[type] : undefined;
  if (answer === undefined) return oauthError('unsupported_grant_type', `Invalid grant_type: ${type}`);
  const response = answer({ world, directory }, form, app);
  if (strikes('google.loginTimeout')) throw new BrokenConnection('after the tokens were issued');
  return response;
}

export const isForm = ({ headers }: PlainRequest): boolean =>
  headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;

const grants: Readonly<Record<string, (desk: Desk, form: Form, app: GoogleApp) => PlainResponse>> = {
  authorization_code: redeemCode,
  refresh_token: redeemRefreshToken,
};

/** The descriptions of `invalid_grant` are documented nowhere; these were observed. */
function redeemCode(desk: Desk, form: Form, app: GoogleApp): PlainResponse {
  if (!form.code) return oauthError('invalid_request', 'Missing required parameter: code');
  const code = desk.directory.takeCode(form.code);
  const fits = code !== undefined && code.clientId === app.clientId && code.expiresAt > desk.world.now();
  if (!fits) return oauthError('invalid_grant', 'Malformed auth code.');
  if (code.redirectUri !== form.redirect_uri) return oauthError('redirect_uri_mismatch', 'Bad Request');
  if (!provesChallenge(code, form.code_verifier)) return oauthError('invalid_grant', 'Invalid code verifier.');
  const { sub, clientId, scopes, nonce } = code;
  if (!code.offline) return issue(desk, { sub, clientId, scopes, nonce });
  const refreshFor = refreshLife(desk.world, scopes);
  const { expiresAt } = refreshFor;
  const token = { sub, clientId, scopes, ...(expiresAt === undefined ? {} : { expiresAt }) };
  return issue(desk, { sub, clientId, scopes, nonce, refreshFor, refresh: desk.directory.issueRefreshToken(token) });
}

function provesChallenge({ challenge }: Code, verifier = ''): boolean {
  if (!challenge) return true;
  const proof = challenge.method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url');
  return proof === challenge.value;
}

/** In testing the answer does not say that the token will end; of a time-limited grant it does (documented). */
function refreshLife({ awkward, now }: World, scopes: readonly string[]): RefreshLife {
  if (scopes.some((scope) => !isSignInScope(scope)) && awkward.strikes('google.testingMode'))
    return { expiresAt: now() + awkward.amount('google.testingMode', 7) * 86_400_000 };
  if (!awkward.strikes('google.timeLimited')) return {};
  const toldSeconds = awkward.amount('google.timeLimited', 3_600);
  return { expiresAt: now() + toldSeconds * 1_000, toldSeconds };
}

/** Brings no refresh token (documented): the old one stays. */
function redeemRefreshToken(desk: Desk, form: Form, app: GoogleApp): PlainResponse {
  const { world, directory } = desk;
  if (!form.refresh_token) return oauthError('invalid_request', 'Missing required parameter: refresh_token');
  const token: RefreshToken | undefined = directory.refreshToken(form.refresh_token);
  const gone = 'Token has been expired or revoked.';
  if (token === undefined || token.clientId !== app.clientId || world.awkward.strikes('google.grantRevoked'))
    return oauthError('invalid_grant', gone);
  if (token.sessionEnded || world.awkward.strikes('google.sessionEnded'))
    return oauthError('invalid_grant', 'reauth related error (invalid_rapt)', { error_subtype: 'invalid_rapt' });
  directory.use(form.refresh_token, token);
  return issue(desk, { ...token, refresh: form.refresh_token });
}

function issue({ world, directory }: Desk, grant: Grant): PlainResponse {
  const { sub, clientId, scopes, nonce, refresh, refreshFor } = grant;
  const account = directory.account(sub);
  if (!account) return oauthError('invalid_grant', 'Account has been deleted');
  const { awkward, now } = world;
  const expiresIn = awkward.strikes('google.shortTokens') ? awkward.amount('google.shortTokens', 60) : 3_599;
  const token = { sub, clientId, scopes, expiresAt: now() + expiresIn * 1_000 };
  const isNew = refreshFor !== undefined;
  return replyJson(
    {
      access_token: directory.issueAccessToken(refresh === undefined ? token : { ...token, refresh }),
      expires_in: expiresIn,
      ...(isNew ? { refresh_token: refresh } : {}),
      ...(refreshFor?.toldSeconds === undefined ? {} : { refresh_token_expires_in: refreshFor.toldSeconds }),
      scope: scopes.join(' '),
      token_type: 'Bearer',
      ...(scopes.includes('openid') ? { id_token: signIdToken(world, account, { clientId, scopes, nonce }) } : {}),
    },
    { headers: { 'cache-control': 'no-cache, no-store, max-age=0, must-revalidate' } },
  );
}

type ErrorName =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_token'
  | 'redirect_uri_mismatch'
  | 'unsupported_grant_type';

export function oauthError(error: ErrorName, description: string, more: Form = {}): PlainResponse {
  const status = error === 'invalid_client' ? 401 : 400;
  return replyJson({ error, error_description: description, ...more }, { status });
}

function unavailable(): PlainResponse {
  const body = '<!doctype html><html><head><title>Error 503</title></head><body>That’s an error.</body></html>';
  return reply(body, { status: 503, headers: { 'content-type': 'text/html; charset=utf-8' } });
}
