import type { Instant } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { intentPrefix, partOfSync, settlePrefix, todoPrefix } from './keys.ts';
import type { Lease } from './lease.ts';
import { newRun, saveRun } from './run-record.ts';
import { type SyncRecord, updateSync } from './sync-record.ts';
import { moved } from './sync-states.ts';
import { readWork, saveWork } from './work-record.ts';

/** It was last worked on in another table: this one is a copy, and both sides are newer than what stands in it. */
export const isRestored = ({ settings }: EnginePorts, { table }: SyncRecord): boolean =>
  settings.table !== undefined && table !== undefined && table !== settings.table;

/** Which table a sync lives in. What nobody has said of it yet is noted once. */
export async function noteTable(ports: EnginePorts, { firm, sync, table: known }: SyncRecord): Promise<void> {
  const { table } = ports.settings;
  if (table === undefined || known !== undefined) return;
  await updateSync(ports, { firm, sync }, (record) => (record.table === undefined ? { ...record, table } : undefined));
}

/**
 * What a backup says was about to be done may have been done since, and undone again: none of it is carried out. Both sides
 * are read as a whole, and what would follow is a preview, which a person has to start. Safe to repeat.
 */
export async function beginAnew(ports: EnginePorts, known: SyncRecord, lease: Lease): Promise<void> {
  const id = { firm: known.firm, sync: known.sync };
  await forgetIntentions(ports, known, lease);
  const work = await readWork(ports, id);
  const { pass: _, ...rest } = work.record;
  if (work.rev > 0) await saveWork(ports, id, { ...work, record: { ...rest, cursors: {} } });
  const now = ports.clock.now();
  const run = newRun(ports.random.id(9), 'first', false, now);
  // First the run, then the state that names it.
  await saveRun(ports, id, run, 0);
  await updateSync(ports, id, (record) => (isRestored(ports, record) ? anew(ports, record, run.id, now) : undefined));
  ports.log.info('sync.restored', { sync: known.sync });
}

function anew(ports: EnginePorts, record: SyncRecord, run: string, now: Instant): SyncRecord | undefined {
  const next = moved(record, 'restore');
  const { table } = ports.settings;
  if (next === undefined || table === undefined) return undefined;
  const { refresh: _, undo: __, allowed: ___, ...rest } = next;
  const scanning = next.state === 'scanning' ? { run, dueAt: now + ports.settings.leaseMs } : {};
  return { ...rest, ...scanning, table, restoredAt: now };
}

const atOnce = 500;
const maximumPages = 1_000;

/**
 * Creates to be sent again, deletes that waited for their minute, and answers: whoever is still in doubt is asked again. Of a
 * join one half is done already: it is finished.
 */
async function forgetIntentions(ports: EnginePorts, record: SyncRecord, lease: Lease): Promise<void> {
  const pk = partOfSync.pk(record);
  for (const prefix of [intentPrefix, todoPrefix, settlePrefix]) {
    let after: string | undefined;
    for (let page = 0; page < maximumPages; page += 1) {
      const found = await ports.table.query({ pk, prefix, limit: atOnce, ...(after === undefined ? {} : { after }) });
      await lease.confirm();
      const wishes = found.rows.filter(({ joins }) => joins === undefined);
      await ports.table.removeMany(wishes.map(({ sk }) => ({ pk, sk })));
      after = found.after;
      if (after === undefined) break;
    }
  }
}
