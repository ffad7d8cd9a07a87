import type { BrakeCount, HistoryEntry, Item, Mapping, Origin, SideName } from '@concord/core';
import type { EnginePorts, EngineSettings } from '../ports.ts';
import type { Entry } from './entry.ts';
import { intentKey, type SyncId } from './keys.ts';
import { sealed, unsealed } from './pack.ts';
import type { Slice } from './slice.ts';

/**
 * Written before a batch of writes and removed after its commit. After a crash, or an answer that never came, it says what
 * to look for: creates by their markers, changes by reading the item, and what the history will tell of each that happened.
 */
export type Intent = {
  readonly id: string;
  readonly side: SideName;
  readonly at: number;
  readonly origin: Origin;
  readonly creates: readonly Entry[];
  readonly changes: readonly PlannedChange[];
  /** One for each write, told only once it is known to have happened. */
  readonly lines: readonly HistoryEntry[];
};

/** An update, or a delete when nothing is planned to be there. */
export type PlannedChange = {
  readonly mapping: string;
  readonly item: string;
  readonly version: string;
  readonly planned?: PlannedUpdate;
  /** As what it counts for the brake once it is done. */
  readonly counts?: keyof BrakeCount;
};

export type PlannedUpdate = {
  readonly before: Item;
  readonly after: Item;
  /** The mapping once this is done, if nobody has written it since that revision. */
  readonly becomes: Mapping;
  readonly rev: number;
};

/** What these changes count for the brake. */
export function countOf(changes: readonly PlannedChange[]): BrakeCount {
  const sum = (name: keyof BrakeCount): number => changes.filter(({ counts }) => counts === name).length;
  return { deletes: sum('deletes'), overwrites: sum('overwrites') };
}

export const mappingsOf = ({ creates, changes }: Intent): readonly string[] => [
  ...creates.map(({ mapping }) => mapping.id),
  ...changes.map(({ mapping }) => mapping),
];

/** Late enough for any request of a dead worker to have ended, and for the provider to show what it did. */
export function readyAtOf({ ports, collections }: Slice, intent: Intent): number {
  return readyAfter(ports.settings, collections[intent.side].profile.readLagMs, intent);
}

export function readyAfter(
  { leaseMs, requestTimeoutMs }: EngineSettings,
  readLagMs: number,
  { at }: Pick<Intent, 'at'>,
): number {
  return at + leaseMs + requestTimeoutMs + readLagMs;
}

/** What is left of an intent when only these mappings are still in doubt. */
export function intentFor(intent: Intent, id: string, mappings: ReadonlySet<string>): Intent {
  return {
    ...intent,
    id,
    creates: intent.creates.filter(({ mapping }) => mappings.has(mapping.id)),
    changes: intent.changes.filter(({ mapping }) => mappings.has(mapping)),
    lines: intent.lines.filter(({ mapping }) => mappings.has(mapping)),
  };
}

export async function saveIntent(ports: EnginePorts, id: SyncId, intent: Intent): Promise<void> {
  await ports.table.put({ ...intentKey(id, intent.id), rev: 1, ...(await sealed(ports, id.firm, 'intent', intent)) });
}

export async function removeIntent(ports: EnginePorts, id: SyncId, intent: string): Promise<void> {
  await ports.table.remove(intentKey(id, intent));
}

export async function openIntents(ports: EnginePorts, id: SyncId): Promise<readonly Intent[]> {
  const { rows } = await ports.table.query({ pk: `SYNC#${id.firm}#${id.sync}`, prefix: 'INTENT#', limit: 100 });
  return await Promise.all(rows.map((row) => unsealed<Intent>(ports, id.firm, 'intent', row)));
}
