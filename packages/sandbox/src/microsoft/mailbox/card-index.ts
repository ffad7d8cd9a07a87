import type { Card } from './card.ts';
import { createPropertyIndex, type PropertyIndex } from './property-index.ts';

/** Current contacts by every way of asking for them. */
export type CardIndex = {
  readonly put: (card: Card) => void;
  readonly drop: (card: Card) => void;
  /** Takes the immutable or the classic id and returns the immutable one. */
  readonly idOf: (id: string) => string;
  readonly inFolder: (folderId: string) => ReadonlyMap<string, Card>;
  readonly withProperty: PropertyIndex['find'];
};

export function createCardIndex(cards: Iterable<Card>): CardIndex {
  const byClassicId = new Map<string, string>();
  const byFolder = new Map<string, Map<string, Card>>();
  const byProperty = createPropertyIndex();
  const folder = (folderId: string): Map<string, Card> => {
    const known = byFolder.get(folderId) ?? new Map<string, Card>();
    byFolder.set(folderId, known);
    return known;
  };
  const put = (card: Card): void => {
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
