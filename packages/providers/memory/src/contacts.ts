import {
  type Capabilities,
  type Element,
  folded,
  type Item,
  type List,
  type ListCapability,
  restrict,
} from '@concord/core';

/**
 * What the book keeps of an item: what it can hold, every element in a slot, with a handle and a primary flag where the
 * book has such. A handle stays with its element only when `before` has it.
 */
export function keepItem(
  item: Item,
  before: Item | undefined,
  capabilities: Capabilities,
  newHandle: () => string,
): Item {
  const kept: Record<string, string | List> = {};
  for (const [field, value] of Object.entries(restrict(item, capabilities))) {
    const capability = capabilities[field];
    if (typeof value === 'string') {
      if (value !== '') kept[field] = value;
    } else if (value && capability?.shape === 'list')
      kept[field] = keepList(value, listOf(before?.[field]), capability, newHandle);
  }
  return kept;
}

function keepList(list: List, before: List, capability: ListCapability, newHandle: () => string): List {
  const free = new Set(before.map(({ ref }) => ref));
  const room = roomIn(list, capability);
  const primary = list.findIndex((element) => element.primary);
  return list.map((element, index): Element => {
    const slot = element.slot ?? room();
    const ref = element.ref !== undefined && free.delete(element.ref) ? element.ref : newHandle();
    return {
      key: element.key,
      value: element.value,
      ref,
      ...(slot === undefined ? {} : { slot }),
      ...(capability.primary ? { primary: index === Math.max(primary, 0) } : {}),
    };
  });
}

/** Hands out the slots that the list leaves free, in the order of the capability. */
function roomIn(list: List, { slots }: ListCapability): () => string | undefined {
  if (slots === undefined) return () => undefined;
  const left = new Map(Object.entries(slots));
  for (const { slot } of list) if (slot !== undefined) left.set(slot, (left.get(slot) ?? 0) - 1);
  return () => {
    const slot = [...left].find(([, count]) => count > 0)?.[0];
    if (slot !== undefined) left.set(slot, (left.get(slot) ?? 0) - 1);
    return slot;
  };
}

/** Whether two items say the same, but for slots, flags, handles, order and case. */
export function saysTheSame(a: Item, b: Item, capabilities: Capabilities): boolean {
  return Object.entries(capabilities).every(([field, { shape }]) =>
    shape === 'scalar' ? text(a[field]) === text(b[field]) : keys(a[field]) === keys(b[field]),
  );
}

const text = (value: Item[string]): string => (typeof value === 'string' ? folded(value) : '');
const listOf = (value: Item[string]): List => (typeof value === 'object' ? value : []);
const keys = (value: Item[string]): string =>
  JSON.stringify(
    listOf(value)
      .map(({ key }) => key)
      .sort(),
  );
