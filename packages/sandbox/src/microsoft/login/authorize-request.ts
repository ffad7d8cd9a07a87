import type { Account, App, Code, Directory } from '../directory.ts';
import { scopesOf } from './scopes.ts';

const responseModes = ['query', 'fragment', 'form_post'] as const;
export type ResponseMode = (typeof responseModes)[number];

/** Where an answer goes. */
export type ReturnAddress = {
  readonly redirectUri: string;
  readonly responseMode: ResponseMode;
  readonly state: string | undefined;
};

export type AuthorizeRequest = ReturnAddress & {
  readonly app: App;
  readonly tenant: string;
  readonly scopes: readonly string[];
  readonly prompts: readonly string[];
  readonly loginHint: string | undefined;
  readonly challenge: Code['challenge'];
  readonly nonce: string | undefined;
};

export type ReadRequest =
  | { readonly kind: 'request'; readonly request: AuthorizeRequest }
  /** Told to the app by a redirect. */
  | { readonly kind: 'refused'; readonly to: ReturnAddress; readonly error: string; readonly description: string }
  /** Shown to the person, because there is no address that could be trusted. */
  | { readonly kind: 'broken'; readonly description: string };

export function readAuthorizeRequest(directory: Directory, tenant: string, query: URLSearchParams): ReadRequest {
  const text = (name: string): string | undefined => query.get(name) || undefined;
  const broken = (description: string): ReadRequest => ({ kind: 'broken', description });
  if (!knownTenant(directory, tenant)) return broken(`AADSTS90002: Tenant '${tenant}' not found.`);
  const app = directory.app(text('client_id') ?? '');
  if (!app) return broken(`AADSTS700016: Application with identifier '${text('client_id') ?? ''}' was not found.`);
  const redirectUri = text('redirect_uri') ?? '';
  if (!allowedRedirect(app, redirectUri)) {
    return broken(`AADSTS50011: The redirect URI '${redirectUri}' does not match those of the application.`);
  }
  const responseMode = responseModes.find((mode) => mode === text('response_mode')) ?? 'query';
  const to: ReturnAddress = { redirectUri, responseMode, state: text('state') };
  const refused = (error: string, description: string): ReadRequest => ({ kind: 'refused', to, error, description });
  if (text('response_type') !== 'code') {
    return refused('unsupported_response_type', "AADSTS700054: response_type must be 'code'.");
  }
  const scopes = scopesOf(text('scope') ?? '');
  if (scopes.length === 0) return refused('invalid_request', "AADSTS900144: The request must contain 'scope'.");
  const value = text('code_challenge');
  // The documentation takes `plain` when no method is given.
  const method = text('code_challenge_method') ?? 'plain';
  if (value !== undefined && !['S256', 'plain'].includes(method)) {
    return refused('invalid_request', `AADSTS50148: The code_challenge_method '${method}' is not supported.`);
  }
  return {
    kind: 'request',
    request: {
      ...to,
      app,
      tenant,
      scopes,
      prompts: (text('prompt') ?? '').split(' ').filter(Boolean),
      loginHint: text('login_hint'),
      challenge: value === undefined ? undefined : { method, value },
      nonce: text('nonce'),
    },
  };
}

/** Personal accounts live in one tenant of their own. */
const personalTenant = '9188040d-6c67-4c5b-b112-36a304b66dad';

/** Who may sign in under this tenant's path: `common`, `organizations`, `consumers`, a tenant's id or its domain. */
export function accountsOf(directory: Directory, tenant: string): readonly Account[] {
  const accounts = directory.accounts();
  if (tenant === 'common') return accounts;
  if (tenant === 'organizations') return accounts.filter((account) => account.tenantId !== personalTenant);
  if (tenant === 'consumers') return accounts.filter((account) => account.tenantId === personalTenant);
  return accounts.filter((account) => account.tenantId === tenant || account.email.endsWith(`@${tenant}`));
}

export function knownTenant(directory: Directory, tenant: string): boolean {
  return ['common', 'organizations', 'consumers'].includes(tenant) || accountsOf(directory, tenant).length > 0;
}

/** An app without registered addresses may use any on this machine. */
export function allowedRedirect(app: App, redirectUri: string): boolean {
  if (app.redirectUris.length > 0) return app.redirectUris.includes(redirectUri);
  return URL.canParse(redirectUri) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(redirectUri).hostname);
}
