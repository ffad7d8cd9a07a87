import { type Mapping, otherSide, type SideName, sideNames } from '@concord/core';
import { type Entry, entryOf } from '../sync/entry.ts';
import type { StoredMapping } from '../sync/mappings.ts';
import { readEntries } from '../sync/prepare.ts';
import { saveAll } from '../sync/save.ts';
import type { Slice } from '../sync/slice.ts';

/**
 * What was undone is kept in step again. What differs between the sides stays as it is until somebody edits it; what is on one
 * side only is sent to the other. What nobody has any more rests for good.
 */
export async function resumed(slice: Slice, known: StoredMapping): Promise<Entry | undefined> {
  if (known.mapping.state !== 'undone') return undefined;
  const looked = await readEntries(slice, 'right', await readEntries(slice, 'left', [entryOf(known.mapping)]));
  const [entry = entryOf(known.mapping)] = looked;
  const there = sideNames.filter((side) => isThere(entry, side));
  const [only] = there;
  if (only === undefined) {
    await save(slice, known, { ...known.mapping, state: 'deleted' });
    return undefined;
  }
  if (there.length === 2) {
    await save(slice, known, { ...known.mapping, state: 'linked' });
    return { ...entry, mapping: { ...known.mapping, state: 'linked' } };
  }
  const mapping = withGone(slice, known.mapping, otherSide(only));
  await save(slice, known, mapping);
  return { ...entryOf(mapping), resend: true };
}

const isThere = (entry: Entry, side: SideName): boolean => {
  const seen = entry.sights[side]?.observation;
  return seen?.id === entry.mapping[side]?.id && seen?.kind === 'present';
};

function withGone(slice: Slice, { base: _, ...mapping }: Mapping, side: SideName): Mapping {
  const known = mapping[side];
  const gone = known && { ...known, gone: true as const, seenAt: known.gone ? known.seenAt : slice.ports.clock.now() };
  const reason = { code: side === 'left' ? 'deletedLeftKept' : 'deletedRightKept' } as const;
  return { ...mapping, state: 'released', reason, ...(gone ? { [side]: gone } : {}) };
}

async function save(slice: Slice, known: StoredMapping, mapping: Mapping): Promise<void> {
  await saveAll(slice, [{ active: { stored: known }, mapping, inStep: false, underIntent: false }]);
}
