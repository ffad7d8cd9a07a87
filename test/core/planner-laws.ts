import { isDeepStrictEqual } from 'node:util';
import {
  type Capabilities,
  contactType,
  type Decision,
  decide,
  type FieldValue,
  folded,
  type Item,
  type List,
  type ListCapability,
  type Mapping,
  type Observation,
  type Policy,
  restrictList,
  type Situation,
  sameBase,
  sameText,
  shorten,
} from '@concord/core';
import * as fc from 'fast-check';
import type { ContactRecord } from '../../packages/providers/clio/src/contact-record.ts';
import { anyEdit, type Edit, namedItem } from './arbitrary-edits.ts';
import { anyDraw, anyPolicy, mirrorable, situationOf } from './arbitrary-situations.ts';
import { clioLens } from './clio-lens.ts';
import type { Lens } from './lens.ts';
import { lawsOfLens } from './lens-laws.ts';
import { type LensWorld, type Shelf, shelfOf, tell } from './lens-world.ts';
import { memoryLens, tightCapabilities } from './memory-lens.ts';
import { microsoftLens } from './microsoft-lens.ts';
import { asSets, gistOf, mirroredSituation } from './mirror.ts';
import { type Luck, maxRounds, rounds, type Truth, truthOf } from './rounds.ts';
import { awkwardWords, plainWords } from './vocabulary.ts';

/**
 * The laws of the planner as a simulator can put them to the test: each takes a number, draws one case from it, and returns
 * nothing, or a sentence that says what broke. The same number draws the same case; one takes less than a millisecond.
 */
export function symmetryHolds(seed: number): string | undefined {
  return isSymmetrical(situationOf(mirrorable(drawn(draws, seed))));
}

/** I20, in any situation and behind real lenses, also after a crash between two writes. */
export function plannerIsIdempotent(seed: number): string | undefined {
  const situation = situationOf(drawn(draws, seed));
  const luck = lucks[(seed >>> 0) % lucks.length] ?? 'good';
  return comesToRest(situation, luck) ?? ((seed & 3) === 0 ? agreesBehindLenses(drawn(meetings, seed)) : undefined);
}

/** I22: what was written is read back, and what was read is not sent back. */
export function lensesRoundTrip(seed: number): string | undefined {
  const lens = roundTrips[(seed >>> 0) % roundTrips.length];
  return lens?.(seed);
}

const words = [plainWords, awkwardWords] as const;
const draws = fc.oneof(...words.map((each) => anyDraw(each)));
const fewEdits = fc.array(fc.oneof(...words.map((each) => anyEdit(each))), { maxLength: 3 });
const lucks = ['good', 'first', 'forgotten'] as const satisfies readonly Luck[];
export const meetings: fc.Arbitrary<Meeting> = fc.record({
  native: clioLens({ primary: 'asSaid' }).natives,
  ours: fewEdits,
  theirs: fewEdits,
  luck: fc.constantFrom(...lucks),
  policy: anyPolicy,
  right: fc.constantFrom('microsoft', 'memory'),
});

function roundTripOf<Native, Patch>(lens: Lens<Native, Patch>): (seed: number) => string | undefined {
  const laws = lawsOfLens(lens);
  const cases = fc.tuple(lens.natives, fewEdits, fc.nat(3));
  const items = fc.oneof(...words.map((each) => namedItem(each)));
  return (seed) => {
    if (seed % 2 === 0) return laws.createsAll(drawn(items, seed));
    const [native, edits, by] = drawn(cases, seed);
    const isOrdered = lens.name === 'memory';
    return laws.writesAll(native, edits) ?? laws.sendsNothingBack(native, isOrdered ? 0 : by, false);
  };
}

const roundTrips = [
  roundTripOf(clioLens({ primary: 'asSaid' })),
  roundTripOf(microsoftLens({ addresses: 'replaced' })),
  roundTripOf(memoryLens(tightCapabilities)),
];

function drawn<T>(cases: fc.Arbitrary<T>, seed: number): T {
  const [one] = fc.sample(cases, { seed: spread(seed), numRuns: 1 });
  if (one === undefined) throw new Error('nothing was drawn');
  return one;
}

/** Neighbouring seeds draw much the same otherwise. */
function spread(seed: number): number {
  const once = Math.imul(seed ^ (seed >>> 16), 0x45d9f3b);
  const twice = Math.imul(once ^ (once >>> 16), 0x45d9f3b);
  return (twice ^ (twice >>> 16)) | 0;
}

/** I19: the mirrored question has the mirrored answer. Undefined when it holds, else a sentence. */
export function isSymmetrical(situation: Situation): string | undefined {
  const answer = gistOf(decide(situation), 'mirrored');
  const mirrored = gistOf(decide(mirroredSituation(situation)), 'it is');
  return isDeepStrictEqual(answer, mirrored)
    ? undefined
    : `The mirrored answer is ${JSON.stringify(answer)}, and the mirrored question was answered ${JSON.stringify(mirrored)}`;
}

