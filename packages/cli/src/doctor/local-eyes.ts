import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { createTable } from '@concord/aws';
import type { Clock } from '@concord/core';
import type { Deployment, OpenDeployment } from '../deployment.ts';
import { scanRows } from '../keys/scan-rows.ts';
import type { Answered, Eyes } from './eyes.ts';

/** What can be seen where there is only a table, a key ring and, while it runs, an address. */
export function localEyes(deployment: OpenDeployment, clock: Clock): Eyes {
  const { url, keysSecretId } = deployment;
  return {
    secrets: { keys: () => readSecret(deployment, keysSecretId) },
    rows: () => scanRows(deployment),
    oldestDue: () => oldestDue(deployment, clock),
    addresses: url === undefined ? {} : addressesAt(url, url),
  };
}

export function addressesAt(publicUrl: string, webhookUrl: string): Eyes['addresses'] {
  return {
    page: () => ask(`${publicUrl}/`),
    api: () => ask(`${publicUrl}/api/session`),
    // No hook has this name.
    webhooks: () => ask(`${webhookUrl}/webhooks/clio/is-anybody-there`),
  };
}

const patienceMs = 10_000;

async function ask(url: string): Promise<Answered> {
  const { status, headers, body } = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(patienceMs) });
  await body?.cancel();
  const date = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(date) ? { status } : { status, date };
}

export async function readSecret({ secrets }: Deployment, SecretId: string): Promise<string | undefined> {
  try {
    return (await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

export async function oldestDue({ dynamo, tableName }: Deployment, clock: Clock): Promise<number | undefined> {
  const [row] = await createTable({ tableName, client: dynamo, clock }).due(clock.now(), 1);
  return row?.dueAt;
}
