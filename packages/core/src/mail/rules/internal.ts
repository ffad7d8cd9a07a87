import { isInternal } from '../participants.ts';
import type { LeavingRule } from './rule.ts';

/** All whom it names are of the firm. Also what somebody writes to themselves. */
export const internal: LeavingRule = ({ participants }) => {
  const usable = participants.filter(({ taken }) => taken !== 'unusable');
  const [first] = usable;
  return first && usable.every(isInternal) ? { because: first.address } : undefined;
};
