import { type SideName, sideNames } from '../items.ts';
import type { Mapping } from '../mapping.ts';
import type { Policy } from '../policy.ts';
import type { Reason } from '../reasons.ts';
import { isThere } from '../situation.ts';
import type { Rule } from './rule.ts';

/** Not in the chosen group: rests whatever happens on the other side, is never deleted, and is remembered, so that nobody is doubled. */
export const notChosen: Rule = {
  name: 'not-chosen',
  answer: ({ mapping, policy, type }, views) => {
    const side = sideNames.find((name) => views[name].status === 'outside');
    if (side === undefined) return undefined;
    const seen = [views.left, views.right].filter(isThere);
    // What was made along the way is not sent anyhow, chosen or not.
    if (mapping.state === 'withdrawn' && seen.every((view) => type.isBare(view.side.shown))) return undefined;
    const rests = mapping.state === 'outOfScope';
    const isNew = seen.some(({ news }) => news) || isNewlyGone(mapping, views.left.status, views.right.status);
    const isPrivate = seen.some((view) => view.status === 'outside' && type.isPrivate?.(view.side.shown));
    const why = isPrivate && policy.private === 'skip' ? keptPrivate : whyOutside(policy, side);
    const reasons = [rests && isLeftOutByHand(mapping) ? leftOutByHand : why];
    return { kind: rests && !isNew ? 'leave' : 'settle', effect: 'leftOut', state: 'outOfScope', reasons };
  },
};

const isNewlyGone = ({ left, right }: Mapping, leftNow: string, rightNow: string): boolean =>
  (leftNow === 'gone' && left?.gone !== true) || (rightNow === 'gone' && right?.gone !== true);

/** With the name of the group, as people know it. */
export function whyOutside({ choice }: Pick<Policy, 'choice'>, side: SideName): Reason {
  const code = side === 'left' ? 'notChosenLeft' : 'notChosenRight';
  return choice?.side === side ? { code, detail: choice.group.name } : { code };
}

const keptPrivate = { code: 'keptPrivate' } as const satisfies Reason;
const leftOutByHand = { code: 'waitingForPerson' } as const satisfies Reason;

/** It is left alone because it is not among those that were chosen, or cannot be. */
export const restsByChoice = (mapping: Mapping): boolean =>
  mapping.state === 'outOfScope' && !isLeftOutByHand(mapping) && wasOutByChoice(mapping);

const wasOutByChoice = ({ left, right, reason }: Mapping): boolean =>
  left?.outside === true ||
  right?.outside === true ||
  reason?.code === 'noWayInLeft' ||
  reason?.code === 'noWayInRight';

/** A person was asked who it is, and said to leave it out. */
export const isLeftOutByHand = ({ state, reason }: Mapping): boolean =>
  state === 'outOfScope' && reason?.code === leftOutByHand.code;
