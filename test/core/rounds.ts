import {
  commit,
  type Decision,
  type Done,
  decide,
  type Instant,
  type Item,
  type Mapping,
  type MappingSide,
  type Observation,
  type Present,
  type SideName,
  type Sight,
  type Situation,
} from '@concord/core';

/** What there really is on the two sides. */
export type Truth = { readonly left: Observation | undefined; readonly right: Observation | undefined };

/**
 * How often something is decided about one mapping before it rests, when nobody else does anything: a second look, the end
 * of a read lag, the write, and what the write displaced.
 */
export const maxRounds = 4;

export type Rounds = {
  /** The last one says "leave", unless the rounds ran out. */
  readonly decisions: readonly Decision[];
  readonly situation: Situation;
  readonly truth: Truth;
};

const sides = ['left', 'right'] as const;

/** `first`: dies after the first write of a decision. `forgotten`: and before it is remembered; a create never is, it has a marker. */
export type Luck = 'good' | 'first' | 'forgotten';

/** What a side shows after it was asked to hold an item. */
export type Hold = (side: SideName, item: Item) => Pick<Present, 'item' | 'keep'>;
const exactly: Hold = (_, item) => ({ item });

/** Decides and does what was decided, until nothing is left to do. Bad luck ends with the first decision that writes. */
export function rounds(first: Situation, there: Truth, luck: Luck = 'good', hold: Hold = exactly): Rounds {
  const decisions: Decision[] = [];
  let situation = first;
  let truth = there;
  for (let round = 0; round <= maxRounds; round += 1) {
    const decision = decide(situation);
    decisions.push(decision);
    if (decision.kind === 'leave') break;
    const now = Math.max(decision.until ?? 0, situation.now + 1);
    const done = luck === 'good' ? decision.writes : decision.writes.slice(0, 1);
    truth = done.reduce((before, write) => written(before, write, now, hold), truth);
    const confirmed = Object.fromEntries(
      done.map(({ side, kind }) => [side, kind === 'delete' ? 'deleted' : truth[side]]),
    ) as Done;
    const isForgotten = luck === 'forgotten' && done.some(({ kind }) => kind !== 'create');
    const isRemembered = decision.kind === 'settle' || (decision.kind === 'write' && !isForgotten);
    const mapping = isRemembered
      ? commit(situation.type, situation.mapping, decision, confirmed, now)
      : situation.mapping;
    situation = {
      ...situation,
      now: now + 1,
      mapping,
      sights: sightsOf(truth, mapping, now + 1),
      match: { kind: 'none' },
    };
    if (luck !== 'good' && done.length > 0) break;
  }
  return { decisions, situation, truth };
}

function written(truth: Truth, write: Decision['writes'][number], now: Instant, hold: Hold): Truth {
  const { side } = write;
  const before = truth[side];
  const id = `${side}-1`;
  if (write.kind === 'delete') return { ...truth, [side]: { kind: 'gone', id, askedAt: now, confirmed: true } };
  const version = `w${now}`;
  const createdAt = before?.kind === 'present' ? before.createdAt : now;
  const times = { modifiedAt: now, createdAt, askedAt: now };
  const after: Present = { kind: 'present', id, version, ...times, ...hold(side, write.item) };
  return { ...truth, [side]: after };
}

/** Both sides, read by id. */
function sightsOf(truth: Truth, mapping: Mapping, askedAt: Instant): Situation['sights'] {
  const sights: { left?: Sight; right?: Sight } = {};
  for (const side of sides) {
    const observation = truth[side];
    if (observation) sights[side] = { observation: { ...observation, askedAt }, direct: true };
    else if (mapping[side]?.gone)
      sights[side] = { observation: { kind: 'gone', id: mapping[side].id, askedAt, confirmed: true }, direct: true };
  }
  return sights;
}

/**
 * What must be there for the situation to come about: what was seen, unless it was old or a rumour, else what is known. A
 * direct read shows what there is, but for the read lag: an older time by the provider's clock is then a restored one.
 */
export function truthOf({ mapping, sights, now, readLagMs }: Situation): Truth {
  const of = (side: SideName): Observation | undefined => {
    const known = mapping[side];
    const observation = sights[side]?.observation;
    const before = known && lastSeen(known);
    if (observation === undefined) return before;
    if (known === undefined) return observation.kind === 'present' ? observation : undefined;
    const counts = observation.id === known.id && observation.askedAt >= known.seenAt;
    const mayLag = !sights[side]?.direct || now < known.seenAt + readLagMs[side];
    const isOld = mayLag && observation.kind === 'present' && observation.modifiedAt < known.modifiedAt;
    const isRumour = observation.kind === 'gone' && !observation.confirmed;
    return counts && !isOld && !isRumour ? observation : before;
  };
  return { left: of('left'), right: of('right') };
}

function lastSeen({ id, version, modifiedAt, seenAt: askedAt, shown: item, gone }: MappingSide): Observation {
  return gone
    ? { kind: 'gone', id, askedAt, confirmed: true }
    : { kind: 'present', id, version, modifiedAt, createdAt: 0, askedAt, item };
}
