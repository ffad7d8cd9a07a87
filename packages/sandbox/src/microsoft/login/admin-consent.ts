import { type PlainRequest, type PlainResponse } from '../../kernel/plain-http.ts';
import type { Directory } from '../directory.ts';
import { adminKey } from './authorize.ts';
import { accountsOf, allowedRedirect, knownTenant, type ReturnAddress } from './authorize-request.ts';
import { adminConsentPage, brokenPage } from './login-pages.ts';
import { scopesOf } from './scopes.ts';
import { sendBack } from './send-back.ts';

/** `/{tenant}/v2.0/adminconsent`: an administrator accepts for a whole tenant. Gives no code. */
export function answerAdminConsent(directory: Directory, tenant: string, request: PlainRequest): PlainResponse {
  const query = new URL(request.url).searchParams;
  if (tenant === 'common' || !knownTenant(directory, tenant)) {
    return brokenPage(`AADSTS90002: Tenant '${tenant}' not found; admin consent needs a tenant or 'organizations'.`);
  }
  const app = directory.app(query.get('client_id') ?? '');
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!app || !allowedRedirect(app, redirectUri)) {
    return brokenPage('AADSTS700016: The application or its redirect address is not known.');
  }
  const scopes = scopesOf(query.get('scope') ?? '');
  const accounts = accountsOf(directory, tenant);
  if (request.method !== 'POST') return adminConsentPage({ target: new URL(redirectUri).origin, scopes, accounts });
  const to: ReturnAddress = { redirectUri, responseMode: 'query', state: query.get('state') ?? undefined };
  const form = new URLSearchParams(request.body);
  const admin = accounts.find(({ oid }) => oid === form.get('account'));
  if (form.get('answer') !== 'accept' || !admin) {
    // admin_consent=True comes with a refusal too.
    return sendBack(to, {
      admin_consent: 'True',
      error: 'consent_required',
      error_description: 'AADSTS65004: User declined to consent to access the app.',
    });
  }
  directory.consent(adminKey(admin), app.clientId, scopes);
  return sendBack(to, { admin_consent: 'True', tenant: admin.tenantId, scope: scopes.join(' ') });
}
