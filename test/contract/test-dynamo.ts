import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamoClient } from '@concord/aws';
import { type DynamoEngine, startDynamo } from '../../packages/local/src/stand-ins/dynamo.ts';

export type TestDynamo = {
  readonly url: string;
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly close: () => Promise<void>;
};

/** DynamoDB in memory, with Concord's table. */
export async function startTestDynamo(engine?: DynamoEngine): Promise<TestDynamo> {
  const standIn = await startDynamo(engine === undefined ? {} : { engine });
  const client = dynamoClientFor(standIn.url);
  const tableName = 'concord';
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
        { AttributeName: 'dueShard', AttributeType: 'S' },
        { AttributeName: 'dueAt', AttributeType: 'N' },
      ],
      KeySchema: keysOf('pk', 'sk'),
      GlobalSecondaryIndexes: [
        { IndexName: 'due', KeySchema: keysOf('dueShard', 'dueAt'), Projection: { ProjectionType: 'KEYS_ONLY' } },
      ],
    }),
  );
  const close = async (): Promise<void> => {
    client.destroy();
    await standIn.close();
  };
  return { url: standIn.url, client, tableName, close };
}

export function dynamoClientFor(endpoint: string): DynamoDBDocumentClient {
  return createDynamoClient({ endpoint, region: 'eu-central-1', credentials: testCredentials });
}

export const testCredentials = { accessKeyId: 'test', secretAccessKey: 'test' };

const keysOf = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];
