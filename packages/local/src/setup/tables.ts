import type { TablePart } from '../template/parts.ts';

/** Makes the tables of the template that are not there yet. */
export async function ensureTables(url: string, tables: readonly TablePart[]): Promise<void> {
  const { TableNames = [] } = await call(url, 'ListTables', {});
  for (const table of tables) {
    if (!TableNames.includes(table.TableName)) await call(url, 'CreateTable', table);
  }
}

async function call(url: string, action: string, input: object): Promise<{ readonly TableNames?: readonly string[] }> {
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
  return (await answer.json()) as { readonly TableNames?: readonly string[] };
}
