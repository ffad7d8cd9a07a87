import type { Rule } from './rule.ts';

/** Deleted on the right, kept on the left: rests there, is not sent again while the sync lives, and ends when the left goes too. */
export const released: Rule = {
  name: 'released',
  answer: ({ mapping, resend }, { left, right }) => {
    if (mapping.state !== 'released') return undefined;
    if (left.status === 'gone')
      return { kind: 'settle', effect: 'deleted', state: 'deleted', reasons: [{ code: 'deletedBoth' }] };
    if (right.status === 'present' && right.news) return undefined;
    if (resend && left.status === 'present') return undefined;
    const reasons = [{ code: 'deletedRight' }] as const;
    return { kind: left.status === 'present' && left.news ? 'settle' : 'leave', effect: 'agreed', reasons };
  },
};
