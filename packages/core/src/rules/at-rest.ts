import { otherSide, sideNames } from '../items.ts';
import { isThere } from '../situation.ts';
import { askedReason } from './gone-on.ts';
import type { Rule } from './rule.ts';

/** Undone and deleted mappings rest: late news brings nothing back. One that is truly there again waits for a person. */
export const atRest: Rule = {
  name: 'at-rest',
  answer: (situation, views) => {
    const { mapping } = situation;
    if (mapping.state === 'undone') return { kind: 'leave', effect: 'agreed', reasons: [{ code: 'atRest' }] };
    if (mapping.state !== 'deleted') return undefined;
    // It is remembered where it is, for whoever comes on the other side.
    const there = [views.left, views.right].filter(isThere);
    if (there.some(({ news }) => news) && there.some(({ status }) => status === 'outside')) return undefined;
    const [back, alsoBack] = sideNames.flatMap((side) => {
      const view = views[side];
      return view.status === 'present' && view.news ? [{ side, view }] : [];
    });
    if (back === undefined) return { kind: 'leave', effect: 'agreed', reasons: [{ code: 'deletedBoth' }] };
    if (alsoBack !== undefined) return undefined;
    const gone = otherSide(back.side);
    const code = mapping[gone] ? askedReason(situation, gone, back.view) : 'waitingForPerson';
    return { kind: 'settle', effect: 'held', state: 'held', reasons: [{ code }] };
  },
};
