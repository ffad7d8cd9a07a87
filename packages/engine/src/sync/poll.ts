import type { Row } from '@concord/core';
import { updateRow } from '../connect/update-row.ts';
import type { EnginePorts } from '../ports.ts';
import { ringAgain } from './bells.ts';
import { isAtWork, readSync, toRecord } from './sync-record.ts';

const atOnce = 100;

/** Finds what is due and rings: accounts whose hour is over or whose message was lost, and what a person asked for. */
export async function poll(ports: EnginePorts): Promise<void> {
  const rows = await ports.table.due(ports.clock.now(), atOnce);
  for (const row of rows) {
    if (row.pk.startsWith('ACCOUNT#')) await ringAccount(ports, row);
    else if (row.sk.startsWith('SYNC#')) await ringSync(ports, toRecord(row).firm, toRecord(row).sync);
    else if (row.sk.startsWith('BELL#')) await ringAgain(ports, row);
  }
}

async function ringAccount(ports: EnginePorts, row: Row): Promise<void> {
  const firm = String(row.firm);
  const syncs = row.syncs as readonly string[];
  const records = await Promise.all(syncs.map((sync) => readSync(ports, { firm, sync })));
  const atWork = records.filter((record) => record && isAtWork(record));
  if (atWork.length === 0)
    await updateRow(ports.table, row, (now) => (now?.dueAt === row.dueAt ? rests(now) : undefined));
  for (const record of atWork) if (record) await ringSync(ports, firm, record.sync);
}

/** Nothing of this account is at work: it is not due until somebody starts something. */
function rests(row: Row | undefined): Record<string, unknown> | undefined {
  if (row === undefined) return undefined;
  const { pk: _pk, sk: _sk, rev: _rev, dueAt: _dueAt, ...body } = row;
  return body;
}

async function ringSync(ports: EnginePorts, firm: string, sync: string): Promise<void> {
  await ports.queue.send({ v: 1, kind: 'change', firm, sync, why: 'poll' });
}
