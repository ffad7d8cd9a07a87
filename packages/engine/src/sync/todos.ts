import {
  type Answer,
  answerAsked,
  deleteAskedOf,
  goneSideOf,
  type Instant,
  type Mapping,
  type Observation,
  otherSide,
  type Reason,
  type SideName,
} from '@concord/core';
import type { EnginePorts } from '../ports.ts';
import { resumed } from '../undo/resume.ts';
import { type Entry, entryOf } from './entry.ts';
import { type Executed, execute } from './execute.ts';
import { isJoinedAway, joinHalves } from './join.ts';
import { type SyncId, todoKey, todoPrefix } from './keys.ts';
import { mappingsUnderKeys, readMappings, type StoredMapping } from './mappings.ts';
import { partnerAmong } from './matching.ts';
import { readEntries } from './prepare.ts';
import { saveAll } from './save.ts';
import { isOver, type Slice } from './slice.ts';

/** What a person answered; pages only ask, the worker does. */
export type Todo = {
  readonly mapping: string;
  readonly answer: Answer;
  readonly candidate?: string;
  /** Not done before: until then it can be taken back. */
  readonly notBefore?: Instant;
};

const everyone = '*';
const atOnce = 20;
/** Those that can still be taken back are passed over. */
const todosRead = 1000;

export async function saveTodo(ports: EnginePorts, id: SyncId, todo: Todo): Promise<void> {
  await ports.table.put({ ...todoKey(id, todo.mapping), rev: 1, todo });
}

export async function saveTodoForAll(ports: EnginePorts, id: SyncId): Promise<void> {
  await saveTodo(ports, id, { mapping: everyone, answer: 'different' });
}

/**
 * Does what people answered since, a batch at a time. `hearNews`: decides on the changes of both sides. Before anybody is
 * sent again those must be known: another's sync, or a person, may have made them anew.
 */
export async function doTodos(slice: Slice, hearNews: () => Promise<Executed>): Promise<Executed> {
  for (;;) {
    const page = await slice.ports.table.query({
      pk: `SYNC#${slice.id.firm}#${slice.id.sync}`,
      prefix: todoPrefix,
      limit: todosRead,
    });
    const rows = page.rows.filter((row) => isDue(slice, row.todo as Todo)).slice(0, atOnce);
    if (rows.length === 0) return { settling: false };
    const todos = rows.map((row) => row.todo as Todo);
    if (todos.some(({ answer }) => answer === 'resend' || answer === 'resume')) {
      const heard = await hearNews();
      if (heard.laterAt !== undefined || heard.stopped) return heard;
    }
    const all = todos.find(({ mapping }) => mapping === everyone);
    const result = all ? await answerAll(slice) : await answerEach(slice, todos);
    if (result.laterAt !== undefined || result.stopped) return result;
    await slice.ports.table.removeMany(all ? rows.filter((row) => (row.todo as Todo) === all) : [...rows]);
    if (isOver(slice)) return { settling: false, laterAt: slice.ports.clock.now() };
  }
}

const isDue = ({ ports }: Slice, { notBefore = 0 }: Todo): boolean => notBefore <= ports.clock.now();

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
export const isMatch = (mapping: Mapping): boolean =>
  mapping.base === undefined && mapping.parked === undefined && mapping.asked === undefined;

async function answerEach(slice: Slice, todos: readonly Todo[]): Promise<Executed> {
  // Both halves of a pair may have been answered: it is one entry.
  const entries = new Map<string, Entry>();
  for (const todo of todos) {
    const stored = await namedIn(slice, todo);
    const known = stored.get(todo.mapping) ?? (todo.answer === 'same' ? stored.get(todo.candidate ?? '') : undefined);
    if (known === undefined) continue;
    const mapping = await answered(slice, todo, known, stored);
    if (mapping) entries.set(mapping.mapping.id, mapping);
  }
  const looked = await readEntries(slice, 'right', await readEntries(slice, 'left', [...entries.values()]));
  return await execute(slice, looked, 'person', () => true);
}

/** As the table has them now: the answer before this one may have been about the same pair. */
async function namedIn(slice: Slice, { mapping: id, candidate }: Todo): Promise<ReadonlyMap<string, StoredMapping>> {
  const found = await readMappings(slice.ports, slice.id, candidate === undefined ? [id] : [id, candidate]);
  return new Map([...found].filter(([, { mapping }]) => !isJoinedAway(mapping)));
}

/** Saves what the answer makes of the mapping; returns it when something is to be written now. */
async function answered(
  slice: Slice,
  { answer, candidate }: Todo,
  known: StoredMapping,
  stored: ReadonlyMap<string, StoredMapping>,
): Promise<Entry | undefined> {
  const other = candidate === undefined ? undefined : stored.get(candidate);
  if (answer === 'same') return other && other !== known ? await join(slice, known, other) : joinedBefore(known);
  if (answer === 'left' || answer === 'right')
    return known.mapping.asked ? await save(slice, known, answerAsked(known.mapping, answer)) : entryOf(known.mapping);
  if (answer === 'resume') return await resumed(slice, known);
  if (answer === 'retry') return await retried(slice, known);
  const gone = deleteAskedOf(known.mapping) ?? (answer === 'resend' ? releasedFrom(known.mapping) : undefined);
  if (gone !== undefined) return await answeredDelete(slice, answer, known, gone);
  if (answer === 'delete' || known.mapping.state !== 'held') return undefined;
  const { parked: _, reason: __, answer: ___, ...rest } = known.mapping;
  if (answer === 'different') return await save(slice, known, { ...rest, answer });
  await save(slice, known, { ...rest, state: 'outOfScope', reason: { code: 'waitingForPerson' } });
  return undefined;
}

