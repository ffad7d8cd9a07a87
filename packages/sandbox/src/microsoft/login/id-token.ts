import type { JsonWebKey } from 'node:crypto';
import { createSigningKey } from '../../kernel/signing-key.ts';
import type { Account } from '../directory.ts';

export type IdTokenDetails = {
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly nonce: string | undefined;
  readonly now: number;
  /** With a placeholder where the signature would be. */
  readonly unsigned: boolean;
};

const key = createSigningKey();

export function signIdToken(account: Account, details: IdTokenDetails): string {
  return key.jwt(claimsOf(account, details), !details.unsigned);
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
  return { keys: [key.publicJwk()] };
}
