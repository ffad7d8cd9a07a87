import type { Identity, Instant } from '@concord/core';
import { parsedJson, recordOf } from './errors.ts';
import { googleError } from './oauth-errors.ts';
import { clockSlackMs, issuers } from './profile.ts';

/** Documented: at most 255 ASCII characters, case-sensitive. */
const subject = /^[\x21-\x7e]{1,255}$/u;

/**
 * Who granted: `sub`, which never changes and is never given to anybody else; an e-mail address may change. The signature
 * is not checked: the token came straight from the token endpoint over TLS (OpenID Connect Core 3.1.3.7, 6). Throws
 * `garbled` for a token that is not signed at all, not for this app, too old, of another issuer, or that names nobody.
 */
export function parseIdentity(
  idToken: string | undefined,
  expected: { readonly clientId: string; readonly now: Instant },
): Identity {
  const [header = '', payload = '', signature = '', ...rest] = (idToken ?? '').split('.');
  const claims = decoded(payload);
  if (claims === undefined || rest.length > 0) throw googleError('garbled', 'no id token that can be read');
  if (decoded(header)?.alg !== 'RS256' || signature === '') throw googleError('garbled', 'an id token nobody signed');
  const { sub, aud, iss, exp, email, name } = claims;
  if (typeof sub !== 'string' || !subject.test(sub)) throw googleError('garbled', 'an id token that names nobody');
  if (aud !== expected.clientId) throw googleError('garbled', 'an id token for another app');
  if (!issuers.includes(iss)) throw googleError('garbled', 'an id token of another issuer');
  if (typeof exp !== 'number' || exp * 1_000 + clockSlackMs <= expected.now) {
    throw googleError('garbled', 'an id token that has expired');
  }
  return {
    accountId: sub,
    ...(isText(email) ? { email } : {}),
    ...(isText(name) ? { name } : {}),
    seesEverything: true,
  };
}

const decoded = (part: string): Readonly<Record<string, unknown>> | undefined =>
  recordOf(parsedJson(Buffer.from(part, 'base64url').toString('utf8')));

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
