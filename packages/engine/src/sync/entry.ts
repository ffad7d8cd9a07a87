import {
  type CollectionProfile,
  type Decision,
  decide,
  decideUndo,
  type Instant,
  type ItemType,
  type Mapping,
  type Match,
  type Observation,
  type Policy,
  type SideName,
  type Sight,
  type Situation,
  type Undoing,
} from '@concord/core';
import { hash, type SyncId } from './keys.ts';
import type { StoredMapping } from './mappings.ts';

/** One mapping to be decided on, with all that was seen of it: self-contained, so that a plan or an intent can hold it. */
export type Entry = {
  readonly mapping: Mapping;
  readonly sights: { readonly left?: Sight; readonly right?: Sight };
  readonly match: Match;
  readonly resend?: true;
  /** What the preview that a person started said of it, as a digest; absent where no preview spoke. */
  readonly promised?: string;
  /** Its delete has waited its minute, or stands in a plan that the brake let pass. */
  readonly settled?: true;
  /** What Concord did is taken back, instead of anything else that could be decided. */
  readonly undo?: Undoing;
};

export const noMatch: Match = { kind: 'none' };

/** Always the same for the same item of the same sync, so that doing something twice finds what the first time made. */
export const mappingIdOf = (id: SyncId, side: SideName, item: string): string =>
  hash(JSON.stringify([id.firm, id.sync, side, item]));

export function newMapping(id: SyncId, side: SideName, item: string): Mapping {
  return { id: mappingIdOf(id, side, item), state: 'linked', generation: 1 };
}

export function seen(observation: Observation, direct: boolean): Sight {
  return { observation, direct };
}

export function entryOf(mapping: Mapping, sights: Entry['sights'] = {}, match: Match = noMatch): Entry {
  return { mapping, sights, match };
}

/**
 * The entry as the table knows it now: a mapping that exists is the truth, unless the entry begins a new life of it. Where a
 * life has begun since, whoever it looked like before is no question any more.
 */
export function refreshed(entry: Entry, stored: StoredMapping | undefined): Entry {
  if (stored === undefined || entry.mapping.generation > stored.mapping.generation) return entry;
  const isOver = entry.mapping.generation < stored.mapping.generation;
  return { ...entry, mapping: stored.mapping, ...(isOver ? { match: noMatch } : {}) };
}

/** For people: who is missing from a complete pass counts as gone. Before anything is written, each is read by id. */
export function asShown(entry: Entry): Entry {
  const confirmed = (sight: Sight | undefined): Sight | undefined =>
    sight?.observation.kind === 'gone' ? { ...sight, observation: { ...sight.observation, confirmed: true } } : sight;
  const [left, right] = [confirmed(entry.sights.left), confirmed(entry.sights.right)];
  return { ...entry, sights: { ...(left ? { left } : {}), ...(right ? { right } : {}) } };
}

/** What `decide` needs beside the entry. */
export type Deciding = {
  readonly type: ItemType;
  readonly policy: Policy;
  readonly profiles: Readonly<Record<SideName, CollectionProfile>>;
  readonly now: Instant;
};

export function decideEntry(context: Deciding, entry: Entry): Decision {
  const situation = situationOf(context, entry);
  return entry.undo ? decideUndo(situation, entry.undo).decision : decide(situation);
}

/** The mapping begins a new life once it is sent. */
export const isReborn = ({ resend, undo }: Entry): boolean => resend === true || undo !== undefined;

export function situationOf({ type, policy, profiles, now }: Deciding, entry: Entry): Situation {
  return {
    type,
    policy,
    capabilities: { left: profiles.left.capabilities, right: profiles.right.capabilities },
    cannotHold: {
      ...(profiles.left.cannotHold ? { left: profiles.left.cannotHold } : {}),
      ...(profiles.right.cannotHold ? { right: profiles.right.cannotHold } : {}),
    },
    readLagMs: { left: profiles.left.readLagMs, right: profiles.right.readLagMs },
    now,
    mapping: entry.mapping,
    sights: entry.sights,
    match: entry.match,
    ...(entry.resend ? { resend: true } : {}),
  };
}

/** The item id by which a side can be asked for this mapping. */
export function itemIdOn(entry: Entry, side: SideName): string | undefined {
  return entry.mapping[side]?.id ?? entry.sights[side]?.observation.id;
}
