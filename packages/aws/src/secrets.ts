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

/**
 * `Secrets` on Secrets Manager, kept for five minutes. One secret per provider: `{ "clientId", "clientSecret" }`, or one of
 * these for each region: `{ "us": { ... }, "eu": { ... } }`. The flat form means the first region.
 */
export function createSecrets({ secretIds, client = createSecretsClient(), clock }: SecretsOptions): Secrets {
  const secret = createSecretReader(client, clock);
  return {
    app: async (provider, region = firstRegion) => {
      const secretId = secretIds[provider];
      if (secretId === undefined) throw new SyncError('misconfigured', `There is no secret for ${provider}.`);
      const value = recordOf(await secret.read(secretId));
      const isFlat = 'clientId' in value || 'clientSecret' in value;
      if (isFlat && region === firstRegion) return parseCredentials(provider, value);
      if (isFlat || !Object.hasOwn(value, region)) throw noApp(provider, region);
      return parseCredentials(provider, recordOf(value[region]));
    },
  };
}

const firstRegion = 'us';

const noApp = (provider: string, region: string): SyncError =>
  new SyncError('misconfigured', `The secret of ${provider} has no app for the region ${region}.`);

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

function parseCredentials(
  provider: string,
  { clientId, clientSecret }: Readonly<Record<string, unknown>>,
): AppCredentials {
  if (typeof clientId !== 'string' || typeof clientSecret !== 'string' || clientId === '' || clientSecret === '') {
    throw new SyncError('misconfigured', `The secret of ${provider} lacks clientId or clientSecret.`);
  }
  return { clientId, clientSecret };
}
