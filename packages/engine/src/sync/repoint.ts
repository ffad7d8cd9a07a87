import { goneSideOf, type Observation, otherSide, type SideName } from '@concord/core';
import { type Entry, entryOf } from './entry.ts';
import { mappingsOf, openIntents, readyAtOf } from './intents.ts';
import { finishJoin, joinHalves } from './join.ts';
import { mappingsUnderKeys, pointersOfItems, readMappings, type StoredMapping } from './mappings.ts';
import { partnerAmong } from './matching.ts';
import { readEntries } from './prepare.ts';
import type { Slice } from './slice.ts';

export type Repointed = {
  /** Those that live on with a partner taken over: still to be merged. Each has a `SETTLE` row until then. */
  readonly survivors: readonly Entry[];
  /** Those of the given mappings that nobody takes over from, and who take over from nobody. */
  readonly others: readonly StoredMapping[];
  /** A survivor is being made on the other side, or may have been: nothing is to be deleted before that is known. */
  readonly laterAt?: number;
};

/**
 * To be called before a delete is carried on. What was merged into another, or made anew instead of being changed, is gone,
 * but its details live on in another item of that side. Where that one has no partner yet, it takes over this one's.
 * `stored`: as the table has them now.
 */
export async function repointMerged(slice: Slice, stored: readonly StoredMapping[]): Promise<Repointed> {
  const survivors = new Map<string, Entry>();
  const losers = new Set<string>();
  let laterAt: number | undefined;
  for (const one of stored) {
    if (survivors.has(one.mapping.id) || losers.has(one.mapping.id)) continue;
    const found =
      (await halfJoined(slice, one)) ?? (await mergedOn(slice, one, 'left')) ?? (await mergedOn(slice, one, 'right'));
    if (found === undefined) continue;
    const busyUntil = await openUntil(slice, found);
    if (busyUntil !== undefined) laterAt = Math.max(laterAt ?? 0, busyUntil);
    else {
      survivors.set(found.survivor.mapping.id, await carryOver(slice, found));
      losers.add(found.loser.mapping.id);
    }
  }
  const others = stored.filter(({ mapping }) => !survivors.has(mapping.id) && !losers.has(mapping.id));
  return { survivors: [...survivors.values()], others, ...(laterAt === undefined ? {} : { laterAt }) };
}

type Takeover = {
  /** Has the left item. */
  readonly survivor: StoredMapping;
  /** Has, or had, the right one. */
  readonly loser: StoredMapping;
  readonly begun: boolean;
};

const because = 'nameAndEmail';

const carryOver = async (slice: Slice, { survivor, loser, begun }: Takeover): Promise<Entry> =>
  begun ? await finishJoin(slice, survivor.mapping, loser, because) : await joinHalves(slice, survivor, loser, because);

/** We died between the two mappings of a join: both have the right item now, which leads to the one that lives on. */
async function halfJoined({ ports, id, type }: Slice, one: StoredMapping): Promise<Takeover | undefined> {
  const half = one.mapping.right;
  if (half === undefined || one.mapping.state === 'deleted') return undefined;
  const hasIt = ({ mapping }: StoredMapping): boolean =>
    mapping.id !== one.mapping.id && mapping.state !== 'deleted' && mapping.right?.id === half.id;
  const owner = (await pointersOfItems(ports, id, 'right', [half.id])).get(half.id)?.mapping;
  if (owner === undefined) return undefined;
  if (owner === one.mapping.id) {
    const loser = (await mappingsUnderKeys(ports, id, type.matchKeys(half.shown))).find(hasIt);
    return loser && { survivor: one, loser, begun: true };
  }
  const survivor = (await readMappings(ports, id, [owner])).get(owner);
  const isWhole = survivor && hasIt(survivor) && survivor.mapping.left !== undefined;
  return isWhole ? { survivor, loser: one, begun: true } : undefined;
}

/** `gone`: the side on which the item may be gone, and another live on. Both are looked at: no list says who was merged. */
async function mergedOn(slice: Slice, one: StoredMapping, gone: SideName): Promise<Takeover | undefined> {
  const { ports, id, type, policy } = slice;
  const kept = one.mapping[otherSide(gone)];
  if (one.mapping.state !== 'linked' || one.mapping[gone] === undefined || kept === undefined) return undefined;
  if (policy.deletes[gone] !== 'propagate') return undefined;
  const near = (await mappingsUnderKeys(ports, id, type.matchKeys(kept.shown))).filter(
    ({ mapping }) => mapping.id !== one.mapping.id,
  );
  const free = near.filter((other) => isFreeOn(other, gone));
  if (free.length === 0) return undefined;
  const looked = await readEntries(
    slice,
    gone,
    [one, ...free].map(({ mapping }) => entryOf(mapping)),
  );
  const seenNow = new Map(looked.map(({ mapping, sights }) => [mapping.id, sights[gone]?.observation]));
  if (seenNow.get(one.mapping.id)?.kind !== 'gone') return undefined;
  const current = near.flatMap((other) =>
    free.includes(other) ? asSeen(other, gone, seenNow.get(other.mapping.id)) : [other],
  );
  const { partner } = partnerAmong(type, otherSide(gone), kept.shown, current);
  const other = near.find(({ mapping }) => mapping.id === partner?.mapping.id);
  if (other === undefined) return undefined;
  return gone === 'left'
    ? { survivor: other, loser: one, begun: false }
    : { survivor: one, loser: other, begun: false };
}

/** It is there, and its partner is not, or never was. */
function isFreeOn({ mapping }: StoredMapping, side: SideName): boolean {
  const other = otherSide(side);
  const gone = goneSideOf(mapping);
  return mapping[side] !== undefined && gone !== side && (mapping[other] === undefined || gone === other);
}

/** What it shows by now; nothing when it is not there either. */
function asSeen(
  { mapping, rev }: StoredMapping,
  side: SideName,
  observation: Observation | undefined,
): readonly StoredMapping[] {
  const known = mapping[side];
  if (observation?.kind !== 'present' || known === undefined) return [];
  return [{ rev, mapping: { ...mapping, [side]: { ...known, shown: observation.item } } }];
}

/** Until when a write of one of the two is in doubt. */
async function openUntil(slice: Slice, { survivor, loser }: Takeover): Promise<number | undefined> {
  const intents = await openIntents(slice.ports, slice.id);
  const ids = [survivor.mapping.id, loser.mapping.id];
  const open = intents.filter((intent) => mappingsOf(intent).some((mapping) => ids.includes(mapping)));
  return open.length === 0 ? undefined : Math.max(...open.map((intent) => readyAtOf(slice, intent)));
}
