import type { Rule } from './rule.ts';

/** Somebody looks like it, but not enough: a person decides, because a wrong link cannot be told apart later. */
export const matchHeld: Rule = {
  name: 'match-held',
  answer: ({ mapping, match }) =>
    match.kind === 'held' && mapping.answer !== 'different'
      ? { kind: 'settle', effect: 'held', state: 'held', reasons: [{ code: match.because }] }
      : undefined,
};
