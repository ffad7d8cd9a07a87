import type { StoredRow } from './partition.ts';

/** Write units are KB begun; read units are 4 KB begun, for strongly consistent reads. */
export type Units = { readonly read: number; readonly write: number };

/** Counts units as DynamoDB bills them (developer guide, "Read and write capacity"), its one index included. */
export type Meter = {
  /** A row read by key, or all rows of one query page together. Nothing found still costs one unit. */
  readonly readOne: (bytes: number) => void;
  /** The `due` index: keys only, eventually consistent, one query per shard. */
  readonly readIndex: (rows: number) => void;
  readonly wrote: (before: StoredRow | undefined, after: StoredRow | undefined) => void;
  /** A conditional write that was not done costs as much as the row that stood in its way. */
  readonly refused: (present: StoredRow | undefined) => void;
  readonly units: () => Units;
};

const shards = 4;
const indexEntryBytes = 150;

export function createMeter(): Meter {
  let read = 0;
  let write = 0;
  return {
    readOne: (bytes) => {
      read += atLeastOne(bytes / 4096);
    },
    readIndex: (rows) => {
      read += (shards - 1 + atLeastOne((rows * indexEntryBytes) / 4096)) / 2;
    },
    wrote: (before, after) => {
      write += atLeastOne(Math.max(before?.bytes ?? 0, after?.bytes ?? 0) / 1024) + indexWrites(before, after);
    },
    refused: (present) => {
      write += atLeastOne((present?.bytes ?? 0) / 1024);
    },
    units: () => ({ read, write }),
  };
}

const atLeastOne = (units: number): number => Math.max(1, Math.ceil(units));

/** An index entry that moves is deleted and put again. */
function indexWrites(before: StoredRow | undefined, after: StoredRow | undefined): number {
  const from = before?.row.dueAt;
  const to = after?.row.dueAt;
  if (from === to) return 0;
  return from === undefined || to === undefined ? 1 : 2;
}
