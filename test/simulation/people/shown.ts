import type { BookName } from '../history/happenings.ts';
import type { Card } from './cards.ts';

export type Shown = { readonly book: BookName; readonly card: Card };

/** What the books show, kept from change to change, and found by tag. */
export type ShownCards = {
  /** `card` undefined: it is gone from there. */
  readonly show: (book: BookName, id: string, card: Card | undefined) => void;
  readonly withTag: (tag: string) => readonly Shown[];
  readonly in: (book: BookName) => readonly Card[];
};

export function createShown(): ShownCards {
  const books = new Map<BookName, Map<string, Card>>();
  const byTag = new Map<string, Map<string, Shown>>();
  const within = <Key, Value>(map: Map<Key, Map<string, Value>>, key: Key): Map<string, Value> => {
    const known = map.get(key) ?? new Map<string, Value>();
    map.set(key, known);
    return known;
  };
  return {
    show: (book, id, card) => {
      const place = `${book} ${id}`;
      const cards = within(books, book);
      for (const tag of cards.get(id)?.tags ?? []) byTag.get(tag)?.delete(place);
      if (card === undefined) cards.delete(id);
      else cards.set(id, card);
      for (const tag of card?.tags ?? []) within(byTag, tag).set(place, { book, card: card as Card });
    },
    withTag: (tag) => [...(byTag.get(tag)?.values() ?? [])],
    in: (book) => [...(books.get(book)?.values() ?? [])],
  };
}
