import { createHash, generateKeyPairSync, type JsonWebKey, type KeyObject, sign } from 'node:crypto';

/** Signs JWTs with one RSA key pair of this process: its public half is what a key set serves. */
export type SigningKey = {
  readonly publicJwk: () => JsonWebKey;
  /** Not `signed`: a placeholder stands where the signature would be. */
  readonly jwt: (claims: object, signed?: boolean) => string;
};

type Keys = { readonly privateKey: KeyObject; readonly publicJwk: JsonWebKey };

/** Made when first needed: it costs some 100 ms, and most tests never sign in. Never in another thread, which would answer at no certain moment. */
export function createSigningKey(): SigningKey {
  let known: Keys | undefined;
  const keys = (): Keys => {
    known ??= makeKeys();
    return known;
  };
  return {
    publicJwk: () => keys().publicJwk,
    jwt: (claims, signed = true) => {
      const kid = signed ? keys().publicJwk.kid : 'none';
      const content = `${encoded({ alg: 'RS256', typ: 'JWT', kid })}.${encoded(claims)}`;
      return `${content}.${signed ? signatureOf(content, keys()) : 'unsigned'}`;
    },
  };
}

function makeKeys(): Keys {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const { kty = '', n = '', e = '' } = publicKey.export({ format: 'jwk' });
  // The thumbprint of RFC 7638: members in the order of their names.
  const kid = createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
  return { privateKey, publicJwk: { kty, n, e, kid, use: 'sig', alg: 'RS256' } };
}

const signatureOf = (content: string, { privateKey }: Keys): string =>
  sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url');

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
