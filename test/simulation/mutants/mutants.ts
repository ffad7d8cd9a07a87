import { claims } from './claims.ts';
import { deletes } from './deletes.ts';
import { exactlyOnce } from './exactly-once.ts';
import { ofGoogle } from './google.ts';
import { matching } from './matching.ts';
import { merging } from './merging.ts';
import type { Mutant } from './mutant.ts';
import { services } from './services.ts';
import { whatIsKnown } from './what-is-known.ts';
import { workers } from './workers.ts';

/** The planted bugs that must be noticed: the simulator is believed only because it finds all of them. */
export const mutants: readonly Mutant[] = [
  ...whatIsKnown,
  ...exactlyOnce,
  ...matching,
  ...merging,
  ...deletes,
  ...workers,
  ...services,
  ...ofGoogle,
  ...claims,
];
