import {
  type ChangesPage,
  type Mapping,
  type Observation,
  type Present,
  type SideName,
  sideNames,
} from '@concord/core';
import { answerBells, type Rung } from './bells.ts';
import { type Entry, entryOf, seen } from './entry.ts';
import { type Cause, type Executed, execute } from './execute.ts';
import { joinAlone } from './join.ts';
import { underFormerIds } from './known-ids.ts';
import { type Pointer, pointersOfItems, readMappings, type StoredMapping } from './mappings.ts';
import { comesBackAlone, type Matched, matchUnknown } from './matching.ts';
import type { Unfinished } from './recover.ts';
import { isOver, remember, type Slice } from './slice.ts';
import { doTodos } from './todos.ts';
import { weighAhead } from './weigh.ts';
import type { WorkRecord } from './work-record.ts';

export type LiveStep = Executed & { readonly read: boolean };

/**
 * Looks at what changed: the items that somebody rang for, else the changes since the cursors of both sides. The cursors
 * are saved only after everything before them is done.
 */
export async function liveStep(
  slice: Slice,
  cause: Cause,
  rung: Rung,
  unfinished: Unfinished | undefined,
): Promise<LiveStep> {
  const todo = await doTodos(slice, () => readChanges(slice, cause, nobody, unfinished));
  if (todo.laterAt !== undefined || todo.stopped) return { ...todo, read: false };
  const result = await answer(slice, rung, cause, unfinished);
  if (result.laterAt !== undefined || result.stopped) return result;
  const answered = await answerBells(slice.ports, slice.id, rung);
  return answered ? result : { ...result, laterAt: slice.ports.clock.now() };
}

async function answer(slice: Slice, rung: Rung, cause: Cause, unfinished: Unfinished | undefined): Promise<LiveStep> {
  const hinted = await readHinted(slice, rung);
  const { known, unknown } = await sorted(slice, hinted);
  const needsChanges = rung.left?.all || rung.right?.all || cause !== 'push' || countOf(unknown) > 0;
  if (!needsChanges && countOf(known) === 0) return { settling: false, read: false };
  const result = await carry(slice, known, cause, true, unfinished);
  if (!needsChanges || result.laterAt !== undefined || result.stopped) return { ...result, read: false };
  const changes = await readChanges(slice, cause, unknown, unfinished);
  return { ...changes, settling: changes.settling || result.settling };
}

type Observed = Readonly<Record<SideName, readonly Observation[]>>;

async function readHinted(slice: Slice, rung: Rung): Promise<Observed> {
  const read = async (side: SideName): Promise<readonly Observation[]> => {
    const ids = rung[side]?.ids ?? [];
    const { batchSize } = slice.collections[side].profile;
    const found: Observation[] = [];
    for (let first = 0; first < ids.length; first += batchSize)
      found.push(...(await slice.collections[side].read(ids.slice(first, first + batchSize))));
    return found;
  };
  return { left: await read('left'), right: await read('right') };
}

const countOf = ({ left, right }: Observed): number => left.length + right.length;

/** Before anything new is made on the other side, that side's own news must be known: what is new waits for the changes. */
async function sorted(
  slice: Slice,
  observed: Observed,
): Promise<{ readonly known: Observed; readonly unknown: Observed }> {
  const known: Record<SideName, readonly Observation[]> = { left: [], right: [] };
  const unknown: Record<SideName, readonly Observation[]> = { left: [], right: [] };
  for (const side of sideNames) {
    const ids = observed[side].map(({ id }) => id);
    const pointers = await pointersOfItems(slice.ports, slice.id, side, ids);
    const news = observed[side].filter((one) => !isOldNews(one, pointers.get(one.id)));
    const wanted = new Set(news.flatMap(({ id }) => pointers.get(id)?.mapping ?? []));
    const stored = await readMappings(slice.ports, slice.id, [...wanted]);
    // A worker that died may have left a pointer to a mapping that it never wrote.
    const isKnown = (one: Observation, pointer: Pointer | undefined): boolean => {
      const mapping = stored.get(pointer?.mapping ?? '')?.mapping;
      if (mapping === undefined || pointer?.byProduct) return false;
      return isOn(mapping, side, one.id) && !isToBeMatched(slice, mapping, side, one);
    };
    const isNew = (one: Observation): one is Present =>
      one.kind === 'present' && news.includes(one) && !isKnown(one, pointers.get(one.id));
    known[side] = observed[side].filter((observation) => !isNew(observation));
    // Nobody is made of what lies beyond the span of time that is kept in step.
    unknown[side] = observed[side].filter((one) => isNew(one) && !one.beyond);
  }
  return { known, unknown };
}

