import type { Rule } from './rule.ts';

/** Held until somebody answers; meanwhile what is seen is remembered, and nothing is written. What is back asks no more. */
export const waitsForPerson: Rule = {
  name: 'waits-for-person',
  answer: ({ mapping }, { left, right }) => {
    if (mapping.state !== 'held' || mapping.answer === 'different') return undefined;
    if (left.status === 'present' && right.status === 'present' && (mapping.left?.gone || mapping.right?.gone))
      return undefined;
    const news = [left, right].some((view) => view.status === 'present' && view.news);
    const reasons = [mapping.reason ?? ({ code: 'waitingForPerson' } as const)];
    return { kind: news ? 'settle' : 'leave', effect: 'held', reasons };
  },
};
