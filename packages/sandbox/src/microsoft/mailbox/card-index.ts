import type { Filed } from './card.ts';
import { createPropertyIndex, type PropertyIndex } from './property-index.ts';

/** Current contacts, or events, by every way of asking for them. */
export type CardIndex<Item extends Filed> = {
  readonly put: (card: Item) => void;
  readonly drop: (card: Item) => void;
  /** Takes the immutable or the classic id and returns the immutable one. */
  readonly idOf: (id: string) => string;
  readonly inFolder: (folderId: string) => ReadonlyMap<string, Item>;
  readonly withProperty: PropertyIndex['find'];
};

export function createCardIndex<Item extends Filed>(cards: Iterable<Item>): CardIndex<Item> {
  const byClassicId = new Map<string, string>();
  const byFolder = new Map<string, Map<string, Item>>();
  const byProperty = createPropertyIndex();
  const folder = (folderId: string): Map<string, Item> => {
    const known = byFolder.get(folderId) ?? new Map<string, Item>();
    byFolder.set(folderId, known);
    return known;
  };
  const put = (card: Item): void => {
    byClassicId.set(card.classicId, card.id);
    folder(card.folderId).set(card.id, card);
    byProperty.add(card);
  };
  for (const card of cards) put(card);
  return {
    put,
    drop: (card) => {
      byClassicId.delete(card.classicId);
      folder(card.folderId).delete(card.id);
      byProperty.remove(card);
    },
    idOf: (id) => byClassicId.get(id) ?? id,
    inFolder: folder,
    withProperty: byProperty.find,
  };
}
