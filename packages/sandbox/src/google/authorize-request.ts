import type { Code, Directory, GoogleApp } from './directory.ts';
import { scopesOf } from './scopes.ts';

export type AuthorizeRequest = {
  readonly app: GoogleApp;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly scopes: readonly string[];
  readonly prompts: readonly string[];
  readonly loginHint: string | undefined;
  readonly isOffline: boolean;
  readonly includesGranted: boolean;
  readonly challenge: Code['challenge'];
  readonly nonce: string | undefined;
};

/** The request, or the error that Google shows on a page of its own: none of these ever reaches the app (documented). */
export function readAuthorizeRequest(directory: Directory, query: URLSearchParams): AuthorizeRequest | string {
  const text = (name: string): string | undefined => query.get(name) || undefined;
  const app = directory.app(text('client_id') ?? '');
  if (!app) return 'invalid_client';
  const redirectUri = text('redirect_uri') ?? '';
  if (!mayReturnTo(app, redirectUri)) return 'redirect_uri_mismatch';
  const scopes = scopesOf(text('scope') ?? '');
  if (scopes === undefined) return 'invalid_scope';
  const challenge = text('code_challenge');
  const method = text('code_challenge_method') ?? 'plain';
  if (text('response_type') !== 'code' || scopes.length === 0) return 'invalid_request';
  if (!['S256', 'plain'].includes(method)) return 'invalid_request';
  return {
    app,
    redirectUri,
    state: text('state'),
    scopes,
    prompts: (text('prompt') ?? '').split(' ').filter(Boolean),
    loginHint: text('login_hint'),
    isOffline: text('access_type') === 'offline',
    includesGranted: text('include_granted_scopes') === 'true',
    challenge: challenge === undefined ? undefined : { method, value: challenge },
    nonce: text('nonce'),
  };
}

/** Character for character (documented); an app without registered addresses may use any on this machine. */
function mayReturnTo(app: GoogleApp, redirectUri: string): boolean {
  if (app.redirectUris.length > 0) return app.redirectUris.includes(redirectUri);
  const url = URL.canParse(redirectUri) ? new URL(redirectUri) : undefined;
  return url !== undefined && /^https?:$/u.test(url.protocol) && ['127.0.0.1', 'localhost'].includes(url.hostname);
}
