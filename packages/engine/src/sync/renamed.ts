import type { Present, SideName } from '@concord/core';
import type { Observed } from './known-entries.ts';
import type { StoredMapping } from './mappings.ts';
import { saveAll } from './save.ts';
import type { Slice } from './slice.ts';

/** The same item under another id than the mapping knows. */
export const isRenamed = ({ mapping }: StoredMapping, side: SideName, { id, lastingId }: Present): boolean =>
  lastingId !== undefined &&
  mapping[side]?.lastingId === lastingId &&
  mapping[side].id !== id &&
  mapping[side].gone !== true;

/**
 * A complete pass shows everybody under the id that they have now, and says nothing of the ones that they had. Whoever has
 * another one since goes on under it. Returns all mappings as they then are.
 */
export async function followRenamed(
  slice: Slice,
  observed: Observed,
  stored: readonly StoredMapping[],
): Promise<readonly StoredMapping[]> {
  const followed = new Map<StoredMapping, StoredMapping>();
  for (const side of ['left', 'right'] as const) {
    const lasting = new Map(stored.map((one) => [one.mapping[side]?.lastingId, one]));
    for (const present of observed[side].values()) {
      const own = present.kind === 'present' ? lasting.get(present.lastingId) : undefined;
      if (own === undefined || present.kind !== 'present' || !isRenamed(own, side, present)) continue;
      followed.set(own, await follow(slice, side, followed.get(own) ?? own, present.id));
    }
  }
  return followed.size === 0 ? stored : stored.map((one) => followed.get(one) ?? one);
}

async function follow(slice: Slice, side: SideName, stored: StoredMapping, id: string): Promise<StoredMapping> {
  const known = stored.mapping[side];
  if (known === undefined) return stored;
  const mapping = { ...stored.mapping, [side]: { ...known, id } };
  const active: { stored: StoredMapping | undefined } = { stored };
  await saveAll(slice, [{ active, mapping, inStep: false, underIntent: false }]);
  return active.stored ?? stored;
}
