import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { Account } from '../directory.ts';

/** Signs with one key pair of this process: its public half is what the key set serves. */
export async function signIdToken(
  account: Account,
  details: {
    readonly clientId: string;
    readonly scopes: readonly string[];
    readonly nonce: string | undefined;
    readonly now: number;
  },
): Promise<string> {
  const { privateKey, publicJwk } = await keys();
  const seconds = Math.floor(details.now / 1_000);
  return new SignJWT({
    ver: '2.0',
    // Pairwise in the real service: another app sees another `sub`.
    sub: `${account.oid}.${details.clientId}`,
    tid: account.tenantId,
    ...(details.scopes.includes('profile')
      ? { oid: account.oid, preferred_username: account.email, name: account.name }
      : {}),
    ...(details.scopes.includes('email') ? { email: account.email } : {}),
    ...(details.nonce === undefined ? {} : { nonce: details.nonce }),
  })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: publicJwk.kid ?? '' })
    .setIssuer(`https://login.microsoftonline.com/${account.tenantId}/v2.0`)
    .setAudience(details.clientId)
    .setIssuedAt(seconds)
    .setNotBefore(seconds)
    .setExpirationTime(seconds + 3_600)
    .sign(privateKey);
}

export async function keySet(): Promise<{ readonly keys: readonly JWK[] }> {
  const { publicJwk } = await keys();
  return { keys: [publicJwk] };
}

/** Made when first needed: it costs some 100 ms, and most tests never sign in. */
let pending: ReturnType<typeof makeKeys> | undefined;
const keys = () => {
  pending ??= makeKeys();
  return pending;
};

async function makeKeys() {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwk = await exportJWK(publicKey);
  const publicJwk: JWK = { ...jwk, kid: await calculateJwkThumbprint(jwk), use: 'sig', alg: 'RS256' };
  return { privateKey, publicJwk };
}
