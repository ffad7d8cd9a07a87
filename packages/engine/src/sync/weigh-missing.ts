import { addCounts, type BrakeCounts, noBrakeCount, otherSide, type SideName, sideNames } from '@concord/core';
import type { Entry } from './entry.ts';
import { readEntries } from './prepare.ts';
import type { Slice } from './slice.ts';
import { type Affected, type Stopped, weigh } from './weigh.ts';

/** It was linked, and is missing on a side whose deletes are carried on. */
export const mayCarryDelete = (slice: Pick<Slice, 'policy'>, entry: Entry): boolean =>
  missingOn(slice, entry) !== undefined;

function missingOn({ policy }: Pick<Slice, 'policy'>, { mapping, sights }: Entry): SideName | undefined {
  if (mapping.state !== 'linked') return undefined;
  return sideNames.find((side) => policy.deletes[side] === 'propagate' && sights[side]?.observation.kind === 'gone');
}

/** So many are asked about before the first delete; beyond them each batch is weighed by itself. */
const maximumLooks = 400;

/**
 * Of those who are missing in a pass a plan says only that they are to be looked for. Were it too much if all of them were
 * deleted, they are looked for before the first delete, until there are too many who are truly gone. `planned`: what is certain.
 */
export async function weighMissing(
  slice: Slice,
  planned: BrakeCounts,
  entries: readonly Entry[],
): Promise<Stopped | undefined> {
  const missing = entries.filter((entry) => mayCarryDelete(slice, entry));
  const all = async (): Promise<readonly Affected[]> => missing.flatMap((entry) => affectedBy(slice, entry) ?? []);
  const stopped = await weigh(slice, withDeletes(slice, planned, missing), all);
  if (stopped === undefined) return undefined;
  const gone: Entry[] = [];
  for (const side of sideNames) {
    const onSide = missing.filter((entry) => missingOn(slice, entry) === side).slice(0, maximumLooks);
    const { batchSize } = slice.collections[side].profile;
    for (let first = 0; first < onSide.length; first += batchSize) {
      const looked = await readEntries(slice, side, onSide.slice(first, first + batchSize));
      const missed = looked.filter((entry) => kindOn(entry, side) === 'gone');
      // What a worker deleted before it died is gone there too, and counted already.
      const kept = await readEntries(slice, otherSide(side), missed);
      gone.push(...kept.filter((entry) => kindOn(entry, otherSide(side)) !== 'gone'));
      if ((await weigh(slice, withDeletes(slice, planned, gone), all)) !== undefined) return stopped;
    }
  }
  return undefined;
}

const kindOn = ({ sights }: Entry, side: SideName) => sights[side]?.observation.kind;

function withDeletes(slice: Slice, planned: BrakeCounts, missing: readonly Entry[]): BrakeCounts {
  const on = (side: SideName): number => missing.filter((entry) => missingOn(slice, entry) === otherSide(side)).length;
  const more = (side: SideName) => addCounts(planned[side], { ...noBrakeCount, deletes: on(side) });
  return { left: more('left'), right: more('right') };
}

function affectedBy(slice: Slice, entry: Entry): Affected | undefined {
  const gone = missingOn(slice, entry);
  if (gone === undefined) return undefined;
  const { id: mapping, [otherSide(gone)]: kept } = entry.mapping;
  return { mapping, title: slice.type.title(kept?.shown ?? {}), side: otherSide(gone), what: 'deleted' };
}
