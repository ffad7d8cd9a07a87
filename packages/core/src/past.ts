import type { HistoryEntry } from './history-entry.ts';
import { type FieldValue, type Item, otherSide } from './items.ts';
import { undoRule } from './undo.ts';

/** What both sides held at one moment, as far as Concord knew, and what both had last agreed on, in the left's spelling. */
export type Moment = { readonly left?: Item; readonly right?: Item; readonly base?: Item };

/**
 * The moment before an entry, given the one after it. An edit by somebody is known from the write that carried it over, so it
 * counts as made together with that.
 */
export function momentBefore(after: Moment, entry: HistoryEntry): Moment {
  const { side, what } = entry;
  if (what === 'added') return without(after, side, 'base');
  if (what === 'deleted') return entry.before === undefined ? after : { ...after, [side]: entry.before };
  if (what === 'linked') return without(after, 'base');
  return what === 'changed' ? beforeChange(after, entry) : after;
}

function beforeChange(after: Moment, entry: HistoryEntry): Moment {
  const { side, before = {}, other, first } = entry;
  const names = [...new Set([...Object.keys(before), ...Object.keys(entry.after ?? {})])];
  const there = otherSide(side);
  const agreed = (name: string): FieldValue | undefined => other?.before?.[name] ?? before[name];
  const known = { ...after, [side]: replaced(after[side] ?? {}, names, (name) => before[name]) };
  if (entry.rule === undoRule) return known;
  if (first) return without(known, 'base');
  return {
    ...known,
    ...(after[there] ? { [there]: replaced(after[there], names, agreed) } : {}),
    base: replaced(after.base ?? {}, names, agreed),
  };
}

function replaced(item: Item, names: readonly string[], valueOf: (name: string) => FieldValue | undefined): Item {
  const values = names.map((name) => [name, valueOf(name)] as const);
  return Object.fromEntries(
    Object.entries({ ...item, ...Object.fromEntries(values) }).filter(
      ([, value]) => value !== undefined && value.length > 0,
    ),
  );
}

function without(moment: Moment, ...names: readonly (keyof Moment)[]): Moment {
  return Object.fromEntries(Object.entries(moment).filter(([name]) => !names.includes(name as keyof Moment)));
}
