import { createHash, generateKeyPairSync, type JsonWebKey, type KeyObject, sign } from 'node:crypto';
import type { Account } from '../directory.ts';

export type IdTokenDetails = {
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly nonce: string | undefined;
  readonly now: number;
  /** With a placeholder where the signature would be. */
  readonly unsigned: boolean;
};

/** Signs with one key pair of this process: its public half is what the key set serves. */
export function signIdToken(account: Account, details: IdTokenDetails): string {
  const kid = details.unsigned ? 'none' : keys().publicJwk.kid;
  const content = `${encoded({ alg: 'RS256', typ: 'JWT', kid })}.${encoded(claimsOf(account, details))}`;
  const signature = details.unsigned ? 'unsigned' : signatureOf(content);
  return `${content}.${signature}`;
}

function claimsOf(account: Account, { clientId, scopes, nonce, now }: IdTokenDetails): object {
  const seconds = Math.floor(now / 1_000);
  return {
    ver: '2.0',
    // Pairwise in the real service: another app sees another `sub`.
    sub: `${account.oid}.${clientId}`,
    tid: account.tenantId,
    ...(scopes.includes('profile') ? { oid: account.oid, preferred_username: account.email, name: account.name } : {}),
    ...(scopes.includes('email') ? { email: account.email } : {}),
    ...(nonce === undefined ? {} : { nonce }),
    iss: `https://login.microsoftonline.com/${account.tenantId}/v2.0`,
    aud: clientId,
    iat: seconds,
    nbf: seconds,
    exp: seconds + 3_600,
  };
}

export function keySet(): { readonly keys: readonly JsonWebKey[] } {
  return { keys: [keys().publicJwk] };
}

type Keys = { readonly privateKey: KeyObject; readonly publicJwk: JsonWebKey };

/** Made when first needed: it costs some 100 ms, and most tests never sign in. Never in another thread, which would answer at no certain moment. */
let known: Keys | undefined;
function keys(): Keys {
  known ??= makeKeys();
  return known;
}

function makeKeys(): Keys {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const { kty = '', n = '', e = '' } = publicKey.export({ format: 'jwk' });
  // The thumbprint of RFC 7638: members in the order of their names.
  const kid = createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
  return { privateKey, publicJwk: { kty, n, e, kid, use: 'sig', alg: 'RS256' } };
}

const signatureOf = (content: string): string =>
  sign('RSA-SHA256', Buffer.from(content), keys().privateKey).toString('base64url');

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
