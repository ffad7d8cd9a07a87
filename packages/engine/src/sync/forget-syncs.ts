import { SyncError } from '@concord/core';
import { bodyOf, updateRow } from '../connect/update-row.ts';
import type { EnginePorts } from '../ports.ts';
import { halt } from './ask-start-stop.ts';
import { freeBooks } from './books.ts';
import { leaseOf } from './end-subscriptions.ts';
import { accountKey, hookKey, partOfRun, partOfSync, syncKey } from './keys.ts';
import { endingUntil, type Lease } from './lease.ts';
import { eachPage, removeAll } from './remove-all.ts';
import { doesWork, recordsWith, type SyncRecord } from './sync-record.ts';
import { readWork } from './work-record.ts';

/**
 * Removes all that is known of the syncs that have this connection on either side: mappings, runs, plans, history, what waits
 * and what was answered, and at last the syncs themselves. What stands in Clio and in the other account stays there. Of other
 * syncs nothing is touched. Goes on where it was when it is repeated. Throws `unavailable` while a worker may still be at its
 * last batch.
 */
export async function forgetSyncs(ports: EnginePorts, firm: string, connection: string): Promise<void> {
  for (const record of await recordsWith(ports, firm, connection)) {
    if (doesWork(record)) await halt(ports, record);
    await waitForLastBatch(ports, record);
    const lease = await leaseOf(ports, record);
    try {
      await forgetSync(ports, record, lease);
    } finally {
      await lease.release({});
    }
  }
}

/** What it commits would come back without anything that leads to it. */
async function waitForLastBatch(ports: EnginePorts, { firm, right }: SyncRecord): Promise<void> {
  const retryAfterMs = (await endingUntil(ports, firm, right.connection)) - ports.clock.now();
  if (retryAfterMs > 0) throw new SyncError('unavailable', 'A worker is at its last batch.', { retryAfterMs });
}

async function forgetSync(ports: EnginePorts, record: SyncRecord, lease: Lease): Promise<void> {
  const { firm, sync } = record;
  const { hooks } = (await readWork(ports, record)).record;
  await ports.table.removeMany(Object.values(hooks).map(({ hook }) => hookKey(hook)));
  await forgetRuns(ports, record, lease);
  for (const prefix of partOfSync.prefixes) await removeAll(ports, partOfSync.pk(record), prefix, lease);
  await freeBooks(ports, firm, sync);
  await leaveAccount(ports, record);
  await ports.table.remove(syncKey(record));
  ports.log.info('sync.forgotten', { sync });
}

async function forgetRuns(ports: EnginePorts, record: SyncRecord, lease: Lease): Promise<void> {
  const { firm } = record;
  await eachPage(ports, partOfSync.pk(record), 'RUN#', async (rows) => {
    for (const { run } of rows)
      for (const prefix of partOfRun.prefixes)
        await removeAll(ports, partOfRun.pk({ firm, run: String(run) }), prefix, lease);
    await ports.table.removeMany(rows.map(({ pk, sk }) => ({ pk, sk })));
  });
}

/** The account's row goes with the last of its syncs. */
async function leaveAccount(ports: EnginePorts, { firm, sync, right }: SyncRecord): Promise<void> {
  const key = accountKey(firm, right.connection);
  const row = await updateRow(ports.table, key, (known) => {
    if (known === undefined) return undefined;
    const { [sync]: _, ...checkedAt } = known['checkedAt'] as Readonly<Record<string, number>>;
    const { [sync]: __, ...inStepAt } = (known['inStepAt'] ?? {}) as Readonly<Record<string, number>>;
    const { [sync]: _due, ...dues } = (known['dues'] ?? {}) as Readonly<Record<string, number>>;
    const syncs = (known['syncs'] as readonly string[]).filter((each) => each !== sync);
    return { ...bodyOf(known), checkedAt, inStepAt, dues, syncs };
  });
  if (row && (row['syncs'] as readonly string[]).length === 0)
    await ports.table.remove(key, { kind: 'rev', rev: row.rev });
}
