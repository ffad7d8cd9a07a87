import { otherSide, sideNames } from '../items.ts';
import { isTakenBack } from '../situation.ts';
import type { Rule } from './rule.ts';

/**
 * Its owner made it private since, and private items are not carried over: the copy that Concord made is taken back. What
 * was there before Concord is no copy, and stays. The original is never touched.
 */
export const withdraw: Rule = {
  name: 'withdraw',
  answer: ({ mapping, policy, type, sights }, views) => {
    if (policy.private !== 'skip') return undefined;
    const side = sideNames.find((name) => {
      const view = views[name];
      return view.status === 'outside' && type.isPrivate?.(view.side.shown) === true;
    });
    if (side === undefined) return undefined;
    const copy = otherSide(side);
    const reasons = [{ code: 'madePrivate' }] as const;
    if (isTakenBack(mapping)) return { kind: 'leave', effect: 'leftOut', reasons };
    const view = views[copy];
    const isOurs = view.status === 'present' && mapping[copy]?.made && mapping[copy].id === view.side.id;
    if (!isOurs || mapping.state === 'released') return undefined;
    if (mapping.parked?.side === copy && mapping.parked.source === 'delete')
      return { kind: 'leave', effect: 'leftOut', reasons: [mapping.reason ?? { code: 'refused' }] };
    if (sights[copy]?.direct !== true) return { kind: 'look', effect: 'waiting', look: [copy], reasons };
    return { kind: 'write', effect: 'deleted', state: 'withdrawn', writes: [{ side: copy, kind: 'delete' }], reasons };
  },
};
