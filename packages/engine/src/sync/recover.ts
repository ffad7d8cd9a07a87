import {
  baseFoundOut,
  carriedOf,
  type Item,
  type Mapping,
  type MappingSide,
  markerOf,
  type Observation,
  type Present,
  type Retrieved,
  recreatedItem,
  restrict,
  type SideName,
  sharedItem,
  showsSomeOf,
  sideFrom,
} from '@concord/core';
import { othersOnLeftBook } from './books.ts';
import { count } from './brake-counter.ts';
import { type Entry, isReborn, newMapping } from './entry.ts';
import { execute } from './execute.ts';
import { saveHistory, toldIn } from './history.ts';
import {
  countOf,
  type Intent,
  openIntents,
  type PlannedChange,
  readyAtOf,
  removeIntent,
  saveIntent,
} from './intents.ts';
import { pointersOfItems, readMappings, type StoredMapping } from './mappings.ts';
import { readRun, scanPages } from './run-record.ts';
import { type Change, saveAll } from './save.ts';
import { isLimited, type Slice } from './slice.ts';
import { doubtedEntry, foundOutEntry } from './told.ts';

/**
 * Finds out what became of creates whose answer never came: looks for their markers once nobody can be writing them any
 * more and the provider shows what it has. What is found is linked; what is certainly not there is decided on again; what
 * might be one of several waits for a person. Returns what is still open.
 */
export async function recover(slice: Slice): Promise<Unfinished | undefined> {
  const intents = await openIntents(slice.ports, slice.id);
  const ready = intents.filter((intent) => readyAtOf(slice, intent) <= slice.ports.clock.now());
  for (const intent of ready) if (!isLimited(slice)) await recoverIntent(slice, intent);
  // What was created again meanwhile may have gone unanswered too.
  const open = ready.length > 0 ? await openIntents(slice.ports, slice.id) : intents;
  if (open.length === 0) return undefined;
  const sides = open.filter(({ creates }) => creates.length > 0).map(({ side }) => side);
  return { readyAt: Math.min(...open.map((intent) => readyAtOf(slice, intent))), sides: new Set(sides) };
}

/** Creates whose outcome is not known yet: when they may be looked for, and on which sides they may have made something. */
export type Unfinished = { readonly readyAt: number; readonly sides: ReadonlySet<SideName> };

/** At most one provider batch, because an intent is one. */
async function recoverIntent(slice: Slice, intent: Intent): Promise<void> {
  const { ports, id } = slice;
  const stored = await readMappings(
    ports,
    id,
    intent.creates.map(({ mapping }) => mapping.id),
  );
  const isMade = (entry: Entry): boolean => {
    const known = stored.get(entry.mapping.id)?.mapping;
    return known?.[intent.side] !== undefined && known.generation >= generationOf(entry);
  };
  const open = intent.creates.filter((entry) => !isMade(entry));
  await findByProducts(slice, intent, open);
  const sought = open.length > 0 ? await findCreates(slice, intent, open, stored) : nothingSought;
  const { missing } = sought;
  const made = intent.creates.flatMap((entry): readonly [string, Written][] => {
    const side = isMade(entry) ? stored.get(entry.mapping.id)?.mapping[intent.side] : undefined;
    return side ? [[entry.mapping.id, side]] : [];
  });
  await tellWhatHappened(slice, intent, { ...sought, made: new Map([...made, ...sought.made]) });
  const again = open.filter(({ mapping }) => missing.includes(mapping.id));
  if (again.length > 0) {
    // What is made again tells of itself: should we die after it, this intent has nothing more to say.
    await saveIntent(ports, id, { ...intent, creates: again, changes: [], lines: [] });
    await execute({ ...slice, origin: intent.origin }, again, 'recovery', () => true);
  }
  await removeIntent(ports, id, intent.id);
}

/** Before anybody takes it for somebody new. */
async function findByProducts(slice: Slice, intent: Intent, creates: readonly Entry[]): Promise<void> {
  const { byProducts, profile } = slice.collections[intent.side];
  const items = [
    ...creates.map((entry) => sourceItem(slice, entry, intent)),
    ...intent.changes.flatMap(({ planned }) => (planned ? [planned.after] : [])),
  ];
  if (byProducts === undefined || items.length === 0) return;
  await byProducts(
    items.map((item) => restrict(item, profile.capabilities)),
    intent.at,
  );
}

