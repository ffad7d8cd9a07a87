import { randomBytes } from 'node:crypto';
import type { Clock } from '@concord/core';
import type { Deployment } from '../deployment.ts';
import { readRing, type StoredRing, writeRing } from './stored-ring.ts';

/** Adds a fresh key and makes it the current one. The old ones stay, and still open. Resolves to the ring as it then is. */
export async function rotateKeys(deployment: Deployment, clock: Clock): Promise<StoredRing> {
  const ring = await readRing(deployment);
  const kid = freshKid(ring);
  const keys = { ...ring.keys, [kid]: randomBytes(32).toString('base64url') };
  return await writeRing(deployment, { current: kid, keys, rotatedAt: clock.now() });
}

function freshKid({ keys }: StoredRing): string {
  // With a letter first: a name of digits alone would take the first place in an object.
  const kid = `k${randomBytes(4).toString('hex')}`;
  return Object.hasOwn(keys, kid) ? freshKid({ current: kid, keys }) : kid;
}
