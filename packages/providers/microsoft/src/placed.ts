import type { Element, List } from '@concord/core';

/**
 * Which element goes where on a card with fixed places. An element with a slot goes there; one without (its side has no
 * such notion) stays where `before` has it, else takes the first free place in the order of `slots`. What finds no place
 * is left out.
 */
export function placed(
  list: List,
  slots: Readonly<Record<string, number>>,
  before: List = [],
): Readonly<Record<string, List>> {
  const places: Record<string, Element[]> = Object.fromEntries(Object.keys(slots).map((slot) => [slot, []]));
  const hasRoom = (slot: string) => (places[slot]?.length ?? 0) < (slots[slot] ?? 0);
  const put = (element: Element, wished: string | undefined) => {
    const slot = wished !== undefined && hasRoom(wished) ? wished : Object.keys(slots).find(hasRoom);
    if (slot !== undefined) places[slot]?.push(element);
  };
  for (const element of list) {
    if (element.slot !== undefined && hasRoom(element.slot)) places[element.slot]?.push(element);
  }
  for (const element of list) {
    if (element.slot === undefined) put(element, before.find((known) => known.key === element.key)?.slot);
  }
  return places;
}
