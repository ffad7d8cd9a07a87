import { type PlainRequest, type PlainResponse, reply } from '../kernel/plain-http.ts';
import type { World } from '../kernel/world.ts';
import { type AuthorizeRequest, readAuthorizeRequest } from './authorize-request.ts';
import type { Directory, GoogleAccount } from './directory.ts';
import { isSignInScope } from './scopes.ts';
import { chooserPage, consentPage, errorPage } from './sign-in-pages.ts';

/** Not documented (assumption). */
const codeMs = 600_000;

type Visit = { readonly world: World; readonly directory: Directory; readonly request: AuthorizeRequest };

/** `GET` and `POST /o/oauth2/v2/auth`: a person picks an account, ticks what to grant, and continues or cancels. */
export function answerAuthorize(world: World, directory: Directory, httpRequest: PlainRequest): PlainResponse {
  const request = readAuthorizeRequest(directory, new URL(httpRequest.url).searchParams);
  if (typeof request === 'string') return errorPage(request);
  const visit = { world, directory, request };
  return httpRequest.method === 'POST' ? answerForm(visit, new URLSearchParams(httpRequest.body)) : begin(visit);
}

function begin(visit: Visit): PlainResponse {
  const { directory, request } = visit;
  const hinted = directory.accounts().find((account) => isHinted(account, request));
  // No page, no person: a hint stands for the session that Google would look for. What comes back otherwise is assumed.
  if (request.prompts.includes('none')) {
    const isReady = hinted !== undefined && hasConsented(visit, hinted);
    return isReady ? grant(visit, hinted, request.scopes) : sendBack(request, { error: 'interaction_required' });
  }
  if (hinted !== undefined && !request.prompts.includes('select_account')) return askConsent(visit, hinted);
  return chooserPage(request, directory.accounts(), hinted);
}

function answerForm(visit: Visit, form: URLSearchParams): PlainResponse {
  const { directory, request, world } = visit;
  const account = directory.account(form.get('account') ?? '');
  if (account === undefined) return chooserPage(request, directory.accounts(), undefined);
  const decision = form.get('answer');
  if (decision === 'cancel') return sendBack(request, { error: 'access_denied' });
  if (decision !== 'continue') return askConsent(visit, account);
  if (world.awkward.strikes('google.blockedByAdmin')) return errorPage('admin_policy_enforced');
  const ticked = new Set(form.getAll('scope'));
  const boxes = request.scopes.filter((scope) => !isSignInScope(scope));
  const granted = request.scopes.filter((scope) => isSignInScope(scope) || ticked.has(scope));
  const isNothing = boxes.length > 0 && !boxes.some((scope) => ticked.has(scope));
  if (isNothing && (granted.length === 0 || world.awkward.strikes('google.nothingTickedDenies')))
    return sendBack(request, { error: 'access_denied' });
  return grant(visit, account, granted);
}

/** Who granted all of it before is not asked again, unless the app wants it. */
function askConsent(visit: Visit, account: GoogleAccount): PlainResponse {
  const { request } = visit;
  if (hasConsented(visit, account) && !request.prompts.includes('consent'))
    return grant(visit, account, request.scopes);
  return consentPage(request, account);
}

function hasConsented({ directory, request }: Visit, { sub }: GoogleAccount): boolean {
  const consented = new Set(directory.consented(sub, request.app.clientId));
  return request.scopes.every((scope) => consented.has(scope));
}

function grant(
  { world, directory, request }: Visit,
  { sub }: GoogleAccount,
  granted: readonly string[],
): PlainResponse {
  const { clientId } = request.app;
  const before = directory.consented(sub, clientId);
  directory.consent(sub, clientId, granted);
  const scopes = request.includesGranted ? [...new Set([...granted, ...before])] : granted;
  const code = directory.addCode({
    sub,
    clientId,
    redirectUri: request.redirectUri,
    scopes,
    // Documented: a refresh token comes the first time only, or when consent was asked for again.
    offline: request.isOffline && (before.length === 0 || request.prompts.includes('consent')),
    expiresAt: world.now() + codeMs,
    ...(request.challenge === undefined ? {} : { challenge: request.challenge }),
    ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
  });
  // The last two are not documented, and to be ignored.
  return sendBack(request, {
    code,
    scope: scopes.join(' '),
    authuser: '0',
    prompt: request.prompts.join(' ') || 'none',
  });
}

function sendBack({ redirectUri, state }: AuthorizeRequest, answer: Readonly<Record<string, string>>): PlainResponse {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries({ ...(state === undefined ? {} : { state }), ...answer }))
    url.searchParams.set(name, value);
  return reply(null, { status: 302, headers: { location: url.href, 'cache-control': 'no-store' } });
}

/** By e-mail address or by `sub` (documented). */
function isHinted({ email, sub }: GoogleAccount, { loginHint }: AuthorizeRequest): boolean {
  return loginHint !== undefined && (email.toLowerCase() === loginHint.toLowerCase() || sub === loginHint);
}
