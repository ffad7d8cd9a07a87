import type { ErrorCode, Instant, Row } from '@concord/core';
import { bodyOf, updateRow } from '../connect/update-row.ts';
import type { EnginePorts } from '../ports.ts';
import { shapeOf, stamp } from '../shapes/read-shape.ts';
import { directoryKey } from './keys.ts';

/** How far the contacts of a firm are known. One row a firm: whoever reads Clio for it holds it. */
export type DirectoryRecord = {
  /** Those who see everything share one; who sees less has one of its own, by the connection. */
  readonly readers: Readonly<Record<string, DirectoryReader>>;
  /** When the last look that came to its end began. Absent while there was none. */
  readonly readAt?: Instant;
  /** When an address was last added after the first pass: `fillNewContacts` goes by it. */
  readonly newAt?: Instant;
  readonly people: number;
  readonly addresses: number;
  /** Who reads Clio just now, and until when nobody else does. */
  readonly holder?: { readonly by: string; readonly until: Instant };
  /** Clio asked for quiet, or did not answer, so many times in a row. */
  readonly restUntil?: Instant;
  readonly failures?: number;
  /** Why it could not be read; absent when it was. */
  readonly code?: ErrorCode;
  /** With whose Clio it was last read. */
  readonly by?: string;
};

export type DirectoryReader = {
  /** From where changes go on; absent when a complete pass must come first. */
  readonly cursor?: string;
  /** When its last look began. Absent while none came to its end. */
  readonly readAt?: Instant;
  /** When its last complete pass began. */
  readonly passedAt?: Instant;
  /** A complete pass that is under way. */
  readonly pass?: DirectoryPass;
};

export type DirectoryPass = {
  readonly id: string;
  readonly startedAt: Instant;
  readonly page: number;
  /** How many contacts it showed. */
  readonly seen: number;
  /** From where the scan goes on; absent on its first page. */
  readonly next?: string;
  /** There once all is read, and only what is missing is left to be removed. */
  readonly cursor?: string;
  /** The last row that was compared with what was read, and what there is up to it. */
  readonly after?: string;
  readonly people: number;
  readonly addresses: number;
};

/** Those who see everything read as one. */
export const sharedReader = 'everybody';

const emptyDirectory: DirectoryRecord = {
  readers: {},
  people: 0,
  addresses: 0,
};

export async function readDirectoryRecord(ports: EnginePorts, firm: string): Promise<DirectoryRecord> {
  return recordIn(await ports.table.get(directoryKey(firm)));
}

/** `change` returns undefined to leave it as it is. */
export async function updateDirectory(
  ports: EnginePorts,
  firm: string,
  change: (record: DirectoryRecord) => DirectoryRecord | undefined,
): Promise<DirectoryRecord> {
  const row = await updateRow(ports.table, directoryKey(firm), (found) => {
    const next = change(recordIn(found));
    return next && { ...(found ? bodyOf(found) : {}), ...stamp('directory'), record: next };
  });
  return recordIn(row);
}

const recordIn = (row: Row | undefined): DirectoryRecord =>
  row === undefined ? emptyDirectory : shapeOf<DirectoryRecord>('directory', row, row['record']);
