import { otherSide } from '../items.ts';
import { goneSideOf } from '../mapping.ts';
import { isSentAgain, isThere } from '../situation.ts';
import { goneReasons } from './gone-on.ts';
import type { Rule } from './rule.ts';

/** Deleted on one side, kept on the other: rests there, is not sent again while the sync lives, and ends when that goes too. */
export const released: Rule = {
  name: 'released',
  answer: (situation, views) => {
    const { mapping } = situation;
    const gone = goneSideOf(mapping);
    if (mapping.state !== 'released' || gone === undefined) return undefined;
    const away = views[gone];
    const there = views[otherSide(gone)];
    if (isThere(away) && away.news) return undefined;
    if (there.status === 'gone')
      return { kind: 'settle', effect: 'deleted', state: 'deleted', reasons: [{ code: 'deletedBoth' }] };
    if (there.status === 'present' && isSentAgain(situation)) return undefined;
    const reasons = [{ code: goneReasons[gone].release }] as const;
    return { kind: isThere(there) && there.news ? 'settle' : 'leave', effect: 'agreed', reasons };
  },
};