/** What was refused is wanted as it was wanted before. */
async function retried(slice: Slice, known: StoredMapping): Promise<Entry> {
  const { parked, reason: _, ...rest } = known.mapping;
  return {
    ...(await save(slice, known, rest)),
    ...(rest.state === 'released' && parked ? { resend: true as const } : {}),
    ...(rest.answer === 'delete' ? { settled: true as const } : {}),
  };
}

/** A worker that died after it had noted the answer has not sent it yet. */
const releasedFrom = (mapping: Mapping): SideName | undefined =>
  mapping.state === 'released' ? goneSideOf(mapping) : undefined;

/** What a delete on the `gone` side means for the other: only these answers say so. */
async function answeredDelete(
  slice: Slice,
  answer: Answer,
  known: StoredMapping,
  gone: SideName,
): Promise<Entry | undefined> {
  const { reason: _, answer: __, ...rest } = known.mapping;
  if (answer === 'resend') return await sentAgain(slice, known, gone);
  if (answer === 'delete') return { ...(await save(slice, known, { ...known.mapping, answer })), settled: true };
  if (answer === 'keep') await save(slice, known, { ...rest, state: 'released', answer, reason: keptReasons[gone] });
  return undefined;
}

const keptReasons = {
  left: { code: 'deletedLeftKept' },
  right: { code: 'deletedRightKept' },
} as const satisfies Record<SideName, Reason>;

/**
 * Deleted there, wanted all the same: it is made there anew. What is back by now is not: it is linked again. Where somebody
 * is there of whom a person has yet to say whether it is the same, that is to be answered first.
 */
async function sentAgain(slice: Slice, known: StoredMapping, gone: SideName): Promise<Entry | undefined> {
  if (!(await isGone(slice, known, gone))) return entryOf(known.mapping);
  if (await isAskedAbout(slice, known, gone)) return undefined;
  const { reason: _, answer: __, ...rest } = known.mapping;
  return { ...(await save(slice, known, { ...rest, state: 'released', reason: keptReasons[gone] })), resend: true };
}

/** Another member's sync, or a person, may have made it anew there, with too few details to tell. */
async function isAskedAbout({ ports, id, type }: Slice, { mapping }: StoredMapping, gone: SideName): Promise<boolean> {
  const kept = otherSide(gone);
  const shown = mapping[kept]?.shown ?? {};
  const near = await mappingsUnderKeys(ports, id, type.matchKeys(shown));
  const asked = near.filter(
    (one) => one.mapping.id !== mapping.id && isMatch(one.mapping) && one.mapping.state === 'held',
  );
  return partnerAmong(type, kept, shown, asked).match.kind !== 'none';
}

async function save(slice: Slice, stored: StoredMapping, mapping: Mapping): Promise<Entry> {
  await saveAll(slice, [{ active: { stored }, mapping, inStep: false, underIntent: false }]);
  return entryOf(mapping);
}

/** Which of the two has the left half, and which the right; undefined when they are not two halves. */
async function join(slice: Slice, one: StoredMapping, other: StoredMapping): Promise<Entry | undefined> {
  const isInOrder = isOnlyOn('left', one.mapping) || isOnlyOn('right', other.mapping);
  const [left, right] = isInOrder ? [one, other] : [other, one];
  if (!(await isHalf(slice, 'right', right))) return undefined;
  const isHalfDone = left.mapping.right?.id === right.mapping.right?.id;
  if (!isHalfDone && !(await isHalf(slice, 'left', left))) return undefined;
  return await joinHalves(slice, left, right, 'personSaidSame');
}

/** A worker that died after it had joined the two has not merged them yet. */
const joinedBefore = ({ mapping }: StoredMapping): Entry | undefined =>
  mapping.left && mapping.right && mapping.base === undefined ? entryOf(mapping) : undefined;

/** Only there; or its partner is gone, which nobody has told us yet, or in another folder: whoever takes its place was asked about. */
async function isHalf(slice: Slice, side: SideName, { mapping }: StoredMapping): Promise<boolean> {
  if (isOnlyOn(side, mapping)) return true;
  if (mapping[side] === undefined || goneSideOf(mapping) !== undefined) return false;
  const partner = await lookedAt(slice, { mapping }, otherSide(side));
  return (
    (mapping.state === 'linked' && partner === 'gone') || (mapping.state === 'outOfScope' && partner === 'elsewhere')
  );
}

const isGone = async (slice: Slice, stored: Pick<StoredMapping, 'mapping'>, side: SideName): Promise<boolean> =>
  (await lookedAt(slice, stored, side)) === 'gone';

/** Asked there just now. */
async function lookedAt(
  slice: Slice,
  { mapping }: Pick<StoredMapping, 'mapping'>,
  side: SideName,
): Promise<Observation['kind'] | undefined> {
  const [looked] = await readEntries(slice, side, [entryOf(mapping)]);
  return looked?.sights[side]?.observation.kind;
}

/** There, and on the other side never was, or is gone. */
function isOnlyOn(side: SideName, mapping: Mapping): boolean {
  const gone = goneSideOf(mapping);
  return mapping[side] !== undefined && gone !== side && (gone !== undefined || !mapping[otherSide(side)]);
}
