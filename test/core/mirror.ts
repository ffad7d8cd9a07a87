import {
  type Decision,
  type FieldValue,
  type Item,
  otherSide,
  type Policy,
  type SideName,
  type Situation,
} from '@concord/core';

type Sided<T> = { readonly left?: T; readonly right?: T };

function swapped<T extends Sided<unknown>>(sides: T): T {
  const { left, right, ...rest } = sides;
  return {
    ...rest,
    ...(right === undefined ? {} : { left: right }),
    ...(left === undefined ? {} : { right: left }),
  } as T;
}

export const mirroredPolicy = ({ conflicts, deletes, choice }: Policy): Policy => ({
  conflicts: conflicts === 'ask' ? 'ask' : otherSide(conflicts),
  deletes: swapped(deletes),
  ...(choice ? { choice: { ...choice, side: otherSide(choice.side) } } : {}),
});

/** The same, with left and right exchanged. */
export function mirroredSituation(situation: Situation): Situation {
  const { mapping, policy, capabilities, readLagMs, sights } = situation;
  const { base, parked, ...rest } = swapped(mapping);
  return {
    ...situation,
    policy: mirroredPolicy(policy),
    capabilities: swapped(capabilities),
    readLagMs: swapped(readLagMs),
    sights: swapped(sights),
    mapping: {
      ...rest,
      ...(base ? { base: swapped(base) } : {}),
      ...(parked ? { parked: { ...parked, side: otherSide(parked.side) } } : {}),
    },
  };
}

/** All of a decision that people or the engine could notice, with lists as sets; mirrored on wish. */
export function gistOf(decision: Decision, as: 'it is' | 'mirrored'): unknown {
  const side = (name: SideName): SideName => (as === 'mirrored' ? otherSide(name) : name);
  const word = (text: string): string => (as === 'mirrored' ? mirroredWord(text) : text);
  const writes = decision.writes.map((write) =>
    write.kind === 'delete'
      ? [side(write.side), 'delete']
      : [side(write.side), write.kind, asSets(write.item), 'overwrites' in write && write.overwrites],
  );
  return {
    kind: decision.kind,
    rule: word(decision.rule),
    effect: word(decision.effect),
    state: decision.state,
    reasons: decision.reasons.map(({ code }) => word(code)).sort(),
    writes: [...writes].sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
    look: decision.look?.map(side).sort(),
    until: decision.until,
    reborn: decision.reborn,
    conflicts: decision.merge?.fields
      .filter(({ conflict }) => conflict)
      .map(({ name, conflict }) => [name, conflict?.winner === 'ask' ? 'ask' : side(conflict?.winner ?? 'left')]),
  };
}

const mirroredWord = (text: string): string =>
  text.replaceAll(/left(?!Out)|right/giu, (word) => {
    const other = word.toLowerCase() === 'left' ? 'right' : 'left';
    return word.startsWith('L') || word.startsWith('R') ? `${other[0]?.toUpperCase()}${other.slice(1)}` : other;
  });

/** Without the order of lists and without handles, which belong to a side. */
export const asSets = (item: Item): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(item)
      .filter(([, value]) => value !== undefined && value.length > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [name, asSet(value)]),
  );

export const asSet = (value: FieldValue | undefined): unknown =>
  typeof value === 'object' ? value.map(({ key, slot }) => `${slot ?? ''}:${key}`).sort() : value;
