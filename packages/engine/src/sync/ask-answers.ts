import { type Answers, SyncError, type SyncView } from '@concord/core';
import { bodyOf, updateRow } from '../connect/update-row.ts';
import type { Caller, EnginePorts } from '../ports.ts';
import { likeThis } from '../review/like-this.ts';
import { doubleKey, type SyncId, todoKey, todoPrefix } from './keys.ts';
import { due, own, rung } from './own-sync.ts';
import { isAtWork, updateSync } from './sync-record.ts';
import { saveTodo, saveTodoForAll, type Todo } from './todos.ts';

/** So long an answer that may be taken back is not carried out. */
const graceMs = 8_000;
/** Clocks of containers differ a little: what is about to be carried out is not taken back any more. */
const lastMomentMs = 1_000;

/** What a person answered to held and parked items, and to possible duplicates. */
export async function answer(ports: EnginePorts, caller: Caller, sync: string, answers: Answers): Promise<SyncView> {
  const record = await own(ports, caller, sync);
  const id = { firm: caller.firm, sync };
  const notBefore = answers.mayBeTakenBack ? { notBefore: ports.clock.now() + graceMs } : {};
  const alike = answers.alike ? await likeThis(ports, record, answers.alike) : [];
  for (const todo of [...answers.answers, ...alike]) await save(ports, id, { ...todo, ...notBefore });
  if (answers.allDifferent) await saveTodoForAll(ports, id);
  if (!answers.mayBeTakenBack) return await rung(ports, record);
  // The message comes late, and may be lost: then the poll rings for the wish.
  return await rung(ports, await updateSync(ports, id, (found) => due(ports, found)), graceMs);
}

async function save(ports: EnginePorts, id: SyncId, todo: Todo): Promise<void> {
  if (await noteDouble(ports, id, todo.mapping, true)) return;
  await saveTodo(ports, id, todo);
}

/** Two people: said once, it is remembered. False when it is no question about two cards of one side. */
async function noteDouble(ports: EnginePorts, id: SyncId, name: string, isTwo: boolean): Promise<boolean> {
  const row = await updateRow(ports.table, doubleKey(id, name), (known) => known && { ...bodyOf(known), isTwo });
  return row !== undefined;
}

/**
 * Takes answers back that no worker has begun to carry out: then nothing was written for them. `mappings`: absent, all that were
 * given lately. Throws `conflict` when one of them is too late; the others are taken back all the same.
 */
export async function takeBack(
  ports: EnginePorts,
  caller: Caller,
  sync: string,
  mappings?: readonly string[],
): Promise<SyncView> {
  const record = await own(ports, caller, sync);
  const id = { firm: caller.firm, sync };
  const late: string[] = [];
  for (const mapping of mappings ?? (await givenLately(ports, id))) {
    if (await noteDouble(ports, id, mapping, false)) continue;
    const row = await ports.table.get(todoKey(id, mapping));
    const isOpen = row !== undefined && isStillOpen(ports, isAtWork(record), row['todo'] as Todo);
    if (!isOpen || !(await ports.table.remove(todoKey(id, mapping), { kind: 'rev', rev: row.rev }))) late.push(mapping);
  }
  if (late.length > 0)
    throw new SyncError('conflict', 'It is too late to take that back: Concord has begun to carry it out.');
  return await rung(ports, record);
}

/** Those that were given so that they can be taken back. */
async function givenLately(ports: EnginePorts, { firm, sync }: SyncId): Promise<readonly string[]> {
  const { rows } = await ports.table.query({ pk: `SYNC#${firm}#${sync}`, prefix: todoPrefix, limit: mostGiven });
  const todos = rows.map((row) => row['todo'] as Todo);
  return todos.filter(({ notBefore }) => notBefore !== undefined).map(({ mapping }) => mapping);
}

const mostGiven = 2000;

const isStillOpen = ({ clock }: EnginePorts, isWorkedOn: boolean, { notBefore = 0 }: Todo): boolean =>
  !isWorkedOn || notBefore > clock.now() + lastMomentMs;
