import { type Element, type List, type ListCapability, type ListField, otherSide, type SideName } from './items.ts';
import { pairAcross, pairBySlot, pairOverTime, sameElement, slotsAgree } from './pair-lists.ts';
import { restrictList } from './restrict.ts';

export type ListMerge = {
  /** Everything that either side should keep. */
  readonly merged: List;
  /** What a side should hold now; the side's own elements where nothing changes. */
  readonly targets: { readonly left: List; readonly right: List };
  readonly writes: { readonly left: boolean; readonly right: boolean };
  readonly edited: { readonly left: boolean; readonly right: boolean };
  /** Elements changed differently on both sides. */
  readonly conflicts: readonly { readonly left: Element; readonly right: Element }[];
};

export type ListStates = {
  readonly base: { readonly left: List; readonly right: List } | undefined;
  readonly left: List;
  readonly right: List;
};

/** One element of the merged list: who wins, and what each side has of it now. */
type Joined = { readonly winner: Element; readonly left?: Element; readonly right?: Element };

type ListCapabilities = { readonly left: ListCapability | undefined; readonly right: ListCapability | undefined };

/** Three-way merge of keyed sets: what neither side removed, plus what either added; the longer-lived edit of one element wins by policy. */
export function mergeLists(
  field: ListField,
  states: ListStates,
  winner: SideName,
  capabilities: ListCapabilities,
): ListMerge {
  const merge = mergeStates(field, states, winner, capabilities);
  if (states.base === undefined || !merge.edited.left || !merge.edited.right) return merge;
  return (
    givenTo('right', field, states, states.base, winner, capabilities) ??
    givenTo('left', field, states, states.base, winner, capabilities) ??
    merge
  );
}

/**
 * A crash between a write and its commit: a side that shows just what it was to be given was not edited by anybody, and
 * what it had to give up for want of room was not taken away. Undefined when it shows anything else.
 */
function givenTo(
  side: SideName,
  field: ListField,
  states: ListStates,
  base: NonNullable<ListStates['base']>,
  winner: SideName,
  capabilities: ListCapabilities,
): ListMerge | undefined {
  const before = mergeStates(field, { ...states, [side]: base[side] }, winner, capabilities);
  if (!before.writes[side] || differs(before.targets[side], states[side])) return undefined;
  const there = new Set([...states.left, ...states.right].map(({ key }) => key));
  if (before.targets[otherSide(side)].some(({ key }) => !there.has(key))) return undefined;
  return {
    ...before,
    targets: { ...before.targets, [side]: states[side] },
    writes: { ...before.writes, [side]: false },
  };
}

function mergeStates(
  field: ListField,
  states: ListStates,
  winner: SideName,
  capabilities: ListCapabilities,
): ListMerge {
  const base = states.base ?? { left: [], right: [] };
  const left = pairOverTime(base.left, states.left, field.pairing, states.right);
  const right = pairOverTime(base.right, states.right, field.pairing, states.left);
  const edited = {
    left: states.base === undefined ? states.left.length > 0 : changed(left),
    right: states.base === undefined ? states.right.length > 0 : changed(right),
  };
  if (!edited.left && !edited.right) return untouched(states, edited);

  const now = { left: new Map(left.pairs), right: new Map(right.pairs) };
  const bases = pairBySlot(base.left, base.right, field.pairing);
  const joined: Joined[] = [];
  const conflicts: { left: Element; right: Element }[] = [];
  const loneLeft = [...bases.onlyA.flatMap((element) => now.left.get(element) ?? []), ...left.onlyB];
  const loneRight = [...bases.onlyB.flatMap((element) => now.right.get(element) ?? []), ...right.onlyB];
  for (const [baseLeft, baseRight] of bases.pairs) {
    const outcome = joinLinked(baseLeft, baseRight, now.left.get(baseLeft), now.right.get(baseRight), winner);
    if (outcome === undefined) continue;
    const { left: ours, right: theirs } = outcome.joined;
    if (ours && theirs) joined.push(outcome.joined);
    else if (ours) loneLeft.push(ours);
    else if (theirs) loneRight.push(theirs);
    if (outcome.conflict) conflicts.push(outcome.conflict);
  }
  const lone = pairBySlot(loneLeft, loneRight, field.pairing);
  for (const [ours, theirs] of lone.pairs) {
    joined.push({ winner: winner === 'left' ? ours : theirs, left: ours, right: theirs });
    if (!sameKeys(ours, theirs)) conflicts.push({ left: ours, right: theirs });
  }
  for (const element of lone.onlyA) joined.push({ winner: element, left: element });
  for (const element of lone.onlyB) joined.push({ winner: element, right: element });

  return finish(inOrder(joined, states), states, edited, conflicts, capabilities);
}

