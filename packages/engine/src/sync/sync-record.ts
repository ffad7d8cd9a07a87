import {
  type BrakeCount,
  type Choice,
  type DeletePolicies,
  type ErrorCode,
  type Instant,
  type ItemTypeName,
  type PrivateChoice,
  type ProviderName,
  type Row,
  type SideName,
  SyncError,
  type SyncState,
} from '@concord/core';
import { updateRow } from '../connect/update-row.ts';
import type { EnginePorts } from '../ports.ts';
import { shapeOf, stamp } from '../shapes/read-shape.ts';
import { type SyncId, syncKey } from './keys.ts';

/** What a person decides about a sync, and the state that follows. The worker changes it only along its named transitions. */
export type SyncRecord = SyncId & {
  readonly member: string;
  readonly itemType: ItemTypeName;
  readonly left: SyncEnd;
  readonly right: SyncEnd;
  readonly state: SyncState;
  /** Why it is paused. */
  readonly trouble?: Trouble;
  /** An operator lets it rest, whatever its state. */
  readonly byOperator?: ByOperator;
  /** Somebody of this firm was erased: what is read is looked through for them. */
  readonly erased?: true;
  /** The state to go back to when what paused it is mended. */
  readonly resumes?: SyncState;
  readonly policy: ChosenPolicy;
  /** The run of its scan, preview and first writes. */
  readonly run?: string;
  /** What the brake stopped, and a person has said "go on" to: it comes on top of the limits until then. */
  readonly allowed?: Allowed;
  /** A letter that says why it is paused is owed, since then. */
  readonly letterSince?: Instant;
  /** A preview of it was started once: from then on it holds its books, whatever it does. */
  readonly begun?: true;
  /** Somebody asked which groups there are, and no worker has read them yet. Epoch milliseconds. */
  readonly groupsAskedAt?: number;
  /** The full pass that a person asked for, until it is done. */
  readonly refresh?: string;
  /** An undo that somebody asked for: until it is done, and afterwards until somebody has seen that. */
  readonly undo?: UndoNote;
  /** The table that it was last worked on in. */
  readonly table?: string;
  /** Since then it is known to come from a backup, and nobody has carried out its new preview yet. */
  readonly restoredAt?: Instant;
  /** When somebody must look after it although no message did. */
  readonly dueAt?: number;
  readonly rev: number;
};

/** `collection`: which of the kind, by its id, where an account has several; `name` as people knew it when it was chosen. */
export type SyncEnd = {
  readonly provider: ProviderName;
  readonly connection: string;
  readonly collection?: { readonly id: string; readonly name: string };
};

/** An operator's pause. It is no state of the sync's life: whatever its state, it rests. */
export type ByOperator = { readonly since: Instant; readonly reason?: string };

/** By whose limit it was stopped. */
export type Allowed = Readonly<Partial<Record<BrakeScope, BrakeCount>>> & { readonly until: Instant };
/** This sync's own limit for a side, or that of the left's collection across all syncs. */
export type BrakeScope = SideName | 'book';

/** What went wrong: a provider's code, or what the brake stopped. */
export type Trouble = ErrorCode | 'brake.deletes' | 'brake.overwrites';

/** What somebody chose; what nobody chose is the item type's own. */
export type ChosenPolicy = {
  readonly conflicts: 'left' | 'right' | 'ask';
  readonly deletes?: DeletePolicies;
  readonly clioSyncOff: boolean;
  /** Whether the last preview offers again what was deleted on the right and kept on the left. */
  readonly resend?: boolean;
  /** Absent: everything is kept in step. */
  readonly choice?: Choice;
  readonly private?: PrivateChoice;
  readonly guests?: boolean;
};

/** `asked`: its preview is being made. `ready`: that waits for a person. `going`: it is carried out. */
export type UndoNote = { readonly run: string; readonly state: 'asked' | 'ready' | 'going' | 'done' };

/** A worker is to make its preview, or to carry it out. */
export const isUndoing = ({ undo }: Pick<SyncRecord, 'undo'>): boolean =>
  undo?.state === 'asked' || undo?.state === 'going';

export const isBraked = ({ state, trouble }: Pick<SyncRecord, 'state' | 'trouble'>): boolean =>
  state === 'paused' && trouble?.startsWith('brake.') === true;

/** A worker has something to do for it, and may. */
export const isAtWork = (record: Pick<SyncRecord, 'state' | 'undo' | 'byOperator'>): boolean =>
  record.byOperator === undefined && doesWork(record);

/** Its life says that there is something to do, whether it may be done just now or not. */
export const doesWork = (record: Pick<SyncRecord, 'state' | 'undo'>): boolean =>
  record.state === 'scanning' || record.state === 'running' || record.state === 'live' || isUndoing(record);

export async function readSync(ports: Pick<EnginePorts, 'table'>, id: SyncId): Promise<SyncRecord | undefined> {
  const row = await ports.table.get(syncKey(id));
  return row && toRecord(row);
}

/** `change` returns undefined to leave it as it is. Throws `notFound` when there is none. */
export async function updateSync(
  ports: EnginePorts,
  id: SyncId,
  change: (record: SyncRecord) => SyncRecord | undefined,
): Promise<SyncRecord> {
  const row = await updateRow(ports.table, syncKey(id), (found) => {
    if (found === undefined) throw new SyncError('notFound', 'There is no such sync.');
    const next = change(toRecord(found));
    return next && { ...next, ...stamp('sync') };
  });
  if (row === undefined) throw new SyncError('notFound', 'There is no such sync.');
  return toRecord(row);
}

export async function listRecords(ports: EnginePorts, firm: string): Promise<readonly SyncRecord[]> {
  const { rows } = await ports.table.query({ pk: `FIRM#${firm}`, prefix: 'SYNC#', limit: 1000 });
  return rows.map(toRecord);
}

/** The syncs that have this connection on either side. */
export async function recordsWith(
  ports: EnginePorts,
  firm: string,
  connection: string,
): Promise<readonly SyncRecord[]> {
  const records = await listRecords(ports, firm);
  return records.filter(({ left, right }) => left.connection === connection || right.connection === connection);
}

/** Only this file reads these rows. Throws `newer`. */
export function toRecord(row: Row): SyncRecord {
  const { pk: _pk, sk: _sk, v: _v, ...record } = row;
  return shapeOf<SyncRecord>('sync', row, record);
}
