import type { Rule } from './rule.ts';

/** What an account may not see is neither there nor gone. */
export const notVisible: Rule = {
  name: 'not-visible',
  answer: ({ mapping }, { left, right }) =>
    left.status === 'hidden' || right.status === 'hidden'
      ? {
          kind: 'leave',
          effect: mapping.left || mapping.right ? 'agreed' : 'leftOut',
          reasons: [{ code: 'notVisible' }],
        }
      : undefined,
};
