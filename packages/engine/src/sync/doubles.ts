import { goneSideOf, type Item, type Mapping, type ReasonCode, type SideName } from '@concord/core';
import { doubleKey, doublePrefix, hash } from './keys.ts';
import type { StoredMapping } from './mappings.ts';
import type { Slice } from './slice.ts';

/** Two cards of one side that look like one person. Shown, never merged by us. */
export type Double = {
  readonly name: string;
  readonly side: SideName;
  /** The two mappings that the cards belong to. */
  readonly mappings: readonly [string, string];
  readonly because: ReasonCode;
};

/** More than a person would look through; the next pass finds the others. */
const mostDoubles = 300;
const rowsAtOnce = 1000;

/**
 * After a complete look: notes who may be twice in one book, as far as that is not known, and forgets who is not any more. What
 * somebody said about two cards is remembered as long as both are there.
 */
export async function noteDoubles(slice: Slice, stored: readonly StoredMapping[]): Promise<void> {
  const { ports, id } = slice;
  const pk = `SYNC#${id.firm}#${id.sync}`;
  const { rows } = await ports.table.query({ pk, prefix: doublePrefix, limit: rowsAtOnce });
  const known = new Set(rows.map(({ sk }) => sk));
  const found = [...doublesOn(slice, 'left', stored), ...doublesOn(slice, 'right', stored)].slice(0, mostDoubles);
  const noted = found.map((double) => ({ ...doubleKey(id, double.name), rev: 1, double }));
  await ports.table.putMany(noted.filter(({ sk }) => !known.has(sk)));
  const kept = new Set(noted.map(({ sk }) => sk));
  await ports.table.removeMany(rows.filter(({ sk }) => !kept.has(sk)).map(({ sk }) => ({ pk, sk })));
}

/** An address of a whole office is nobody's own. */
const mostInGroup = 20;

/** Of one book: those with the same name who share an e-mail address or a phone number, each pair once. */
function doublesOn({ type, id }: Slice, side: SideName, stored: readonly StoredMapping[]): readonly Double[] {
  const groups = new Map<string, { readonly id: string; readonly item: Item }[]>();
  for (const { mapping } of stored) {
    const item = isThere(mapping, side) ? mapping[side]?.shown : undefined;
    for (const key of item ? type.matchKeys(item) : [])
      groups.set(key, [...(groups.get(key) ?? []), { id: mapping.id, item: item ?? {} }]);
  }
  const pairs = new Map<string, Double>();
  for (const group of groups.values()) {
    if (group.length > mostInGroup) continue;
    for (const [place, one] of group.entries())
      for (const other of group.slice(place + 1)) {
        const because = likeOne(type, one.item, other.item);
        const mappings: Double['mappings'] = one.id < other.id ? [one.id, other.id] : [other.id, one.id];
        const name = hash(JSON.stringify([id.sync, side, ...mappings]));
        if (because) pairs.set(name, { name, side, mappings, because });
      }
  }
  return [...pairs.values()];
}

/** The same name alone is no reason to think so: there are namesakes in every large book. */
function likeOne(type: Slice['type'], one: Item, other: Item): ReasonCode | undefined {
  const likeness = type.likeness(one, other);
  if (likeness.kind === 'same') return likeness.because;
  return likeness.kind === 'similar' && likeness.because === 'nameAndPhone' ? likeness.because : undefined;
}

const isThere = (mapping: Mapping, side: SideName): boolean =>
  mapping[side] !== undefined && mapping.state !== 'deleted' && goneSideOf(mapping) !== side;
