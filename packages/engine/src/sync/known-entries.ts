import {
  goneSideOf,
  type Mapping,
  type Observation,
  otherSide,
  type Present,
  type SideName,
  sideNames,
} from '@concord/core';
import { type Entry, seen } from './entry.ts';
import type { StoredMapping } from './mappings.ts';
import type { RunRecord } from './run-record.ts';
import type { Slice } from './slice.ts';

/** What both sides showed, by the ids of their items. */
export type Observed = Readonly<Record<SideName, Map<string, Observation>>>;

/** Absence is never taken for deletion: an item missing from a complete pass is a question, answered by reading it. */
export async function knownEntries(
  slice: Slice,
  run: RunRecord,
  observed: Observed,
  stored: readonly StoredMapping[],
): Promise<readonly Entry[]> {
  const offered = await offeredAgain(slice, run, observed, stored);
  return stored.map(({ mapping: known }) => {
    const mapping = offered.has(known.id) ? asReleased(known) : known;
    const sights = {
      ...sightOn(slice, run, mapping, observed, 'left'),
      ...sightOn(slice, run, mapping, observed, 'right'),
    };
    const resend = run.resend && mapping.state === 'released' && isSeenWhereKept(mapping, observed);
    for (const side of sideNames) observed[side].delete(mapping[side]?.id ?? '');
    return { mapping, sights, match: { kind: 'none' }, ...(resend ? { resend } : {}) };
  });
}

function isSeenWhereKept(mapping: Mapping, observed: Observed): boolean {
  const kept = otherSide(goneSideOf(mapping) ?? 'right');
  return observed[kept].has(mapping[kept]?.id ?? '');
}

/** So many of those who are missing are looked for before a person sees the preview; the others are offered at the next start. */
const maximumLooks = 400;

/**
 * What was deleted on the right while the sync was stopped is offered like what was deleted before: here are its mappings.
 * Unless somebody new on the right may be the same.
 */
async function offeredAgain(
  slice: Slice,
  run: RunRecord,
  observed: Observed,
  stored: readonly StoredMapping[],
): Promise<ReadonlySet<string>> {
  const { collections, type, policy } = slice;
  if (!run.resend || run.readAgain || policy.deletes.right !== 'release') return new Set();
  const newcomers = keysOfNewcomers(slice, observed, stored);
  const missing = stored.flatMap(({ mapping: { id, state, left, right } }) => {
    if (state !== 'linked' || !left || !right || !observed.left.has(left.id) || observed.right.has(right.id)) return [];
    const keys = [left.shown, right.shown].flatMap((item) => type.matchKeys(item));
    return keys.some((key) => newcomers.has(key)) ? [] : [{ id, item: right.id }];
  });
  const { batchSize } = collections.right.profile;
  for (let first = 0; first < Math.min(missing.length, maximumLooks); first += batchSize) {
    const ids = missing.slice(first, first + batchSize).map(({ item }) => item);
    for (const found of await collections.right.read(ids)) observed.right.set(found.id, found);
  }
  return new Set(missing.filter(({ item }) => observed.right.get(item)?.kind === 'gone').map(({ id }) => id));
}

/** As it will be once it is released. */
function asReleased(mapping: Mapping): Mapping {
  const { right } = mapping;
  return right === undefined ? mapping : { ...mapping, state: 'released', right: { ...right, gone: true } };
}

/** What those on the right can be found under whom no mapping knows. */
function keysOfNewcomers({ type }: Slice, { right }: Observed, stored: readonly StoredMapping[]): ReadonlySet<string> {
  const known = new Set(stored.map(({ mapping }) => mapping.right?.id));
  const fresh = [...right.values()].filter(isPresent).filter(({ id }) => !known.has(id));
  return new Set(fresh.flatMap(({ item }) => type.matchKeys(item)));
}

function sightOn(
  { collections }: Slice,
  run: RunRecord,
  mapping: Mapping,
  observed: Observed,
  side: SideName,
): Entry['sights'] {
  const known = mapping[side];
  if (known === undefined) return {};
  const observation = observed[side].get(known.id);
  if (observation) return { [side]: seen(observation, false) };
  if (collections[side].expects?.(known.shown) === false) return {};
  if (mapping.state === 'deleted' || (emptied(run, side) && !isOpenQuestion(mapping))) return {};
  return { [side]: seen({ kind: 'gone', id: known.id, askedAt: run.startedAt, confirmed: false }, false) };
}

/** A side that suddenly shows nothing at all is a fault, not a wish. */
const emptied = (run: RunRecord, side: SideName): boolean => run.read[side] === 0;

/** Nothing on the other side follows from it when it is gone, but that nobody is asked about it any more. */
const isOpenQuestion = ({ state, left, right }: Mapping): boolean =>
  state === 'held' && !(isThere(left) && isThere(right));

const isThere = (side: Mapping[SideName]): boolean => side !== undefined && side.gone !== true;

const isPresent = (observation: Observation): observation is Present => observation.kind === 'present';
