import { createHash } from 'node:crypto';
import { type PlainRequest, type PlainResponse, replyJson } from '../../kernel/plain-http.ts';
import { BrokenConnection, type World } from '../../kernel/world.ts';
import { type RevokeMode, revokeModes } from '../awkwardnesses.ts';
import type { Account, Code, Directory, Token } from '../directory.ts';
import { refreshTokenMs } from '../directory.ts';
import { signIdToken } from './id-token.ts';
import { type LoginErrorName, loginError, revokedError } from './login-errors.ts';
import { isOidcScope, knownScopes, scopesOf } from './scopes.ts';

type Form = Readonly<Record<string, string>>;
type Grant = { readonly token: Omit<Token, 'issuedAt' | 'expiresAt'>; readonly nonce?: string | undefined };

/** `POST /{tenant}/oauth2/v2.0/token`: redeems a code or a refresh token. */
export function answerToken(world: World, directory: Directory, tenant: string, request: PlainRequest): PlainResponse {
  if (world.awkward.strikes('microsoft.loginCutOff')) throw new BrokenConnection('cut off', true);
  if (world.awkward.strikes('microsoft.loginUnavailable')) return loginError(world, 'unavailable');
  if (request.headers.origin !== undefined) return loginError(world, 'origin');
  const form: Form = { ...basicCredentials(request), ...Object.fromEntries(new URLSearchParams(request.body)) };
  const refused = refuseClient(directory, form);
  if (refused) return loginError(world, ...refused);
  const grant =
    form.grant_type === 'authorization_code'
      ? redeemCode(world, directory, tenant, form)
      : redeemRefreshToken(world, directory, form);
  if ('status' in grant) return grant;
  const answer = issue(world, directory, grant);
  if (world.awkward.strikes('microsoft.loginTimeout')) throw new BrokenConnection('after the tokens were issued');
  return answer;
}

/** A client may authenticate in the header instead of the body. */
function basicCredentials(request: PlainRequest): Form {
  const encoded = /^Basic (.+)$/iu.exec(request.headers.authorization ?? '')?.[1];
  if (encoded === undefined) return {};
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':').map(formDecoded);
  return { client_id: id, client_secret: secret };
}

function formDecoded(text: string): string {
  return new URLSearchParams(`text=${text}`).get('text') ?? '';
}

function refuseClient(directory: Directory, form: Form): [LoginErrorName, string?] | undefined {
  if (!form.client_id) return ['missingParameter', "'client_id'."];
  if (!form.grant_type) return ['missingParameter', "'grant_type'."];
  if (!['authorization_code', 'refresh_token'].includes(form.grant_type)) return ['grantType'];
  const app = directory.app(form.client_id);
  if (!app) return ['unknownApp'];
  if (app.clientSecret !== form.client_secret) return ['wrongSecret'];
  return undefined;
}

function redeemCode(world: World, directory: Directory, tenant: string, form: Form): Grant | PlainResponse {
  if (!form.code) return loginError(world, 'missingParameter', "'code'.");
  const code = directory.code(form.code);
  if (!code || code.clientId !== form.client_id) return loginError(world, 'codeUnknown');
  if (code.used) return loginError(world, 'codeUsed');
  if (code.expiresAt <= world.now()) return loginError(world, 'codeExpired');
  if (code.tenant !== tenant) return loginError(world, 'wrongTenant');
  if (code.redirectUri !== form.redirect_uri) return loginError(world, 'redirect');
  if (!verifierFits(code, form.code_verifier)) return loginError(world, 'verifier');
  directory.spendCode(form.code, code);
  return { token: { oid: code.oid, clientId: code.clientId, scopes: code.scopes }, nonce: code.nonce };
}

function verifierFits({ challenge }: Code, verifier = ''): boolean {
  if (!challenge) return true;
  if (challenge.method === 'plain') return verifier === challenge.value;
  return createHash('sha256').update(verifier).digest('base64url') === challenge.value;
}

/** The old refresh token stays good: using it revokes nothing. */
function redeemRefreshToken(world: World, directory: Directory, form: Form): Grant | PlainResponse {
  if (!form.refresh_token) return loginError(world, 'missingParameter', "'refresh_token'.");
  const token = directory.refreshToken(form.refresh_token);
  if (!token || token.clientId !== form.client_id) return loginError(world, 'refreshUnknown');
  const mode = token.revoked?.mode ?? strikingMode(world) ?? (token.expiresAt <= world.now() ? 'inactive' : undefined);
  if (mode) return revokedError(world, mode, token);
  const asked = form.scope ? scopesOf(form.scope) : token.scopes;
  const consented = new Set(token.scopes);
  if (!asked.every((scope) => isOidcScope(scope) || consented.has(scope)))
    return loginError(world, 'scopeNotConsented');
  return {
    token: {
      oid: token.oid,
      clientId: token.clientId,
      scopes: [...new Set([...asked, ...token.scopes.filter(isOidcScope)])],
    },
  };
}

function strikingMode(world: World): RevokeMode | undefined {
  return revokeModes.find((mode) => world.awkward.strikes(`microsoft.grantRevoked.${mode}`));
}

function issue(world: World, directory: Directory, { token, nonce }: Grant): PlainResponse {
  const account = directory.account(token.oid);
  if (!account) return loginError(world, 'refreshUnknown');
  const short = world.awkward.strikes('microsoft.shortTokens');
  const expiresIn = short ? world.awkward.amount('microsoft.shortTokens', 60) : 3_599;
  const issued = { ...token, issuedAt: world.now() };
  const offline = token.scopes.includes('offline_access');
  const idToken = idTokenFor(world, account, token, nonce);
  return replyJson(
    {
      token_type: 'Bearer',
      scope: shownScope(token.scopes),
      expires_in: expiresIn,
      ext_expires_in: expiresIn,
      access_token: directory.issueAccessToken({ ...issued, expiresAt: world.now() + expiresIn * 1_000 }),
      ...(offline
        ? { refresh_token: directory.issueRefreshToken({ ...issued, expiresAt: world.now() + refreshTokenMs }) }
        : {}),
      ...idToken,
    },
    { headers: { 'cache-control': 'no-store', pragma: 'no-cache' } },
  );
}

function idTokenFor(world: World, account: Account, { clientId, scopes }: Grant['token'], nonce: string | undefined) {
  if (!scopes.includes('openid')) return {};
  const unsigned = world.awkward.strikes('microsoft.unsignedIdToken');
  return { id_token: signIdToken(account, { clientId, scopes, nonce, now: world.now(), unsigned }) };
}

/** OIDC scopes stay bare, Graph's carry their resource. offline_access is not told back. */
function shownScope(scopes: readonly string[]): string {
  return scopes
    .filter((scope) => scope !== 'offline_access')
    .map((scope) => (isOidcScope(scope) || !knownScopes.has(scope) ? scope : `https://graph.microsoft.com/${scope}`))
    .join(' ');
}
