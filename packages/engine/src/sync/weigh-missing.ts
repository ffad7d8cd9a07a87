import { addCounts, type BrakeCounts, noBrakeCount, otherSide, type SideName, sideNames } from '@concord/core';
import type { Entry } from './entry.ts';
import { readEntries } from './prepare.ts';
import { planPages, type RunRecord } from './run-record.ts';
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
 * How many there are the run knows; the pages of its plan are read only where that would be too much.
 */
export async function weighMissing(slice: Slice, run: RunRecord, planned: BrakeCounts): Promise<Stopped | undefined> {
  const { left, right } = run.missing ?? noneMissing;
  if (left + right === 0) return undefined;
  const stopped = await weigh(slice, withDeletes(planned, { left, right }), nobody);
  if (stopped === undefined) return undefined;
  const missing = await missingInPlan(slice, run);
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
      if ((await weigh(slice, withDeletes(planned, missingBySide(slice, gone)), nobody)) !== undefined)
        return { ...stopped, affected: missing.flatMap((entry) => affectedBy(slice, entry) ?? []) };
    }
  }
  return undefined;
}

type Missing = NonNullable<RunRecord['missing']>;
const noneMissing: Missing = { left: 0, right: 0 };
const nobody = async (): Promise<readonly Affected[]> => [];

export function missingBySide(slice: Slice, entries: readonly Entry[]): Missing {
  const on = (side: SideName): number => entries.filter((entry) => missingOn(slice, entry) === side).length;
  return { left: on('left'), right: on('right') };
}

export async function missingInPlan(slice: Slice, run: RunRecord): Promise<readonly Entry[]> {
  const missing: Entry[] = [];
  for await (const page of planPages<Entry>(slice.ports, slice.id, run))
    missing.push(...page.filter((entry) => mayCarryDelete(slice, entry)));
  return missing;
}

const kindOn = ({ sights }: Entry, side: SideName) => sights[side]?.observation.kind;

/** As if all of them were deleted on the other side. */
function withDeletes(planned: BrakeCounts, missing: Missing): BrakeCounts {
  const more = (side: SideName) => addCounts(planned[side], { ...noBrakeCount, deletes: missing[otherSide(side)] });
  return { left: more('left'), right: more('right') };
}

function affectedBy(slice: Slice, entry: Entry): Affected | undefined {
  const gone = missingOn(slice, entry);
  if (gone === undefined) return undefined;
  const { id: mapping, [otherSide(gone)]: kept } = entry.mapping;
  return { mapping, title: slice.type.title(kept?.shown ?? {}), side: otherSide(gone), what: 'deleted' };
}
