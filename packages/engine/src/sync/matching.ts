import {
  goneSideOf,
  type ItemType,
  type Mapping,
  type Match,
  matchAll,
  matchOne,
  otherSide,
  type Present,
  type SideName,
} from '@concord/core';
import { type Entry, entryOf, newMapping, seen } from './entry.ts';
import type { SyncId } from './keys.ts';
import { mappingsUnderKeys, type StoredMapping } from './mappings.ts';
import type { Slice } from './slice.ts';

/** `stored`: the mapping, as the table has it, that the entry gives a new partner. */
export type Matched = { readonly entry: Entry; readonly stored?: StoredMapping };

/** First against each other, then against what the key index knows. */
export async function matchUnknown(
  slice: Slice,
  unknown: Readonly<Record<SideName, readonly Present[]>>,
  direct: boolean,
): Promise<readonly Matched[]> {
  const single = (present: Present) => ({ name: present, item: present.item });
  const found = matchAll(slice.type, unknown.left.map(single), unknown.right.map(single));
  const paired = new Set<Present>(found.same.flatMap(({ left, right }) => [left, right]));
  const matched: Matched[] = found.same.map(({ left, right, because }) => ({
    entry: {
      mapping: newMapping(slice.id, 'left', left.id),
      sights: { left: seen(left, direct), right: seen(right, direct) },
      match: { kind: 'same', because },
    },
  }));
  for (const side of ['left', 'right'] as const) {
    const held = side === 'left' ? found.heldLeft : found.heldRight;
    for (const present of unknown[side]) {
      if (paired.has(present)) continue;
      const may = (held as ReadonlyMap<Present, { because: 'several' }>).get(present);
      const fresh = { mapping: newMapping(slice.id, side, present.id), sights: { [side]: seen(present, direct) } };
      if (may) matched.push({ entry: { ...fresh, match: { kind: 'held', because: may.because } } });
      else matched.push(await matchKnown(slice, side, present, fresh));
    }
  }
  return matched;
}

async function matchKnown(
  slice: Slice,
  side: SideName,
  present: Present,
  fresh: Pick<Entry, 'mapping' | 'sights'>,
): Promise<Matched> {
  const near = await mappingsUnderKeys(slice.ports, slice.id, slice.type.matchKeys(present.item));
  // A worker that slept may have turned its pointer to a mapping that has given it away since.
  const own = near.find(({ mapping }) => mapping[side]?.id === present.id);
  if (own) return { entry: entryOf(own.mapping, fresh.sights), stored: own };
  const { match, partner } = partnerAmong(slice.type, side, present.item, near);
  return partner ? joined(partner, side, fresh.sights, match) : { entry: { ...fresh, match } };
}

export function joined(partner: StoredMapping, side: SideName, sights: Entry['sights'], match: Match): Matched {
  return { entry: { mapping: joinable(partner.mapping, side), sights, match }, stored: partner };
}

/** Who, among all that the key index knows of the other side, is this? */
export async function findPartner(
  ports: Slice['ports'],
  id: SyncId,
  type: ItemType,
  side: SideName,
  item: Present['item'],
): Promise<Partner> {
  return partnerAmong(type, side, item, await mappingsUnderKeys(ports, id, type.matchKeys(item)));
}

export type Partner = {
  readonly match: Match;
  /** With `same`: the one. */
  readonly partner?: StoredMapping;
  readonly candidates: readonly StoredMapping[];
};

/** `side`: where the item is, so that the partners are on the other. */
export function partnerAmong(
  type: ItemType,
  side: SideName,
  item: Present['item'],
  near: readonly StoredMapping[],
): Partner {
  const candidates = near.flatMap((stored) => {
    const other = stored.mapping[otherSide(side)];
    const isThere = goneSideOf(stored.mapping) !== otherSide(side);
    return other && isThere ? [{ name: stored, item: other.shown, taken: isTaken(stored.mapping, side) }] : [];
  });
  const found = matchOne(type, item, candidates);
  const [partner] = found.candidates;
  const same = found.match.kind === 'same' && partner;
  return { match: found.match, candidates: found.candidates, ...(same ? { partner } : {}) };
}

/** It has a living partner already. One whose partner is gone, or that never had one, is free. */
export const isTaken = (mapping: Mapping, side: SideName): boolean =>
  mapping[side] !== undefined && goneSideOf(mapping) !== side;

/** The mapping as it begins a new life with another item on that side. */
export function joinable(mapping: Mapping, side: SideName): Mapping {
  const { base: _base, reason: _reason, answer: _answer, [side]: _gone, ...rest } = mapping;
  return { ...rest, state: 'linked', generation: mapping.generation + 1 };
}
