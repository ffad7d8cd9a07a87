import type { Element, List, ListField } from './items.ts';

export type Pairing = {
  readonly pairs: readonly (readonly [Element, Element])[];
  readonly onlyA: List;
  readonly onlyB: List;
};

/** No opinion about the slot agrees with any slot. */
export const slotsAgree = (a: Element, b: Element): boolean =>
  a.slot === undefined || b.slot === undefined || a.slot === b.slot;

export const sameElement = (a: Element, b: Element): boolean => a.key === b.key && slotsAgree(a, b);

/** One to one, in order: the same thing in the same slot, then the same thing in another slot. Duplicates stay apart. */
export function pairAcross(a: List, b: List): Pairing {
  return pairInSteps(a, b, [sameElement, sameKey]);
}

/** As `pairAcross`; where a slot holds one only, what is in the same slot is the same element, whatever it says. */
export function pairBySlot(a: List, b: List, pairing: ListField['pairing']): Pairing {
  return pairing === 'unique' ? pairInSteps(a, b, [sameSlot]) : pairAcross(a, b);
}

/**
 * Between two states of one side: also one row that was written over, and one removed and one added in one slot. What the
 * other side shows too (`there`) did not come of an edit in place: it was there already, or came from there.
 */
export function pairOverTime(before: List, after: List, pairing: ListField['pairing'], there: List): Pairing {
  const known = new Set(there.map(({ key }) => key));
  const within =
    (matches: (a: Element, b: Element) => boolean) =>
    (a: Element, b: Element): boolean =>
      matches(a, b) && (a.key === b.key || !known.has(b.key));
  const found = pairInSteps(before, after, [
    ...(pairing === 'handle' ? [within(sameHandleAndSlot)] : []),
    sameElement,
    sameKey,
    within(sameHandle),
  ]);
  return pairLoneSlots(found, known);
}

const sameSlot = (a: Element, b: Element): boolean => a.slot === b.slot;
const sameKey = (a: Element, b: Element): boolean => a.key === b.key;
const sameHandle = (a: Element, b: Element): boolean => a.ref !== undefined && a.ref === b.ref;
const sameHandleAndSlot = (a: Element, b: Element): boolean => sameHandle(a, b) && slotsAgree(a, b);

function pairInSteps(a: List, b: List, steps: readonly ((a: Element, b: Element) => boolean)[]): Pairing {
  const pairs: (readonly [Element, Element])[] = [];
  let onlyA = [...a];
  const onlyB = [...b];
  for (const matches of steps) {
    if (onlyA.length === 0 || onlyB.length === 0) break;
    onlyA = onlyA.filter((element) => {
      const index = onlyB.findIndex((other) => matches(element, other));
      const other = onlyB[index];
      if (other === undefined) return true;
      onlyB.splice(index, 1);
      pairs.push([element, other]);
      return false;
    });
  }
  return { pairs, onlyA, onlyB };
}

function pairLoneSlots({ pairs, onlyA, onlyB }: Pairing, known: ReadonlySet<string>): Pairing {
  const fresh = onlyB.filter(({ key }) => !known.has(key));
  if (onlyA.length === 0 || fresh.length === 0) return { pairs, onlyA, onlyB };
  const lone = (list: List, element: Element): boolean =>
    list.filter((other) => slotsAgree(other, element)).length === 1;
  const edits = onlyA.flatMap((element) => {
    const other = fresh.find((candidate) => slotsAgree(candidate, element));
    return other && lone(onlyA, other) && lone(fresh, element) ? [[element, other] as const] : [];
  });
  return {
    pairs: [...pairs, ...edits],
    onlyA: onlyA.filter((element) => !edits.some(([before]) => before === element)),
    onlyB: onlyB.filter((element) => !edits.some(([, after]) => after === element)),
  };
}
