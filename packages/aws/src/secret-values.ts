import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Clock, SyncError } from '@concord/core';
import { translated } from './failures.ts';

const keepMs = 5 * 60_000;

export type SecretReader = {
  readonly read: (secretId: string) => Promise<unknown>;
  /** Whatever is kept: for who misses something in it. */
  readonly readAgain: (secretId: string) => Promise<unknown>;
};

/** Reads JSON secrets and keeps them in the container for five minutes, failures not at all. */
export function createSecretReader(
  client: SecretsManagerClient,
  clock: Clock = { now: () => Date.now() },
): SecretReader {
  const kept = new Map<string, { readonly value: Promise<unknown>; readonly until: number }>();
  const readAgain = (secretId: string): Promise<unknown> => {
    const value = readSecret(client, secretId);
    const entry = { value, until: clock.now() + keepMs };
    kept.set(secretId, entry);
    value.catch(() => {
      if (kept.get(secretId) === entry) kept.delete(secretId);
    });
    return value;
  };
  const read = (secretId: string): Promise<unknown> => {
    const known = kept.get(secretId);
    return known !== undefined && clock.now() < known.until ? known.value : readAgain(secretId);
  };
  return { read, readAgain };
}

async function readSecret(client: SecretsManagerClient, secretId: string): Promise<unknown> {
  const command = new GetSecretValueCommand({ SecretId: secretId });
  const { SecretString: text = '' } = await translated('read', () => client.send(command));
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message would quote the secret.
    throw new SyncError('misconfigured', 'A secret is not JSON.', { provider: 'aws' });
  }
}
