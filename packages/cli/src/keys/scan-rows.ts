import { ScanCommand, type ScanCommandOutput } from '@aws-sdk/lib-dynamodb';
import type { Key } from '@concord/core';
import { Problem } from '@concord/local';
import type { Deployment } from '../deployment.ts';

export type ScannedRow = Key & Readonly<Record<string, unknown>>;
/** `mark`: where the next page begins; none behind the last one. */
export type ScannedPage = { readonly rows: readonly ScannedRow[]; readonly mark?: string };

/** A page is at most 1 MB: enough for some tens of terabytes. */
const maximumPages = 50_000_000;

/** All rows of the table, page by page, those written meanwhile or not; `after` goes on behind a mark. */
export async function* scanRows(
  { dynamo, tableName }: Pick<Deployment, 'dynamo' | 'tableName'>,
  after?: string,
): AsyncGenerator<ScannedPage> {
  let start = after === undefined ? undefined : keyOf(after);
  for (let page = 0; page < maximumPages; page += 1) {
    const output: ScanCommandOutput = await dynamo.send(
      new ScanCommand({
        TableName: tableName,
        ConsistentRead: true,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    start = output.LastEvaluatedKey as Key | undefined;
    const rows = (output.Items ?? []) as unknown as readonly ScannedRow[];
    yield start === undefined ? { rows } : { rows, mark: markOf(start) };
    if (start === undefined) return;
  }
}

const markOf = ({ pk, sk }: Key): string => Buffer.from(JSON.stringify([pk, sk])).toString('base64url');

function keyOf(mark: string): Key {
  try {
    const [pk, sk] = JSON.parse(Buffer.from(mark, 'base64url').toString()) as readonly unknown[];
    if (typeof pk === 'string' && typeof sk === 'string') return { pk, sk };
  } catch {
    // Answered below: whatever it is, it is no mark.
  }
  throw new Problem('That is no mark of an earlier reseal: leave out --after to begin at the beginning.');
}
