import { createHash } from 'node:crypto';
import type { History } from './history/history.ts';

/** One short text for all that happened: two plays of one story must have the same. */
export function traceHash(history: History): string {
  const hash = createHash('sha256');
  for (const happening of history.all()) hash.update(JSON.stringify(happening));
  return hash.digest('base64url').slice(0, 22);
}
