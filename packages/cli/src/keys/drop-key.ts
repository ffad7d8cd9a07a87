import type { Clock } from '@concord/core';
import { Problem } from '@concord/local';
import type { Deployment } from '../deployment.ts';
import { countByKey } from './key-status.ts';
import { readRing, type StoredRing, writeRing } from './stored-ring.ts';

export type DropOptions = {
  readonly clock: Clock;
  readonly pause: (ms: number) => Promise<void>;
};

/** Functions keep the ring for five minutes, and so may seal with the old key that long after a rotation. */
const settledMs = 10 * 60_000;
/** Longer than any worker lives: one that read an old text may put it back until its end. */
export const betweenCountsMs = 2 * 60_000;

/**
 * Removes a key from the ring. Throws a `Problem` when it is the current one, when the last rotation is not ten minutes old, or when
 * anything in the table is sealed with it, now or two minutes later.
 */
export async function dropKey(deployment: Deployment, kid: string, { clock, pause }: DropOptions): Promise<StoredRing> {
  refuseWhenNeeded(await readRing(deployment), kid, clock.now());
  await refuseWhenSealing(deployment, kid);
  await pause(betweenCountsMs);
  await refuseWhenSealing(deployment, kid);
  const ring = await readRing(deployment);
  refuseWhenNeeded(ring, kid, clock.now());
  const { [kid]: _dropped, ...keys } = ring.keys;
  return await writeRing(deployment, { ...ring, keys }, kid);
}

function refuseWhenNeeded({ current, keys, rotatedAt = 0 }: StoredRing, kid: string, now: number): void {
  if (!Object.hasOwn(keys, kid)) throw new Problem(`The key ring has no key ${kid}.`);
  if (kid === current) throw new Problem(`${kid} is the current key: rotate first.`);
  if (now >= rotatedAt + settledMs) return;
  const minutes = Math.ceil((rotatedAt + settledMs - now) / 60_000);
  throw new Problem(`Functions may still seal with ${kid}: try again in ${minutes} min.`);
}

async function refuseWhenSealing(deployment: Deployment, kid: string): Promise<void> {
  const texts = (await countByKey(deployment)).get(kid) ?? 0;
  if (texts > 0) throw new Problem(`${kid} still seals ${texts} texts: type "keys reseal" first.`);
}
