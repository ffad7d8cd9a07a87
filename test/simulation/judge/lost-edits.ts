import { type BookName, sideOf } from '../history/happenings.ts';
import { type Card, type ListName, listNames, type TextName, textNames } from '../people/cards.ts';
import { type Edit, lastEntries } from '../people/edits.ts';
import type { Person } from '../people/truth.ts';
import { isLive } from './belonging.ts';
import type { Bench, CreateCheck, Ending } from './check.ts';
import type { PersonSeen } from './picture.ts';
import { poisonWord } from './poison.ts';
import { allowedTexts } from './text-winners.ts';
import { unsentEdits } from './unsent-edits.ts';

/**
 * I3. In the end the book of record has every detail that somebody wrote and nobody wrote over or took away; what was taken
 * away is nowhere; nothing is there that nobody wrote; and who was changed in a mailbox before Clio's card was deleted is
 * still there. What was written in a book that lost its card just then may have gone with it.
 */
export const lostEdits: CreateCheck = (bench) => {
  const { picture, tried, accuse } = bench;
  // With Clio's card goes what the mailbox had no room for: a card that is made anew does not have it.
  const goneFromClio = new Set<string>();
  return {
    sees: {
      edited: tried,
      change: ({ book, before, after }) => {
        if (before && after === undefined && sideOf(book) === 'left') goneFromClio.add(picture.ownerOf(before));
      },
    },
    ends: (ending) => {
      for (const seen of picture.people()) {
        const person = ending.truth.person(seen.tag);
        if (person === undefined || isRefused(person)) continue;
        if (!goneFromClio.has(seen.tag)) judgeRecord(bench, ending, person, seen);
        judgeUnsent(bench, ending, person, seen);
      }
      for (const [book, cards] of ending.finals)
        for (const card of cards) {
          const owner = picture.ownerOf(card);
          if (owner.startsWith('stranger ')) accuse(`${owner} is in ${book}, and nobody made them`);
        }
    },
  };
};

const isRefused = ({ edits }: Person): boolean => edits.some(({ after }) => after?.includes(poisonWord));

function judgeRecord(bench: Bench, ending: Ending, person: Person, seen: PersonSeen): void {
  const { clio, mailboxes } = seen.firm;
  const left = ending.cardOf(person.tag, clio);
  if (left === undefined || person.lastMove.has(clio)) return;
  const rights = mailboxes.flatMap(({ book }) => {
    const move = person.lastMove.get(book);
    const card = move === undefined || move.what === 'returned' ? ending.cardOf(person.tag, book) : undefined;
    return card && isLive(bench.picture, book) ? [{ book, card }] : [];
  });
  const heard = new Set<BookName>([clio, ...rights.map(({ book }) => book)]);
  const record: Record = {
    person,
    merged: person.took.flatMap((tag) => ending.truth.person(tag) ?? []),
    seen,
    left,
    rights: rights.map(({ card }) => card),
    isHeard: (book) => heard.has(book),
  };
  for (const field of textNames) judgeText(bench, record, field);
  for (const field of listNames) judgeList(bench, record, field);
}

type Record = {
  readonly person: Person;
  /** Whom it took in by merges in Clio. */
  readonly merged: readonly Person[];
  readonly seen: PersonSeen;
  readonly left: Card;
  readonly rights: readonly Card[];
  /** Whether what was written in that book must have arrived. */
  readonly isHeard: (book: BookName) => boolean;
};

function judgeText({ accuse }: Bench, { person, merged, seen, left, isHeard }: Record, field: TextName): void {
  const { conflicts } = seen.firm.plan;
  const allowed = new Set(allowedTexts(person.edits, field, isHeard, conflicts));
  // The mailbox's card of whom it took in may be its own now: the two have never agreed, and Clio's text is not preferred.
  for (const { edits } of conflicts === 'left' ? [] : merged)
    for (const text of allowedTexts(edits, field, isHeard, conflicts)) allowed.add(text);
  const text = left.texts[field];
  if (allowed.has(text) || [...allowed].some((one) => isCutShort(one, text))) return;
  accuse(`${person.tag} ${field} is "${text}", not ${[...allowed].map((one) => `"${one}"`).join(' or ')}`);
}

/** A cloud cuts long texts on saving. */
const isCutShort = (written: string, text: string): boolean => text !== '' && written.startsWith(text);

function judgeList({ accuse }: Bench, { person, left, rights, isHeard }: Record, field: ListName): void {
  const { wanted, known } = lastEntries(person.edits, field);
  const heard: readonly Edit[] = person.edits.filter(({ book }) => isHeard(book));
  const own = lastEntries(heard, field);
  const ownWanted = new Set(own.wanted);
  const unwanted = new Set(own.unwanted);
  const inClio = left.lists[field].map(({ value }) => value);
  const missing = wanted.filter((value) => ownWanted.has(value) && !inClio.includes(value) && mayBeKept(field, value));
  const everywhere = [...inClio, ...rights.flatMap(({ lists }) => lists[field].map(({ value }) => value))];
  for (const value of missing) accuse(`${person.tag} ${field} ${value} is missing`);
  for (const value of new Set(everywhere))
    if (unwanted.has(value)) accuse(`${person.tag} ${field} ${value} was taken away, and is back`);
  for (const value of inClio) if (!known.has(value)) accuse(`${person.tag} ${field} ${value} was written by nobody`);
}

/** Outlook takes an e-mail address that is none, and forgets it. */
const mayBeKept = (field: ListName, value: string): boolean => field !== 'emails' || value.includes('@');

/** Whoever had something in a mailbox that Clio did not know yet when its card was deleted stays in that mailbox. */
function judgeUnsent({ accuse }: Bench, ending: Ending, person: Person, { firm }: PersonSeen): void {
  const move = person.lastMove.get(firm.clio);
  if (move === undefined || person.answers.length > 0) return;
  for (const { book } of firm.mailboxes) {
    const right = move.elsewhere.get(book);
    if (right === undefined || person.lastMove.has(book) || ending.cardOf(person.tag, book)) continue;
    // Merged, it may live on as the card of whom it was merged into.
    if (person.mergedInto !== undefined && ending.cardOf(person.mergedInto, book)) continue;
    const unsent = unsentEdits(person.edits, move, book, right);
    if (unsent.length > 0) accuse(`${person.tag} was changed in ${book} (${unsent.join(', ')}), and is gone there`);
  }
}
