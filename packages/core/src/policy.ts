import type { SideName } from './items.ts';
import type { Group } from './ports/provider.ts';

/** What a delete on one side does to the other: carried on, kept there, or held until a person has said which. */
export type DeletePolicy = 'propagate' | 'release' | 'ask';

/** By the side on which somebody deletes. */
export type DeletePolicies = Readonly<Record<SideName, DeletePolicy>>;

/** What a person chose for a sync. */
export type Policy = {
  /** The same scalar changed on both sides: who wins, or whether a person is asked (then only that field waits). */
  readonly conflicts: SideName | 'ask';
  readonly deletes: DeletePolicies;
  /** Absent: everything is kept in step. */
  readonly choice?: Choice;
  /** What becomes of what its owner keeps private; for types that know private items. */
  readonly private?: PrivateChoice;
  /** Whether who else takes part is told on a side that holds it as text. */
  readonly guests?: boolean;
};

/** `skip`: it is not carried over. `busy`: only that something is there. `full`: like everything else. */
export type PrivateChoice = 'skip' | 'busy' | 'full';

/** Only what is in this group of that side is kept in step; the rest is left alone on both sides. */
export type Choice = { readonly side: SideName; readonly group: Group };

/** Contacts: a delete in Clio is carried on, a delete outside never is. */
export const contactPolicy = {
  conflicts: 'left',
  deletes: { left: 'propagate', right: 'release' },
} as const satisfies Policy;

/** Events: a delete is carried on both ways. */
export const eventPolicy = {
  conflicts: 'left',
  deletes: { left: 'propagate', right: 'propagate' },
  private: 'busy',
  guests: true,
} as const satisfies Policy;
