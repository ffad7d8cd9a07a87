import type { Answers, SyncView } from '@concord/core';
import type { Caller, EnginePorts } from '../ports.ts';
import { own, rung } from './own-sync.ts';
import { saveTodo, saveTodoForAll } from './todos.ts';

/** What a person answered to held and parked items. */
export async function answer(ports: EnginePorts, caller: Caller, sync: string, answers: Answers): Promise<SyncView> {
  const record = await own(ports, caller, sync);
  const id = { firm: caller.firm, sync };
  for (const todo of answers.answers) await saveTodo(ports, id, todo);
  if (answers.allDifferent) await saveTodoForAll(ports, id);
  return await rung(ports, record);
}
