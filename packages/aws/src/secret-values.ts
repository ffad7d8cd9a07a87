import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Clock, SyncError } from '@concord/core';
import { translated } from './failures.ts';

const keepMs = 5 * 60_000;

/** Reads JSON secrets and keeps them in the container for five minutes, failures not at all. */
export function createSecretReader(
  client: SecretsManagerClient,
  clock: Clock = { now: () => Date.now() },
): (secretId: string) => Promise<unknown> {
  const kept = new Map<string, { readonly value: Promise<unknown>; readonly until: number }>();
  return (secretId) => {
    const known = kept.get(secretId);
    if (known !== undefined && clock.now() < known.until) return known.value;
    const value = readSecret(client, secretId);
    kept.set(secretId, { value, until: clock.now() + keepMs });
    value.catch(() => kept.delete(secretId));
    return value;
  };
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
