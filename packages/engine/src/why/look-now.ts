import { SyncError, type SyncView, sideNames } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { ringBell } from '../sync/bells.ts';
import { readMappings } from '../sync/mappings.ts';
import { cannotNow, own, rung } from '../sync/own-sync.ts';

/**
 * Asks a worker to read both sides of a mapping by id, now. Throws `conflict` unless the sync is live, and `notFound` for a mapping
 * that it does not have.
 */
export async function lookNow(ports: EnginePorts, caller: Caller, sync: string, mapping: string): Promise<SyncView> {
  const record = await own(ports, caller, sync);
  if (record.state !== 'live') throw cannotNow(record);
  const id = { firm: caller.firm, sync };
  const known = (await readMappings(ports, id, [mapping])).get(mapping)?.mapping;
  if (known === undefined) throw new SyncError('notFound', 'There is no such record.');
  for (const side of sideNames) {
    const item = known[side]?.id;
    if (item !== undefined) await ringBell(ports, id, side, { ids: [item] });
  }
  return await rung(ports, record);
}
