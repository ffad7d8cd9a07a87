import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type BatchWriteCommandOutput,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { type Key, SyncError } from '@concord/core';

type Attributes = Record<string, unknown>;
type WriteRequest = NonNullable<BatchWriteCommandInput['RequestItems']>[string][number];
type Count = (capacity: BatchGetCommandOutput['ConsumedCapacity'], effect: 'read' | 'write') => void;

const getLimit = 100;
const writeLimit = 25;
const callsAtOnce = 4;
const tries = 8;
const firstPauseMs = 25;

/** Reads any number of distinct keys; what DynamoDB leaves unprocessed is asked again, a bounded number of times. */
export async function readBatches(
  client: DynamoDBDocumentClient,
  tableName: string,
  keys: readonly Key[],
  count: Count,
): Promise<Attributes[]> {
  const read = async (chunk: readonly Key[]): Promise<Attributes[]> => {
    const rows: Attributes[] = [];
    await untilProcessed(chunk, async (left) => {
      const output: BatchGetCommandOutput = await client.send(
        new BatchGetCommand({
          RequestItems: { [tableName]: { Keys: left.map(({ pk, sk }) => ({ pk, sk })), ConsistentRead: true } },
          ReturnConsumedCapacity: 'TOTAL',
        }),
      );
      count(output.ConsumedCapacity, 'read');
      rows.push(...(output.Responses?.[tableName] ?? []));
      return (output.UnprocessedKeys?.[tableName]?.Keys ?? []) as unknown as readonly Key[];
    });
    return rows;
  };
  return (await inGroups(chunksOf(keys, getLimit), read)).flat();
}

/** Writes or removes any number of distinct rows, in no order. */
export async function writeBatches(
  client: DynamoDBDocumentClient,
  tableName: string,
  requests: readonly WriteRequest[],
  count: Count,
): Promise<void> {
  await inGroups(chunksOf(requests, writeLimit), (chunk) =>
    untilProcessed(chunk, async (left) => {
      const output: BatchWriteCommandOutput = await client.send(
        new BatchWriteCommand({ RequestItems: { [tableName]: [...left] }, ReturnConsumedCapacity: 'TOTAL' }),
      );
      count(output.ConsumedCapacity, 'write');
      return output.UnprocessedItems?.[tableName] ?? [];
    }),
  );
}

async function untilProcessed<T>(
  all: readonly T[],
  send: (left: readonly T[]) => Promise<readonly T[]>,
): Promise<void> {
  let left = all;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    if (attempt > 0) await pause(firstPauseMs * 2 ** attempt * (0.5 + Math.random()));
    left = await send(left);
    if (left.length === 0) return;
  }
  throw new SyncError('unavailable', 'DynamoDB left a part of a batch undone.', { provider: 'aws' });
}

async function inGroups<T, R>(chunks: readonly T[], run: (chunk: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const group of chunksOf(chunks, callsAtOnce)) results.push(...(await Promise.all(group.map(run))));
  return results;
}

function chunksOf<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
