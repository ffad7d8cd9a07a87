import { sameValue } from './edits.ts';
import { type Item, type ItemType, otherSide, type SideName, writtenFields } from './items.ts';
import type { Mapping } from './mapping.ts';
import type { Observation } from './ports/provider.ts';
import type { UndoStep } from './undo.ts';

type Seen = Readonly<Partial<Record<SideName, Observation>>>;

/**
 * What people did to one item on `side`, as steps that an undo takes back: a delete, where the other side still has the item, or
 * edits, where the other side is as it was. None otherwise: who edited both sides decides which is right.
 */
export function stepsBack(type: ItemType, mapping: Mapping, side: SideName, seen: Seen): readonly UndoStep[] {
  const known = mapping[side];
  const there = mapping[otherSide(side)];
  const [here, other] = [seen[side], seen[otherSide(side)]];
  if (known === undefined || there === undefined || other?.kind !== 'present' || other.id !== there.id) return [];
  const editsThere = changedFields(type, there.shown, other.item);
  if (here?.kind === 'gone') {
    // As it was, with what the other side has learned since: nobody will carry that over once both are in step.
    const before = filled({ ...known.shown, ...valuesOf(other.item, editsThere) });
    return [{ side, what: 'deleted', item: known.id, before }];
  }
  if (here?.kind !== 'present' || here.id !== known.id || editsThere.length > 0) return [];
  const names = changedFields(type, known.shown, here.item);
  if (names.length === 0) return [];
  const [before, after] = [known.shown, here.item].map((item) => filled(valuesOf(item, names)));
  return [{ side, what: 'changed', item: known.id, ...(before ? { before } : {}), ...(after ? { after } : {}) }];
}

const changedFields = (type: ItemType, was: Item, is: Item): readonly string[] =>
  writtenFields(type)
    .filter((field) => !sameValue(field, was[field.name], is[field.name]))
    .map(({ name }) => name);

const valuesOf = (item: Item, names: readonly string[]): Item =>
  Object.fromEntries(names.map((name) => [name, item[name] ?? '']));

const filled = (item: Item): Item =>
  Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined && value.length > 0));
