import { createTable, createVault } from '@concord/aws';
import { type Clock, type Hosts, type ProviderProfile, SyncError } from '@concord/core';
import type { EnginePorts } from '@concord/engine';
import { clio } from '@concord/provider-clio';
import { google } from '@concord/provider-google';
import { microsoft } from '@concord/provider-microsoft';
import type { Deployment } from '../deployment.ts';

const providers = { clio, microsoft, google } as const;

/** Nobody goes there; what a provider can do is asked of what would go there. */
const addressesIn = ({ hosts }: ProviderProfile): Hosts =>
  Object.fromEntries(Object.entries(hosts).map(([name, { url }]) => [name, url]));

type Environment = Readonly<Record<string, string | undefined>>;

/** The engine's ports on what is kept, for use cases that only look: nothing leads outside, and nothing is told to a worker. */
export function readingPorts(deployment: Deployment, environment: Environment, clock: Clock): EnginePorts {
  const { dynamo, tableName, secrets, keysSecretId } = deployment;
  const onlyLooks = async (): Promise<never> => {
    throw new SyncError('misconfigured', 'What only looks calls nobody outside.');
  };
  return {
    table: createTable({ tableName, client: dynamo }),
    vault: createVault({ secretId: keysSecretId, client: secrets, clock }),
    queue: { send: onlyLooks },
    secrets: { app: onlyLooks },
    mailer: { send: onlyLooks },
    transport: onlyLooks,
    clock,
    random: { id: () => '' },
    providers,
    hosts: Object.fromEntries(Object.values(providers).map(({ name, profile }) => [name, addressesIn(profile)])),
    settings: {
      publicUrl: '',
      leaseMs: Number(environment['CONCORD_LEASE_MS'] ?? 90_000),
      sliceMs: 0,
      requestTimeoutMs: Number(environment['CONCORD_REQUEST_TIMEOUT_MS'] ?? 20_000),
      phoneRegion: environment['CONCORD_PHONE_REGION'] ?? 'US',
      regions: [],
      historyDays: 0,
    },
    log: { info: () => undefined, error: () => undefined },
  };
}
