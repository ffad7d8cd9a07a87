import { createHash, type JsonWebKey } from 'node:crypto';
import { createSigningKey } from '../kernel/signing-key.ts';
import type { World } from '../kernel/world.ts';
import type { GoogleAccount } from './directory.ts';

const key = createSigningKey();

/** `iss` has two forms (documented). The address and the name come with their scopes only. */
export function signIdToken(
  { awkward, now }: World,
  { sub, email, name, hd }: GoogleAccount,
  {
    clientId,
    scopes,
    nonce,
  }: { readonly clientId: string; readonly scopes: readonly string[]; readonly nonce: string | undefined },
): string {
  const seconds = Math.floor(now() / 1_000);
  const has = (scope: string): boolean => scopes.includes(`https://www.googleapis.com/auth/userinfo.${scope}`);
  const claims = {
    iss: awkward.strikes('google.bareIssuer') ? 'accounts.google.com' : 'https://accounts.google.com',
    azp: clientId,
    aud: clientId,
    sub,
    ...(hd === undefined ? {} : { hd }),
    ...(has('email') ? { email, email_verified: true } : {}),
    ...(has('profile') ? { name } : {}),
    ...(nonce === undefined ? {} : { nonce }),
    iat: seconds,
    exp: seconds + 3_600,
  };
  return key.jwt(claims, !awkward.strikes('google.unsignedIdToken'));
}

export function keySet(): { readonly keys: readonly JsonWebKey[] } {
  return { keys: [key.publicJwk()] };
}

/** A token by which Google proves to others who it is: of a service account, for an audience, good for an hour. */
export function signServiceToken({ now }: World, email: string, audience: string): string {
  const seconds = Math.floor(now() / 1_000);
  const sub = createHash('sha256').update(email).digest().readBigUInt64BE().toString();
  const iss = 'https://accounts.google.com';
  return key.jwt({
    aud: audience,
    azp: sub,
    email,
    email_verified: true,
    exp: seconds + 3_600,
    iat: seconds,
    iss,
    sub,
  });
}
