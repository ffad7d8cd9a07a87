import type { Identity, Instant } from '@concord/core';
import { parsedJson, recordOf } from './errors.ts';
import { oauthError } from './oauth-errors.ts';
import { clockSlackMs, profile } from './profile.ts';

export type Expected = {
  readonly clientId: string;
  /** The configured sign-in host: a national cloud issues under its own name. */
  readonly loginHost: string | undefined;
  readonly now: Instant;
};

/**
 * Who granted: tenant and object id, which never change; a guest in another tenant is another mailbox. The signature is
 * not checked: the token came straight from the token endpoint over TLS (OpenID Connect Core 3.1.3.7, 6). Throws `garbled`
 * for a token that is not signed at all, not for this app, too old, of another issuer, or that names nobody.
 */
export function parseIdentity(idToken: string | undefined, expected: Expected): Identity {
  const [header = '', payload = '', signature = '', ...rest] = (idToken ?? '').split('.');
  const claims = decoded(payload);
  if (claims === undefined || rest.length > 0) throw oauthError('garbled', 'no id token that can be read');
  // The one algorithm that the discovery document names.
  if (decoded(header)?.alg !== 'RS256' || signature === '') throw oauthError('garbled', 'an id token nobody signed');
  const { tid, oid, aud, exp, iss, email, name, preferred_username: userName } = claims;
  if (!isText(tid) || !isText(oid)) throw oauthError('garbled', 'an id token that names nobody');
  if (aud !== expected.clientId) throw oauthError('garbled', 'an id token for another app');
  if (!issuersOf(tid, expected.loginHost).includes(iss)) throw oauthError('garbled', 'an id token of another issuer');
  if (typeof exp !== 'number' || exp * 1_000 + clockSlackMs <= expected.now) {
    throw oauthError('garbled', 'an id token that has expired');
  }
  const address = isText(email) ? email : userName;
  return {
    accountId: `${tid}:${oid}`,
    ...(isText(address) ? { email: address } : {}),
    ...(isText(name) ? { name } : {}),
    seesEverything: true,
  };
}

/** The documented issuer, also at a host that only stands in for it; and the host's own name. */
function issuersOf(tenantId: string, loginHost: string | undefined): readonly unknown[] {
  const hosts = [profile.hosts.login.url, ...(loginHost === undefined ? [] : [loginHost])];
  return hosts.map((host) => `${host}/${tenantId}/v2.0`);
}

const decoded = (part: string): Readonly<Record<string, unknown>> | undefined =>
  recordOf(parsedJson(Buffer.from(part, 'base64url').toString('utf8')));

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
