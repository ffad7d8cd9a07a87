import { createTable, createVault } from '@concord/aws';
import { isOfOtherVersion, type Migrated, migrateRow, ourShapes, type Shapes } from '@concord/engine';
import type { Deployment } from '../deployment.ts';
import { scanRows } from '../keys/scan-rows.ts';

export type MigrateOptions = {
  /** After each page, with what was done so far; never after the last one. */
  readonly onPage?: (soFar: MigratedRows) => void;
  /** Of the release whose rows it writes. */
  readonly shapes?: Shapes;
};
export type MigratedRows = Readonly<Record<Migrated, number>>;

const atOnce = 8;

/** Brings every row of the table into the version of this release, page by page, while syncs run; what is done is passed over. */
export async function migrateRows(
  deployment: Deployment,
  { onPage = () => undefined, shapes = ourShapes }: MigrateOptions = {},
): Promise<MigratedRows> {
  const place = {
    table: createTable({ tableName: deployment.tableName, client: deployment.dynamo }),
    vault: createVault({ secretId: deployment.keysSecretId, client: deployment.secrets }),
  };
  let soFar: MigratedRows = { done: 0, changed: 0, newer: 0 };
  for await (const { rows, mark } of scanRows(deployment)) {
    const old = rows.filter((row) => isOfOtherVersion(row, shapes) !== undefined);
    for (let from = 0; from < old.length; from += atOnce) {
      const outcomes = await Promise.all(old.slice(from, from + atOnce).map((row) => migrateRow(place, row, shapes)));
      for (const outcome of outcomes) if (outcome) soFar = { ...soFar, [outcome]: soFar[outcome] + 1 };
    }
    if (mark !== undefined) onPage(soFar);
  }
  return soFar;
}

export function migratedLine({ done, changed, newer }: MigratedRows): string {
  return [
    `${done} rows written anew.`,
    ...(changed === 0 ? [] : [`${changed} were written by somebody else meanwhile: type it again.`]),
    ...(newer === 0 ? [] : [`${newer} are of a newer release, and stay as they are.`]),
  ].join(' ');
}