const maximumPages = 500;
/** So many pages are read before anybody new on them is decided on: what is new on the other side may be on a later page. */
const pagesAhead = 20;
const nobody: Observed = { left: [], right: [] };

/** `hinted`: seen already, read by id, and not decided on yet; the changes of a side may be late to tell of them. */
async function readChanges(
  slice: Slice,
  cause: Cause,
  hinted: Observed,
  unfinished: Unfinished | undefined,
): Promise<LiveStep> {
  let { cursors } = slice.work.loaded.record;
  let settling = false;
  let news = false;
  let waiting = nobody;
  const ended = new Set<SideName>();
  const next = async (side: SideName): Promise<ChangesPage | undefined> => {
    const cursor = cursors[side];
    if (cursor === undefined || ended.has(side)) return undefined;
    const found = await slice.collections[side].changes(cursor);
    if (!found.more) ended.add(side);
    return { ...found, observations: await underFormerIds(slice, side, found.observations) };
  };
  for (let page = 1; page <= maximumPages; page += 1) {
    const left = await next('left');
    const right = await next('right');
    const observed = joined(waiting, { left: left?.observations ?? [], right: right?.observations ?? [] });
    cursors = { ...cursors, ...(left ? { left: left.cursor } : {}), ...(right ? { right: right.cursor } : {}) };
    const more = left?.more === true || right?.more === true;
    news ||= more || countOf(observed) > 0;
    const isLast = !more || page % pagesAhead === 0 || isOver(slice);
    const now = await sorted(slice, isLast ? joined(observed, hinted) : observed);
    // Those who are known first: what one of their writes makes along the way is nobody new.
    for (const some of isLast ? [now.known, now.unknown] : [now.known]) {
      const result = await carry(slice, some, cause, false, unfinished);
      settling ||= result.settling;
      if (result.laterAt !== undefined || result.stopped) return { ...result, settling, read: false };
    }
    waiting = now.unknown;
    if (!isLast) continue;
    saveCursors(slice, cursors, news);
    if (!more) return { settling, read: true };
    if (isOver(slice)) break;
  }
  return { settling, read: false, laterAt: slice.ports.clock.now() };
}

const joined = (one: Observed, other: Observed): Observed => ({
  left: [...one.left, ...other.left],
  right: [...one.right, ...other.right],
});

const cursorsKeptMs = 24 * 60 * 60 * 1000;

/** When nothing came, the old cursors are as good as the new ones for a day: a quiet poll writes nothing. */
function saveCursors(slice: Slice, cursors: WorkRecord['cursors'], news: boolean): void {
  const now = slice.ports.clock.now();
  if (!news && now - slice.work.loaded.record.cursorsAt < cursorsKeptMs) return;
  remember(slice, (record) => ({ ...record, cursors, cursorsAt: now }));
}

const atOnce = 100;
const notApproved = (): boolean => false;

async function carry(
  slice: Slice,
  observed: Observed,
  cause: Cause,
  direct: boolean,
  unfinished: Unfinished | undefined,
): Promise<Executed> {
  const { entries, known, postponed } = await entriesFor(slice, observed, direct, unfinished?.sides);
  const stopped = await weighAhead(slice, entries, known);
  if (stopped) return { stopped, settling: false };
  let settling = false;
  for (let first = 0; first < entries.length; first += atOnce) {
    const result = await execute(slice, entries.slice(first, first + atOnce), cause, notApproved, known);
    settling ||= result.settling;
    if (result.laterAt !== undefined || result.stopped) return { ...result, settling };
  }
  return { settling, ...(postponed && unfinished ? { laterAt: unfinished.readyAt } : {}) };
}

