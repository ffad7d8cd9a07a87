import { type PlainRequest, type PlainResponse } from '../../kernel/plain-http.ts';
import type { World } from '../../kernel/world.ts';
import { consentBlocks } from '../awkwardnesses.ts';
import type { Account, Directory } from '../directory.ts';
import { type AuthorizeRequest, accountsOf, readAuthorizeRequest } from './authorize-request.ts';
import { approvalPage, brokenPage, signInPage } from './login-pages.ts';
import { isOidcScope } from './scopes.ts';
import { sendBack } from './send-back.ts';

const codeMs = 600_000;

/** `GET` and `POST /{tenant}/oauth2/v2.0/authorize`: a person picks an account and accepts or cancels. */
export function answerAuthorize(
  world: World,
  directory: Directory,
  tenant: string,
  httpRequest: PlainRequest,
): PlainResponse {
  const read = readAuthorizeRequest(directory, tenant, new URL(httpRequest.url).searchParams);
  if (read.kind === 'broken') return brokenPage(read.description);
  if (read.kind === 'refused') {
    return sendBack(read.to, { error: read.error, error_description: read.description });
  }
  const { request } = read;
  if (httpRequest.method === 'POST') {
    return answerForm(world, directory, request, new URLSearchParams(httpRequest.body));
  }
  if (request.prompts.includes('none')) return answerSilently(world, directory, request);
  return askPerson(directory, request);
}

function askPerson(directory: Directory, request: AuthorizeRequest, problem?: string): PlainResponse {
  const accounts = accountsOf(directory, request.tenant);
  const picked = accounts.find((account) => isHinted(account, request)) ?? accounts[0];
  const asksAgain = request.prompts.includes('consent');
  const granted = accounts.filter((account) => !asksAgain && hasConsented(directory, request, account));
  return signInPage({ request, accounts, picked, granted, problem });
}

function answerForm(
  world: World,
  directory: Directory,
  request: AuthorizeRequest,
  form: URLSearchParams,
): PlainResponse {
  if (form.get('answer') !== 'accept') {
    return sendBack(request, {
      error: 'access_denied',
      error_description: 'AADSTS65004: User declined to consent to access the app.',
    });
  }
  const account = accountsOf(directory, request.tenant).find(({ oid }) => oid === form.get('account'));
  if (!account) return askPerson(directory, request, 'Choose an account first.');
  return blocked(world, directory, request, account) ?? accept(world, directory, request, account);
}

/** No page, no person: a hint stands for the session that the real service would look for. */
function answerSilently(world: World, directory: Directory, request: AuthorizeRequest): PlainResponse {
  const account = accountsOf(directory, request.tenant).find((known) => isHinted(known, request));
  if (!account) {
    return sendBack(request, { error: 'login_required', error_description: 'AADSTS50058: A silent sign-in failed.' });
  }
  if (!hasConsented(directory, request, account)) {
    return sendBack(request, {
      error: 'interaction_required',
      error_description: 'AADSTS65001: The user or administrator has not consented to use the application.',
    });
  }
  return accept(world, directory, request, account);
}

function accept(world: World, directory: Directory, request: AuthorizeRequest, account: Account): PlainResponse {
  directory.consent(account.oid, request.app.clientId, request.scopes);
  const code = directory.addCode({
    oid: account.oid,
    clientId: request.app.clientId,
    tenant: request.tenant,
    redirectUri: request.redirectUri,
    scopes: request.scopes,
    expiresAt: world.now() + codeMs,
    used: false,
    ...(request.challenge === undefined ? {} : { challenge: request.challenge }),
    ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
  });
  return sendBack(request, { code });
}

/**
 * The tenant's policy stands in the way, unless an administrator has consented for everybody. A tenant that was made strict lets
 * those through who had accepted before (documented); nobody, whoever approved, when the app forces the consent page (observed:
 * entra-docs issue 652).
 */
function blocked(
  world: World,
  directory: Directory,
  request: AuthorizeRequest,
  account: Account,
): PlainResponse | undefined {
  const mayPass = hasConsented(directory, request, account) && !request.prompts.includes('consent');
  if (directory.demandsAdminConsent(account.tenantId) && !mayPass) return approvalPage(account);
  const adminConsented = new Set(directory.consented(adminKey(account), request.app.clientId));
  if (request.scopes.every((scope) => isOidcScope(scope) || adminConsented.has(scope))) return undefined;
  const block = consentBlocks.find((kind) => world.awkward.strikes(`microsoft.consentBlocked.${kind}`));
  if (block === undefined) return undefined;
  if (block === 'approvalPage') return approvalPage(account);
  const [error, error_description] = refusals[block];
  return sendBack(request, { error, error_description });
}

const refusals = {
  adminRequired: ['access_denied', 'AADSTS90094: The grant requires admin permission.'],
  consentRequired: [
    'consent_required',
    'AADSTS65001: The user or administrator has not consented to use the application.',
  ],
} as const;

function hasConsented(directory: Directory, request: AuthorizeRequest, account: Account): boolean {
  const granted = new Set([
    ...directory.consented(account.oid, request.app.clientId),
    ...directory.consented(adminKey(account), request.app.clientId),
  ]);
  return request.scopes.every((scope) => isOidcScope(scope) || granted.has(scope));
}

/** Under this key the directory keeps what an administrator accepted for a whole tenant. */
export function adminKey(account: Pick<Account, 'tenantId'>): string {
  return `tenant:${account.tenantId}`;
}

function isHinted(account: Account, request: AuthorizeRequest): boolean {
  return account.email.toLowerCase() === request.loginHint?.toLowerCase();
}
