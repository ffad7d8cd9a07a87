import type { Rule } from './rule.ts';

/** A write whose outcome is unknown is found out before anything else is decided: an item is never created again at once. */
export const openIntent: Rule = {
  name: 'open-intent',
  answer: ({ mapping }) =>
    mapping.intent === undefined ? undefined : { kind: 'leave', effect: 'waiting', reasons: [{ code: 'recovering' }] },
};
