import { type Mapping, type ReasonCode, settleMs } from '@concord/core';
import { type Entry, entryOf, seen } from './entry.ts';
import { settleKey } from './keys.ts';
import type { StoredMapping } from './mappings.ts';
import { saveAll } from './save.ts';
import type { Slice } from './slice.ts';

/**
 * The right item of one mapping gets the left item of another as its partner: the left's mapping lives on, and the other's
 * row is closed. Nothing is written to a provider; the entry that comes back says what is to be merged, and a `SETTLE` row
 * sees to it should we die before. Where we die between the two mappings, `finishJoin` goes on.
 */
export async function joinHalves(
  slice: Slice,
  left: StoredMapping,
  right: StoredMapping,
  because: ReasonCode,
): Promise<Entry> {
  const half = right.mapping.right;
  if (half === undefined) throw new Error('There is no right half to join');
  const { reason: _, answer: __, base: ___, parked: ____, asked: _____, ...rest } = left.mapping;
  const mapping: Mapping = { ...rest, state: 'linked', generation: left.mapping.generation + 1, right: half };
  const dueNow = slice.ports.clock.now() - settleMs;
  await slice.ports.table.put({ ...settleKey(slice.id, mapping.id), rev: 1, mapping: mapping.id, at: dueNow });
  await saveAll(slice, [{ active: { stored: left }, mapping, inStep: false, underIntent: false }]);
  return await finishJoin(slice, mapping, right, because);
}

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
  const sights = (['left', 'right'] as const).flatMap((side) => {
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
