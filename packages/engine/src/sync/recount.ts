import { type Mapping } from '@concord/core';
import { readMappings } from './mappings.ts';
import { conditions } from './save.ts';
import { remember, type Slice } from './slice.ts';

const atOnce = 100;

/**
 * Where the worker before died or failed, it may have put somebody on the list of what waits for a person and not have saved
 * that there is one more: the page would ask nobody before the night. They are counted from the list itself.
 */
export async function recountWaiting(slice: Slice): Promise<void> {
  if (!slice.lease.isTakenOver && slice.lease.failures === 0) return;
  const waiting = await waitingMappings(slice);
  const sum = (name: 'held' | 'parked'): number =>
    waiting.reduce((total, mapping) => total + conditions[name](mapping), 0);
  const now = { held: sum('held'), parked: sum('parked') };
  const { counts } = slice.work.loaded.record;
  if (now.held === counts.held && now.parked === counts.parked) return;
  remember(slice, (record) => ({ ...record, counts: { ...record.counts, ...now } }));
}

async function waitingMappings({ ports, id }: Slice): Promise<readonly Mapping[]> {
  const found: Mapping[] = [];
  let after: string | undefined;
  do {
    const pk = `SYNC#${id.firm}#${id.sync}`;
    const page = await ports.table.query({ pk, prefix: 'WAIT#', limit: atOnce, ...(after ? { after } : {}) });
    const stored = await readMappings(
      ports,
      id,
      page.rows.map((row) => String(row['mapping'])),
    );
    found.push(...[...stored.values()].map(({ mapping }) => mapping));
    after = page.after;
  } while (after !== undefined);
  return found;
}
