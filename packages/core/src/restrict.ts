import type { Capabilities, Element, Item, List, ListCapability } from './items.ts';

/**
 * What a side can hold of an item. The primary stays, then the oldest (lists are in the order of their rows); the rest is
 * left out. Traits that the side has no notion of (slot, primary) are dropped. Doing it twice is doing it once.
 */
export function restrict(item: Item, capabilities: Capabilities): Item {
  const held: Record<string, string | List> = {};
  for (const [name, value] of Object.entries(item)) {
    const capability = capabilities[name];
    if (capability === undefined || capability.readOnly || value === undefined) continue;
    if (typeof value === 'string') {
      if (capability.shape === 'scalar') held[name] = shorten(value, capability.maxLength);
    } else if (capability.shape === 'list') {
      const kept = restrictList(value, capability);
      if (kept.length > 0) held[name] = kept;
    }
  }
  return held;
}

export function restrictList(list: List, capability: ListCapability): List {
  const chosen = new Set<Element>();
  const used = new Map<string, number>();
  const byPrecedence = [...list.filter((element) => element.primary), ...list.filter((element) => !element.primary)];
  for (const element of byPrecedence) {
    if (chosen.size >= capability.max) break;
    if (capability.slots && element.slot !== undefined) {
      const count = used.get(element.slot) ?? 0;
      if (count >= (capability.slots[element.slot] ?? 0)) continue;
      used.set(element.slot, count + 1);
    }
    chosen.add(element);
  }
  return list.filter((element) => chosen.has(element)).map((element) => withoutTraits(element, capability));
}

/** An element without a slot goes where the side has room: the lens that writes it chooses. */
function withoutTraits(element: Element, capability: ListCapability): Element {
  const { slot, primary, ...rest } = element;
  return {
    ...rest,
    ...((capability.slots || capability.anySlot) && slot !== undefined ? { slot } : {}),
    ...(capability.primary && primary !== undefined ? { primary } : {}),
  };
}

/** Cut between characters, never inside one. */
export function shorten(text: string, maxLength: number | undefined): string {
  if (maxLength === undefined || text.length <= maxLength) return text;
  let short = '';
  for (const character of text) {
    if (short.length + character.length > maxLength) break;
    short += character;
  }
  return short.trimEnd();
}
