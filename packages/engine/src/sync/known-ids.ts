import type { Observation, SideName } from '@concord/core';
import { pointersOfItems, type StoredMapping } from './mappings.ts';
import type { Slice } from './slice.ts';

/*
 * Some providers give an item another id, and go on knowing it by the former one. A mapping keeps the id under which it
 * first knew the item: so what is seen under another one is taken for what it is before anything is decided.
 */

/** Of a list of changes, which tells former ids. Nothing is asked for as long as nobody has one. */
export async function underFormerIds(
  { ports, id }: Slice,
  side: SideName,
  observations: readonly Observation[],
): Promise<readonly Observation[]> {
  const asked = observations.flatMap((one) => (hasFormer(one) ? [one.id, ...one.formerIds] : []));
  if (asked.length === 0) return observations;
  const known = await pointersOfItems(ports, id, side, asked);
  return observations.map((one) => {
    const former = hasFormer(one) ? [one.id, ...one.formerIds].find((item) => known.has(item)) : undefined;
    return former === undefined ? one : { ...one, id: former };
  });
}

type Renamed = Extract<Observation, { readonly kind: 'present' }> & { readonly formerIds: readonly string[] };
const hasFormer = (one: Observation): one is Renamed => one.kind === 'present' && (one.formerIds?.length ?? 0) > 0;

/** Of a whole pass, which tells none: by what stays. In order, so that who got another id while it was read is there once. */
export function underLastingIds(
  { collections }: Slice,
  side: SideName,
  observations: Iterable<Observation>,
  stored: readonly StoredMapping[],
): Map<string, Observation> {
  const { lasting } = collections[side].profile;
  const known = new Map<string, string>();
  const note = (stays: string | undefined, id: string): string => {
    if (stays === undefined) return id;
    const first = known.get(stays) ?? id;
    known.set(stays, first);
    return first;
  };
  const staysOf = (keep: Readonly<Record<string, string>> | undefined): string | undefined =>
    lasting === undefined ? undefined : keep?.[lasting];
  for (const { mapping } of stored) {
    const shown = mapping[side];
    if (shown) note(staysOf(shown.keep), shown.id);
  }
  const found = new Map<string, Observation>();
  for (const one of observations) {
    const id = one.kind === 'present' ? note(staysOf(one.keep), one.id) : one.id;
    found.set(id, id === one.id ? one : { ...one, id });
  }
  return found;
}
