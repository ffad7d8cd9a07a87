import { sameBase } from '../edits.ts';
import type { Rule } from './rule.ts';

/** Deleted outside the book of record: by default it stays there and is released. */
export const rightGone: Rule = {
  name: 'right-gone',
  answer: ({ mapping, policy, type, sights }, { left, right }) => {
    if (right.status !== 'gone' || left.status !== 'present') return undefined;
    const reasons = [{ code: 'deletedRight' }] as const;
    if (policy.deletes.right === 'release' || mapping.state !== 'linked')
      return { kind: 'settle', effect: 'released', state: 'released', reasons };
    if (mapping.base === undefined || !sameBase(type, mapping.base.left, left.side.shown))
      return { kind: 'settle', effect: 'released', state: 'released', reasons };
    if (sights.left?.direct !== true)
      return { kind: 'look', effect: 'waiting', look: ['left'], reasons: [{ code: 'unconfirmed' }] };
    return { kind: 'write', effect: 'deleted', state: 'deleted', writes: [{ side: 'left', kind: 'delete' }], reasons };
  },
};