/** Whoever sent it may have told some of it, and then has counted and committed that. */
async function tellWhatHappened(slice: Slice, intent: Intent, { missing, held, made }: SoughtFor): Promise<void> {
  if (intent.lines.length === 0) return;
  const { ports, id } = slice;
  const told = await toldIn(ports, id, intent);
  const known = new Set(told.map(({ mapping }) => mapping));
  const changes = intent.changes.filter(({ mapping }) => !known.has(mapping));
  const found = await foundOut(slice, intent.side, changes);
  await saveAll(slice, await lateCommits(slice, intent.side, found));
  const undone = new Set([...missing, ...found.flatMap(({ change, done }) => (done ? [] : [change.mapping]))]);
  const shown = new Map<string, Written>([
    ...made,
    ...found.flatMap(({ change, found: now }) => (now?.kind === 'present' ? [[change.mapping, now] as const] : [])),
  ]);
  const lines = intent.lines
    .filter(({ mapping }) => !known.has(mapping) && !undone.has(mapping))
    .map((line) => {
      const present = shown.get(line.mapping);
      if (held.includes(line.mapping)) return doubtedEntry(line);
      return present === undefined ? line : foundOutEntry(line, present);
    });
  if (lines.length === 0) return;
  const counted = countOf(changes.filter(({ mapping }) => !undone.has(mapping)));
  await count(slice, intent.side, told.length === 0 ? intent.id : `${intent.id} found out`, counted);
  await saveHistory(ports, id, intent.origin, [...told, ...lines], intent);
}

type FoundOut = { readonly change: PlannedChange; readonly found: Observation | undefined; readonly done: boolean };

/** What became of the changes of a batch: some may never have reached the provider. */
async function foundOut(slice: Slice, side: SideName, changes: readonly PlannedChange[]): Promise<readonly FoundOut[]> {
  if (changes.length === 0) return [];
  const observations = await slice.collections[side].read(changes.map(({ item }) => item));
  return changes.map((change, index) => {
    const found = observations[index];
    return { change, found, done: isDone(slice, side, change, found) };
  });
}

/** What we wrote ourselves is nobody's edit: else it could win over what a person has written on the other side since. */
async function lateCommits(slice: Slice, side: SideName, changes: readonly FoundOut[]): Promise<readonly Change[]> {
  const { ports, id, type, collections } = slice;
  const mappings = changes.map(({ change }) => change.mapping);
  const known = await readMappings(ports, id, mappings);
  const commits: Change[] = [];
  for (const { change, found, done } of changes) {
    const { mapping: name, planned } = change;
    const stored = known.get(name);
    if (!done || planned?.becomes.base === undefined || found?.kind !== 'present') continue;
    if ((stored?.rev ?? 0) !== planned.rev || (await isPartnerElsewhere(slice, planned.becomes))) continue;
    const bases = { before: stored?.mapping.base, planned: planned.becomes.base };
    const sent = restrict(planned.after, collections[side].profile.capabilities);
    const base = baseFoundOut(type, side, bases, sent, found.item);
    const maker = planned.becomes[side]?.made ? { made: true as const } : {};
    const mapping = { ...planned.becomes, [side]: { ...sideFrom(found, ports.clock.now()), ...maker }, base };
    commits.push({ active: { stored }, mapping, inStep: false, underIntent: false });
  }
  return commits;
}

/** Of a first link nobody knew before: one of the two may have been taken for somebody new since. */
async function isPartnerElsewhere({ ports, id }: Slice, { id: name, left, right }: Mapping): Promise<boolean> {
  for (const [side, item] of [
    ['left', left?.id],
    ['right', right?.id],
  ] as const) {
    const pointers = await pointersOfItems(ports, id, side, item === undefined ? [] : [item]);
    if ([...pointers.values()].some(({ mapping }) => mapping !== name)) return true;
  }
  return false;
}

/** Another version alone may be somebody else's: something of what was planned must be there as well. */
function isDone({ type, collections }: Slice, side: SideName, change: PlannedChange, found: Observation | undefined) {
  if (change.planned === undefined) return found?.kind === 'gone';
  if (found?.kind !== 'present' || found.version === change.version) return false;
  const { before, after } = change.planned;
  return showsSomeOf(type, before, restrict(after, collections[side].profile.capabilities), found.item);
}

