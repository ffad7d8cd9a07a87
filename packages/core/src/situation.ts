import { sameBase } from './edits.ts';
import type { Item, ItemType, SideName } from './items.ts';
import { goneSideOf, type Mapping, type MappingSide, sideFrom } from './mapping.ts';
import type { SideCapabilities } from './merge.ts';
import type { Policy } from './policy.ts';
import type { Instant } from './ports/clock.ts';
import type { Observation, Present } from './ports/provider.ts';
import type { ReasonCode } from './reasons.ts';

/** `direct`: read by id just now, as opposed to seen in a list or a delta, which may replay the past. */
export type Sight = { readonly observation: Observation; readonly direct: boolean };

/** What was found for an item that no mapping knows. */
export type Match =
  | { readonly kind: 'none' }
  | { readonly kind: 'same'; readonly because: ReasonCode }
  | { readonly kind: 'held'; readonly because: ReasonCode };

/** All that a decision may depend on. */
export type Situation = {
  readonly type: ItemType;
  readonly policy: Policy;
  readonly capabilities: SideCapabilities;
  /** Why an item cannot be written on a side without losing what it means. */
  readonly cannotHold?: Readonly<Partial<Record<SideName, (item: Item) => ReasonCode | undefined>>>;
  readonly readLagMs: Readonly<Record<SideName, number>>;
  readonly now: Instant;
  /** For an item that no mapping knows: a new id, state `linked`, no sides. */
  readonly mapping: Mapping;
  readonly sights: { readonly left?: Sight; readonly right?: Sight };
  readonly match: Match;
  /** A person starts again after a stop: what was released is sent again, unless somebody said to keep it where it is. */
  readonly resend?: boolean;
};

/** A person who has said where it is to stay is not asked by starting again. */
export const isSentAgain = ({ mapping, resend }: Situation): boolean =>
  isTakenBack(mapping) || (mapping.state === 'released' && resend === true && mapping.answer !== 'keep');

/** Concord had made it there, and took it back when its original became private. */
export function isTakenBack(mapping: Mapping): boolean {
  const gone = goneSideOf(mapping);
  return mapping.state === 'withdrawn' && gone !== undefined && mapping[gone]?.made === true;
}

/** What is known of one side now. `outside`: it is there, but not in the group that was chosen. */
export type View =
  | { readonly status: 'none' }
  | { readonly status: 'present'; readonly side: MappingSide; readonly news: boolean }
  | { readonly status: 'outside'; readonly side: MappingSide; readonly news: boolean }
  | { readonly status: 'gone' }
  | { readonly status: 'elsewhere' }
  | { readonly status: 'hidden' }
  | { readonly status: 'look'; readonly because: ReasonCode }
  | { readonly status: 'wait'; readonly until: Instant };

export type ThereView = Extract<View, { side: MappingSide }>;

/** It exists on that side, chosen or not. */
export const isThere = (view: View): view is ThereView => view.status === 'present' || view.status === 'outside';

export type Views = { readonly left: View; readonly right: View };

/**
 * So long a cloud may show what was there before. What shows itself as it was before what is known of it is believed only when it
 * goes on doing so. Our choice: no cloud names a limit.
 */
export const longestStaleMs = 10 * 60 * 1000;

/** An old value is not an edit: decides for each side whether what was seen replaces what is known. */
export function viewsOf(situation: Situation): Views {
  return { left: viewOf(situation, 'left'), right: viewOf(situation, 'right') };
}

function viewOf(situation: Situation, name: SideName): View {
  const known = situation.mapping[name];
  const sight = situation.sights[name];
  if (sight === undefined) return known ? asKnown(known) : { status: 'none' };
  const { observation, direct } = sight;
  if (known === undefined) return firstView(observation);
  if (observation.id !== known.id || observation.askedAt < known.seenAt) return asKnown(known);
  if (known.gone && observation.kind === 'gone') return { status: 'gone' };
  if (observation.kind === 'present' && isUnchanged(known, observation)) return thereView(known, false);
  if (observation.kind === 'hidden' || observation.kind === 'elsewhere') return { status: observation.kind };

  const lagEnds = known.seenAt + situation.readLagMs[name];
  const inLag = situation.now < lagEnds;
  if (observation.kind === 'gone') {
    if (!observation.confirmed) return { status: 'look', because: 'unconfirmed' };
    return inLag ? { status: 'wait', until: lagEnds } : { status: 'gone' };
  }
  const older = observation.modifiedAt < known.modifiedAt;
  const past = older || (known.gone === true && observation.modifiedAt === known.modifiedAt);
  // Some clouds' clocks know whole seconds only, and a page may be read in the moment of a commit: a draw is looked at.
  // Who only enters or leaves the choice need not have changed: a matter was closed, or a person chose otherwise.
  const isMove = !known.gone && movesOnly(situation, known, observation);
  const draws = (observation.modifiedAt === known.modifiedAt && !isMove) || observation.askedAt === known.seenAt;
  if (!direct && (older || draws || inLag || known.gone)) return { status: 'look', because: 'tooOld' };
  if (past && situation.now < known.seenAt + longestStaleMs)
    return { status: 'wait', until: known.seenAt + longestStaleMs };
  if (known.gone && inLag) return { status: 'wait', until: lagEnds };
  return thereView(sideFrom(observation, observation.askedAt), true);
}

const thereView = (side: MappingSide, news: boolean): View => ({
  status: side.outside ? 'outside' : 'present',
  side,
  news,
});

const asKnown = (known: MappingSide): View => (known.gone ? { status: 'gone' } : thereView(known, false));

/** Nor has it entered or left the choice, which may be another by now than when it was seen before. */
const isUnchanged = (known: MappingSide, seen: Present): boolean =>
  !known.gone && seen.version === known.version && seen.outside === known.outside;

const movesOnly = ({ type }: Situation, known: MappingSide, seen: Present): boolean =>
  seen.outside !== known.outside && sameBase(type, known.shown, seen.item);

function firstView(observation: Observation): View {
  return observation.kind === 'present'
    ? thereView(sideFrom(observation, observation.askedAt), true)
    : { status: 'none' };
}
