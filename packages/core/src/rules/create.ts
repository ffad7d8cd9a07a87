import type { SideName } from '../items.ts';
import { goneSideOf } from '../mapping.ts';
import { restrict } from '../restrict.ts';
import { isSentAgain, type Situation, type View } from '../situation.ts';
import { itemSource } from '../write-source.ts';
import type { Answer, Rule } from './rule.ts';

/** On one side only, and nobody on the other looks like it. */
export const createRight: Rule = {
  name: 'create-right',
  answer: (situation, { left, right }) => create(situation, left, right, 'right'),
};

export const createLeft: Rule = {
  name: 'create-left',
  answer: (situation, { left, right }) => create(situation, right, left, 'left'),
};

function create(situation: Situation, source: View, target: View, side: SideName): Answer | undefined {
  if (source.status !== 'present' || (target.status === 'present' && target.news)) return undefined;
  const again = isSentAgain(situation) && goneSideOf(situation.mapping) === side;
  if ((target.status === 'present' || target.status === 'gone') && !again) return undefined;
  const item = restrict(source.side.shown, situation.capabilities[side]);
  const { parked } = situation.mapping;
  if (parked?.side === side && parked.source === itemSource(item))
    return { kind: 'leave', effect: 'leftOut', reasons: [situation.mapping.reason ?? { code: 'refused' }] };
  return {
    kind: 'write',
    effect: side === 'right' ? 'addedRight' : 'addedLeft',
    state: 'linked',
    writes: [{ side, kind: 'create', item }],
    reasons: [
      { code: side === 'right' ? 'onlyLeft' : 'onlyRight' },
      ...(source.side.oneWay ? [{ code: source.side.oneWay }] : []),
    ],
    ...(again ? { reborn: true } : {}),
  };
}
