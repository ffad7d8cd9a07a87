import type { Row } from '@concord/core';
import { bodyOf, updateRow } from '../connect/update-row.ts';
import type { EnginePorts } from '../ports.ts';
import { ringAgain } from './bells.ts';
import { isAtWork, readSync } from './sync-record.ts';

/**
 * Rings for a row that is due: an account whose hour is over or whose message was lost, what a person asked for, a bell
 * that nobody answered, or a wish for calendars. False when the row is none of these.
 */
export async function ringDue(ports: EnginePorts, row: Row): Promise<boolean> {
  const kind = kindOf(row);
  if (kind === undefined) return false;
  await ringers[kind](ports, row);
  return true;
}

const ringers = {
  account: ringAccount,
  sync: async (ports, row) => await ringSync(ports, String(row['firm']), String(row['sync'])),
  bell: ringAgain,
  calendars: async (ports, row) =>
    await ports.queue.send({
      v: 1,
      kind: 'calendars',
      firm: String(row['firm']),
      connection: String(row['connection']),
    }),
} as const satisfies Record<string, (ports: EnginePorts, row: Row) => Promise<void>>;

function kindOf({ pk, sk, letterSince }: Row): keyof typeof ringers | undefined {
  if (pk.startsWith('ACCOUNT#')) return 'account';
  if (pk.startsWith('CALENDARS#')) return 'calendars';
  // One that is owed a letter does nothing that a worker could be rung for.
  if (sk.startsWith('SYNC#')) return letterSince === undefined ? 'sync' : undefined;
  return sk.startsWith('BELL#') ? 'bell' : undefined;
}

async function ringAccount(ports: EnginePorts, row: Row): Promise<void> {
  const firm = String(row['firm']);
  const syncs = row['syncs'] as readonly string[];
  const records = await Promise.all(syncs.map((sync) => readSync(ports, { firm, sync })));
  const atWork = records.filter((record) => record && isAtWork(record));
  if (atWork.length === 0)
    await updateRow(ports.table, row, (now) => (now?.dueAt === row.dueAt ? rests(now) : undefined));
  for (const record of atWork) if (record) await ringSync(ports, firm, record.sync);
}

/** Nothing of this account is at work: it is not due until somebody starts something. */
function rests(row: Row | undefined): Record<string, unknown> | undefined {
  if (row === undefined) return undefined;
  const { dueAt: _, ...body } = bodyOf(row);
  return body;
}

async function ringSync(ports: EnginePorts, firm: string, sync: string): Promise<void> {
  await ports.queue.send({ v: 1, kind: 'change', firm, sync, why: 'poll' });
}
