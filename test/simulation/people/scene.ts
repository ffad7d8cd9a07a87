import type { Chance } from '../chance.ts';
import { type BookName, clioBook, sideOf } from '../history/happenings.ts';
import type { Clouds, Firm } from '../stage/clouds.ts';
import type { Card } from './cards.ts';
import { type Fresh, freshOf } from './fresh.ts';
import { type Joined, readJoined } from './joined.ts';
import { booksOf, markOf } from './places.ts';
import { isDeletedIn, readTruth, type Truth } from './truth.ts';

/** What a person of a firm looks at before doing something. */
export type Scene = {
  readonly clouds: Clouds;
  readonly firm: Firm;
  /** `f1` */
  readonly mark: string;
  readonly clio: BookName;
  /** Clio first. */
  readonly books: readonly BookName[];
  readonly mailboxes: readonly BookName[];
  readonly chance: Chance;
  readonly truth: Truth;
  readonly joined: Joined;
  readonly fresh: Fresh;
};

/** Somebody's card in a book. */
export type Seen = { readonly tag: string; readonly book: BookName; readonly card: Card };

export function setScene(clouds: Clouds, firm: Firm, chance: Chance): Scene {
  const books = booksOf(firm);
  return {
    clouds,
    firm,
    mark: markOf(clouds, firm),
    clio: clioBook(firm.id),
    books,
    mailboxes: books.slice(1),
    chance,
    truth: readTruth(clouds.history),
    joined: readJoined(clouds),
    fresh: freshOf(clouds.history),
  };
}

/** The source of values that are typed into that book: `f1b0` in the first firm's Clio. */
export const sourceIn = ({ mark, books }: Scene, book: BookName): string => `${mark}b${books.indexOf(book)}`;

/** Everybody in a book whom people typed in once. */
export function everybodyIn({ truth }: Scene, book: BookName): readonly Seen[] {
  return truth.shownIn(book).flatMap((card) => {
    const tag = truth.ownerOf(card);
    return truth.person(tag) ? [{ tag, book, card }] : [];
  });
}

/** The same person in the other books. */
export const elsewhere = ({ truth }: Scene, { tag, book }: Seen): readonly Seen[] =>
  truth.shownOf(tag).flatMap((shown) => (shown.book === book ? [] : [{ tag, ...shown }]));

/**
 * What may be changed so that it can be told afterwards what should have come of it. `all`: Concord is known to have made
 * all cards of that person one. `details`: nobody else has a card, so anything goes but what tells people apart, because
 * it may just be made elsewhere. `additions`: there are several, not known to be one: what is taken away from one of
 * them before they are joined is nobody's edit.
 */
export type Freedom = 'all' | 'details' | 'additions';

export function freedomOf(scene: Scene, seen: Seen): Freedom {
  const others = elsewhere(scene, seen);
  const person = scene.truth.person(seen.tag);
  if (others.length === 0 || person === undefined) return 'details';
  const inClio = seen.book === scene.clio || others.some(({ book }) => book === scene.clio);
  if (!inClio) return isDeletedIn(person, scene.clio) ? 'details' : 'additions';
  const mailboxes = [seen, ...others].filter(({ book }) => sideOf(book) === 'right');
  return mailboxes.every(({ book }) => scene.joined.isJoined(seen.tag, book)) ? 'all' : 'additions';
}

/** Whether the card may go: what goes before it is joined with that person's other cards is nobody's delete. */
export function mayGo(scene: Scene, seen: Seen): boolean {
  const others = elsewhere(scene, seen);
  if (seen.book === scene.clio) return others.every(({ book }) => scene.joined.isJoined(seen.tag, book));
  if (others.some(({ book }) => book === scene.clio)) return scene.joined.isJoined(seen.tag, seen.book);
  const person = scene.truth.person(seen.tag);
  return others.length === 0 || (person !== undefined && isDeletedIn(person, scene.clio));
}

/** In words: `f1p3 in clio 7001`. */
export const said = ({ tag, book }: Seen): string => `${tag} in ${book}`;
