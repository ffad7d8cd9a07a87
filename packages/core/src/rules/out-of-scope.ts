import { sideNames } from '../items.ts';
import type { View } from '../situation.ts';
import { isLeftOutByHand, restsByChoice } from './not-chosen.ts';
import type { Rule } from './rule.ts';

/**
 * Moved out of the synced collection: never deleted, never doubled, and linked again when it comes back. So is what was not
 * chosen once it is, or once everything is.
 */
export const outOfScope: Rule = {
  name: 'out-of-scope',
  answer: ({ mapping, sights }, { left, right }) => {
    const away = left.status === 'elsewhere' || right.status === 'elsewhere';
    const reasons = [{ code: 'elsewhere' }] as const;
    const news = isNews(left) || isNews(right);
    if (away && mapping.state === 'outOfScope') return { kind: news ? 'settle' : 'leave', effect: 'agreed', reasons };
    if (away && (mapping.left || mapping.right))
      return { kind: 'settle', effect: 'released', state: 'outOfScope', reasons };
    if (away) return { kind: 'leave', effect: 'leftOut', reasons };
    if (mapping.state !== 'outOfScope') return undefined;
    const known = [mapping.reason ?? reasons[0]];
    if (isLeftOutByHand(mapping) && !(mapping.left && mapping.right))
      return { kind: news ? 'settle' : 'leave', effect: 'leftOut', reasons: known };
    const byChoice = restsByChoice(mapping);
    if (!news && !(byChoice && (sights.left || sights.right)))
      return { kind: 'leave', effect: 'agreed', reasons: known };
    // News of one side says nothing of the other, which may be the one that is away; of what was not chosen that is known.
    const unseen = sideNames.filter((side) => {
      const view = side === 'left' ? left : right;
      const isSeen = sights[side]?.direct || (byChoice && sights[side]);
      return view.status === 'present' && !view.news && !isSeen;
    });
    return unseen.length > 0 ? { kind: 'look', effect: 'waiting', look: unseen, reasons: known } : undefined;
  },
};

const isNews = (view: View): boolean => view.status === 'present' && view.news;
