import type { ErrorCode, Instant, Row } from '@concord/core';
import { updateRow } from '../connect/update-row.ts';
import type { EnginePorts } from '../ports.ts';
import { shapeOf, stamp } from '../shapes/read-shape.ts';
import { aliasesKey, type BoxId, mailWorkKey } from './keys.ts';

/** What the worker of a mailbox remembers between slices. Written only under its lease, and only when something changed. */
export type MailWorkRecord = {
  /** From where `changes` goes on; absent while nobody has begun. */
  readonly cursor?: string;
  /** From when on, and up to when, all mail was looked at, but for the gaps and the runs that are under way. */
  readonly lookedFrom?: Instant;
  readonly lookedAt?: Instant;
  /** The connection's `since` when this worker began with it: another one means that it was lost meanwhile. */
  readonly connectedAt?: Instant;
  readonly hook?: MailHookNote;
  /** As the mailbox told them, and when. */
  readonly addresses: readonly string[];
  readonly addressesAt: Instant;
  readonly counts: MailCounts;
  /** Time in which nothing was looked at, the oldest first. */
  readonly gaps: readonly MailGap[];
  /** New messages may lie there, but no directory says whose they are: they are looked at again. */
  readonly waitsForDirectory?: true;
  /** For contacts added up to when the past was last looked through for new ones, and when that was begun. */
  readonly filled?: { readonly newAt: Instant; readonly at: Instant };
  /** What it stopped at, to be tried again tomorrow. */
  readonly stopped?: { readonly code: ErrorCode; readonly at: Instant };
};

export type MailCounts = { readonly kept: number; readonly leftOut: number };
export type MailGap = { readonly id: string; readonly from: Instant; readonly until: Instant };
/** How the provider tells of new mail. */
export type MailHookNote = {
  /** When to ask for it again: half-way, or after it could not be had. */
  readonly renewAt: Instant;
  /** Absent while there is none. */
  readonly subscription?: string;
  readonly expiresAt?: Instant;
  /** The connection's, when it was asked for. */
  readonly since?: Instant;
  /** The id of an address of ours for this mailbox alone. */
  readonly hook?: string;
  /** What all mailboxes share, and which address its notices name. */
  readonly topic?: string;
  readonly address?: string;
};

export const emptyMailWork: MailWorkRecord = {
  addresses: [],
  addressesAt: 0,
  counts: { kept: 0, leftOut: 0 },
  gaps: [],
};

export type LoadedMailWork = { readonly record: MailWorkRecord; readonly rev: number; readonly dueAt?: Instant };

export async function readMailWork(ports: EnginePorts, box: BoxId): Promise<LoadedMailWork> {
  const row = await ports.table.get(mailWorkKey(box));
  if (row === undefined) return { record: emptyMailWork, rev: 0 };
  const { dueAt } = row;
  return {
    record: shapeOf<MailWorkRecord>('mailbox', row, row['record']),
    rev: row.rev,
    ...(dueAt === undefined ? {} : { dueAt }),
  };
}

/** False when another worker wrote it: then this one has lost its lease. */
export async function saveMailWork(ports: EnginePorts, box: BoxId, loaded: LoadedMailWork): Promise<boolean> {
  const { record, rev, dueAt } = loaded;
  const due = dueAt === undefined ? {} : { dueAt };
  const row = { ...mailWorkKey(box), rev: rev + 1, ...stamp('mailbox'), ...box, record, ...due };
  return await ports.table.put(row, rev === 0 ? { kind: 'absent' } : { kind: 'rev', rev });
}

/** What the member told of further addresses; written by the page. */
export async function readAliases(ports: EnginePorts, box: BoxId): Promise<readonly string[]> {
  return aliasesIn(await ports.table.get(aliasesKey(box)));
}

export async function putAliases(ports: EnginePorts, box: BoxId, aliases: readonly string[]): Promise<void> {
  await updateRow(ports.table, aliasesKey(box), () => ({ aliases }));
}

const aliasesIn = (row: Row | undefined): readonly string[] => {
  const aliases = row?.['aliases'];
  return Array.isArray(aliases) ? aliases.map(String) : [];
};
