import { type Answer, answerAsked, type Mapping } from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { type Entry, entryOf } from './entry.ts';
import { type Executed, execute } from './execute.ts';
import { joinHalves } from './join.ts';
import type { SyncId } from './keys.ts';
import { readMappings, type StoredMapping } from './mappings.ts';
import { readEntries } from './prepare.ts';
import { saveAll } from './save.ts';
import { isOver, type Slice } from './slice.ts';

/** What a person answered; pages only ask, the worker does. */
export type Todo = { readonly mapping: string; readonly answer: Answer; readonly candidate?: string };

const everyone = '*';
const atOnce = 20;

export async function saveTodo(ports: EnginePorts, id: SyncId, todo: Todo): Promise<void> {
  const row = { pk: `SYNC#${id.firm}#${id.sync}`, sk: `TODO#${todo.mapping}`, rev: 1, todo };
  await ports.table.put(row);
}

export async function saveTodoForAll(ports: EnginePorts, id: SyncId): Promise<void> {
  await saveTodo(ports, id, { mapping: everyone, answer: 'different' });
}

/** Does what people answered since, a batch at a time. */
export async function doTodos(slice: Slice): Promise<Executed> {
  for (;;) {
    const { rows } = await slice.ports.table.query({
      pk: `SYNC#${slice.id.firm}#${slice.id.sync}`,
      prefix: 'TODO#',
      limit: atOnce,
    });
    if (rows.length === 0) return { settling: false };
    const todos = rows.map((row) => row.todo as Todo);
    const all = todos.find(({ mapping }) => mapping === everyone);
    const result = all ? await answerAll(slice) : await answerEach(slice, todos);
    if (result.laterAt !== undefined || result.stopped) return result;
    await slice.ports.table.removeMany(all ? rows.filter((row) => (row.todo as Todo) === all) : [...rows]);
    if (isOver(slice)) return { settling: false, laterAt: slice.ports.clock.now() };
  }
}

/** Treats every held match as different people; what is held for another reason goes on waiting. */
async function answerAll(slice: Slice): Promise<Executed> {
  let after: string | undefined;
  do {
    const page = await slice.ports.table.query({
      pk: `SYNC#${slice.id.firm}#${slice.id.sync}`,
      prefix: 'WAIT#',
      limit: atOnce,
      ...(after ? { after } : {}),
    });
    const held = await readMappings(
      slice.ports,
      slice.id,
      page.rows.map((row) => String(row.mapping)),
    );
    const matches = [...held.values()].filter(({ mapping }) => mapping.state === 'held' && isMatch(mapping));
    const todos = matches.map(({ mapping }) => ({ mapping: mapping.id, answer: 'different' as const }));
    const result = await answerEach(slice, todos);
    if (result.laterAt !== undefined || result.stopped) return result;
    if (isOver(slice)) return { settling: false, laterAt: slice.ports.clock.now() };
    after = page.after;
  } while (after !== undefined);
  return { settling: false };
}

/** Held because somebody looks like it, not because it was deleted, refused or changed on both sides. */
const isMatch = (mapping: Mapping): boolean => mapping.base === undefined && mapping.parked === undefined;

async function answerEach(slice: Slice, todos: readonly Todo[]): Promise<Executed> {
  const ids = todos.flatMap(({ mapping, candidate }) => [mapping, ...(candidate ? [candidate] : [])]);
  const stored = await readMappings(slice.ports, slice.id, ids);
  const entries: Entry[] = [];
  for (const todo of todos) {
    const known = stored.get(todo.mapping);
    if (known === undefined) continue;
    const mapping = await answered(slice, todo, known, stored);
    if (mapping) entries.push(mapping);
  }
  const looked = await readEntries(slice, 'right', await readEntries(slice, 'left', entries));
  return await execute(slice, looked, 'person', true);
}

/** Saves what the answer makes of the mapping; returns it when something is to be written now. */
async function answered(
  slice: Slice,
  { answer, candidate }: Todo,
  known: StoredMapping,
  stored: ReadonlyMap<string, StoredMapping>,
): Promise<Entry | undefined> {
  const other = candidate === undefined ? undefined : stored.get(candidate);
  if (answer === 'same') return other && (await join(slice, known, other));
  if (answer === 'left' || answer === 'right')
    return known.mapping.asked && (await save(slice, known, answerAsked(known.mapping, answer)));
  const { parked: _, reason: __, answer: ___, ...rest } = known.mapping;
  if (answer === 'retry') return await save(slice, known, rest);
  if (known.mapping.state !== 'held') return undefined;
  if (answer === 'keep') {
    await save(slice, known, { ...rest, state: 'outOfScope', reason: { code: 'waitingForPerson' } });
    return undefined;
  }
  return await save(
    slice,
    known,
    known.mapping.base === undefined ? { ...rest, state: 'held', answer: 'different' } : rebornOnLeft(rest),
  );
}

/** Deleted on the left, wanted all the same: it is made there anew. */
function rebornOnLeft(mapping: Mapping): Mapping {
  const { left: _, base: __, ...rest } = mapping;
  return { ...rest, state: 'linked', generation: mapping.generation + 1 };
}

async function save(slice: Slice, stored: StoredMapping, mapping: Mapping): Promise<Entry> {
  await saveAll(slice, [{ active: { stored }, mapping, inStep: false, underIntent: false }]);
  return entryOf(mapping);
}

/** Which of the two has the left half, and which the right; undefined when they are not two halves. */
async function join(slice: Slice, one: StoredMapping, other: StoredMapping): Promise<Entry | undefined> {
  const [left, right] = one.mapping.left && !one.mapping.right ? [one, other] : [other, one];
  if (!left.mapping.left || left.mapping.right || !right.mapping.right || right.mapping.left) return undefined;
  return await joinHalves(slice, left, right, 'personSaidSame');
}
