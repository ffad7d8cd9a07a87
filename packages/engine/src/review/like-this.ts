import type { Answers, WaitingRow } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { isWaiting, readMappings } from '../sync/mappings.ts';
import { waitingRow } from '../sync/pages.ts';
import type { SyncRecord } from '../sync/sync-record.ts';
import type { Todo } from '../sync/todos.ts';
import { kindOf } from './review-kind.ts';

const pageSize = 100;
/** So many of one kind are answered at once; whoever has more answers again. */
const mostPages = 20;

/** The same answer for everybody who waits in this sync for the same kind of answer and the same reason, where it can be given. */
export async function likeThis(
  ports: EnginePorts,
  record: SyncRecord,
  { kind, reason, answer }: NonNullable<Answers['alike']>,
): Promise<readonly Todo[]> {
  const id = { firm: record.firm, sync: record.sync };
  const pk = `SYNC#${id.firm}#${id.sync}`;
  const todos: Todo[] = [];
  let after: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const found = await ports.table.query({ pk, prefix: 'WAIT#', limit: pageSize, ...(after ? { after } : {}) });
    const names = found.rows.map((row) => String(row['mapping']));
    for (const { mapping } of (await readMappings(ports, id, names)).values()) {
      const asked = kindOf(mapping);
      if (!isWaiting(mapping) || asked.kind !== kind || asked.reason !== reason) continue;
      const todo = todoFor(await waitingRow(ports, record, mapping), answer);
      if (todo) todos.push(todo);
    }
    after = found.after;
    if (after === undefined) break;
  }
  return todos;
}

/** "The same person" goes without saying who only where there is one. */
function todoFor({ mapping, answers, candidates }: WaitingRow, answer: Todo['answer']): Todo | undefined {
  if (!answers.some((offered) => offered.answer === answer)) return undefined;
  if (answer !== 'same') return { mapping, answer };
  const [only, another] = candidates;
  return only && another === undefined ? { mapping, answer, candidate: only.mapping } : undefined;
}
