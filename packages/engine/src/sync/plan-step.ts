import {
  type Decision,
  type Effect,
  type Item,
  type ItemType,
  matchAll,
  type Observation,
  type Present,
  type SideName,
  sideNames,
} from '@concord/core';
import { decideEntry, type Entry, newMapping, seen } from './entry.ts';
import { policyDigest } from './item-types.ts';
import type { Halves } from './join.ts';
import { hash } from './keys.ts';
import { knownEntries, type Observed } from './known-entries.ts';
import { underLastingIds } from './known-ids.ts';
import { allMappings, type StoredMapping } from './mappings.ts';
import {
  comesBackAlone,
  joined,
  type Matched,
  matchedAgain,
  matchedPair,
  partnerAmong,
  type Returning,
} from './matching.ts';
import { count, countsOf, emptyTally, partsOf, type Tally } from './plan-tally.ts';
import { promiseOf, promisesOf } from './promised.ts';
import { isLivePass, type Part, type RunRecord, type Spans, savePlanPage, scanPages } from './run-record.ts';
import { deciding, type Slice } from './slice.ts';
import { createSliceMemo } from './slice-memo.ts';
import { missingBySide } from './weigh-missing.ts';

/** One line of a plan: an entry, and what was decided for it when the plan was made. */
export type PlanEntry = Entry & {
  readonly effect: Effect;
  /** Where it is to be written. */
  readonly sides: readonly SideName[];
  /** To be joined before it is decided on: two that rested alone. */
  readonly joins?: Halves;
  /** Who it might be, for held ones: ids of items on the other side. */
  readonly candidates?: readonly { readonly id: string; readonly title: string; readonly subtitle: string }[];
};

/** As many as the largest batch of a provider, so that no batch ends early because its page does. */
const pageSize = 200;

/** The order of a plan, and of its preview: what the slower left takes longest for comes late. */
const order: readonly Effect[] = [
  'held',
  'addedRight',
  'linked',
  'changed',
  'addedLeft',
  'deleted',
  'released',
  'leftOut',
  'waiting',
  'agreed',
];

/** So many pages between two checkpoints, saved at once. */
const stride = 8;
/** So many slices may go on with a plan: working it out again takes longer than saving a few pages. */
const mostResumed = 4;

/**
 * Works out the plan, and then saves it page by page; running it executes these very entries. Whoever takes over works it out
 * again as of the same moment, and goes on if the same came of it: no plan is ever made of two.
 */
export async function planStep(slice: Slice, run: RunRecord): Promise<RunRecord> {
  await slice.lease.confirm();
  const at = run.planning?.at ?? slice.ports.clock.now();
  const isResumed = run.planning !== undefined && !worked.has(slice);
  const { planned, tally, digest } = await worked.get(slice, JSON.stringify([run.id, at]), () =>
    workOut(slice, run, at),
  );
  const pages = Math.ceil(planned.length / pageSize);
  const isAtOnce = isLivePass(run) || pages <= stride;
  if (!isAtOnce && run.planning?.digest !== digest) return { ...run, planning: { at, digest, saved: 0, pages } };
  const saved = isAtOnce ? 0 : (run.planning?.saved ?? 0);
  const end = isAtOnce ? pages : Math.min(pages, saved + (isResumed ? Math.ceil(pages / mostResumed) : stride));
  for (let first = saved; first < end; first += stride) {
    const batch = range(first, Math.min(end, first + stride));
    await Promise.all(batch.map((page) => savePage(slice, run, planned, page)));
  }
  if (end < pages) return { ...run, planning: { at, digest, saved: end, pages } };
  const { stale: _, planning: _planning, ...rest } = run;
  return {
    ...rest,
    phase: nextPhase(run),
    ...(run.stale ? { approved: run.approved ?? run.weighs } : {}),
    planPages: pages,
    planned: planned.length,
    missing: missingBySide(
      slice,
      planned.map(({ entry }) => entry),
    ),
    policy: policyDigest(slice.policy),
    spans: spansOf(planned),
    counts: countsOf(tally, slice.type),
    weighs: tally.weighs,
    at: { page: 0, index: 0 },
    written: 0,
    toWrite: tally.toWrite,
  };
}

const range = (first: number, end: number): readonly number[] =>
  Array.from({ length: end - first }, (_, index) => first + index);

async function savePage(slice: Slice, run: RunRecord, planned: readonly Decided[], page: number): Promise<void> {
  const entries = planned.slice(page * pageSize, (page + 1) * pageSize).map(toPlanEntry);
  await savePlanPage(slice.ports, slice.id, run, page, entries, slice.lease.fence);
}

