import type { SideName } from './items.ts';

/** What a delete on one side does to the other: carried on, kept there, or held until a person has said which. */
export type DeletePolicy = 'propagate' | 'release' | 'ask';

/** By the side on which somebody deletes. */
export type DeletePolicies = Readonly<Record<SideName, DeletePolicy>>;

/** What a person chose for a sync. */
export type Policy = {
  /** The same scalar changed on both sides: who wins, or whether a person is asked (then only that field waits). */
  readonly conflicts: SideName | 'ask';
  readonly deletes: DeletePolicies;
};

/** Contacts: a delete in Clio is carried on, a delete outside never is. */
export const contactPolicy = {
  conflicts: 'left',
  deletes: { left: 'propagate', right: 'release' },
} as const satisfies Policy;
