import type { ErrorCode, Instant, MailRunKind, Row } from '@concord/core';
import { updateRow } from '../connect/update-row.ts';
import type { EnginePorts } from '../ports.ts';
import { shapeOf, stamp } from '../shapes/read-shape.ts';
import { type BoxId, mailboxPartition, mailRunKey, mailRunPrefix } from './keys.ts';

/** One look through a span of a mailbox's time, page by page: its checkpoint. Holds no people's data. */
export type MailRun = BoxId & {
  readonly id: string;
  readonly kind: MailRunKind;
  readonly state: 'counting' | 'counted' | 'running' | 'done' | 'stopped' | 'failed';
  readonly from: Instant;
  readonly until: Instant;
  readonly askedAt: Instant;
  /** Of kind `gap`: which one is closed when all of it was looked at. */
  readonly gap?: string;
  /** About how many messages there are. */
  readonly expected?: number;
  readonly counts: MailRunCounts;
  /** Of one that ended before its end: its time was noted as a gap. */
  readonly isNoted?: true;
  /** From where `range` goes on. */
  readonly next?: string;
  readonly startedAt?: Instant;
  readonly finishedAt?: Instant;
  /** Why it failed. */
  readonly code?: ErrorCode;
  /** When somebody must look after it although no message did. */
  readonly dueAt?: Instant;
  readonly expiresAt?: number;
};

export type MailRunCounts = {
  readonly looked: number;
  readonly kept: number;
  readonly known: number;
  readonly leftOut: number;
};
export const noMailCounts: MailRunCounts = { looked: 0, kept: 0, known: 0, leftOut: 0 };

export const isOpenRun = ({ state }: MailRun): boolean => state === 'counting' || state === 'running';
export const isOverRun = ({ state }: MailRun): boolean => state === 'done' || state === 'stopped' || state === 'failed';

/** What nobody looked through in its place is shown as a gap. */
export const isCutShort = ({ kind, state, gap, isNoted }: MailRun): boolean =>
  (kind === 'day' || (kind === 'gap' && gap === undefined)) &&
  (state === 'stopped' || state === 'failed') &&
  isNoted !== true;

export async function readMailRun(ports: EnginePorts, box: BoxId, id: string): Promise<MailRun | undefined> {
  const row = await ports.table.get(mailRunKey(box, id));
  return row && toRun(row);
}

/** Those that begin by themselves have the same id however often the same is begun. */
export const mailRunId = (askedAt: Instant, name: string): string => `${askedAt.toString(36).padStart(9, '0')}${name}`;

const runKeptDays = 30;

/** Undefined for one that has ended already. */
export function endedRun(run: MailRun, state: 'done' | 'stopped' | 'failed', now: Instant): MailRun | undefined {
  if (isOverRun(run)) return undefined;
  const { dueAt: _dueAt, next: _next, ...rest } = run;
  return { ...rest, state, finishedAt: now, expiresAt: Math.ceil(now / 1000) + runKeptDays * 24 * 60 * 60 };
}

/** More than a mailbox ever has under way. */
const mostRuns = 50;

/** Those that were asked for last come first. */
export async function listMailRuns(ports: EnginePorts, box: BoxId, limit = mostRuns): Promise<readonly MailRun[]> {
  const pk = mailboxPartition(box);
  const { rows } = await ports.table.query({ pk, prefix: mailRunPrefix, limit, reverse: true });
  return rows.map(toRun).sort((a, b) => b.askedAt - a.askedAt);
}

/** `change` returns undefined to leave it as it is. */
export async function updateMailRun(
  ports: EnginePorts,
  box: BoxId,
  id: string,
  change: (run: MailRun | undefined) => MailRun | undefined,
): Promise<MailRun | undefined> {
  const row = await updateRow(ports.table, mailRunKey(box, id), (found) => {
    const next = change(found && toRun(found));
    if (next === undefined) return undefined;
    const { dueAt, expiresAt, ...record } = next;
    return {
      ...stamp('mailRun'),
      firm: box.firm,
      connection: box.connection,
      record,
      ...(dueAt === undefined ? {} : { dueAt }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    };
  });
  return row && toRun(row);
}

function toRun(row: Row): MailRun {
  const { dueAt, expiresAt } = row;
  return {
    ...shapeOf<MailRun>('mailRun', row, row['record']),
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}
