import type { ItemType, SideName } from './items.ts';
import { type Mapping, type MappingSide, sideFrom } from './mapping.ts';
import type { SideCapabilities } from './merge.ts';
import type { Policy } from './policy.ts';
import type { Instant } from './ports/clock.ts';
import type { Observation } from './ports/provider.ts';
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
  mapping.state === 'released' && resend === true && mapping.answer !== 'keep';

/** What is known of one side now. */
export type View =
  | { readonly status: 'none' }
  | { readonly status: 'present'; readonly side: MappingSide; readonly news: boolean }
  | { readonly status: 'gone' }
  | { readonly status: 'elsewhere' }
  | { readonly status: 'hidden' }
  | { readonly status: 'look'; readonly because: ReasonCode }
  | { readonly status: 'wait'; readonly until: Instant };

export type Views = { readonly left: View; readonly right: View };

/** What shows itself as it was before what is known of it is believed only when it goes on doing so. Our choice: no cloud names a limit. */
const longestStaleMs = 10 * 60 * 1000;

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
  if (!known.gone && observation.kind === 'present' && observation.version === known.version)
    return { status: 'present', side: known, news: false };
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
  const draws = observation.modifiedAt === known.modifiedAt || observation.askedAt === known.seenAt;
  if (!direct && (older || draws || inLag || known.gone)) return { status: 'look', because: 'tooOld' };
  if (past && situation.now < known.seenAt + longestStaleMs)
    return { status: 'wait', until: known.seenAt + longestStaleMs };
  if (known.gone && inLag) return { status: 'wait', until: lagEnds };
  return { status: 'present', side: sideFrom(observation, observation.askedAt), news: true };
}

const asKnown = (known: MappingSide): View =>
  known.gone ? { status: 'gone' } : { status: 'present', side: known, news: false };

function firstView(observation: Observation): View {
  if (observation.kind === 'present')
    return { status: 'present', side: sideFrom(observation, observation.askedAt), news: true };
  return { status: 'none' };
}
