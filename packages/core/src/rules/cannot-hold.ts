import { otherSide, type SideName, sideNames } from '../items.ts';
import type { ReasonCode } from '../reasons.ts';
import type { Situation, Views } from '../situation.ts';
import type { Rule } from './rule.ts';

/**
 * One side says something that the other cannot say (a series in a time zone of its own, a rule that it does not know): nothing
 * of it is written there, half of it least of all. It stays as it is on both sides until it can be said.
 */
export const cannotHold: Rule = {
  name: 'cannot-hold',
  answer: (situation, views) => {
    const { mapping } = situation;
    const [code] = sideNames.flatMap((side) => unheldOn(situation, views, side) ?? []);
    if (code === undefined) return undefined;
    const reasons = [{ code }] as const;
    // What is kept on one side only goes on saying so.
    if (mapping.state === 'released') return { kind: 'leave', effect: 'leftOut', reasons };
    const news = sideNames.some((side) => isNews(views, side));
    const isKnown = mapping.state === 'outOfScope' && mapping.reason?.code === code && !news;
    return { kind: isKnown ? 'leave' : 'settle', effect: 'leftOut', state: 'outOfScope', reasons };
  },
};

const isNews = (views: Views, side: SideName): boolean => {
  const view = views[side];
  return view.status === 'present' && view.news;
};

/** Why this side cannot hold what the other shows. What is in step and unchanged is not asked about. */
function unheldOn({ mapping, cannotHold: refusals }: Situation, views: Views, side: SideName): ReasonCode | undefined {
  const source = views[otherSide(side)];
  if (source.status !== 'present' || (views[side].status === 'gone' && mapping.state !== 'withdrawn')) return undefined;
  const isSettled = mapping.state === 'linked' && mapping.base !== undefined && !source.news;
  return isSettled ? undefined : refusals?.[side]?.(source.side.shown);
}
