import type { View } from '../situation.ts';
import type { Rule } from './rule.ts';

/** Moved out of the synced collection: never deleted, never doubled, and linked again when it comes back. */
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
    if (!news) return { kind: 'leave', effect: 'agreed', reasons };
    // News of one side says nothing of the other, which may be the one that is away.
    const unseen = (['left', 'right'] as const).filter((side) => {
      const view = side === 'left' ? left : right;
      return view.status === 'present' && !view.news && sights[side]?.direct !== true;
    });
    return unseen.length > 0 ? { kind: 'look', effect: 'waiting', look: unseen, reasons } : undefined;
  },
};

const isNews = (view: View): boolean => view.status === 'present' && view.news;
