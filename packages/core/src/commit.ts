import type { Decision } from './decision.ts';
import { carriedOf, unsentIn } from './edits.ts';
import { type FieldValue, type Item, type ItemType, type List, otherSide, type SideName, sideNames } from './items.ts';
import { type Base, type Mapping, type MappingSide, sideFrom } from './mapping.ts';
import type { FieldMerge } from './merge.ts';
import { pairAcross, sameElement } from './pair-lists.ts';
import type { Instant } from './ports/clock.ts';
import type { Present } from './ports/provider.ts';
import type { Reason } from './reasons.ts';
import { whyOutside } from './rules/not-chosen.ts';
import { isThere } from './situation.ts';

/** The writes of a decision that a provider has confirmed, with what it showed afterwards. */
export type Done = { readonly left?: Present | 'deleted'; readonly right?: Present | 'deleted' };

/**
 * The mapping after the confirmed part of a decision. Called after each single write, and with nothing done to settle.
 * The base advances only where both sides are confirmed to be in step, so a crash between two writes loses nothing.
 */
export function commit(type: ItemType, mapping: Mapping, decision: Decision, done: Done, now: Instant): Mapping {
  const left = withMaker(type, mapping, decision, sideAfter(mapping, decision, done.left, 'left', now), 'left');
  const right = withMaker(type, mapping, decision, sideAfter(mapping, decision, done.right, 'right', now), 'right');
  const finished = decision.writes.every(({ side }) => done[side] !== undefined);
  const {
    intent: _,
    reason: __,
    parked,
    answer,
    asked: ___,
    base: ____,
    left: _____,
    right: ______,
    ...rest
  } = mapping;
  const base = baseAfter(type, mapping, decision, done);
  // Both are there and being brought into step: were it still out of scope after a refused write, nobody would look again.
  const relinked = decision.writes.some(({ kind }) => kind === 'update');
  const wanted = finished || relinked ? decision.state : mapping.state;
  // A write's own answer may be the first to say that it is not among those that were chosen.
  const outside = wanted === 'linked' ? outsideOf(left, right) : undefined;
  const state = outside ? 'outOfScope' : wanted;
  const asked = askedOf(mapping, decision);
  const reason: Reason | undefined = outside ? whyOutside({}, outside) : decision.reasons[0];
  const held = state === 'held' || state === 'released' || state === 'outOfScope';
  return {
    ...rest,
    state,
    generation: mapping.generation + (decision.reborn ? 1 : 0),
    ...(left ? { left } : {}),
    ...(right ? { right } : {}),
    ...(base ? { base } : {}),
    ...(held && reason ? { reason } : {}),
    ...(parked && isStillParked(parked, decision, finished) ? { parked } : {}),
    ...(answer && isStillAnswered(answer, state, decision) ? { answer } : {}),
    ...(asked.length > 0 ? { asked } : {}),
  };
}

const outsideOf = (left: MappingSide | undefined, right: MappingSide | undefined): SideName | undefined => {
  if (left?.outside) return 'left';
  return right?.outside ? 'right' : undefined;
};

/** Who is somebody different is so while it rests, too. */
function isStillAnswered(answer: Answered, state: Mapping['state'], { kind }: Decision): boolean {
  if (answer === 'keep') return state === 'released';
  if (answer === 'different' && state === 'outOfScope') return true;
  return state === 'held' && kind !== 'settle';
}

type Answered = NonNullable<Mapping['answer']>;

/** A write is no longer wanted once it is done, once the mapping rests, or once what was to be deleted is merged again. */
function isStillParked({ side, source }: Parked, decision: Decision, finished: boolean): boolean {
  if (finished && (rests(decision) || decision.writes.some((write) => write.side === side))) return false;
  return !(source === 'delete' && decision.merge !== undefined);
}

type Parked = NonNullable<Mapping['parked']>;

/** Nothing of it is carried over any more, or not before it comes back: then everything is decided anew. */
const rests = ({ state }: Decision): boolean => restingStates.has(state);
const restingStates: ReadonlySet<Mapping['state']> = new Set(['held', 'released', 'outOfScope', 'undone', 'deleted']);

function askedOf(mapping: Mapping, decision: Decision): readonly string[] {
  const { merge } = decision;
  if (rests(decision)) return [];
  if (merge === undefined) return mapping.asked ?? [];
  return merge.fields.filter(({ conflict }) => conflict?.winner === 'ask').map(({ name }) => name);
}

/**
 * A person has said who wins a field that both changed: as if both had agreed on what the other side says, and the winner
 * has changed it since. So whatever the winner shows by now wins, even what it showed before the question.
 */
export function answerAsked(mapping: Mapping, winner: SideName): Mapping {
  const { asked = [], ...rest } = mapping;
  const shown = mapping[otherSide(winner)]?.shown ?? {};
  const base = mapping.base ?? { left: {}, right: {} };
  const seen = Object.fromEntries(asked.map((name) => [name, shown[name]]));
  return { ...rest, base: { left: { ...base.left, ...seen }, right: { ...base.right, ...seen } } };
}

