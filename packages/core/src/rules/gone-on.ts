import { sameBase } from '../edits.ts';
import { otherSide, type SideName } from '../items.ts';
import { deleteAskedOf, goneSideOf } from '../mapping.ts';
import type { DeletePolicy } from '../policy.ts';
import type { ReasonCode } from '../reasons.ts';
import { isTakenBack, type Situation, type View } from '../situation.ts';
import type { Answer, Rule } from './rule.ts';

/** Gone on that side, still there on the other: carried on, kept, or asked about. */
export function goneOn(side: SideName): Rule['answer'] {
  return (situation, views) => {
    const there = views[otherSide(side)];
    if (views[side].status !== 'gone' || there.status !== 'present') return undefined;
    const { mapping } = situation;
    // Released or taken back there already, and sent again now: a create decides.
    if ((mapping.state === 'released' || isTakenBack(mapping)) && goneSideOf(mapping) === side) return undefined;
    const wish = wishOf(situation, side, there);
    if (wish === 'propagate') return carryOn(situation, side);
    if (wish === 'ask') return ask(situation, there, askedReason(situation, side, there));
    return { kind: 'settle', effect: 'released', state: 'released', reasons: [{ code: goneReasons[side].release }] };
  };
}

type Present = Extract<View, { status: 'present' }>;

/** What is said of a delete on a side, by what follows from it. */
export const goneReasons = {
  left: {
    propagate: 'deletedLeft',
    release: 'deletedLeftKept',
    ask: 'deletedLeftAsked',
    edited: 'deletedLeftEditedRight',
  },
  right: {
    propagate: 'deletedRight',
    release: 'deletedRightKept',
    ask: 'deletedRightAsked',
    edited: 'deletedRightEditedLeft',
  },
} as const satisfies Record<SideName, Record<DeletePolicy | 'edited', ReasonCode>>;

/** Why a person is asked about what is gone on that side. */
export const askedReason = (situation: Situation, side: SideName, there: Present): ReasonCode =>
  goneReasons[side][isEditedSince(situation, side, there) ? 'edited' : 'ask'];

function isEditedSince({ mapping, type }: Situation, side: SideName, there: Present): boolean {
  return mapping.base === undefined || !sameBase(type, mapping.base[otherSide(side)], there.side.shown);
}

/** Only what is linked is deleted without a word, and never what was changed since; a word holds for what it was said about. */
function wishOf(situation: Situation, side: SideName, there: Present): DeletePolicy {
  const { mapping, policy } = situation;
  if (deleteAskedOf(mapping) === side) return mapping.answer === 'delete' && !there.news ? 'propagate' : 'ask';
  // What is only read from there never ends because its copy did.
  if (there.side.oneWay) return 'release';
  if (mapping.state !== 'linked' || policy.deletes[side] === 'release') return 'release';
  return isEditedSince(situation, side, there) ? 'ask' : policy.deletes[side];
}

/** After a second look at what is to be deleted. One that the provider refused to delete is left alone. */
function carryOn({ mapping, sights }: Situation, side: SideName): Answer {
  const kept = otherSide(side);
  if (mapping.parked?.side === kept && mapping.parked.source === 'delete')
    return { kind: 'leave', effect: 'leftOut', reasons: [mapping.reason ?? { code: 'refused' }] };
  if (sights[kept]?.direct !== true)
    return { kind: 'look', effect: 'waiting', look: [kept], reasons: [{ code: 'unconfirmed' }] };
  const writes = [{ side: kept, kind: 'delete' }] as const;
  return {
    kind: 'write',
    effect: 'deleted',
    state: 'deleted',
    writes,
    reasons: [{ code: goneReasons[side].propagate }],
  };
}

function ask({ mapping }: Situation, there: Present, code: ReasonCode): Answer {
  const isAsked = deleteAskedOf(mapping) !== undefined && !there.news;
  return { kind: isAsked ? 'leave' : 'settle', effect: 'held', state: 'held', reasons: [{ code }] };
}
