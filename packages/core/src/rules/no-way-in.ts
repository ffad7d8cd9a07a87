import { otherSide } from '../items.ts';
import type { Rule } from './rule.ts';

/** What would be made on the chosen side could not be put into the chosen group: it waits until somebody there is the same. */
export const noWayIn: Rule = {
  name: 'no-way-in',
  answer: ({ mapping, policy: { choice } }, views) => {
    if (choice === undefined || choice.group.takesNew) return undefined;
    const { side, group } = choice;
    const source = views[otherSide(side)];
    if (source.status !== 'present' || views[side].status === 'present') return undefined;
    const code = side === 'left' ? 'noWayInLeft' : 'noWayInRight';
    const reasons = [{ code, detail: group.name }] as const;
    // What is kept on one side only goes on saying so.
    if (mapping.state === 'released') return { kind: 'leave', effect: 'leftOut', reasons };
    const isKnown = mapping.state === 'outOfScope' && mapping.reason?.code === code && !source.news;
    return { kind: isKnown ? 'leave' : 'settle', effect: 'leftOut', state: 'outOfScope', reasons };
  },
};
