import type { Deployment } from '../deployment.ts';
import { scanRows } from './scan-rows.ts';
import { sealedTextsIn } from './sealed-texts.ts';
import { readRing } from './stored-ring.ts';

export type KeyStatus = {
  readonly kid: string;
  /** How many texts in the table it seals. */
  readonly texts: number;
  readonly isCurrent: boolean;
  /** Whether it is in the ring. If not, what it sealed cannot be opened. */
  readonly isKnown: boolean;
};

/** Reads the whole table. The keys of the ring first, in their order, then those that only sealed texts name. */
export async function keyStatus(deployment: Deployment): Promise<readonly KeyStatus[]> {
  const { current, keys } = await readRing(deployment);
  const counts = await countByKey(deployment);
  const kids = new Set([...Object.keys(keys), ...counts.keys()]);
  return [...kids].map((kid) => ({
    kid,
    texts: counts.get(kid) ?? 0,
    isCurrent: kid === current,
    isKnown: Object.hasOwn(keys, kid),
  }));
}

export async function countByKey(deployment: Deployment): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for await (const { rows } of scanRows(deployment)) {
    for (const { kid } of rows.flatMap(sealedTextsIn)) counts.set(kid, (counts.get(kid) ?? 0) + 1);
  }
  return counts;
}
