import type { Decision, PlannedWrite } from './decision.ts';
import type { FieldValue, Item, SideName } from './items.ts';
import type { Merge } from './merge.ts';

/** What a write asks of a side, so that a refused one is tried again only when that changes. */
export function sourceOf(decision: Decision, write: PlannedWrite): string {
  if (write.kind === 'delete') return 'delete';
  return write.kind === 'create' || decision.merge === undefined
    ? itemSource(write.item)
    : mergeSource(decision.merge, write.side);
}

export function itemSource(item: Item): string {
  return JSON.stringify(Object.entries(item).map(([name, value]) => [name, keysOf(value)]));
}

export function mergeSource(merge: Merge, side: SideName): string {
  const written = merge.fields.filter(({ writes }) => writes[side]);
  return JSON.stringify(written.map(({ name, targets }) => [name, keysOf(targets[side])]));
}

function keysOf(value: FieldValue | undefined): unknown {
  return typeof value === 'object' ? value.map(({ key, slot }) => [key, slot]) : value;
}
