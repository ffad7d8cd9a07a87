import type { LeavingRule } from './rule.ts';

/** Whatever its sender marked, as personal, private or confidential, is not for the firm's timelines. */
export const sensitive: LeavingRule = ({ message: { sensitivity } }) =>
  sensitivity === 'normal' ? undefined : { because: sensitivity };
