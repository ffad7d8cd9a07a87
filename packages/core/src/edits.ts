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

export function sameList(a: List, b: List): boolean {
  if (a.length !== b.length) return false;
  const { pairs, onlyA } = pairAcross(a, b);
  return onlyA.length === 0 && pairs.every(([one, other]) => sameElement(one, other));
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: Item[string]): List => (typeof value === 'object' ? value : []);