type Planned = {
  readonly planned: readonly Decided[];
  readonly tally: Tally;
  readonly digest: string;
};

/** A slice works it out once, however many steps it takes to save it. */
const worked = createSliceMemo<Planned>();

/** What this slice has worked out is not saved yet: it takes less to go on than to work it out again. */
export const isBeingSaved = (slice: Slice, { phase, planning }: RunRecord): boolean =>
  phase === 'plan' && planning !== undefined && worked.has(slice);

/**
 * Joins what was read with the mappings, matches what no mapping knows, and decides on everything. Holds whatever is not
 * simply left alone.
 */
async function workOut(slice: Slice, run: RunRecord, at: number): Promise<Planned> {
  const stored = await allMappings(slice.ports, slice.id);
  const observed = { left: await staged(slice, run, 'left', stored), right: await staged(slice, run, 'right', stored) };
  const known = await knownEntries(slice, run, observed, stored);
  const fresh = newEntries(slice, observed, stored, returningOf(known, stored));
  const entries = withoutDoubles(known, fresh);
  const context = { ...deciding(slice), now: at };
  const promised = await promisesOf(slice, run);
  const tally = emptyTally();
  const planned: Decided[] = [];
  for (const entry of entries) {
    const decision = decideEntry(context, entry);
    const parts = partsOf(context, decision);
    count(tally, decision, parts);
    if (decision.kind !== 'leave' || (decision.effect === 'leftOut' && (isNew(entry) || run.kind === 'first')))
      planned.push({ entry: promising(run, promised, entry, decision), decision, parts });
  }
  planned.sort((a, b) => rankOf(a) - rankOf(b));
  return { planned, tally, digest: digestOf(planned) };
}

/** With what a person has read of it, or is about to read. */
function promising(
  { kind }: RunRecord,
  seen: Awaited<ReturnType<typeof promisesOf>>,
  entry: Decided['entry'],
  decision: Decision,
): Decided['entry'] {
  if (kind !== 'first') return entry;
  const promised = seen ? seen(entry.mapping.id) : promiseOf(decision);
  return promised === undefined ? entry : { ...entry, promised };
}

/** Whoever gets the same has decided the same about the same, in the same order. */
const digestOf = (planned: readonly Decided[]): string => hash(planned.map(lineOf).join('\n'));

function lineOf({ entry: { mapping, sights, joins }, decision: { effect, writes } }: Decided): string {
  const shown = [sights.left, sights.right].map((sight) => [sight?.observation.kind, versionOf(sight?.observation)]);
  return JSON.stringify([mapping.id, mapping.generation, effect, writes.map(({ side }) => side), shown, joins]);
}

const versionOf = (observation: Observation | undefined): string =>
  observation?.kind === 'present' ? observation.version : '';

/** Those that are sent again stand together. */
const rankOf = ({ decision, parts }: Decided): number =>
  order.indexOf(decision.effect) * 2 + (parts.includes('resent') ? 0 : 1);

function spansOf(planned: readonly Decided[]): Spans {
  const spans: { -readonly [Name in Part]?: { first: number; last: number } } = {};
  for (const [index, { parts }] of planned.entries()) {
    const page = Math.floor(index / pageSize);
    for (const part of parts) spans[part] = { first: spans[part]?.first ?? page, last: page };
  }
  return spans;
}

/** A person reads a first plan before it runs; one that was made again after Start runs at once. */
function nextPhase({ kind, stale }: RunRecord): RunRecord['phase'] {
  return kind === 'full' || stale ? 'write' : 'ready';
}

type Decided = {
  readonly entry: NewEntry;
  readonly decision: Decision;
  readonly parts: readonly Part[];
};

const isNew = (entry: Entry): boolean => entry.mapping.left === undefined && entry.mapping.right === undefined;

/** Later pages say more than earlier ones. */
async function staged(
  slice: Slice,
  run: RunRecord,
  side: SideName,
  stored: readonly StoredMapping[],
): Promise<Map<string, Observation>> {
  const pages: (readonly Observation[])[] = [];
  for await (const page of scanPages<Observation>(slice.ports, { ...slice.id, run: run.id }, side, run.pages[side]))
    pages.push(page);
  return underLastingIds(slice, side, pages.flat(), stored);
}

type NewEntry = Entry & Pick<PlanEntry, 'candidates' | 'joins'>;

