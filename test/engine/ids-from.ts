import type { EnginePorts } from '@concord/engine';

/** Ids that are the same each time, of a chance that is: numbers from 0 to less than 1. */
export const idsFrom = (random: () => number): EnginePorts['random'] => ({
  id: (bytes = 16) => Array.from({ length: bytes }, () => Math.floor(random() * 36).toString(36)).join(''),
});
