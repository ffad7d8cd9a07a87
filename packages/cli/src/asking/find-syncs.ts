import { type EnginePorts, findSync, type SyncRecord, syncsOfFirm } from '@concord/engine';
import { Problem } from '@concord/local';
import type { Deployment } from '../deployment.ts';
import { scanRows } from '../keys/scan-rows.ts';

/** One, all of a firm, or all there are. Naming the firm spares reading the whole table. */
export type SyncsMeant = { readonly sync?: string; readonly firm?: string };

/** Throws a `Problem` where there is none. */
export async function findSyncs(
  deployment: Deployment,
  ports: EnginePorts,
  { sync, firm }: SyncsMeant,
): Promise<readonly SyncRecord[]> {
  if (sync !== undefined) return [await findOne(deployment, ports, sync, firm)];
  const firms = firm === undefined ? await firmsIn(deployment) : [firm];
  const found: SyncRecord[] = [];
  for (const each of firms) found.push(...(await syncsOfFirm(ports, each)));
  if (found.length === 0) throw new Problem(firm === undefined ? 'There are no syncs.' : `Firm ${firm} has no syncs.`);
  return found;
}

/** Throws a `Problem` where there is none. */
export async function findOne(
  deployment: Deployment,
  ports: EnginePorts,
  sync: string,
  firm?: string,
): Promise<SyncRecord> {
  const owner = firm ?? (await firmOf(deployment, sync));
  const record = owner === undefined ? undefined : await findSync(ports, { firm: owner, sync });
  if (record !== undefined) return record;
  throw new Problem(`There is no sync ${sync}: its name is the last part of the address of its page.`);
}

const prefix = 'FIRM#';

/** Reads the whole table. */
export async function firmsIn(deployment: Pick<Deployment, 'dynamo' | 'tableName'>): Promise<readonly string[]> {
  const firms = new Set<string>();
  for await (const { rows } of scanRows(deployment))
    for (const { pk } of rows) if (pk.startsWith(prefix)) firms.add(pk.slice(prefix.length));
  return [...firms].sort();
}

/** Reads the table until it is found. */
export async function firmOf(
  source: Pick<Deployment, 'dynamo' | 'tableName'>,
  sync: string,
): Promise<string | undefined> {
  for await (const { rows } of scanRows(source)) {
    const found = rows.find(({ pk, sk }) => sk === `SYNC#${sync}` && pk.startsWith(prefix));
    if (found !== undefined) return found.pk.slice(prefix.length);
  }
  return undefined;
}
