import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Key, Query, QueryPage, Row } from '@concord/core';
import { dueIndex, dueShards } from './rows.ts';

export type QuerySource = {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly count: (capacity: { readonly CapacityUnits?: number | undefined } | undefined) => void;
};

type Attributes = Record<string, unknown>;
type Found = { readonly items: Attributes[]; readonly last: Attributes | undefined };

/** Expired rows cost a page without filling it, hence more than one call; a page of DynamoDB ends at 1 MB. */
const callsPerPage = 100;

export async function queryPage(
  source: QuerySource,
  query: Query,
  live: (rows: readonly Attributes[]) => Row[],
): Promise<QueryPage> {
  const rows: Row[] = [];
  let start: Key | undefined | 'end' = startOf(query);
  if (start === 'end') return { rows };
  for (let call = 0; call < callsPerPage; call += 1) {
    const { items, last } = await send(source, pageInput(source.tableName, query, query.limit - rows.length, start));
    rows.push(...live(items));
    if (last === undefined && rows.length < query.limit) return { rows };
    if (rows.length === query.limit) break;
    start = last as Key | undefined;
  }
  const after = rows.length === query.limit ? rows.at(-1)?.sk : start?.sk;
  return after === undefined ? { rows } : { rows, after };
}

/** The index holds keys only and lags behind: the rows themselves are read, and have the last word. */
export async function queryDue(
  source: QuerySource,
  before: number,
  limit: number,
  getMany: (keys: readonly Key[]) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const shards = await Promise.all(
    dueShards.map((shard) => send(source, dueInput(source.tableName, shard, before, limit))),
  );
  const keys = shards.flatMap(({ items }) => items).sort(byDueAt) as unknown as Key[];
  const due: Row[] = [];
  for (let from = 0; from < keys.length && due.length < limit; from += limit) {
    const rows = await getMany(keys.slice(from, from + limit));
    due.push(...rows.filter((row) => row.dueAt !== undefined && row.dueAt <= before));
  }
  return due.sort(byDueAt).slice(0, limit);
}

async function send({ client, count }: QuerySource, input: QueryCommandInput): Promise<Found> {
  const output = await client.send(new QueryCommand(input));
  count(output.ConsumedCapacity);
  return { items: output.Items ?? [], last: output.LastEvaluatedKey };
}

/**
 * Where to start. DynamoDB refuses a start key outside of the key condition, so a place before all rows of the prefix
 * is no start key, and one behind them is the end.
 */
function startOf({ pk, prefix, after, reverse = false }: Query): Key | undefined | 'end' {
  if (after === undefined) return undefined;
  if (after.startsWith(prefix) && after !== '') return { pk, sk: after };
  const isBefore = Buffer.compare(Buffer.from(after), Buffer.from(prefix)) <= 0;
  return isBefore === reverse ? 'end' : undefined;
}

function pageInput(tableName: string, query: Query, limit: number, start: Key | undefined): QueryCommandInput {
  const isWhole = query.prefix === '';
  return {
    TableName: tableName,
    KeyConditionExpression: isWhole ? '#pk = :pk' : '#pk = :pk AND begins_with(#sk, :prefix)',
    ExpressionAttributeNames: isWhole ? { '#pk': 'pk' } : { '#pk': 'pk', '#sk': 'sk' },
    ExpressionAttributeValues: isWhole ? { ':pk': query.pk } : { ':pk': query.pk, ':prefix': query.prefix },
    ConsistentRead: true,
    ScanIndexForward: query.reverse !== true,
    Limit: limit,
    ReturnConsumedCapacity: 'TOTAL',
    ...(start === undefined ? {} : { ExclusiveStartKey: start }),
  };
}

function dueInput(tableName: string, shard: string, before: number, limit: number): QueryCommandInput {
  return {
    TableName: tableName,
    IndexName: dueIndex,
    KeyConditionExpression: '#shard = :shard AND #dueAt <= :before',
    ExpressionAttributeNames: { '#shard': 'dueShard', '#dueAt': 'dueAt' },
    ExpressionAttributeValues: { ':shard': shard, ':before': before },
    Limit: limit,
    ReturnConsumedCapacity: 'TOTAL',
  };
}

const byDueAt = (left: Attributes, right: Attributes): number => Number(left['dueAt']) - Number(right['dueAt']);
