import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Clock, SyncError, type Vault } from '@concord/core';
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader, errors, type ProtectedHeaderParameters } from 'jose';
import { createSecretsClient } from './clients.ts';
import { type KeyRing, parseKeyRing } from './key-ring.ts';
import { createSecretReader } from './secret-values.ts';

export type VaultOptions = {
  /** Holds the key ring. */
  readonly secretId: string;
  readonly client?: SecretsManagerClient;
  readonly clock?: Clock;
};

/**
 * `Vault` with compact JWE (direct key, AES-256-GCM). The owner stands in the protected header, which is the
 * additional data of the encryption: it can be read, and not be changed. Old keys of the ring still open.
 */
export function createVault({ secretId, client = createSecretsClient(), clock }: VaultOptions): Vault {
  const secret = createSecretReader(client, clock);
  const ring = async (): Promise<KeyRing> => parseKeyRing(await secret.read(secretId));
  /** A container keeps the ring for minutes, and somebody may have added a key meanwhile: looks again, once, for a key it lacks. */
  const keyOf = async (kid: string): Promise<Uint8Array> => {
    const key = (await ring()).keys.get(kid) ?? parseKeyRing(await secret.readAgain(secretId)).keys.get(kid);
    if (key === undefined) throw new SyncError('misconfigured', 'The key ring lacks the key of a sealed text.');
    return key;
  };
  return {
    seal: async (plain, owner) => {
      const { kid, key } = (await ring()).current;
      return new CompactEncrypt(new TextEncoder().encode(plain))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid, own: owner })
        .encrypt(key);
    },
    open: async (sealed, owner) => {
      const header = headerOf(sealed);
      if (header['own'] !== owner) throw new SyncError('misconfigured', 'A sealed text belongs to another owner.');
      return await decrypt(sealed, await keyOf(String(header.kid)));
    },
  };
}

const headerOf = (sealed: string): ProtectedHeaderParameters => unaltered(() => decodeProtectedHeader(sealed));

async function decrypt(sealed: string, key: Uint8Array): Promise<string> {
  const options = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] };
  const { plaintext } = await compactDecrypt(sealed, key, options).catch(refuseAltered);
  return new TextDecoder().decode(plaintext);
}

function unaltered<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    return refuseAltered(error);
  }
}

function refuseAltered(error: unknown): never {
  if (!(error instanceof errors.JOSEError) && !(error instanceof TypeError)) throw error;
  throw new SyncError('misconfigured', 'A sealed text was altered, or is none.', { cause: error });
}
