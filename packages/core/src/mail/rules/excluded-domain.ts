import type { LeavingRule } from './rule.ts';

/** Contacts take part, but every one of them from an excluded domain. */
export const excludedDomain: LeavingRule = ({ participants }) => {
  if (participants.some(({ taken }) => taken === 'contact' || taken === 'copy')) return undefined;
  const because = participants.find(({ taken }) => taken === 'excluded')?.domain;
  return because === undefined ? undefined : { because };
};
