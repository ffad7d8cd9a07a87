import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Clock, SyncError, type Vault } from '@concord/core';
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader, errors } from 'jose';
import { createSecretsClient } from './clients.ts';
import { createSecretReader } from './secret-values.ts';

export type VaultOptions = {
  /** Holds the key ring: `{ "current": kid, "keys": { kid: base64url of 32 bytes } }`. */
  readonly secretId: string;
  readonly client?: SecretsManagerClient;
  readonly clock?: Clock;
};

type KeyRing = { readonly current: string; readonly keys: ReadonlyMap<string, Uint8Array> };

/**
 * `Vault` with compact JWE (direct key, AES-256-GCM). The owner stands in the protected header, which is the
 * additional data of the encryption: it can be read, and not be changed. Old keys of the ring still open.
 */
export function createVault({ secretId, client = createSecretsClient(), clock }: VaultOptions): Vault {
  const read = createSecretReader(client, clock);
  const ring = async (): Promise<KeyRing> => parseRing(await read(secretId));
  return {
    seal: async (plain, owner) => {
      const { current, keys } = await ring();
      return new CompactEncrypt(new TextEncoder().encode(plain))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: current, own: owner })
        .encrypt(keyOf(keys, current));
    },
    open: async (sealed, owner) => {
      const { keys } = await ring();
      const plain = await decrypt(sealed, owner, keys);
      return new TextDecoder().decode(plain);
    },
  };
}

async function decrypt(sealed: string, owner: string, keys: KeyRing['keys']): Promise<Uint8Array> {
  try {
    const header = decodeProtectedHeader(sealed);
    if (header['own'] !== owner) throw new SyncError('misconfigured', 'A sealed text belongs to another owner.');
    const options = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] };
    return (await compactDecrypt(sealed, keyOf(keys, String(header.kid)), options)).plaintext;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) {
      throw new SyncError('misconfigured', 'A sealed text was altered, or is none.', { cause: error });
    }
    throw error;
  }
}

function keyOf(keys: KeyRing['keys'], kid: string): Uint8Array {
  const key = keys.get(kid);
  if (key === undefined) throw new SyncError('misconfigured', 'The key ring lacks the key of a sealed text.');
  return key;
}

function parseRing(value: unknown): KeyRing {
  const { current, keys } = (value ?? {}) as { readonly current?: unknown; readonly keys?: Record<string, unknown> };
  const parsed = new Map(Object.entries(keys ?? {}).map(([kid, key]) => [kid, keyBytes(key)]));
  if (typeof current !== 'string' || !parsed.has(current)) {
    throw new SyncError('misconfigured', 'The key ring names no current key.');
  }
  return { current, keys: parsed };
}

function keyBytes(key: unknown): Uint8Array {
  const bytes = Buffer.from(String(key), 'base64url');
  if (bytes.length !== 32) throw new SyncError('misconfigured', 'A key of the key ring is not 32 bytes long.');
  return bytes;
}
