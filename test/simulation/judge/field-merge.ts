import { type BookName, type Of, sideOf } from '../history/happenings.ts';
import { type Card, type ListName, listNames, type TextName } from '../people/cards.ts';
import { lastEntries } from '../people/edits.ts';
import type { Person } from '../people/truth.ts';
import { isLive } from './belonging.ts';
import type { Bench, CreateCheck, Ending } from './check.ts';
import { poisonWord } from './poison.ts';
import { allowedTexts } from './text-winners.ts';

/** Edits so close together meet before Concord is done with the first. */
export const meetingMs = 60_000;

type Edited = Of<'edited'>;
type Meeting = readonly [Edited, Edited];

/**
 * I4. Where two details of one person were edited in two books within a minute, and nobody touched either again, both books
 * show both in the end.
 */
export const fieldMerge: CreateCheck = (bench) => {
  const recent = new Map<string, Edited[]>();
  const meetings: Meeting[] = [];
  return {
    sees: {
      edited: (edit) => {
        const known = (recent.get(edit.tag) ?? []).filter(({ at }) => edit.at - at <= meetingMs);
        for (const other of known)
          if (other.book !== edit.book && other.field !== edit.field) meetings.push([other, edit]);
        recent.set(edit.tag, [...known, edit]);
      },
    },
    ends: (ending) => {
      for (const meeting of meetings) judgeMeeting(bench, ending, meeting);
    },
  };
};

function judgeMeeting(bench: Bench, ending: Ending, meeting: Meeting): void {
  const { picture, tried, accuse } = bench;
  const person = ending.truth.person(meeting[0].tag);
  if (person === undefined || person.moves.length > 0 || person.took.length > 0) return;
  const books: readonly BookName[] = meeting.map(({ book }) => book);
  if (books.some((book) => sideOf(book) === 'right' && !isLive(picture, book))) return;
  if (!meeting.every((edit) => isUncontested(bench, person, edit))) return;
  tried();
  for (const edit of meeting)
    for (const book of books) {
      const card = ending.cardOf(person.tag, book);
      if (card && !shows(card, edit, book))
        accuse(`${person.tag} ${edit.field} "${edit.after}" of ${edit.book} is not in ${book}`);
    }
}

const isList = (field: TextName | ListName): field is ListName => (listNames as readonly string[]).includes(field);

function isUncontested({ picture }: Bench, { tag, edits }: Person, { field, after }: Edited): boolean {
  if (after === undefined || after === '' || after.includes(poisonWord)) return false;
  if (isList(field)) return lastEntries(edits, field).wanted.includes(after);
  const allowed = allowedTexts(edits, field, () => true, picture.person(tag)?.firm.plan.conflicts ?? 'left');
  return allowed.size === 1 && allowed.has(after);
}

/** A mailbox may have no room for an entry. */
function shows({ texts, lists }: Card, { field, after = '' }: Edited, book: BookName): boolean {
  if (!isList(field)) return texts[field] !== '' && after.startsWith(texts[field]);
  return sideOf(book) === 'right' || lists[field].some(({ value }) => value === after);
}
