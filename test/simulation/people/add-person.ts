import type { Chance } from '../chance.ts';
import { type BookName, sideOf } from '../history/happenings.ts';
import { type Clouds, type Firm, noteNow } from '../stage/clouds.ts';
import type { PersonPlan } from '../story.ts';
import { cardOf, type Draft, type Drawing, drawBride, drawCompany, drawPerson, entryOf, twinOf } from './drafts.ts';

import { type Scene, setScene, sourceIn } from './scene.ts';
import { typeNew } from './typing.ts';

/**
 * Types somebody new into the books that the plan names (those that this firm has), the second time as somebody else knows
 * them. Returns a sentence.
 */
export function addPerson(clouds: Clouds, firm: Firm, plan: Pick<PersonPlan, 'books'>, chance: Chance): string {
  const scene = setScene(clouds, firm, chance);
  const books = plan.books.flatMap((place) => scene.books[place] ?? []);
  return addTo(scene, books.length > 0 ? books : [scene.clio]);
}

/** `poison`: with a word in a detail that a cloud may refuse for ever. */
export function addTo(scene: Scene, books: readonly BookName[], poison = ''): string {
  const { chance, fresh, mark } = scene;
  const tag = `${mark}p${fresh.number()}`;
  const needsEmail = books.filter((book) => sideOf(book) === 'right').length > 1;
  const drawingIn = (book: BookName): Drawing => ({
    chance,
    fresh,
    tag,
    mark,
    needsEmail,
    source: sourceIn(scene, book),
  });
  // A name from before is known by its e-mail address alone, and two mailboxes at once could not be asked about it.
  const isMaiden = books.length === 2 && !needsEmail && chance.hits(0.1);
  let first: Draft | undefined;
  let last: Draft | undefined;
  for (const book of books) {
    const drawing = drawingIn(book);
    last = first === undefined ? drawFirst(drawing, isMaiden, poison) : twinOf(first, drawing, isMaiden);
    first ??= last;
    type(scene, book, tag, last);
  }
  return `${tag} (${said(last)}) is new in ${books.join(' and ')}`;
}

function drawFirst(drawing: Drawing, isMaiden: boolean, poison: string): Draft {
  if (poison === '' && !isMaiden && drawing.chance.hits(0.15)) return drawCompany(drawing);
  const draft = isMaiden ? drawBride(drawing) : drawPerson(drawing);
  if (poison === '') return draft;
  return { ...draft, texts: { ...draft.texts, jobTitle: `${drawing.fresh.text('Notary', drawing.source)} ${poison}` } };
}

function type(scene: Scene, book: BookName, tag: string, draft: Draft): void {
  const typed = sideOf(book) === 'left' ? asInClio(scene, book, draft) : draft;
  noteNow(scene.clouds, { kind: 'born', tag, firm: scene.firm.id, book, card: cardOf(typed) });
  typeNew(scene.clouds, book, typed);
}

/**
 * Clio's rows can be called anything: some of them Outlook has no place for. Only beside something that the books share:
 * two of one name with different numbers and nothing else are two people.
 */
function asInClio(scene: Scene, book: BookName, draft: Draft): Draft {
  const { chance, fresh } = scene;
  const isKnown = draft.lists.emails.length + draft.lists.phones.length > 0;
  if (draft.isCompany || !isKnown || !chance.hits(0.2)) return draft;
  const number = fresh.entry('phones', sourceIn(scene, book));
  const row = entryOf(number, chance.oneOf('fax', 'pager', 'cottage'));
  return { ...draft, lists: { ...draft.lists, phones: [...draft.lists.phones, row] } };
}

const said = (draft: Draft | undefined): string => {
  const { firstName = '', lastName = '', company = '' } = draft?.texts ?? {};
  return draft?.isCompany ? company : `${firstName} ${lastName}`;
};
