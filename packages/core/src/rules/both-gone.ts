import type { Rule } from './rule.ts';

/** Gone on every side on which it ever was. */
export const bothGone: Rule = {
  name: 'both-gone',
  answer: (_, { left, right }) =>
    left.status !== 'present' && right.status !== 'present' && (left.status === 'gone' || right.status === 'gone')
      ? { kind: 'settle', effect: 'deleted', state: 'deleted', reasons: [{ code: 'deletedBoth' }] }
      : undefined,
};
