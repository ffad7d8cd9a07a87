import type { BookName } from '../history/happenings.ts';
import type { Card } from '../people/cards.ts';

/** The cards that the books show, found by book and by tag, or by name for companies without one. */
export type CardIndex = {
  /** `card` undefined: it is gone from there. */
  readonly show: (book: BookName, id: string, card: Card | undefined) => void;
  readonly in: (book: BookName) => readonly Card[];
  /** Every card in that book which carries that tag; of `company {name}` those without any. */
  readonly withKey: (book: BookName, key: string) => readonly Card[];
};

type Book = { readonly cards: Map<string, Card>; readonly byKey: Map<string, Card[]> };

export function createCardIndex(): CardIndex {
  const books = new Map<BookName, Book>();
  const bookOf = (name: BookName): Book => {
    const known = books.get(name) ?? { cards: new Map(), byKey: new Map() };
    books.set(name, known);
    return known;
  };
  return {
    show: (name, id, card) => {
      const { cards, byKey } = bookOf(name);
      const former = cards.get(id);
      for (const key of former ? keysOf(former) : []) remove(byKey.get(key), former);
      if (card === undefined) cards.delete(id);
      else cards.set(id, card);
      for (const key of card ? keysOf(card) : []) {
        const list = byKey.get(key);
        if (list === undefined) byKey.set(key, card ? [card] : []);
        else if (card) list.push(card);
      }
    },
    in: (name) => [...(books.get(name)?.cards.values() ?? [])],
    withKey: (name, key) => books.get(name)?.byKey.get(key) ?? none,
  };
}

const none: readonly Card[] = [];

function remove(list: Card[] | undefined, card: Card | undefined): void {
  const place = list && card ? list.indexOf(card) : -1;
  if (place >= 0) list?.splice(place, 1);
}

const keysOf = ({ tags, isCompany, texts }: Card): readonly string[] =>
  tags.length > 0 ? tags : isCompany ? [`company ${texts.company}`] : (none as readonly []);
