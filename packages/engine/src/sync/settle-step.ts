import { type Mapping, settleMs } from '@concord/core';
import { type Entry, entryOf, seen } from './entry.ts';
import { type Executed, execute } from './execute.ts';
import { joinHalves } from './join.ts';
import { settleKey } from './keys.ts';
import { mappingsUnderKeys, readMappings, type StoredMapping } from './mappings.ts';
import { partnerAmong } from './matching.ts';
import { readEntries } from './prepare.ts';
import type { Slice } from './slice.ts';

/** Deletes whose minute is over, weighed together. Returns when the next one is due. */
export async function settleStep(
  slice: Slice,
): Promise<{ readonly nextAt?: number; readonly stopped?: Executed['stopped'] }> {
  const { rows } = await slice.ports.table.query({
    pk: `SYNC#${slice.id.firm}#${slice.id.sync}`,
    prefix: 'SETTLE#',
    limit: 1000,
  });
  if (rows.length === 0) return {};
  const dueAt = Math.max(...rows.map((row) => Number(row.at))) + settleMs;
  const oldest = Math.min(...rows.map((row) => Number(row.at))) + settleMs * 5;
  if (Math.min(dueAt, oldest) > slice.ports.clock.now()) return { nextAt: Math.min(dueAt, oldest) };
  const stored = await readMappings(
    slice.ports,
    slice.id,
    rows.map((row) => String(row.mapping)),
  );
  const survivors = await repointMerged(slice, [...stored.values()]);
  const gone = [...stored.values()].filter(({ mapping }) => !survivors.has(mapping.id));
  const entries = gone.map(({ mapping }) => ({ ...goneSights(mapping), settled: true as const }));
  const result = await execute(slice, [...survivors.values(), ...entries], 'poll', false);
  if (result.stopped) return { stopped: result.stopped };
  if (result.laterAt !== undefined) return { nextAt: result.laterAt };
  await slice.ports.table.removeMany(rows.map((row) => settleKey(slice.id, String(row.mapping))));
  return {};
}

/** Both sides are looked at once more before anything is deleted. */
function goneSights(mapping: Mapping): Entry {
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

/**
 * A contact that was merged into another in Clio is gone there, but its details live on in the survivor. Where the survivor
 * has no partner on the right yet, it takes over this one instead of it being deleted.
 */
async function repointMerged(slice: Slice, stored: readonly StoredMapping[]): Promise<ReadonlyMap<string, Entry>> {
  const survivors = new Map<string, Entry>();
  for (const one of stored) {
    if (one.mapping.state !== 'linked' || one.mapping.right === undefined) continue;
    const { shown } = one.mapping.right;
    const near = await mappingsUnderKeys(slice.ports, slice.id, slice.type.matchKeys(shown));
    const others = near.filter(({ mapping }) => mapping.id !== one.mapping.id);
    const { partner } = partnerAmong(slice.type, 'right', shown, others);
    if (partner === undefined) continue;
    const [looked] = await readEntries(slice, 'left', [entryOf(one.mapping)]);
    if (looked?.sights.left?.observation.kind !== 'gone') continue;
    survivors.set(one.mapping.id, await joinHalves(slice, partner, one, 'nameAndEmail'));
  }
  return survivors;
}
