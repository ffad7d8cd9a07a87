import type { LeavingRule } from './rule.ts';

/** It names no address at all, so it can be nobody's. */
export const nobody: LeavingRule = ({ participants }) =>
  participants.every(({ taken }) => taken === 'unusable') ? {} : undefined;
