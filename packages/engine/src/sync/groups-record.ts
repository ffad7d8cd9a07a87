import type { Group, SideName } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { groupsKey, type SyncId } from './keys.ts';

/** What can be chosen on either side, as it was read last; written under the lease, read by pages. */
export type GroupsRecord = Readonly<Record<SideName, readonly Group[]>> & {
  readonly readAt?: number;
  /** Why the last try came to nothing: the service that gave no answer. */
  readonly failed?: SideName;
};

export async function readGroupsRecord(ports: EnginePorts, id: SyncId): Promise<GroupsRecord> {
  const row = await ports.table.get(groupsKey(id));
  return row ? (row['groups'] as GroupsRecord) : { left: [], right: [] };
}

export async function saveGroupsRecord(ports: EnginePorts, id: SyncId, groups: GroupsRecord): Promise<void> {
  await ports.table.put({ ...groupsKey(id), rev: 1, groups });
}
