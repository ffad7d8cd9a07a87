import type { Mapping, ReasonCode } from '@concord/core';
import { type Entry, entryOf } from './entry.ts';
import { mappingKey, waitingKey } from './keys.ts';
import { pointerRow, type StoredMapping } from './mappings.ts';
import { conditions, saveAll } from './save.ts';
import { remember, type Slice } from './slice.ts';

/**
 * The right item of one mapping gets the left item of another as its partner: the left's mapping lives on, the other's row
 * goes. Nothing is written to a provider; the entry that comes back says what is to be merged.
 */
export async function joinHalves(
  slice: Slice,
  left: StoredMapping,
  right: StoredMapping,
  because: ReasonCode,
): Promise<Entry> {
  const half = right.mapping.right;
  if (half === undefined) throw new Error('There is no right half to join');
  const { reason: _, answer: __, base: ___, ...rest } = left.mapping;
  const mapping: Mapping = { ...rest, state: 'linked', generation: left.mapping.generation + 1, right: half };
  await saveAll(slice, [{ active: { stored: left }, mapping, inStep: false, underIntent: false }]);
  await slice.ports.table.put(pointerRow(slice.id, 'right', half.id, mapping.id, undefined));
  await slice.ports.table.removeMany([mappingKey(slice.id, right.mapping.id), waitingKey(slice.id, right.mapping.id)]);
  remember(slice, (record) => ({
    ...record,
    counts: {
      ...record.counts,
      linked: record.counts.linked - conditions.linked(right.mapping),
      held: record.counts.held - conditions.held(right.mapping),
    },
  }));
  return { ...entryOf(mapping), match: { kind: 'same', because } };
}
