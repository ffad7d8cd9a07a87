import {
  goneSideOf,
  type ItemType,
  isLeftOutByHand,
  type Mapping,
  type Match,
  matchAll,
  matchOne,
  type Observation,
  otherSide,
  type Present,
  type ReasonCode,
  type SideName,
  sideNames,
} from '@concord/core';
import { type Entry, entryOf, newMapping, seen } from './entry.ts';
import { type Halves, withRight } from './join.ts';
import type { SyncId } from './keys.ts';
import { mappingsUnderKeys, type StoredMapping } from './mappings.ts';
import type { Slice } from './slice.ts';

/**
 * `stored`: the mapping, as the table has it, that the entry gives a new partner. `joins`: the entry is what will be once these
 * two are joined.
 */
export type Matched = { readonly entry: Entry; readonly stored?: StoredMapping; readonly joins?: Halves };

/** The mappings of those that come back and are matched once more, by what was seen of them. */
export type Returning = ReadonlyMap<Present, StoredMapping>;

/**
 * It rested alone, because it was not chosen or could not be, and nothing keeps it from the other side any more: it is like
 * somebody new. Whom a person has left out is not.
 */
export function comesBackAlone(mapping: Mapping, side: SideName, observation: Observation): boolean {
  if (observation.kind !== 'present' || observation.outside) return false;
  if (mapping.state !== 'outOfScope' || isLeftOutByHand(mapping)) return false;
  return mapping[side]?.id === observation.id && mapping[otherSide(side)] === undefined;
}

/** First against each other, then against what the key index knows. */
export async function matchUnknown(
  slice: Slice,
  unknown: Readonly<Record<SideName, readonly Present[]>>,
  direct: boolean,
  returning: Returning,
): Promise<readonly Matched[]> {
  const single = (present: Present) => ({ name: present, item: present.item });
  const found = matchAll(slice.type, unknown.left.map(single), unknown.right.map(single));
  const paired = new Set<Present>(found.same.flatMap(({ left, right }) => [left, right]));
  const matched: Matched[] = found.same.map((pair) => matchedPair(slice.id, pair, direct, returning));
  for (const side of sideNames) {
    const held = side === 'left' ? found.heldLeft : found.heldRight;
    for (const present of unknown[side]) {
      if (paired.has(present)) continue;
      const may = (held as ReadonlyMap<Present, { because: 'several' }>).get(present);
      const own = returning.get(present);
      const fresh = {
        mapping: own?.mapping ?? newMapping(slice.id, side, present.id),
        sights: { [side]: seen(present, direct) },
      };
      const stored = own ? { stored: own } : {};
      if (may) matched.push({ entry: { ...fresh, match: { kind: 'held', because: may.because } }, ...stored });
      else matched.push(await matchKnown(slice, side, present, fresh, own));
    }
  }
  return matched;
}

type Pair = { readonly left: Present; readonly right: Present; readonly because: ReasonCode };

/** Two that are the same; either may have a mapping of its own that it rested in. */
export function matchedPair(
  id: SyncId,
  { left, right, because }: Pair,
  direct: boolean,
  returning: Returning,
): Matched {
  const sights = { left: seen(left, direct), right: seen(right, direct) };
  const match = { kind: 'same', because } as const;
  const [ownLeft, ownRight] = [returning.get(left), returning.get(right)];
  if (ownLeft && ownRight) return inOne(ownLeft, ownRight, sights, because);
  if (ownLeft) return joined(ownLeft, 'right', sights, match);
  if (ownRight) return joined(ownRight, 'left', sights, match);
  return { entry: { mapping: newMapping(id, 'left', left.id), sights, match } };
}

/** One that comes back: who on the other side, of those that are mapped, is it? */
export function matchedAgain(
  type: ItemType,
  side: SideName,
  own: StoredMapping,
  fresh: Pick<Entry, 'mapping' | 'sights'>,
  item: Present['item'],
  near: readonly StoredMapping[],
): Matched & { readonly stored: StoredMapping } {
  const { match, partner } = partnerAmong(type, side, item, near);
  if (partner === undefined || match.kind !== 'same') return { entry: { ...fresh, match }, stored: own };
  const [left, right] = side === 'left' ? [own, partner] : [partner, own];
  return inOne(left, right, fresh.sights, match.because);
}

function inOne(
  left: StoredMapping,
  right: StoredMapping,
  sights: Entry['sights'],
  because: ReasonCode,
): Matched & { readonly stored: StoredMapping } {
  const half = right.mapping.right;
  if (half === undefined) throw new Error('There is no right half to join');
  const joins = { left: left.mapping.id, right: right.mapping.id, because };
  const mapping = withRight(left.mapping, half);
  return { entry: { mapping, sights, match: { kind: 'same', because } }, stored: left, joins };
}

async function matchKnown(
  slice: Slice,
  side: SideName,
  present: Present,
  fresh: Pick<Entry, 'mapping' | 'sights'>,
  returns: StoredMapping | undefined,
): Promise<Matched> {
  const near = await mappingsUnderKeys(slice.ports, slice.id, slice.type.matchKeys(present.item));
  if (returns) return matchedAgain(slice.type, side, returns, fresh, present.item, near);
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

/** It has a living partner already, or was undone: then a person says who is who. One whose partner is gone, or that never had one, is free. */
export const isTaken = (mapping: Mapping, side: SideName): boolean =>
  mapping.state === 'undone' || (mapping[side] !== undefined && goneSideOf(mapping) !== side);

/** The mapping as it begins a new life with another item on that side. */
export function joinable(mapping: Mapping, side: SideName): Mapping {
  const { base: _base, reason: _reason, answer: _answer, [side]: _gone, ...rest } = mapping;
  return { ...rest, state: 'linked', generation: mapping.generation + 1 };
}
