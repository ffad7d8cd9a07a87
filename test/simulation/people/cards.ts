import { type BookName, sideOf } from '../history/happenings.ts';
import { handsOn, type Place } from '../mailboxes/index.ts';
import type { Clouds } from '../stage/clouds.ts';
import type { Card } from './card.ts';
import { fromClio } from './clio-card.ts';

export { type Card, type Entry, type ListName, listNames, type TextName, textNames } from './card.ts';

/** Everybody in a book: of a mailbox, in the synced place or in another one. */
export function cardsOn(clouds: Clouds, book: BookName, place?: Place): readonly Card[] {
  if (sideOf(book) === 'right') return handsOn(clouds, book).list(place);
  return clouds.sandbox.clio.contacts.list(Number(book.slice('clio '.length))).map(fromClio);
}

/** One card by its id, wherever it lies in that book. */
export function cardAt(clouds: Clouds, book: BookName, id: string): Card | undefined {
  if (sideOf(book) === 'right') return handsOn(clouds, book).get(id);
  const view = clouds.sandbox.clio.contacts.get(Number(id));
  return view && fromClio(view);
}
