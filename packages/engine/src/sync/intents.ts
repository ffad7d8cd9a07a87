import type { SideName } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import type { Entry } from './entry.ts';
import { intentKey, type SyncId } from './keys.ts';
import { packSealed, unpackSealed } from './pack.ts';

/**
 * Written before a batch of writes and removed after its commit. What it holds are the creates: only they must be looked
 * for after a crash, because an update or a delete that happened is seen by reading the item again.
 */
export type Intent = {
  readonly id: string;
  readonly side: SideName;
  readonly at: number;
  readonly creates: readonly Entry[];
  /** Mappings that the batch updates or deletes, for the record. */
  readonly others: readonly string[];
};

export async function saveIntent(ports: EnginePorts, id: SyncId, intent: Intent): Promise<void> {
  const sealed = await packSealed(ports, id.firm, intent);
  await ports.table.put({ ...intentKey(id, intent.id), rev: 1, sealed });
}

export async function removeIntent(ports: EnginePorts, id: SyncId, intent: string): Promise<void> {
  await ports.table.remove(intentKey(id, intent));
}

export async function openIntents(ports: EnginePorts, id: SyncId): Promise<readonly Intent[]> {
  const { rows } = await ports.table.query({ pk: `SYNC#${id.firm}#${id.sync}`, prefix: 'INTENT#', limit: 100 });
  return await Promise.all(rows.map((row) => unpackSealed<Intent>(ports, id.firm, row.sealed)));
}
