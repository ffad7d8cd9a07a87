import { decodeProtectedHeader, jwtVerify } from 'jose';
import { clockSlackMs, issuers } from '../profile.ts';
import type { Certs } from './certs.ts';

export type Expected = { readonly audience: string; readonly sender: string; readonly now: number };
type AskCerts = (kid: string) => Promise<Certs>;

/** Tokens of Google are some 1,000 characters long. */
const maxLength = 8_192;

/**
 * Whether this is a token that Google signed (RS256, no other) for our address and the account that sends our notices, not
 * over and not of the future. Throws what `certs` throws.
 */
export async function isOurToken(token: string, expected: Expected, certs: AskCerts): Promise<boolean> {
  const kid = token.length <= maxLength ? kidOf(token) : undefined;
  if (kid === undefined) return false;
  const { keys } = await certs(kid);
  const claims = await claimsOf(token, keys, expected);
  return claims !== undefined && claims.email === expected.sender && claims.email_verified === true;
}

/** Nothing but RS256 is worth asking for a key. */
function kidOf(token: string): string | undefined {
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    return alg === 'RS256' && typeof kid === 'string' && kid !== '' ? kid : undefined;
  } catch {
    return undefined;
  }
}

async function claimsOf(
  token: string,
  keys: Certs['keys'],
  { audience, now }: Expected,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['RS256'],
      issuer: issuers.map(String),
      audience,
      currentDate: new Date(now),
      clockTolerance: clockSlackMs / 1_000,
      // With this the time of issue counts too: it must be there, and not of the future.
      maxTokenAge: '1 day',
      requiredClaims: ['exp', 'iat', 'aud', 'iss'],
    });
    return payload;
  } catch {
    return undefined;
  }
}
