import type { Collection, Item, ItemType, Observation, Outcome, Policy, Present, Span } from '@concord/core';

/** What a sync may see of a collection: its span of time, and what its owner's privacy leaves of an item. */
export type Scope = {
  readonly type: Pick<ItemType, 'isPrivate' | 'veiled' | 'isWithin'>;
  readonly policy: Pick<Policy, 'private' | 'guests'>;
  readonly window: Span;
};

/**
 * The collection, with every item shown as the sync may see it. What lies outside the span of time is left out of complete
 * passes, and marked `beyond` elsewhere; what is private is marked `outside`, or veiled and never written.
 */
export function scoped(collection: Collection, scope: Scope): Collection {
  const { scan, changes, read, write, find } = collection;
  const seen = (observation: Observation): Observation =>
    observation.kind === 'present' ? asSeen(observation, scope) : observation;
  const expects = (item: Item): boolean => scope.type.isWithin?.(item, scope.window) ?? true;
  return {
    ...collection,
    profile: profileUnder(collection, scope),
    expects,
    scan: async (next) => {
      const page = await scan(next);
      const observations = page.observations.map(seen).filter((one) => one.kind !== 'present' || !one.beyond);
      return { ...page, observations };
    },
    changes: async (cursor) => {
      const page = await changes(cursor);
      return { ...page, observations: page.observations.map(seen) };
    },
    read: async (ids) => (await read(ids)).map(seen),
    write: async (operations) => (await write(operations)).map((outcome) => written(outcome, scope)),
    find: async (sought) => (await find(sought)).map((all) => all.map((one) => ({ ...one, ...asSeen(one, scope) }))),
  };
}

function asSeen(present: Present, { type, policy, window }: Scope): Present {
  const isBeyond = type.isWithin?.(present.item, window) === false;
  const placed: Present = isBeyond ? { ...present, beyond: true } : present;
  if (!policy.private || policy.private === 'full' || !type.isPrivate?.(present.item)) return placed;
  // Another version than without the veil: whoever chooses otherwise sees it change.
  const version = `${present.version}~${policy.private}`;
  if (policy.private === 'skip') return { ...placed, version, outside: true };
  const item = type.veiled?.(present.item) ?? present.item;
  return { ...placed, version, item, oneWay: 'oneWayVeiled' };
}

const written = (outcome: Outcome, scope: Scope): Outcome =>
  outcome.kind === 'written' ? { ...outcome, observation: asSeen(outcome.observation, scope) } : outcome;

function profileUnder({ profile }: Collection, { policy }: Scope): Collection['profile'] {
  if (policy.guests !== false) return profile;
  const { guests: _, ...capabilities } = profile.capabilities;
  return { ...profile, capabilities };
}

const dayMs = 24 * 60 * 60 * 1000;
const daysBack = 90;
const daysAhead = 2 * 365;
/** So much more is asked for, so that nothing at an edge is missed for its time zone, or for a window that was frozen yesterday. */
const marginMs = 7 * dayMs;

/** The span of time that is kept in step, the same all day long. */
export function windowAt(now: number): Span {
  const today = Math.floor(now / dayMs) * dayMs;
  return { from: today - daysBack * dayMs, to: today + daysAhead * dayMs };
}

/** What is asked of a provider, so that all of the window is certainly shown. */
export const withMargin = ({ from, to }: Span): Span => ({ from: from - marginMs, to: to + marginMs });
