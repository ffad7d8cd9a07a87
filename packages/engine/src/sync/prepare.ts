import { type Decision, type SideName, sideNames } from '@concord/core';
import { decideEntry, type Entry, itemIdOn, refreshed, seen } from './entry.ts';
import { isJoinedAway } from './join.ts';
import { pointersOfItems, readMappings, type StoredMapping } from './mappings.ts';
import { deciding, type Slice } from './slice.ts';

/** A mapping on its way through one execution. */
export type Active = {
  readonly entry: Entry;
  /** As the table has it; undefined before its first write. */
  stored: StoredMapping | undefined;
  readonly decision: Decision;
};

const maximumLooks = 3;

/** Decides on each entry as the table knows its mapping now, reading items by id where the decision asks for it. `known`: just read. */
export async function prepare(
  slice: Slice,
  entries: readonly Entry[],
  blocked: ReadonlySet<string>,
  known: ReadonlyMap<string, StoredMapping> | undefined,
): Promise<readonly Active[]> {
  const ids = entries.map(({ mapping }) => mapping.id);
  const stored = known ?? (await readMappings(slice.ports, slice.id, ids));
  const living = await unlessJoined(slice, entries, stored);
  let open = living.map((entry) => block(refreshed(entry, stored.get(entry.mapping.id)), blocked));
  const decided: Active[] = [];
  for (let round = 0; round <= maximumLooks && open.length > 0; round += 1) {
    const context = deciding(slice);
    const found = open.map((entry) => ({ entry, decision: decideEntry(context, entry) }));
    const looking = found.filter(({ decision }) => decision.kind === 'look' && round < maximumLooks);
    for (const one of found) {
      if (!looking.includes(one)) decided.push({ ...one, stored: stored.get(one.entry.mapping.id) });
    }
    open = await lookAgain(slice, looking);
  }
  return decided;
}

/** Without those whose items went into another mapping since this was planned. What that one has let go of begins anew. */
async function unlessJoined(
  { ports, id }: Slice,
  entries: readonly Entry[],
  stored: ReadonlyMap<string, StoredMapping>,
): Promise<readonly Entry[]> {
  const living: Entry[] = [];
  for (const entry of entries) {
    const { mapping } = entry;
    const known = stored.get(mapping.id)?.mapping;
    const isNew = mapping.left === undefined && mapping.right === undefined;
    if (known && !isJoinedAway(known)) living.push(entry);
    else if (known === undefined && isNew) living.push(entry);
    else if (known && isNew && !(await hasOwner(ports, id, itemIdOn(entry, 'right') ?? '')))
      living.push({ ...entry, mapping: { ...mapping, generation: known.generation + 1 } });
  }
  return living;
}

/** Only right halves go into another mapping without leaving anything behind. */
async function hasOwner(ports: Slice['ports'], id: Slice['id'], item: string): Promise<boolean> {
  const owner = (await pointersOfItems(ports, id, 'right', [item])).get(item)?.mapping;
  return owner !== undefined && (await readMappings(ports, id, [owner])).get(owner)?.mapping.right?.id === item;
}

function block(entry: Entry, blocked: ReadonlySet<string>): Entry {
  return blocked.has(entry.mapping.id) ? { ...entry, mapping: { ...entry.mapping, intent: 'open' } } : entry;
}

async function lookAgain(
  slice: Slice,
  looking: readonly { readonly entry: Entry; readonly decision: Decision }[],
): Promise<Entry[]> {
  const entries = new Map(looking.map(({ entry }) => [entry.mapping.id, entry]));
  for (const side of sideNames) {
    const wanted = looking.filter(({ decision }) => decision.look?.includes(side)).map(({ entry }) => entry);
    for (const entry of await readEntries(slice, side, wanted)) {
      const other = side === 'left' ? 'right' : 'left';
      const before = entries.get(entry.mapping.id);
      const kept = before?.sights[other];
      entries.set(entry.mapping.id, { ...entry, sights: { ...entry.sights, ...(kept ? { [other]: kept } : {}) } });
    }
  }
  return [...entries.values()];
}

/** The entries with a direct sight of that side. One that has no id there is returned as it is. */
export async function readEntries(slice: Slice, side: SideName, entries: readonly Entry[]): Promise<readonly Entry[]> {
  const { batchSize } = slice.collections[side].profile;
  const known = entries.filter((entry) => itemIdOn(entry, side) !== undefined);
  const read: Entry[] = entries.filter((entry) => itemIdOn(entry, side) === undefined);
  for (let first = 0; first < known.length; first += batchSize) {
    const batch = known.slice(first, first + batchSize);
    const observations = await slice.collections[side].read(batch.map((entry) => itemIdOn(entry, side) ?? ''));
    batch.forEach((entry, index) => {
      const observation = observations[index];
      read.push(observation ? { ...entry, sights: { ...entry.sights, [side]: seen(observation, true) } } : entry);
    });
  }
  return read;
}
