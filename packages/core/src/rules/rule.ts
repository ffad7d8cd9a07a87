import type { Decision } from '../decision.ts';
import type { Situation, Views } from '../situation.ts';

/** What a rule says; the rest has defaults: no writes, no reasons, the state stays. */
export type Answer = Pick<Decision, 'kind' | 'effect'> & Partial<Omit<Decision, 'rule' | 'views'>>;

/** Undefined: not my case. */
export type Rule = {
  readonly name: string;
  readonly answer: (situation: Situation, views: Views) => Answer | undefined;
};