/** I20: once it is done what was decided, there is nothing left to decide, whatever a crash left undone or unsaid. */
export function comesToRest(situation: Situation, luck: Luck): string | undefined {
  const first = rounds(situation, truthOf(situation), luck);
  const end = luck === 'good' ? first : rounds(first.situation, first.truth);
  const { decisions } = end;
  const last = decisions.at(-1);
  return last?.kind === 'leave' ? notAgreed(end.situation.mapping, last) : unrest(decisions);
}

/** At rest, what is remembered as agreed is what both sides show, but for what a person is asked about. */
function notAgreed({ base, left, right, asked, parked, state }: Mapping, { rule }: Decision): string | undefined {
  if (rule !== 'merge-sides' || !base || !left || !right || parked) return undefined;
  if (state !== 'linked') return `it is in step and yet ${state}`;
  const isAgreed = ([name]: readonly [string, unknown]): boolean => !asked?.includes(name);
  const only = (item: Item): Item => Object.fromEntries(Object.entries(item).filter(isAgreed));
  const sides = [
    [base.left, left.shown],
    [base.right, right.shown],
  ] as const;
  return sides.every(([was, now]) => sameBase(contactType, only(was), only(now)))
    ? undefined
    : `It is at rest, and agreed is ${JSON.stringify(base)} of ${JSON.stringify([left.shown, right.shown])}`;
}

const unrest = (decisions: readonly Decision[]): string =>
  `After ${maxRounds} rounds it is not at rest: ${JSON.stringify(decisions.map(({ kind, rule, writes }) => [kind, rule, writes]))}`;

/** However a crash cuts the work short, both sides end as they would have without. */
export function endsTheSame(situation: Situation, luck: Exclude<Luck, 'good'>): string | undefined {
  const truth = truthOf(situation);
  const undisturbed = contentsOf(rounds(situation, truth).truth);
  const cut = rounds(situation, truth, luck);
  const disturbed = contentsOf(rounds(cut.situation, cut.truth).truth);
  return isDeepStrictEqual(disturbed, undisturbed)
    ? undefined
    : `Without a crash they hold ${JSON.stringify(undisturbed)}, with one ${JSON.stringify(disturbed)}`;
}

function contentsOf(truth: Truth): unknown {
  const contents = (there: Observation | undefined): unknown =>
    there?.kind === 'present' ? asSets(there.item) : there?.kind;
  return { left: contents(truth.left), right: contents(truth.right) };
}

export type Meeting = {
  readonly native: ContactRecord;
  readonly ours: readonly Edit[];
  readonly theirs: readonly Edit[];
  readonly luck: Luck;
  readonly policy: Policy;
  readonly right: 'microsoft' | 'memory';
};

/** I1 and I20 behind real lenses: a contact of Clio's and its other card come to rest, and then they say the same. */
export function agreesBehindLenses({ native, ours, theirs, luck, policy, right }: Meeting): string | undefined {
  const world: LensWorld = { left: shelfOf(clio, native), right: newShelf[right](), policy };
  const told = tell(world, ours, theirs, luck);
  for (const { decisions } of told) if (decisions.at(-1)?.kind !== 'leave') return unrest(decisions);
  const last = told.at(-1)?.situation.mapping;
  if (last?.right === undefined || told.length === 1) return undefined;
  const asked = new Set(last.asked ?? []);
  return disagreement(world.left.shown().item, world.right.shown().item, world.right.capabilities, asked);
}

const clio = clioLens({ primary: 'automatic' });
const microsoft = microsoftLens({ addresses: 'merged' });
const newShelf = {
  microsoft: () => shelfOf(microsoft),
  memory: () => shelfOf(memoryLens(tightCapabilities)),
} as const satisfies Readonly<Record<Meeting['right'], () => Shelf>>;

/** The right says nothing that the left does not say, and all of it that it has room for. */
function disagreement(left: Item, right: Item, room: Capabilities, asked: ReadonlySet<string>): string | undefined {
  for (const [name, capability] of Object.entries(room)) {
    if (asked.has(name)) continue;
    const [ours, theirs] = [left[name], right[name]];
    if (capability.shape === 'scalar') {
      if (!sameText(shorten(textOf(ours), capability.maxLength), textOf(theirs)) && !isLeftBehind(name, ours, theirs))
        return `${name} is ${JSON.stringify(ours)} and ${JSON.stringify(theirs)}`;
    } else if (!isHeldBy(listOf(ours), listOf(theirs), capability))
      return `${name} are ${JSON.stringify(ours)} and ${JSON.stringify(theirs)}`;
  }
  return undefined;
}

/** A company cannot be taken off a card in Clio, and in another case it is the same company. */
const isLeftBehind = (name: string, ours: FieldValue | undefined, theirs: FieldValue | undefined): boolean =>
  name === 'company' && (theirs === undefined || folded(textOf(ours)) === folded(textOf(theirs)));

function isHeldBy(left: List, right: List, capability: ListCapability): boolean {
  const keys = new Set(left.map(({ key }) => key));
  return right.every(({ key }) => keys.has(key)) && right.length === restrictList(left, capability).length;
}

const textOf = (value: FieldValue | undefined): string => (typeof value === 'string' ? value : '');
const listOf = (value: FieldValue | undefined): List => (typeof value === 'object' ? value : []);
