import type { BookName, Happening, Of } from '../history/happenings.ts';
import type { History } from '../history/history.ts';
import type { Card } from './cards.ts';
import { type Edit, editsOfBirth } from './edits.ts';
import { createShown, type Shown } from './shown.ts';

/** Somebody took a card away, or brought it back. */
export type Move = {
  readonly what: 'deleted' | 'left' | 'returned' | 'merged';
  readonly book: BookName;
  readonly at: number;
  /** Place in the history. */
  readonly index: number;
  /** The card as it was. */
  readonly card: Card;
  /** What the other books showed of that person at that moment. */
  readonly elsewhere: ReadonlyMap<BookName, Card>;
};

/** What people know of one person (or company) of a story. */
export type Person = {
  readonly tag: string;
  readonly firm: string;
  readonly isCompany: boolean;
  /** The books where people typed it in, with what they typed; ids are empty. */
  readonly births: ReadonlyMap<BookName, Card>;
  /** Births included, in order. */
  readonly edits: readonly Edit[];
  /** In order, of all books. */
  readonly moves: readonly Move[];
  /** The last move in each book; a book where nobody moved anything is missing. */
  readonly lastMove: ReadonlyMap<BookName, Move>;
  /** Lost in a merge in Clio: who has its rows and its tag now. */
  readonly mergedInto?: string;
  /** Whose rows and tags it took in merges. */
  readonly took: readonly string[];
  /** What people answered about it, in order. */
  readonly answers: readonly { readonly answer: string; readonly index: number; readonly at: number }[];
};

/** The ground truth of a story, read from what happened and from nothing else; every question brings it up to date first. */
export type Truth = {
  /** In the order of birth. */
  readonly people: () => readonly Person[];
  readonly person: (tag: string) => Person | undefined;
  /**
   * Whose card it is. A card that took in others by a merge carries their tags too; one without any is a company that was
   * made along the way, `company {name}`, or a `stranger {name}`, which nobody typed in.
   */
  readonly ownerOf: (card: Pick<Card, 'tags' | 'isCompany' | 'texts'>) => string;
  /** Tags on one card of people who are not one: more than one is a card that mixes them. */
  readonly ownersOf: (card: Pick<Card, 'tags'>) => readonly string[];
  /** What the books show of that person now, out of synced folders nothing. */
  readonly shownOf: (tag: string) => readonly Shown[];
  readonly shownIn: (book: BookName) => readonly Card[];
};

/** One reader for each history, so that whoever asks shares the work. */
export function readTruth(history: History): Truth {
  const known = truths.get(history);
  if (known) return known;
  const truth = createTruth(history);
  truths.set(history, truth);
  return truth;
}

const truths = new WeakMap<History, Truth>();

type Growing = {
  readonly tag: string;
  readonly firm: string;
  readonly isCompany: boolean;
  readonly births: Map<BookName, Card>;
  readonly edits: Edit[];
  readonly moves: Move[];
  readonly lastMove: Map<BookName, Move>;
  mergedInto?: string;
  readonly took: string[];
  readonly answers: { answer: string; index: number; at: number }[];
};

export function createTruth(history: History): Truth {
  const people = new Map<string, Growing>();
  const shown = createShown();
  let read = 0;

  const ownersOf = ({ tags }: Pick<Card, 'tags'>): readonly string[] =>
    tags.filter((tag) => people.get(tag)?.mergedInto === undefined);
  const ownerOf: Truth['ownerOf'] = ({ tags, isCompany, texts }) => {
    const tag = ownersOf({ tags })[0] ?? (tags.length > 0 ? tags.join(' and ') : undefined);
    return tag ?? (isCompany ? `company ${texts.company}` : `stranger ${texts.firstName} ${texts.lastName}`);
  };
  const shownOf = (tag: string): readonly Shown[] => shown.withTag(tag).filter(({ card }) => ownerOf(card) === tag);

  const move = (what: Move['what'], tag: string, { book, card, at }: Placed, index: number): void => {
    const person = people.get(tag);
    if (person === undefined) return;
    const elsewhere = new Map(
      shownOf(tag).flatMap((one) => (one.book === book ? [] : [[one.book, one.card] as const])),
    );
    const made = { what, book, at, index, card, elsewhere };
    person.moves.push(made);
    person.lastMove.set(book, made);
  };

  const readers: { readonly [Kind in Happening['kind']]?: (happening: Of<Kind>, index: number) => void } = {
    born: ({ tag, firm, book, card }, index) => {
      const person = people.get(tag) ?? newPerson(tag, firm, card.isCompany);
      people.set(tag, person);
      person.births.set(book, card);
      person.edits.push(...editsOfBirth(tag, book, card, index));
    },
    edited: ({ tag, book, field, before, after }, index) => {
      people.get(tag)?.edits.push({ tag, book, field, before, after, index });
    },
    deleted: (happening, index) => move('deleted', happening.tag, happening, index),
    left: (happening, index) => move('left', happening.tag, happening, index),
    returned: (happening, index) => move('returned', happening.tag, happening, index),
    merged: (happening, index) => {
      move('merged', happening.lost, happening, index);
      const lost = people.get(happening.lost);
      if (lost) lost.mergedInto = happening.tag;
      people.get(happening.tag)?.took.push(happening.lost);
    },
    wish: ({ tag, answer, at }, index) => {
      if (tag !== undefined && answer !== undefined) people.get(tag)?.answers.push({ answer, index, at });
    },
    change: ({ book, id, after }) => shown.show(book, id, after),
  };

  const catchUp = (): void => {
    const all = history.all();
    for (; read < all.length; read += 1) {
      const happening = all[read];
      const reader = happening && readers[happening.kind];
      if (happening && reader) (reader as (happening: Happening, index: number) => void)(happening, read);
    }
  };
  const upToDate =
    <Given extends unknown[], Result>(ask: (...given: Given) => Result) =>
    (...given: Given): Result => {
      catchUp();
      return ask(...given);
    };
  return {
    people: upToDate(() => [...people.values()]),
    person: upToDate((tag) => people.get(tag)),
    ownerOf: upToDate(ownerOf),
    ownersOf: upToDate(ownersOf),
    shownOf: upToDate(shownOf),
    shownIn: upToDate(shown.in),
  };
}

type Placed = { readonly book: BookName; readonly card: Card; readonly at: number };

function newPerson(tag: string, firm: string, isCompany: boolean): Growing {
  return {
    tag,
    firm,
    isCompany,
    births: new Map(),
    edits: [],
    moves: [],
    lastMove: new Map(),
    took: [],
    answers: [],
  };
}

/** Where the person was deleted, or lost in a merge, and nobody brought it back. */
export const isDeletedIn = (person: Person, book: BookName): boolean => {
  const what = person.lastMove.get(book)?.what;
  return what === 'deleted' || what === 'merged';
};
