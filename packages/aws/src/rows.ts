import type { Condition, Key, Row } from '@concord/core';

/** Stored rows carry one attribute more than ours: the shard of the `due` index, on rows that are in it. */
export type StoredRow = Row & { readonly dueShard?: string };

export const dueIndex = 'due';
export const dueShards = ['0', '1', '2', '3'] as const;

export function toStored(row: Row): StoredRow {
  return row.dueAt === undefined ? row : { ...row, dueShard: shardOf(row.pk) };
}

export function fromStored(stored: Record<string, unknown>): Row {
  const { dueShard: _, ...row } = stored;
  return row as Row;
}

export const isLive = (row: Row, now: number): boolean => row.expiresAt === undefined || row.expiresAt * 1000 > now;

/** One entry per key, the last one given: DynamoDB takes a key once per batch. */
export function distinct<K extends Key>(rows: readonly K[]): readonly K[] {
  return [...new Map(rows.map((row) => [JSON.stringify([row.pk, row.sk]), row])).values()];
}

export type Expression = {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues: Record<string, unknown>;
};

/** DynamoDB deletes expired rows late, so that a condition has to look at the time itself. */
export function expressionOf(condition: Condition, now: number): Expression {
  const values = { ':now': now / 1000 };
  if (condition.kind === 'absent') {
    return {
      ConditionExpression: 'attribute_not_exists(#pk) OR #expiresAt <= :now',
      ExpressionAttributeNames: { '#pk': 'pk', '#expiresAt': 'expiresAt' },
      ExpressionAttributeValues: values,
    };
  }
  return {
    ConditionExpression: '#rev = :rev AND (attribute_not_exists(#expiresAt) OR #expiresAt > :now)',
    ExpressionAttributeNames: { '#rev': 'rev', '#expiresAt': 'expiresAt' },
    ExpressionAttributeValues: { ...values, ':rev': condition.rev },
  };
}

/** FNV-1a over the partition key: all due rows of one partition share a shard. */
function shardOf(pk: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < pk.length; index += 1) hash = Math.imul(hash ^ pk.charCodeAt(index), 0x01000193);
  return dueShards[(hash >>> 0) % dueShards.length] ?? dueShards[0];
}
