import type { LeavingRule } from './rule.ts';

/** Contacts only get a copy, and the firm decided that copies do not count. */
export const copyOnly: LeavingRule = ({ participants }) => {
  if (participants.some(({ taken }) => taken === 'contact')) return undefined;
  const because = participants.find(({ taken }) => taken === 'copy')?.address;
  return because === undefined ? undefined : { because };
};
