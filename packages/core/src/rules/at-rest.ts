import type { Rule } from './rule.ts';

/** Undone and deleted mappings rest: late news brings nothing back. One that is truly there again waits for a person. */
export const atRest: Rule = {
  name: 'at-rest',
  answer: ({ mapping }, { left, right }) => {
    if (mapping.state === 'undone') return { kind: 'leave', effect: 'agreed', reasons: [{ code: 'atRest' }] };
    if (mapping.state !== 'deleted') return undefined;
    const restored = [left, right].some((view) => view.status === 'present' && view.news);
    return restored
      ? { kind: 'settle', effect: 'held', state: 'held', reasons: [{ code: 'deletedLeftEditedRight' }] }
      : { kind: 'leave', effect: 'agreed', reasons: [{ code: 'deletedBoth' }] };
  },
};