/** The mappings of creates that are certainly not there, of those that may be, and what the others made. */
type SoughtFor = {
  readonly missing: readonly string[];
  readonly held: readonly string[];
  readonly made: ReadonlyMap<string, Written>;
};
type Written = Pick<Present, 'id' | 'version'>;
const nothingSought: SoughtFor = { missing: [], held: [], made: new Map() };

/** Links those that are found. */
async function findCreates(
  slice: Slice,
  intent: Intent,
  creates: readonly Entry[],
  stored: ReadonlyMap<string, StoredMapping>,
): Promise<SoughtFor> {
  const found = await findLost(slice, intent, creates);
  const missing: string[] = [];
  const held: string[] = [];
  const made = new Map<string, Present>();
  for (const [index, entry] of creates.entries()) {
    const mine = await unmapped(slice, intent, entry, found[index] ?? []);
    const sure = mine.filter(({ unsure }) => !unsure);
    const [only] = sure;
    if (only && sure.length === 1) {
      await adopt(slice, intent, entry, only, stored.get(entry.mapping.id));
      made.set(entry.mapping.id, only);
    } else if (mine.length > 0) {
      await hold(slice, intent, entry, stored.get(entry.mapping.id), mine);
      held.push(entry.mapping.id);
    } else missing.push(entry.mapping.id);
  }
  return { missing, held, made };
}

/** What each may have made. Of namesakes that were lost together, what one of them has certainly made is no other's. */
async function findLost(
  slice: Slice,
  intent: Intent,
  creates: readonly Entry[],
): Promise<readonly (readonly Retrieved[])[]> {
  const { find, profile } = slice.collections[intent.side];
  // A marker leaves no doubt.
  const open = profile.markers ? [] : await openIntents(slice.ports, slice.id);
  const others = open.filter(({ id, side }) => side === intent.side && id !== intent.id);
  const lost = [{ ...intent, creates }, ...others].flatMap(({ at, creates: own }) =>
    own.map((entry) => ({ entry, at })),
  );
  const sought = lost.map(({ entry, at }) => ({
    marker: markerOf({ ...entry.mapping, generation: generationOf(entry) }),
    item: restrict(sourceItem(slice, entry, intent), profile.capabilities),
    since: at,
  }));
  const found = await find(sought);
  const certain = new Set(
    found.flatMap((candidates) => candidates.filter(({ unsure }) => !unsure).map((one) => one.id)),
  );
  return found.slice(0, creates.length).map((some) => some.filter((one) => !one.unsure || !certain.has(one.id)));
}

/**
 * What is linked already, or was there before it was sent, is somebody else. Where we died between a pointer and its
 * mapping, it is certainly the one.
 */
async function unmapped(
  slice: Slice,
  intent: Intent,
  { mapping }: Entry,
  candidates: readonly Retrieved[],
): Promise<readonly Retrieved[]> {
  const { ports, id } = slice;
  const items = candidates.map((candidate) => candidate.id);
  const known = await pointersOfItems(ports, id, intent.side, items);
  const own = candidates.filter((candidate) => known.get(candidate.id)?.mapping === mapping.id);
  if (own.length > 0) return own.map(({ unsure: _, ...candidate }) => candidate);
  const free = candidates.filter((candidate) => !known.has(candidate.id));
  if (free.length === 0) return free;
  const before = await seenBefore(slice, intent);
  return free.filter((candidate) => !before.has(candidate.id));
}

/** What the run under way had read before the batch was sent: it stands in the plan, if nowhere else yet. */
async function seenBefore({ ports, id, record, work }: Slice, { side, at }: Intent): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  const name = record.state === 'live' ? work.loaded.record.pass : record.run;
  if (name === undefined) return seen;
  const { record: run } = await readRun(ports, id, name);
  for await (const page of scanPages<Observation>(ports, { ...id, run: name }, side, run.pages[side])) {
    for (const one of page) if (one.kind === 'present' && one.askedAt < at) seen.add(one.id);
  }
  return seen;
}

function sourceOf(entry: Entry, { side }: Intent) {
  const other = side === 'left' ? 'right' : 'left';
  const sight = entry.sights[other]?.observation;
  return sight?.kind === 'present' ? sideFrom(sight, sight.askedAt) : entry.mapping[other];
}

