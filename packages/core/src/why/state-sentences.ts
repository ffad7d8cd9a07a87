import type { MappingState } from '../mapping.ts';

/** What it means that a mapping is in a state. */
export const stateSentences = {
  linked: 'Kept in step on both sides.',
  held: 'Waits for a person.',
  released: 'Gone on one side, kept on the other.',
  outOfScope: 'Still there, but not part of what is synced.',
  withdrawn: 'Made by Concord along the way, and not sent.',
  undone: 'Rests after it was undone.',
  deleted: 'Gone; remembered so that late news does not bring it back.',
} as const satisfies Record<MappingState, string>;
