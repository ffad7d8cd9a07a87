import type { SideName } from './items.ts';

/** What a person chose for a sync. */
export type Policy = {
  /** The same scalar changed on both sides: who wins, or whether a person is asked (then only that field waits). */
  readonly conflicts: SideName | 'ask';
  /** What a delete on a side does to the other. */
  readonly deletes: { readonly left: 'propagate' | 'release'; readonly right: 'propagate' | 'release' };
};

/** Contacts: a delete in Clio is carried on, a delete outside never is. */
export const contactPolicy = {
  conflicts: 'left',
  deletes: { left: 'propagate', right: 'release' },
} as const satisfies Policy;
