import { type Group, isSyncError, type SideName } from '@concord/core';
import { openConnection } from '../connect/open-connection.ts';
import type { EnginePorts } from '../ports.ts';
import { onceMoreIfRefused } from './end-subscriptions.ts';
import { readGroupsRecord, saveGroupsRecord } from './groups-record.ts';
import type { Lease } from './lease.ts';
import { openSide } from './open-sides.ts';
import { type SyncRecord, updateSync } from './sync-record.ts';

/** So many are kept of a side, and so much of a name: nobody looks through more. No service has ids that long. */
const mostGroups = 500;
const longestName = 120;
const longestId = 300;

/**
 * Reads which groups either side has, for a sync that is not at work. The question is answered either way: where a service
 * gives none, the page says so, and somebody may ask again. Throws what the service said.
 */
export async function readGroups(ports: EnginePorts, record: SyncRecord, lease: Lease): Promise<void> {
  let side: SideName = 'left';
  try {
    const left = await groupsOn(ports, record, lease, side);
    side = 'right';
    const right = await groupsOn(ports, record, lease, side);
    await saveGroupsRecord(ports, record, { left, right, readAt: ports.clock.now() });
  } catch (error) {
    if (!isSyncError(error) || error.code === 'leaseLost') throw error;
    const { failed: _, ...known } = await readGroupsRecord(ports, record);
    await saveGroupsRecord(ports, record, { ...known, failed: side });
    await answered(ports, record);
    throw error;
  }
  await answered(ports, record);
}

async function groupsOn(
  ports: EnginePorts,
  record: SyncRecord,
  lease: Lease,
  side: SideName,
): Promise<readonly Group[]> {
  const access = await openConnection(ports, record.firm, record[side].connection);
  // Whatever was chosen before, which may not be there any more.
  const { choice: _, ...policy } = record.policy;
  const { groups } = openSide(ports, { ...record, policy }, lease, side, access);
  if (groups === undefined) return [];
  const found = await onceMoreIfRefused(access, groups);
  const fitting = found.filter(({ id }) => id.length <= longestId).slice(0, mostGroups);
  return fitting.map(({ id, name, takesNew }) => ({ id, name: name.slice(0, longestName), takesNew }));
}

/** Who asked again meanwhile is answered by the next worker. */
async function answered(ports: EnginePorts, record: SyncRecord): Promise<void> {
  await updateSync(ports, record, ({ groupsAskedAt, ...rest }) =>
    groupsAskedAt === record.groupsAskedAt ? rest : undefined,
  );
}