function sideAfter(
  mapping: Mapping,
  decision: Decision,
  written: Present | 'deleted' | undefined,
  side: SideName,
  now: Instant,
): MappingSide | undefined {
  if (written === 'deleted') return goneSince(mapping[side], now);
  if (written) return sideFrom(written, now);
  const view = decision.views[side];
  if (view.status === 'gone') return goneSince(mapping[side], now);
  return isThere(view) ? view.side : mapping[side];
}

/** Who made it is known from its making on, whatever is seen of it later; only where a copy may be taken back. */
function withMaker(
  type: ItemType,
  mapping: Mapping,
  { writes }: Decision,
  after: MappingSide | undefined,
  side: SideName,
): MappingSide | undefined {
  const before = mapping[side];
  const isNew = writes.some((write) => write.kind === 'create' && write.side === side) && after?.id !== before?.id;
  const isOurs = isNew || (before?.made === true && before.id === after?.id);
  return after && type.isPrivate && isOurs && !after.made ? { ...after, made: true } : after;
}

const goneSince = (known: MappingSide | undefined, now: Instant): MappingSide | undefined =>
  known && !known.gone ? { ...known, gone: true, seenAt: now } : known;

function baseAfter(type: ItemType, mapping: Mapping, decision: Decision, done: Done): Base | undefined {
  if (decision.inStepAsShown) return baseAsShown(decision, done);
  const created = decision.writes.find(({ kind }) => kind === 'create');
  if (created) return baseAfterCreate(type, decision, done, created.side);
  if (decision.merge === undefined) return mapping.base;
  const seen = { left: shownIn(decision, 'left'), right: shownIn(decision, 'right') };
  if (!seen.left || !seen.right) return mapping.base;
  const base: { left: Record<string, FieldValue>; right: Record<string, FieldValue> } = { left: {}, right: {} };
  for (const name of Object.keys(type.fields)) {
    const field = decision.merge.fields.find((candidate) => candidate.name === name);
    const was = { left: mapping.base?.left[name], right: mapping.base?.right[name] };
    const agreed = fieldBase(field, was, { left: seen.left[name], right: seen.right[name] }, name, done);
    if (agreed.left !== undefined) base.left[name] = agreed.left;
    if (agreed.right !== undefined) base.right[name] = agreed.right;
  }
  return base;
}

/** Undefined unless both are there. */
function baseAsShown(decision: Decision, done: Done): Base | undefined {
  const nowOn = (side: SideName): Item | undefined => {
    const written = done[side];
    if (written === 'deleted') return undefined;
    return written === undefined ? shownIn(decision, side) : written.item;
  };
  const [left, right] = [nowOn('left'), nowOn('right')];
  return left && right && { left, right };
}

function baseAfterCreate(type: ItemType, decision: Decision, done: Done, side: SideName): Base | undefined {
  const written = done[side];
  const source = shownIn(decision, side === 'left' ? 'right' : 'left');
  if (written === undefined || written === 'deleted' || source === undefined) return undefined;
  const carried = carriedOf(type, source, written.item);
  return side === 'left' ? { left: written.item, right: carried } : { left: carried, right: written.item };
}

const shownIn = (decision: Decision, side: SideName): Item | undefined => {
  const view = decision.views[side];
  return view.status === 'present' ? view.side.shown : undefined;
};

type Halves = { readonly left: FieldValue | undefined; readonly right: FieldValue | undefined };

/** A field that a side still has to be given keeps its old base, and gains only the elements that both sides hold by now. */
function fieldBase(field: FieldMerge | undefined, was: Halves, seen: Halves, name: string, done: Done): Halves {
  if (field === undefined) return seen;
  if (field.conflict?.winner === 'ask') return was;
  const nowOn = (side: SideName): FieldValue | undefined => {
    const written = done[side];
    if (!field.writes[side] || !written || written === 'deleted') return seen[side];
    return agreedOf(field.targets[side], written.item[name]);
  };
  const now = { left: nowOn('left'), right: nowOn('right') };
  const pending = sideNames.some((side) => field.writes[side] && done[side] === undefined);
  if (!pending) return now;
  return isList(now.left) || isList(now.right) ? withAgreed(was, now) : was;
}

/** What a write's own answer shows, but for what somebody else has put beside it meanwhile: that is an edit of that side. */
function agreedOf(sent: FieldValue | undefined, shown: FieldValue | undefined): FieldValue | undefined {
  if (!isList(shown)) return shown;
  const unsent = unsentIn(listOf(sent), shown);
  return unsent.length === 0 ? shown : shown.filter((element) => !unsent.includes(element));
}

function withAgreed(was: Halves, now: Halves): Halves {
  const agreed = pairAcross(listOf(now.left), listOf(now.right)).pairs.filter(([a, b]) => sameElement(a, b));
  const unite = (old: List, more: List): List => [...old, ...pairAcross(old, more).onlyB];
  return {
    left: unite(
      listOf(was.left),
      agreed.map(([left]) => left),
    ),
    right: unite(
      listOf(was.right),
      agreed.map(([, right]) => right),
    ),
  };
}

const isList = (value: FieldValue | undefined): value is List => typeof value === 'object';
const listOf = (value: FieldValue | undefined): List => (isList(value) ? value : []);
