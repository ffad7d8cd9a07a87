import { sameBase } from '../edits.ts';
import type { Rule } from './rule.ts';

/** Deleted in the book of record: deleted on the right, unless somebody changed it there; only what is linked is ever deleted. */
export const leftGone: Rule = {
  name: 'left-gone',
  answer: ({ mapping, policy, type, sights }, { left, right }) => {
    if (left.status !== 'gone' || right.status !== 'present') return undefined;
    if (policy.deletes.left === 'release')
      return { kind: 'settle', effect: 'released', state: 'released', reasons: [{ code: 'deletedLeft' }] };
    if (mapping.state === 'held' && mapping.base === undefined)
      return { kind: 'settle', effect: 'deleted', state: 'deleted', reasons: [{ code: 'deletedLeft' }] };
    if (mapping.base === undefined || !sameBase(type, mapping.base.right, right.side.shown))
      return { kind: 'settle', effect: 'held', state: 'held', reasons: [{ code: 'deletedLeftEditedRight' }] };
    if (mapping.state !== 'linked') return { kind: 'leave', effect: 'agreed', reasons: [{ code: 'deletedLeft' }] };
    if (sights.right?.direct !== true)
      return { kind: 'look', effect: 'waiting', look: ['right'], reasons: [{ code: 'unconfirmed' }] };
    const writes = [{ side: 'right', kind: 'delete' }] as const;
    return { kind: 'write', effect: 'deleted', state: 'deleted', writes, reasons: [{ code: 'deletedLeft' }] };
  },
};
