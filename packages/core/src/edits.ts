import type { Item, ItemType, List } from './items.ts';
import { sameText } from './merge.ts';
import { pairAcross, sameElement } from './pair-lists.ts';

/** Whether an item still says what the side held when both were last in step. */
export function sameBase(type: ItemType, base: Item, now: Item): boolean {
  return Object.entries(type.fields).every(([name, field]) => {
    const before = base[name];
    const after = now[name];
    if (before === after) return true;
    if (field.shape === 'scalar') return sameText(textOf(before), textOf(after));
    return sameList(listOf(before), listOf(after));
  });
}

/** Of what a side shows now that which it was sent: a value that came since, or in place of another, is not in it. */
export function sharedItem(type: ItemType, sent: Item, shown: Item): Item {
  const shared = Object.entries(type.fields).map(([name, field]) => {
    const [before, now] = [sent[name], shown[name]];
    if (field.shape === 'scalar') return [name, textOf(now) === '' ? now : before];
    const { pairs } = pairAcross(listOf(before), listOf(now));
    return [name, pairs.flatMap(([one, other]) => (sameElement(one, other) ? [other] : []))];
  });
  return Object.fromEntries(shared.filter(([, value]) => value !== undefined)) as Item;
}

/**
 * Whether an item shows something of a write that was to make `planned` of `before`: one detail is enough, because the
 * others may have been edited since.
 */
export function showsSomeOf(type: ItemType, before: Item, planned: Item, now: Item): boolean {
  return Object.entries(type.fields).some(([name, field]) => {
    if (field.shape === 'scalar') {
      const sent = textOf(planned[name]);
      return !sameText(textOf(before[name]), sent) && sameText(textOf(now[name]), sent);
    }
    const added = without(listOf(planned[name]), listOf(before[name]));
    const removed = without(listOf(before[name]), listOf(planned[name]));
    if (added.length > 0) return without(added, listOf(now[name])).length < added.length;
    return removed.length > 0 && without(removed, listOf(now[name])).length === removed.length;
  });
}

const without = (list: List, others: List): List =>
  list.filter((one) => !others.some((other) => sameElement(one, other)));

export function sameList(a: List, b: List): boolean {
  if (a.length !== b.length) return false;
  const { pairs, onlyA } = pairAcross(a, b);
  return onlyA.length === 0 && pairs.every(([one, other]) => sameElement(one, other));
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: Item[string]): List => (typeof value === 'object' ? value : []);
