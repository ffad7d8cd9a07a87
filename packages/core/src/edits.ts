import {
  type Field,
  type FieldValue,
  type Item,
  type ItemType,
  type List,
  type ListField,
  type Scalar,
  type SideName,
  sideNames,
} from './items.ts';
import type { Base } from './mapping.ts';
import { sameScalar } from './merge.ts';
import { pairAcross, pairBySlot, pairOverTime, sameElement } from './pair-lists.ts';

/** Whether an item still says what the side held when both were last in step. */
export function sameBase(type: ItemType, base: Item, now: Item): boolean {
  return Object.entries(type.fields).every(([name, field]) => sameValue(field, base[name], now[name]));
}

/** Whether two values of a field mean the same, however they are spelled and in whatever order. */
export function sameValue(field: Field, one: FieldValue | undefined, other: FieldValue | undefined): boolean {
  if (one === other) return true;
  if (field.shape === 'scalar') return sameScalar(field, textOf(one), textOf(other));
  return sameList(listOf(one), listOf(other));
}

/**
 * Of what a side was sent that which it took: a value that is missing now it never held, one that has another in its place
 * was changed since, and one that came since is not in it.
 */
export function sharedItem(type: ItemType, sent: Item, shown: Item): Item {
  const shared = Object.entries(type.fields).map(([name, field]) => {
    const [before, now] = [sent[name], shown[name]];
    if (field.shape === 'scalar') return [name, textOf(now) === '' || isTaken(field, before, now) ? now : before];
    const { pairs } = pairOverTime(listOf(before), listOf(now), field.pairing, []);
    return [name, pairs.map(([one, other]) => (sameElement(one, other) ? other : one))];
  });
  return Object.fromEntries(shared.filter(([, value]) => value !== undefined)) as Item;
}

/** Our choice: no cloud that we know of cuts texts that are shorter than this. */
const shortestCut = 30;

/** As it was sent, or cut by the cloud: who shortens a text that much by hand at that moment is not told from it. */
function isTaken(field: Scalar, sent: Item[string], shown: Item[string]): boolean {
  const [whole, text] = [textOf(sent), textOf(shown)];
  if (sameScalar(field, whole, text)) return true;
  return field.key === undefined && text.length >= shortestCut && whole.startsWith(text);
}

/**
 * The base after a write on `written` whose outcome was found out later, where `planned` would be the one after it was
 * confirmed at once: in step is only what that side shows as it was sent, because the rest may have been edited since.
 */
export function baseFoundOut(
  type: ItemType,
  written: SideName,
  { before, planned }: { readonly before: Base | undefined; readonly planned: Base },
  sent: Item,
  shown: Item,
): Base {
  const base: Record<SideName, Record<string, FieldValue>> = { left: {}, right: {} };
  for (const [name, field] of Object.entries(type.fields)) {
    const arrived =
      field.shape === 'scalar'
        ? isTaken(field, sent[name], shown[name])
        : isAllThere(field, listOf(sent[name]), listOf(shown[name]));
    for (const side of sideNames) {
      const known = (arrived ? planned : before)?.[side][name];
      const isCut = arrived && side === written && field.shape === 'scalar' && isTaken(field, known, shown[name]);
      const value = isCut ? shown[name] : known;
      if (value !== undefined) base[side][name] = value;
    }
  }
  return base;
}

/** Each entry is there, or has been edited in its place since; what came beside them is an edit as well. */
const isAllThere = ({ pairing }: ListField, sent: List, shown: List): boolean =>
  pairOverTime(sent, shown, pairing, []).onlyA.length === 0;

/**
 * Whether an item shows something of a write that was to make `planned` of `before`: one detail is enough, because the
 * others may have been edited since.
 */
export function showsSomeOf(type: ItemType, before: Item, planned: Item, now: Item): boolean {
  return Object.entries(type.fields).some(([name, field]) => {
    if (field.shape === 'scalar') {
      const [was, sent, shown] = [textOf(before[name]), textOf(planned[name]), textOf(now[name])];
      return !sameScalar(field, was, sent) && !sameScalar(field, was, shown) && isTaken(field, sent, shown);
    }
    const [was, sent, shown] = [listOf(before[name]), listOf(planned[name]), listOf(now[name])];
    const added = without(sent, was);
    const removed = without(was, sent);
    if (without(added, shown).length < added.length) return true;
    // Somebody else's removal, if something else came in its place; else the provider may have dropped what was added.
    const isReplaced = added.length > 0 && without(without(shown, was), sent).length > 0;
    return removed.length > 0 && !isReplaced && without(removed, shown).length === removed.length;
  });
}

/**
 * Of what a side was made from that which is there by now: parts that are written one by one (the other dates of a series)
 * may be missing after a create, and are an edit that is still to be carried over.
 */
export function carriedOf(type: ItemType, source: Item, made: Item): Item {
  const parts = Object.entries(type.fields).flatMap(([name, field]) => {
    if (field.shape !== 'list' || field.pairing !== 'unique' || source[name] === undefined) return [];
    const { pairs } = pairBySlot(listOf(source[name]), listOf(made[name]), field.pairing);
    return [[name, pairs.map(([own]) => own)] as const];
  });
  return parts.length === 0 ? source : { ...source, ...Object.fromEntries(parts) };
}

/** Whether parts of what was sent with a create are missing. */
export const isCarriedInPart = (type: ItemType, sent: Item, made: Item): boolean =>
  !sameBase(type, carriedOf(type, sent, made), sent);

const without = (list: List, others: List): List =>
  list.filter((one) => !others.some((other) => sameElement(one, other)));

/**
 * What came beside all that was sent: somebody else's, which a provider let a write pass over. Where something that was sent
 * is missing, the provider may have changed that into what is new, and nothing counts as somebody else's.
 */
export function unsentIn(sent: List, shown: List): List {
  const { onlyA, onlyB } = pairAcross(sent, shown);
  return onlyA.length === 0 ? onlyB : [];
}

/** Whether an item shows entries of lists that came beside what was sent. */
export function showsUnsent(type: ItemType, sent: Item, shown: Item): boolean {
  return Object.entries(type.fields).some(
    ([name, { shape }]) => shape === 'list' && unsentIn(listOf(sent[name]), listOf(shown[name])).length > 0,
  );
}

export function sameList(a: List, b: List): boolean {
  if (a.length !== b.length) return false;
  const { pairs, onlyA } = pairAcross(a, b);
  return onlyA.length === 0 && pairs.every(([one, other]) => sameElement(one, other));
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: Item[string]): List => (typeof value === 'object' ? value : []);