/** Those that come back alone, by what was seen of them just now. */
function returningOf(known: readonly Entry[], stored: readonly StoredMapping[]): Returning {
  const byId = new Map(stored.map((one) => [one.mapping.id, one]));
  const returning = new Map<Present, StoredMapping>();
  for (const { mapping, sights } of known) {
    for (const side of sideNames) {
      const observation = sights[side]?.observation;
      const own = byId.get(mapping.id);
      if (own && observation?.kind === 'present' && comesBackAlone(mapping, side, observation))
        returning.set(observation, own);
    }
  }
  return returning;
}

/** Whoever got a partner is one entry, with what was seen of it on its own side as well. */
function withoutDoubles(known: readonly Entry[], fresh: readonly NewEntry[]): readonly NewEntry[] {
  const sights = new Map(known.map((entry) => [entry.mapping.id, entry.sights]));
  const partnered = new Set(fresh.flatMap(({ mapping, joins }) => [mapping.id, ...(joins ? [joins.right] : [])]));
  const whole = fresh.map((entry) => ({ ...entry, sights: { ...sights.get(entry.mapping.id), ...entry.sights } }));
  return [...known.filter(({ mapping }) => !partnered.has(mapping.id)), ...whole];
}

/** First against each other, then against what is mapped already: released ones get a partner again, doubles are held. */
function newEntries(
  slice: Slice,
  observed: Observed,
  stored: readonly StoredMapping[],
  returning: Returning,
): readonly NewEntry[] {
  const near = indexByKey(slice.type, stored);
  const back = (side: SideName) => [...returning].flatMap(([present, { mapping }]) => (mapping[side] ? [present] : []));
  const lefts = [...[...observed.left.values()].filter(isNewcomer), ...back('left')];
  const rights = [...[...observed.right.values()].filter(isNewcomer), ...back('right')];
  const found = matchAll(slice.type, lefts.map(single), rights.map(single));
  const linked = new Set<Present>(found.same.flatMap(({ left, right }) => [left, right]));
  const pairs = found.same.map((pair) => flat(matchedPair(slice.id, pair, false, returning)));
  const alone = (side: SideName, items: readonly Present[], held: typeof found.heldLeft | typeof found.heldRight) =>
    items
      .filter((item) => !linked.has(item))
      .map((item) => {
        const may = (held as ReadonlyMap<Present, { because: 'several'; candidates: readonly Present[] }>).get(item);
        const sights = { [side]: seen(item, false) };
        const own = returning.get(item);
        const mapping = own?.mapping ?? newMapping(slice.id, side, item.id);
        if (own && !may)
          return flat(matchedAgain(slice.type, side, own, { mapping, sights }, item.item, near(item.item)));
        const known = may ? undefined : partnerAmong(slice.type, side, item.item, near(item.item));
        if (known?.partner) return joined(known.partner, side, sights, known.match).entry;
        if (known?.match.kind === 'held') return { mapping, sights, match: known.match };
        return {
          mapping,
          sights,
          match: may ? ({ kind: 'held', because: may.because } as const) : ({ kind: 'none' } as const),
          ...(may ? { candidates: may.candidates.map((other) => described(slice, other)) } : {}),
        };
      });
  return [...pairs, ...alone('left', lefts, found.heldLeft), ...alone('right', rights, found.heldRight)];
}

const flat = ({ entry, joins }: Matched): NewEntry => ({ ...entry, ...(joins ? { joins } : {}) });

function indexByKey(type: ItemType, stored: readonly StoredMapping[]): (item: Item) => readonly StoredMapping[] {
  const index = new Map<string, StoredMapping[]>();
  for (const one of stored.filter(({ mapping }) => mapping.state !== 'deleted')) {
    for (const item of [one.mapping.left?.shown, one.mapping.right?.shown]) {
      for (const key of item ? type.matchKeys(item) : []) index.set(key, [...(index.get(key) ?? []), one]);
    }
  }
  return (item) => [...new Set(type.matchKeys(item).flatMap((key) => index.get(key) ?? []))];
}

const isPresent = (observation: Observation): observation is Present => observation.kind === 'present';
/** What changed since the scan may lie outside the span of time that is kept in step. */
const isNewcomer = (observation: Observation): observation is Present => isPresent(observation) && !observation.beyond;
const single = (present: Present) => ({ name: present, item: present.item });

function described({ type }: Slice, { id, item }: Present) {
  return { id, title: type.title(item), subtitle: type.subtitle(item) };
}

function toPlanEntry({ entry, decision }: Decided): PlanEntry {
  return { ...entry, effect: decision.effect, sides: decision.writes.map(({ side }) => side) };
}
