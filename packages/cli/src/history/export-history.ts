import { createTable, createVault } from '@concord/aws';
import { type ExportFormat, exportPage, findSync } from '@concord/engine';
import { Problem } from '@concord/local';
import { firmOf } from '../asking/find-syncs.ts';
import type { Deployment } from '../deployment.ts';

export type ExportOptions = {
  readonly sync: string;
  /** Spares reading the whole table for the sync. */
  readonly firm?: string;
  readonly format: ExportFormat;
};

/** Hands the file over part by part. Throws a `Problem` when there is no such sync. */
export async function exportHistory(
  { dynamo, tableName, secrets, keysSecretId }: Deployment,
  { sync, firm, format }: ExportOptions,
  write: (text: string) => void,
): Promise<void> {
  const table = createTable({ tableName, client: dynamo });
  const vault = createVault({ secretId: keysSecretId, client: secrets });
  const owner = firm ?? (await firmOf({ dynamo, tableName }, sync));
  const record = owner === undefined ? undefined : await findSync({ table }, { firm: owner, sync });
  if (record === undefined)
    throw new Problem(`There is no sync ${sync}: its name is the last part of the address of its page.`);
  let after: string | undefined;
  do {
    const page = await exportPage({ table, vault }, record, format, after);
    write(page.text);
    after = page.after;
  } while (after !== undefined);
}
