import { isThere } from '../situation.ts';
import type { Rule } from './rule.ts';

/** Gone on every side on which it ever was. */
export const bothGone: Rule = {
  name: 'both-gone',
  answer: (_, { left, right }) =>
    !isThere(left) && !isThere(right) && (left.status === 'gone' || right.status === 'gone')
      ? { kind: 'settle', effect: 'deleted', state: 'deleted', reasons: [{ code: 'deletedBoth' }] }
      : undefined,
};
