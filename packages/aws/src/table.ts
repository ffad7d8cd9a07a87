import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Clock, type Condition, type Key, type Row, SyncError, type Table } from '@concord/core';
import { readBatches, writeBatches } from './batches.ts';
import { createDynamoClient } from './clients.ts';
import { translated } from './failures.ts';
import { queryDue, queryPage } from './queries.ts';
import { distinct, expressionOf, fromStored, isLive, toStored } from './rows.ts';

export type TableOptions = {
  readonly tableName: string;
  readonly client?: DynamoDBDocumentClient;
  /** Decides what counts as expired. */
  readonly clock?: Clock;
};

export type AwsTable = Table & {
  /** Capacity units used so far. A refused conditional write counts as one: DynamoDB does not say what it cost. */
  readonly units: () => { readonly read: number; readonly write: number };
};

/** The row that stood in the way, as the SDK hands it over: not converted to plain values. */
type Present = ConditionalCheckFailedException['Item'];
type Capacity = { readonly CapacityUnits?: number | undefined };

/** `Table` on one DynamoDB table with keys `pk` and `sk` and one index `due`. */
export function createTable({ tableName, client = createDynamoClient(), clock = systemClock }: TableOptions): AwsTable {
  const used = { read: 0, write: 0 };
  const count = (capacity: Capacity | readonly Capacity[] | undefined, effect: 'read' | 'write'): void => {
    for (const part of [capacity ?? []].flat()) used[effect] += part.CapacityUnits ?? 0;
  };
  const source = { client, tableName, count: (capacity: Capacity | undefined) => count(capacity, 'read') };
  const live = (rows: readonly Record<string, unknown>[]): Row[] =>
    rows.map(fromStored).filter((row) => isLive(row, clock.now()));

  const get = async (key: Key): Promise<Row | undefined> => {
    const input = { TableName: tableName, Key: keyOf(key), ConsistentRead: true, ...counting };
    const output = await client.send(new GetCommand(input));
    count(output.ConsumedCapacity, 'read');
    return live(output.Item === undefined ? [] : [output.Item])[0];
  };
  const getMany = async (keys: readonly Key[]): Promise<readonly Row[]> =>
    live(await readBatches(client, tableName, distinct(keys), count));
  /** True when done, false when refused. */
  const conditionally = async (
    send: () => Promise<{ readonly ConsumedCapacity?: Capacity | undefined }>,
    isOurs: (present: Present) => boolean,
  ): Promise<boolean> => {
    try {
      count((await send()).ConsumedCapacity, 'write');
      return true;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      count({ CapacityUnits: 1 }, 'write');
      refuseDoubt(error, isOurs);
      return false;
    }
  };
  const put = (row: Row, condition?: Condition): Promise<boolean> => {
    const input = { TableName: tableName, Item: toStored(row), ...counting, ...guard(condition, clock.now()) };
    return conditionally(
      () => client.send(new PutCommand(input)),
      (present) => present?.['rev']?.N === String(row.rev),
    );
  };
  const remove = (key: Key, condition?: Condition): Promise<boolean> => {
    const input = { TableName: tableName, Key: keyOf(key), ...counting, ...guard(condition, clock.now()) };
    return conditionally(
      () => client.send(new DeleteCommand(input)),
      (present) => present === undefined,
    );
  };
  const putMany = (rows: readonly Row[]): Promise<void> =>
    writeBatches(
      client,
      tableName,
      distinct(rows).map((row) => ({ PutRequest: { Item: toStored(row) } })),
      count,
    );
  const removeMany = (keys: readonly Key[]): Promise<void> =>
    writeBatches(
      client,
      tableName,
      distinct(keys).map((key) => ({ DeleteRequest: { Key: keyOf(key) } })),
      count,
    );

  return {
    get: (key) => translated('read', () => get(key)),
    getMany: (keys) => translated('read', () => getMany(keys)),
    put: (row, condition) => translated('write', () => put(row, condition)),
    putMany: (rows) => translated('write', () => putMany(rows)),
    remove: (key, condition) => translated('write', () => remove(key, condition)),
    removeMany: (keys) => translated('write', () => removeMany(keys)),
    query: (query) => translated('read', () => queryPage(source, query, live)),
    due: (before, limit) => translated('read', () => queryDue(source, before, limit, getMany)),
    units: () => ({ ...used }),
  };
}

/**
 * The SDK repeats a call that got no answer; the second try then meets what the first one wrote. A refusal after
 * more than one attempt that looks like our own doing is not known to be a refusal.
 */
function refuseDoubt(error: ConditionalCheckFailedException, isOurs: (present: Present) => boolean): void {
  if ((error.$metadata.attempts ?? 1) <= 1 || !isOurs(error.Item)) return;
  throw new SyncError('timeout', 'A repeated conditional write met its own result, or an equal one.', { cause: error });
}

function guard(condition: Condition | undefined, now: number): object {
  if (condition === undefined) return {};
  return { ...expressionOf(condition, now), ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
}

const counting = { ReturnConsumedCapacity: 'TOTAL' } as const;
const keyOf = ({ pk, sk }: Key): Key => ({ pk, sk });
const systemClock: Clock = { now: () => Date.now() };
