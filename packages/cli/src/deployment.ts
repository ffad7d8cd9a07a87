import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamoClient, createQueueClient, createSecretsClient } from '@concord/aws';
import { openKept, Problem } from '@concord/local';
import type { Target } from './target.ts';

/** What is kept in one place: its table, and the secret with the key ring. */
export type Deployment = {
  readonly dynamo: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly secrets: SecretsManagerClient;
  readonly keysSecretId: string;
  /** Undefined where nobody says where they are. */
  readonly queues?: () => Promise<Queues | undefined>;
};

/** The queue of changes, and that of its dead letters. */
export type Queues = { readonly client: SQSClient; readonly changesUrl: string; readonly deadLettersUrl: string };

export type OpenDeployment = Deployment & {
  /** Where it is open now, when it runs on this machine. */
  readonly url?: string;
  readonly close: () => Promise<void>;
};
type Environment = Readonly<Record<string, string | undefined>>;
export type OutputsOf = (stackName: string) => Promise<Readonly<Record<string, string>>>;

/** Throws a `Problem` when there is nothing of that name. */
export async function openDeployment(
  target: Target,
  environment: Environment,
  outputsOf: OutputsOf = readOutputs,
): Promise<OpenDeployment> {
  if (target.kind === 'local') return await openLocal(target.dataDir);
  const [tableName, keysSecretId] =
    target.kind === 'stage' ? await namesOfStage(target.stage, outputsOf) : namesIn(environment);
  const [dynamo, secrets, client] = [createDynamoClient(), createSecretsClient(), createQueueClient()];
  const queues = async (): Promise<Queues | undefined> =>
    target.kind === 'stage' ? await queuesOfStage(client, target.stage, outputsOf) : queuesIn(client, environment);
  return { dynamo, tableName, secrets, keysSecretId, queues, close: async () => endClients(dynamo, secrets, client) };
}

async function openLocal(dataDir: string): Promise<OpenDeployment> {
  const { dynamoUrl, secretsUrl, tableName, keysSecretId, queues: kept, url, close } = await openKept(dataDir);
  // The stand-ins take anybody of this machine; only the form of a signature is looked at.
  const access = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const dynamo = createDynamoClient({ endpoint: dynamoUrl, ...access });
  const secrets = createSecretsClient({ endpoint: secretsUrl, ...access });
  const client = createQueueClient({ endpoint: kept?.url ?? secretsUrl, ...access });
  const queues = async (): Promise<Queues | undefined> =>
    kept && {
      client,
      changesUrl: await urlOf(client, kept.changes),
      deadLettersUrl: await urlOf(client, kept.deadLetters),
    };
  const end = async (): Promise<void> => {
    endClients(dynamo, secrets, client);
    await close();
  };
  return { dynamo, tableName, secrets, keysSecretId, queues, ...(url === undefined ? {} : { url }), close: end };
}

function endClients(...clients: readonly { readonly destroy: () => void }[]): void {
  for (const client of clients) client.destroy();
}

async function urlOf(client: SQSClient, QueueName: string): Promise<string> {
  return (await client.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? '';
}

async function queuesOfStage(client: SQSClient, stage: string, outputsOf: OutputsOf): Promise<Queues> {
  const stackName = `concord-${stage}-sync`;
  const { ChangesUrl: changesUrl, DeadLettersUrl: deadLettersUrl } = await outputsOf(stackName);
  if (changesUrl !== undefined && deadLettersUrl !== undefined) return { client, changesUrl, deadLettersUrl };
  throw new Problem(`The stack ${stackName} does not say where its queues are: deploy it again.`);
}

function queuesIn(client: SQSClient, environment: Environment): Queues | undefined {
  const { CONCORD_QUEUE_URL: changesUrl, CONCORD_DEAD_LETTERS_URL: deadLettersUrl } = environment;
  return changesUrl && deadLettersUrl ? { client, changesUrl, deadLettersUrl } : undefined;
}

async function namesOfStage(stage: string, outputsOf: OutputsOf): Promise<readonly [string, string]> {
  const stackName = `concord-${stage}-data`;
  const { TableName: table, KeysSecretArn: keys } = await outputsOf(stackName);
  if (table !== undefined && keys !== undefined) return [table, keys];
  throw new Problem(`The stack ${stackName} does not say where its table and its keys are: deploy it again.`);
}

function namesIn({ CONCORD_TABLE: table, CONCORD_SECRET_KEYS: keys }: Environment): readonly [string, string] {
  if (table && keys) return [table, keys];
  throw new Problem('Which deployment? Name it with --stage or --local, or set CONCORD_TABLE and CONCORD_SECRET_KEYS.');
}

/** Of a stack in the account and region of the environment. */
export async function readOutputs(stackName: string): Promise<Readonly<Record<string, string>>> {
  const client = new CloudFormationClient();
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    const outputs = Stacks[0]?.Outputs ?? [];
    return Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  } catch (error) {
    const isMissing = error instanceof Error && error.name === 'ValidationError';
    throw isMissing
      ? new Problem(`There is no stack ${stackName} in this account and region.`, { cause: error })
      : error;
  } finally {
    client.destroy();
  }
}
