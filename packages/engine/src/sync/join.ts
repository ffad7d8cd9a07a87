import { type Mapping, type MappingSide, type ReasonCode, type SideName, settleMs, sideNames } from '@concord/core';
import { type Entry, entryOf, seen } from './entry.ts';
import { mappingsOf, openIntents } from './intents.ts';
import { settleKey } from './keys.ts';
import { readMappings, type StoredMapping } from './mappings.ts';
import { saveAll } from './save.ts';
import type { Slice } from './slice.ts';

/**
 * The right item of one mapping gets the left item of another as its partner: the left's mapping lives on, and the other's
 * row is closed. Nothing is written to a provider; the entry that comes back says what is to be merged, and a `SETTLE` row
 * sees to it should we die before. Where we die between the two mappings, `finishJoin` goes on. `loser`: named in that row, for
 * one that nobody would find by what it shows.
 */
export async function joinHalves(
  slice: Slice,
  left: StoredMapping,
  right: StoredMapping,
  because: ReasonCode,
  loser?: string,
): Promise<Entry> {
  const half = right.mapping.right;
  if (half === undefined) throw new Error('There is no right half to join');
  const mapping = withRight(left.mapping, half);
  const dueNow = slice.ports.clock.now() - settleMs;
  const named = loser === undefined ? {} : { joins: { left: mapping.id, right: loser, because } };
  await slice.ports.table.put({
    ...settleKey(slice.id, mapping.id),
    rev: 1,
    mapping: mapping.id,
    at: dueNow,
    ...named,
  });
  await saveAll(slice, [{ active: { stored: left }, mapping, inStep: false, underIntent: false }]);
  return await finishJoin(slice, mapping, right, because);
}

/** As it begins a new life with that right item. */
export function withRight(left: Mapping, half: MappingSide): Mapping {
  const { reason: _, answer: __, base: ___, parked: ____, asked: _____, ...rest } = left;
  return { ...rest, state: 'linked', generation: left.generation + 1, right: half };
}

/** Two that rested alone, each in a mapping of its own, and are the same: by the ids of their mappings. */
export type Halves = Readonly<Record<SideName, string>> & { readonly because: ReasonCode };

/**
 * Joins the two, and says what is to be decided on next. Safe to repeat. Where one of them has got another partner since, a
 * person is asked about the other; where a write of one is in doubt, nothing is done before that is found out.
 */
export async function joinAlone(slice: Slice, { left, right, because }: Halves): Promise<Entry | undefined> {
  const stored = await readMappings(slice.ports, slice.id, [left, right]);
  const [survivor, loser] = [stored.get(left), stored.get(right)];
  const inDoubt = (await openIntents(slice.ports, slice.id)).flatMap(mappingsOf);
  const doubtful = [survivor, loser].find((one) => one && inDoubt.includes(one.mapping.id));
  if (doubtful) return entryOf(doubtful.mapping);
  if (survivor === undefined || loser === undefined) return undefined;
  const [partner, half] = [survivor.mapping.right, loser.mapping.right];
  if (partner && half?.id === partner.id) return await finishJoin(slice, survivor.mapping, loser, because);
  // Done before: of the loser nothing is left.
  if (partner && !half) return { ...lookingAnew(survivor.mapping), match: { kind: 'same', because } };
  if (isOn(partner) || isOn(loser.mapping.left) || !half)
    return {
      ...lookingAnew((isOn(partner) ? loser : survivor).mapping),
      match: { kind: 'held', because: 'alreadyLinked' },
    };
  return await joinHalves(slice, survivor, loser, because, right);
}

const isOn = (side: MappingSide | undefined): boolean => side !== undefined && side.gone !== true;

/** Closes the row of what has lost its right item to `survivor`. Safe to repeat. */
export async function finishJoin(
  slice: Slice,
  survivor: Mapping,
  loser: StoredMapping,
  because: ReasonCode,
): Promise<Entry> {
  await close(slice, loser);
  return { ...lookingAnew(survivor), match: { kind: 'same', because } };
}

/** Both sides are to be read once more before anything is decided. */
export function lookingAnew(mapping: Mapping): Entry {
  const sights = sideNames.flatMap((side) => {
    const known = mapping[side];
    const unconfirmed = known && {
      kind: 'gone' as const,
      id: known.id,
      askedAt: Number.MAX_SAFE_INTEGER,
      confirmed: false,
    };
    return unconfirmed ? [[side, seen(unconfirmed, false)] as const] : [];
  });
  return entryOf(mapping, Object.fromEntries(sights));
}

/** The row outlives late news of its left item, and a worker that slept before it wrote the row: it would find nothing there. */
async function close(slice: Slice, loser: StoredMapping): Promise<void> {
  const { id, generation, left } = loser.mapping;
  const gone = left && !left.gone ? { ...left, gone: true as const, seenAt: slice.ports.clock.now() } : left;
  const mapping: Mapping = { id, generation, state: 'deleted', ...(gone ? { left: gone } : {}) };
  await saveAll(slice, [{ active: { stored: loser }, mapping, inStep: false, underIntent: false }]);
}

/** All that it had went into another mapping. */
export const isJoinedAway = ({ state, left, right }: Mapping): boolean => state === 'deleted' && !left && !right;