type Gathered = {
  readonly entries: readonly Entry[];
  readonly known: ReadonlyMap<string, StoredMapping>;
  /** Somebody new on a side where a lost create may have made them: nothing is said of them before that is found out. */
  readonly postponed: boolean;
};

/** One entry a mapping, with what was seen of it on either side; unknown items are matched first, old news is left out. */
async function entriesFor(
  slice: Slice,
  observed: Observed,
  direct: boolean,
  creating: ReadonlySet<SideName> = new Set(),
): Promise<Gathered> {
  const entries = new Map<string, Entry>();
  const known = new Map<string, StoredMapping>();
  const unknown: Record<SideName, Present[]> = { left: [], right: [] };
  const returning = new Map<Present, StoredMapping>();
  for (const side of sideNames) {
    const newest = new Map(observed[side].map((observation) => [observation.id, observation]));
    const pointers = await pointersOfItems(slice.ports, slice.id, side, [...newest.keys()]);
    const news = [...newest.values()].filter((observation) => !isOldNews(observation, pointers.get(observation.id)));
    const wanted = new Set(news.flatMap(({ id }) => pointers.get(id)?.mapping ?? []));
    const missing = [...wanted].filter((mapping) => !known.has(mapping));
    for (const [id, stored] of await readMappings(slice.ports, slice.id, missing)) known.set(id, stored);
    for (const observation of news) {
      const stored = known.get(pointers.get(observation.id)?.mapping ?? '');
      const mapping = stored?.mapping;
      if (mapping && isOn(mapping, side, observation.id) && !isToBeMatched(slice, mapping, side, observation)) {
        const entry = entries.get(mapping.id) ?? entryOf(mapping);
        entries.set(mapping.id, { ...entry, sights: { ...entry.sights, [side]: seen(observation, direct) } });
      } else if (observation.kind === 'present') {
        unknown[side].push(observation);
        if (stored && comesBackAlone(stored.mapping, side, observation)) returning.set(observation, stored);
      }
    }
  }
  const postponed = [...creating].some((side) => unknown[side].length > 0);
  // Somebody new on the other side may be the same person, so they wait together.
  if (postponed) unknown.left = unknown.right = [];
  for (const found of await matchUnknown(slice, unknown, direct, returning)) {
    const { entry, stored } = await joinedFirst(slice, found);
    // There may be news of the other side as well.
    const sights = { ...entries.get(entry.mapping.id)?.sights, ...entry.sights };
    entries.set(entry.mapping.id, { ...entry, sights });
    if (stored) known.set(stored.mapping.id, stored);
  }
  return { entries: [...entries.values()], known, postponed };
}

/** Two that rested alone and are the same are one mapping before anything is decided on it. */
async function joinedFirst(slice: Slice, { entry, stored, joins }: Matched): Promise<Matched> {
  const joined = joins && (await joinAlone(slice, joins));
  if (joined === undefined) return { entry, ...(stored ? { stored } : {}) };
  const now = (await readMappings(slice.ports, slice.id, [joined.mapping.id])).get(joined.mapping.id);
  return { entry: joined, ...(now ? { stored: now } : {}) };
}

/** What was made along the way and says more than its name now is like somebody new, and so is who rested alone. */
const isToBeMatched = ({ type }: Slice, mapping: Mapping, side: SideName, observation: Observation): boolean =>
  comesBackAlone(mapping, side, observation) ||
  (mapping.state === 'withdrawn' && observation.kind === 'present' && !type.isBare(observation.item));

/** Not another item's old row: a mapping may have got another partner since, or given its own to another mapping. */
const isOn = (mapping: Mapping, side: SideName, item: string): boolean =>
  mapping[side] === undefined ? mapping.state !== 'deleted' : mapping[side].id === item;

const isOldNews = (observation: Observation, pointer: Pointer | undefined): boolean =>
  observation.kind === 'present' && pointer?.version === observation.version;
