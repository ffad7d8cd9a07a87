import {
  type Decision,
  type Effect,
  type Item,
  type ItemType,
  matchAll,
  type Observation,
  type Present,
  type SideName,
} from '@concord/core';
import { decideEntry, type Entry, newMapping, seen } from './entry.ts';
import type { Halves } from './join.ts';
import { knownEntries, type Observed } from './known-entries.ts';
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
import { count, countsOf, emptyTally, partsOf } from './plan-tally.ts';
import { type Part, type RunRecord, type Spans, savePlanPage, scanPages } from './run-record.ts';
import { deciding, type Slice } from './slice.ts';

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

const pageSize = 100;

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

/**
 * Joins what was read with the mappings, matches what no mapping knows, and decides on everything. The plan holds whatever
 * is not simply left alone; running it executes these very entries.
 */
export async function planStep(slice: Slice, run: RunRecord): Promise<RunRecord> {
  const observed = { left: await staged(slice, run, 'left'), right: await staged(slice, run, 'right') };
  const stored = await allMappings(slice.ports, slice.id);
  const known = await knownEntries(slice, run, observed, stored);
  const fresh = newEntries(slice, observed, stored, returningOf(known, stored));
  const entries = withoutDoubles(known, fresh);
  const context = deciding(slice);
  const tally = emptyTally();
  const planned: Decided[] = [];
  for (const entry of entries) {
    const decision = decideEntry(context, entry);
    const parts = partsOf(context, decision);
    count(tally, decision, parts);
    if (decision.kind !== 'leave' || (decision.effect === 'leftOut' && (isNew(entry) || run.kind === 'first')))
      planned.push({ entry, decision, parts });
  }
  planned.sort((a, b) => rankOf(a) - rankOf(b));
  for (let first = 0; first < planned.length; first += pageSize) {
    const page = planned.slice(first, first + pageSize);
    await savePlanPage(
      slice.ports,
      { ...slice.id, run: run.id },
      first / pageSize,
      page.map(toPlanEntry),
      slice.lease.fence,
    );
  }
  const { stale: _, ...rest } = run;
  return {
    ...rest,
    phase: nextPhase(run),
    ...(run.stale ? { approved: run.approved ?? { deletes: run.deletes, overwrites: run.overwrites } } : {}),
    planPages: Math.ceil(planned.length / pageSize),
    planned: planned.length,
    spans: spansOf(planned),
    counts: countsOf(tally),
    deletes: tally.deletes,
    overwrites: tally.overwrites,
    at: { page: 0, index: 0 },
    written: 0,
    toWrite: tally.toWrite,
  };
}

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
async function staged({ ports, id }: Slice, run: RunRecord, side: SideName): Promise<Map<string, Observation>> {
  const observations = new Map<string, Observation>();
  for await (const page of scanPages<Observation>(ports, { ...id, run: run.id }, side, run.pages[side])) {
    for (const observation of page) observations.set(observation.id, observation);
  }
  return observations;
}

type NewEntry = Entry & Pick<PlanEntry, 'candidates' | 'joins'>;

/** Those that come back alone, by what was seen of them just now. */
function returningOf(known: readonly Entry[], stored: readonly StoredMapping[]): Returning {
  const byId = new Map(stored.map((one) => [one.mapping.id, one]));
  const returning = new Map<Present, StoredMapping>();
  for (const { mapping, sights } of known) {
    for (const side of ['left', 'right'] as const) {
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
  const lefts = [...[...observed.left.values()].filter(isPresent), ...back('left')];
  const rights = [...[...observed.right.values()].filter(isPresent), ...back('right')];
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
const single = (present: Present) => ({ name: present, item: present.item });

function described({ type }: Slice, { id, item }: Present) {
  return { id, title: type.title(item), subtitle: type.subtitle(item) };
}

function toPlanEntry({ entry, decision }: Decided): PlanEntry {
  return { ...entry, effect: decision.effect, sides: decision.writes.map(({ side }) => side) };
}