const sameKeys = (a: Element, b: Element): boolean => a.key === b.key;

const changed = (pairing: ReturnType<typeof pairOverTime>): boolean =>
  pairing.onlyA.length > 0 ||
  pairing.onlyB.length > 0 ||
  pairing.pairs.some(([before, after]) => !unchanged(before, after));

const unchanged = (before: Element, after: Element): boolean =>
  sameElement(before, after) && (before.primary ?? false) === (after.primary ?? false);

function untouched(states: ListStates, edited: ListMerge['edited']): ListMerge {
  const targets = { left: states.left, right: states.right };
  return { merged: states.left, targets, writes: { left: false, right: false }, edited, conflicts: [] };
}

/** Undefined: removed. An edit beats a removal on the other side. */
function joinLinked(
  baseLeft: Element,
  baseRight: Element,
  left: Element | undefined,
  right: Element | undefined,
  winner: SideName,
): { joined: Joined; conflict?: { left: Element; right: Element } } | undefined {
  const leftEdited = left !== undefined && !sameElement(baseLeft, left);
  const rightEdited = right !== undefined && !sameElement(baseRight, right);
  if (left === undefined) return right !== undefined && rightEdited ? { joined: { winner: right, right } } : undefined;
  if (right === undefined) return leftEdited ? { joined: { winner: left, left } } : undefined;
  const both = leftEdited && rightEdited && !sameElement(left, right);
  const combined = both
    ? (movedAndChanged(baseLeft, left, baseRight, right) ?? movedAndChanged(baseRight, right, baseLeft, left))
    : undefined;
  if (combined) return { joined: { winner: combined, left, right } };
  if (both) return { joined: { winner: winner === 'left' ? left : right, left, right }, conflict: { left, right } };
  return { joined: { winner: rightEdited && !leftEdited ? right : left, left, right } };
}

/** Another slot on one side and another value on the other do not contradict each other: the value goes to that slot. */
function movedAndChanged(base: Element, moved: Element, otherBase: Element, changed: Element): Element | undefined {
  const isMoved = moved.key === base.key && !slotsAgree(base, moved);
  const isChanged = changed.key !== otherBase.key && slotsAgree(otherBase, changed);
  return isMoved && isChanged && moved.slot !== undefined ? { ...changed, slot: moved.slot } : undefined;
}

/** The left's order, then what only the right has, in the right's order. */
function inOrder(joined: readonly Joined[], states: ListStates): readonly Joined[] {
  const place = ({ left, right }: Joined): number =>
    left ? states.left.indexOf(left) : states.left.length + (right ? states.right.indexOf(right) : 0);
  return [...joined].sort((a, b) => place(a) - place(b));
}

function finish(
  joined: readonly Joined[],
  states: ListStates,
  edited: ListMerge['edited'],
  conflicts: ListMerge['conflicts'],
  capabilities: ListCapabilities,
): ListMerge {
  const target = (side: SideName): List => {
    const capability = capabilities[side];
    return capability === undefined
      ? states[side]
      : restrictList(
          joined.map((element) => onSide(element, side)),
          capability,
        );
  };
  const targets = { left: target('left'), right: target('right') };
  return {
    merged: joined.map((element) => onSide(element, 'left')),
    targets,
    writes: { left: differs(targets.left, states.left), right: differs(targets.right, states.right) },
    edited,
    conflicts,
  };
}

/** The side's own element where it says the same; else the winner's value in the side's own row. */
function onSide(joined: Joined, side: SideName): Element {
  const own = joined[side];
  const primary = own?.primary ?? joined[otherSide(side)]?.primary;
  const same = own && sameElement(own, joined.winner) ? own : written(joined.winner, own);
  return primary === undefined ? same : { ...same, primary };
}

function written(winner: Element, own: Element | undefined): Element {
  const slot = winner.slot ?? own?.slot;
  return {
    key: winner.key,
    value: winner.value,
    ...(slot === undefined ? {} : { slot }),
    ...(own?.ref === undefined ? {} : { ref: own.ref }),
  };
}

function differs(target: List, current: List): boolean {
  const { pairs, onlyA, onlyB } = pairAcross(target, current);
  return onlyA.length > 0 || onlyB.length > 0 || pairs.some(([a, b]) => !sameElement(a, b));
}
