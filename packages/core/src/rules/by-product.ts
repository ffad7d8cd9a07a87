import { isTakenBack } from '../situation.ts';
import type { Rule } from './rule.ts';

/** A company that Concord made so that a card could name it is not sent to people's address books until it says more. */
export const byProduct: Rule = {
  name: 'by-product',
  answer: ({ mapping, type }, { left }) => {
    if (mapping.state !== 'withdrawn' || isTakenBack(mapping)) return undefined;
    if (left.status === 'present' && !type.isBare(left.side.shown)) return undefined;
    return { kind: 'leave', effect: 'leftOut', reasons: [{ code: 'byProduct' }] };
  },
};
