import { createFrontDoor, type Service } from '../../kernel/front-door.ts';
import { type PlainRequest, type PlainResponse, replyJson } from '../../kernel/plain-http.ts';
import type { World } from '../../kernel/world.ts';
import type { Directory } from '../directory.ts';
import type { RequestLog } from '../request-log.ts';
import { answerAdminConsent } from './admin-consent.ts';
import { answerAuthorize } from './authorize.ts';
import { keySet } from './id-token.ts';
import { brokenPage } from './login-pages.ts';
import { answerToken } from './token.ts';

/** The identity platform under `/login/{tenant}/`. */
export function createLogin(world: World, directory: Directory, requests: RequestLog): Service {
  const endpoints: Readonly<Record<string, (tenant: string, request: PlainRequest) => PlainResponse>> = {
    'GET oauth2/v2.0/authorize': (tenant, request) => answerAuthorize(world, directory, tenant, request),
    'POST oauth2/v2.0/authorize': (tenant, request) => answerAuthorize(world, directory, tenant, request),
    'POST oauth2/v2.0/token': (tenant, request) => {
      requests.count('POST token');
      return answerToken(world, directory, tenant, request);
    },
    'GET v2.0/adminconsent': (tenant, request) => answerAdminConsent(directory, tenant, request),
    'POST v2.0/adminconsent': (tenant, request) => answerAdminConsent(directory, tenant, request),
    'GET v2.0/.well-known/openid-configuration': (tenant) => replyJson(discovery(tenant)),
    'GET discovery/v2.0/keys': () => replyJson(keySet()),
  };
  return createFrontDoor('microsoft.login', async (request) => {
    const [, , tenant = '', ...rest] = new URL(request.url).pathname.split('/');
    const endpoint = endpoints[`${request.method} ${rest.join('/')}`];
    if (!endpoint) return brokenPage('AADSTS900561: The endpoint does not accept this request.');
    return endpoint(tenant, request);
  });
}

/** Canonical addresses, as Graph's links are. */
function discovery(tenant: string) {
  const base = `https://login.microsoftonline.com/${tenant}`;
  return {
    // For `common` the real document has this placeholder: the id token names its own tenant.
    issuer: `https://login.microsoftonline.com/${tenant === 'common' ? '{tenantid}' : tenant}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    userinfo_endpoint: 'https://graph.microsoft.com/oidc/userinfo',
    response_modes_supported: ['query', 'fragment', 'form_post'],
    response_types_supported: ['code'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256', 'plain'],
  };
}
