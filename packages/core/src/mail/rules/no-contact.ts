import type { LeavingRule } from './rule.ts';

/** Nobody who takes part is a contact. */
export const noContact: LeavingRule = ({ participants }) => {
  if (participants.some(({ taken }) => taken === 'contact' || taken === 'copy')) return undefined;
  const because = participants.find(({ taken }) => taken === 'stranger')?.address;
  return because === undefined ? {} : { because };
};
