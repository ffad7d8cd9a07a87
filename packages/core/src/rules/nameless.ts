import type { Rule } from './rule.ts';

/** A card with nothing to call it by is listed, not written. */
export const nameless: Rule = {
  name: 'nameless',
  answer: ({ mapping, type }, { left, right }) => {
    const shown = [left, right].flatMap((view) => (view.status === 'present' ? [view.side.shown] : []));
    if (!shown.some((item) => type.isNameless(item))) return undefined;
    const known = mapping.left !== undefined && mapping.right !== undefined;
    return { kind: 'leave', effect: known ? 'agreed' : 'leftOut', reasons: [{ code: 'nameless' }] };
  },
};
