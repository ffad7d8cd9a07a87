import { randomBytes } from 'node:crypto';
import { createSecretsClient, createTable, createVault } from '@concord/aws';
import type { Deployment } from '../../packages/cli/src/deployment.ts';
import { startSecrets } from '../../packages/local/src/stand-ins/secrets.ts';
import { startTestDynamo, testCredentials } from '../contract/test-dynamo.ts';

export const freshKey = (): string => randomBytes(32).toString('base64url');

/** A table, a key ring, and containers that read it, each with a cache of its own. */
export async function createKept() {
  const dynamo = await startTestDynamo();
  const first = JSON.stringify({ current: 'first', keys: { first: freshKey() } });
  const saved: string[] = [first];
  const keepers = new Map([['keys', (value: string) => void saved.push(value)]]);
  const server = await startSecrets(new Map([['keys', first]]), keepers);
  const secrets = createSecretsClient({ endpoint: server.url, region: 'eu-central-1', credentials: testCredentials });
  const deployment: Deployment = {
    dynamo: dynamo.client,
    tableName: dynamo.tableName,
    secrets,
    keysSecretId: 'keys',
  };
  return {
    deployment,
    table: createTable({ tableName: dynamo.tableName, client: dynamo.client }),
    container: () => createVault({ secretId: 'keys', client: secrets }),
    ring: () => JSON.parse(saved.at(-1) ?? '') as { readonly current: string; readonly keys: Record<string, string> },
    close: async () => {
      secrets.destroy();
      await server.close();
      await dynamo.close();
    },
  };
}
export type Kept = Awaited<ReturnType<typeof createKept>>;

export const kidOf = (sealed: unknown): unknown =>
  (JSON.parse(Buffer.from(String(sealed).split('.')[0] ?? '', 'base64url').toString()) as { kid: unknown }).kid;
