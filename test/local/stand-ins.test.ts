import { createTable } from '@concord/aws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureTables } from '../../packages/local/src/setup/tables.ts';
import { createClosing } from '../../packages/local/src/stand-ins/closing.ts';
import { startDynamo } from '../../packages/local/src/stand-ins/dynamo.ts';
import { startQueues } from '../../packages/local/src/stand-ins/queues.ts';
import { startSecrets } from '../../packages/local/src/stand-ins/secrets.ts';
import { dynamoClientFor } from '../contract/test-dynamo.ts';
import { removeFolder, temporaryFolder } from './local-under-test.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = temporaryFolder();
});
afterEach(() => removeFolder(dataDir));

const table = {
  TableName: 'rows',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
};

describe('DynamoDB', () => {
  it.each(['dynoxide', 'dynalite'] as const)('played by %s keeps its rows over a restart', async (engine) => {
    const row = { pk: 'a', sk: 'b', rev: 1 };
    const first = await startDynamo({ dataDir, engine });
    await ensureTables(first.url, [table]);
    await createTable({ client: dynamoClientFor(first.url), tableName: 'rows' }).put(row);
    await first.close();
    const second = await startDynamo({ dataDir, engine });
    await ensureTables(second.url, [table]);
    expect(await createTable({ client: dynamoClientFor(second.url), tableName: 'rows' }).get(row)).toEqual(row);
    await second.close();
  });
});

describe('SQS', () => {
  const spec = { name: 'changes', attributes: { VisibilityTimeout: '360' } };
  const call = (url: string, action: string, input: object): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` },
      body: JSON.stringify(input),
    });

  it('keeps its messages over a restart, and gives back what a killed worker had received', async () => {
    const first = await startQueues({ region: 'us-east-1', dataDir });
    const { url: QueueUrl } = await first.ensure(spec);
    for (const MessageBody of ['received', 'waiting']) await call(first.url, 'SendMessage', { QueueUrl, MessageBody });
    await call(first.url, 'ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 1 });
    expect(first.inspect('changes').inflight).toHaveLength(1);
    await first.close();
    const second = await startQueues({ region: 'us-east-1', dataDir });
    await second.ensure(spec);
    const { ready, inflight } = second.inspect('changes');
    expect(ready.map(({ body }) => body)).toEqual(['waiting']);
    expect(inflight.map(({ message }) => message.body)).toEqual(['received']);
    expect(inflight[0]?.visibilityDeadline).toBeLessThanOrEqual(Date.now() + 1_000);
    await second.close();
  });

  it('follows a template that changed', async () => {
    const first = await startQueues({ region: 'us-east-1', dataDir });
    await first.ensure(spec);
    await first.close();
    const second = await startQueues({ region: 'us-east-1', dataDir });
    const { url: QueueUrl } = await second.ensure({ ...spec, attributes: { VisibilityTimeout: '30' } });
    const answer = await call(second.url, 'GetQueueAttributes', { QueueUrl, AttributeNames: ['VisibilityTimeout'] });
    expect(await answer.json()).toMatchObject({ Attributes: { VisibilityTimeout: '30' } });
    await second.close();
  });
});

describe('Secrets Manager', () => {
  const kept: string[] = [];
  const started = async () => {
    const keepers = new Map([['known', (value: string) => void kept.push(value)]]);
    const secrets = await startSecrets(
      new Map([
        ['known', 'value'],
        ['fixed', 'value'],
      ]),
      keepers,
    );
    const ask = async (target: string, body: string) => {
      const headers = { 'x-amz-target': `secretsmanager.${target}` };
      const answer = await fetch(secrets.url, { method: 'POST', headers, body });
      return [answer.status, await answer.json()];
    };
    return { secrets, ask };
  };

  it('tells the value of a known secret and nothing else', async () => {
    const { secrets, ask } = await started();
    expect(await ask('GetSecretValue', '{"SecretId":"known"}')).toEqual([
      200,
      { Name: 'known', SecretString: 'value', VersionId: 'first' },
    ]);
    expect(await ask('GetSecretValue', '{"SecretId":"other"}')).toMatchObject([
      400,
      { __type: 'ResourceNotFoundException' },
    ]);
    expect(await ask('GetSecretValue', '{')).toMatchObject([400, { __type: 'SerializationException' }]);
    expect(await ask('DeleteSecret', '{"SecretId":"known"}')).toMatchObject([
      400,
      { __type: 'UnknownOperationException' },
    ]);
    await secrets.close();
  });

  it('takes a new value only where somebody keeps it, and remembers the one before', async () => {
    const { secrets, ask } = await started();
    expect(await ask('PutSecretValue', '{"SecretId":"fixed","SecretString":"x"}')).toMatchObject([400, {}]);
    expect(await ask('PutSecretValue', '{"SecretId":"other","SecretString":"x"}')).toMatchObject([400, {}]);
    const before = '{"SecretId":"known","VersionStage":"AWSPREVIOUS"}';
    expect(await ask('GetSecretValue', before)).toMatchObject([400, { __type: 'ResourceNotFoundException' }]);
    expect((await ask('PutSecretValue', '{"SecretId":"known","SecretString":"next"}'))[0]).toBe(200);
    expect(kept).toEqual(['next']);
    expect(await ask('GetSecretValue', '{"SecretId":"known"}')).toMatchObject([200, { SecretString: 'next' }]);
    expect(await ask('GetSecretValue', before)).toMatchObject([200, { SecretString: 'value' }]);
    expect(await ask('GetSecretValue', '{"SecretId":"fixed"}')).toMatchObject([200, { SecretString: 'value' }]);
    await secrets.close();
  });
});

describe('closing', () => {
  it('closes everything once, last opened first', async () => {
    const closed: string[] = [];
    const closing = createClosing();
    for (const name of ['first', 'second']) closing.add({ close: () => void closed.push(name) });
    await closing.close();
    await closing.close();
    expect(closed).toEqual(['second', 'first']);
  });
});
