import { setTimeout } from 'node:timers/promises';
import type { TablePart } from '../template/parts.ts';

/** Makes the tables of the template that are not there yet, and ends when all of them take rows. */
export async function ensureTables(url: string, tables: readonly TablePart[]): Promise<void> {
  const { TableNames = [] } = await call(url, 'ListTables', {});
  for (const table of tables) {
    if (!TableNames.includes(table.TableName)) await call(url, 'CreateTable', table);
    await untilActive(url, table.TableName);
  }
}

/** A new table refuses rows until it is active, for a moment in the stand-ins also. */
async function untilActive(url: string, TableName: string): Promise<void> {
  for (let look = 0; look < looks; look += 1) {
    const { Table } = await call(url, 'DescribeTable', { TableName });
    if (Table?.TableStatus === 'ACTIVE') return;
    await setTimeout(lookMs);
  }
  throw new Error(`The table ${TableName} did not become active within ${(looks * lookMs) / 1000} seconds.`);
}

const looks = 200;
const lookMs = 50;

type TableAnswer = {
  readonly TableNames?: readonly string[];
  readonly Table?: { readonly TableStatus: string };
};

async function call(url: string, action: string, input: object): Promise<TableAnswer> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${action}`,
      // Unsigned, but dynalite wants to see the form.
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      'x-amz-date': '20260101T000000Z',
    },
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(`The table stand-in refused ${action}: ${await answer.text()}`);
  return (await answer.json()) as TableAnswer;
}
