import type { Rule } from './rule.ts';

/** Moved out of the synced collection: never deleted, never doubled, and linked again when it comes back. */
export const outOfScope: Rule = {
  name: 'out-of-scope',
  answer: ({ mapping }, { left, right }) => {
    const away = left.status === 'elsewhere' || right.status === 'elsewhere';
    const reasons = [{ code: 'elsewhere' }] as const;
    if (away && mapping.state === 'outOfScope') return { kind: 'leave', effect: 'agreed', reasons };
    if (away && (mapping.left || mapping.right))
      return { kind: 'settle', effect: 'released', state: 'outOfScope', reasons };
    if (away) return { kind: 'leave', effect: 'leftOut', reasons };
    if (mapping.state !== 'outOfScope') return undefined;
    const back = [left, right].some((view) => view.status === 'present' && view.news);
    return back ? undefined : { kind: 'leave', effect: 'agreed', reasons };
  },
};
