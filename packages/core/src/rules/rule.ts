import type { Decision } from '../decision.ts';
import type { Situation, Views } from '../situation.ts';

/** What a rule says; the rest has defaults: no writes, no reasons, the state stays. */
export type Answer = Pick<Decision, 'kind' | 'effect'> & Partial<Omit<Decision, 'rule' | 'views'>>;

/** Every rule of `decide`. The set is closed; each has a sentence for people in `why/rule-sentences.ts`. */
export type RuleName =
  | 'open-intent'
  | 'look-again'
  | 'not-visible'
  | 'at-rest'
  | 'both-gone'
  | 'released'
  | 'left-gone'
  | 'right-gone'
  | 'withdraw'
  | 'out-of-scope'
  | 'not-chosen'
  | 'waits-for-person'
  | 'nameless'
  | 'by-product'
  | 'match-held'
  | 'no-way-in'
  | 'cannot-hold'
  | 'create-right'
  | 'create-left'
  | 'kind-differs'
  | 'merge-sides';

/** Undefined: not my case. */
export type Rule = {
  readonly name: RuleName;
  readonly answer: (situation: Situation, views: Views) => Answer | undefined;
};