/** What an undo makes anew need not be like anything on the other side. */
const sourceItem = ({ type }: Slice, entry: Entry, intent: Intent): Item =>
  (entry.undo ? recreatedItem(type, entry.undo, intent.side) : sourceOf(entry, intent)?.shown) ?? {};

/** The life that the create began. */
const generationOf = (entry: Entry): number => entry.mapping.generation + (isReborn(entry) ? 1 : 0);

async function adopt(
  slice: Slice,
  intent: Intent,
  entry: Entry,
  found: Present,
  stored: StoredMapping | undefined,
): Promise<void> {
  const made = {
    ...sideFrom(found, slice.ports.clock.now()),
    ...(slice.type.isPrivate ? { made: true as const } : {}),
  };
  if (entry.undo) return await adoptUndone(slice, intent, entry, made, stored);
  const source = sourceOf(entry, intent);
  if (source === undefined) return;
  const { reason: _, parked: __, answer: ___, base: ____, ...rest } = stored?.mapping ?? entry.mapping;
  const carried = carriedOf(slice.type, source.shown, found.item);
  const base =
    intent.side === 'left'
      ? { left: baseOf(slice, intent, source.shown, found), right: carried }
      : { left: carried, right: baseOf(slice, intent, source.shown, found) };
  const mapping: Mapping = {
    ...rest,
    state: 'linked',
    generation: generationOf({ ...entry, mapping: rest }),
    ...(intent.side === 'left' ? { left: made, right: source } : { left: source, right: made }),
    ...((await mayBeOfAnother(slice, intent, found)) ? {} : { base }),
  };
  await saveAll(slice, [{ active: { stored }, mapping, inStep: false, underIntent: false }]);
}

/** It rests: the run that asked for it goes on from there. */
async function adoptUndone(
  slice: Slice,
  { side }: Intent,
  entry: Entry,
  made: MappingSide,
  stored: StoredMapping | undefined,
): Promise<void> {
  const { base: _, ...rest } = stored?.mapping ?? entry.mapping;
  const mapping: Mapping = { ...rest, state: 'undone', generation: generationOf(entry), [side]: made };
  await saveAll(slice, [{ active: { stored }, mapping, inStep: false, underIntent: false }]);
}

/**
 * Another sync that had the same newcomer may have made the card, when it was clear that nothing would come of our own
 * create: then the two have never agreed on anything.
 */
async function mayBeOfAnother({ ports, record }: Slice, { side }: Intent, { id }: Present): Promise<boolean> {
  if (side !== 'left') return false;
  for (const sync of await othersOnLeftBook(ports, record)) {
    const known = await pointersOfItems(ports, { firm: record.firm, sync }, 'left', [id]);
    if (known.size > 0) return true;
  }
  return false;
}

/** Somebody may have edited what we made before we found it, however soon: only what we sent is what both agreed on. */
function baseOf({ type, collections }: Slice, { side }: Intent, sent: Item, found: Present): Item {
  return sharedItem(type, restrict(sent, collections[side].profile.capabilities), found.item);
}

/** Neither it nor any of those that may be what it made is sent anywhere before somebody says who is who. */
async function hold(
  slice: Slice,
  intent: Intent,
  entry: Entry,
  stored: StoredMapping | undefined,
  candidates: readonly Present[],
): Promise<void> {
  const source = sourceOf(entry, intent);
  const other = intent.side === 'left' ? 'right' : 'left';
  const reason = { code: 'mayBeTheLost' } as const;
  const { answer: _, parked: __, ...rest } = stored?.mapping ?? entry.mapping;
  const mapping: Mapping = { ...rest, ...(source ? { [other]: source } : {}), state: 'held', reason };
  const now = slice.ports.clock.now();
  const halves = candidates.map((candidate): Mapping => {
    const half = newMapping(slice.id, intent.side, candidate.id);
    return { ...half, [intent.side]: sideFrom(candidate, now), state: 'held', reason };
  });
  const known = await readMappings(
    slice.ports,
    slice.id,
    halves.map(({ id }) => id),
  );
  await saveAll(
    slice,
    [mapping, ...halves].map((one) => ({
      active: { stored: one === mapping ? stored : known.get(one.id) },
      mapping: one,
      inStep: false,
      underIntent: false,
    })),
  );
}
