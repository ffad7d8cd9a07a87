import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type AppCredentials, type Clock, type Secrets, SyncError } from '@concord/core';
import { createSecretsClient } from './clients.ts';
import { createSecretReader } from './secret-values.ts';

export type SecretsOptions = {
  /** Provider → id of its secret. */
  readonly secretIds: Readonly<Record<string, string>>;
  readonly client?: SecretsManagerClient;
  readonly clock?: Clock;
};

/** `Secrets` on Secrets Manager: one secret per provider, `{ "clientId", "clientSecret" }`. Kept for five minutes. */
export function createSecrets({ secretIds, client = createSecretsClient(), clock }: SecretsOptions): Secrets {
  const read = createSecretReader(client, clock);
  return {
    app: async (provider) => {
      const secretId = secretIds[provider];
      if (secretId === undefined) throw new SyncError('misconfigured', `There is no secret for ${provider}.`);
      return parseCredentials(provider, await read(secretId));
    },
  };
}

function parseCredentials(provider: string, value: unknown): AppCredentials {
  const { clientId, clientSecret } = (value ?? {}) as Record<string, unknown>;
  if (typeof clientId !== 'string' || typeof clientSecret !== 'string' || clientId === '' || clientSecret === '') {
    throw new SyncError('misconfigured', `The secret of ${provider} lacks clientId or clientSecret.`);
  }
  return { clientId, clientSecret };
}
