import { belongsIn, belongsInClio, type Whereabouts } from './belonging.ts';
import { booksIn } from './cast.ts';
import type { CreateCheck } from './check.ts';
import { isWanted } from './wanted.ts';

/** I7. Where somebody deleted a card, or merged it into another, Concord makes none for that person again; nor is one there in the end. */
export const resurrection: CreateCheck = ({ picture, tried, accuse }) => ({
  sees: {
    deleted: tried,
    merged: tried,
    change: ({ book, before, after, by }) => {
      if (by === 'person' || before !== undefined || after === undefined) return;
      const person = picture.person(picture.ownerOf(after));
      const move = person?.moves.get(book);
      if (person === undefined || move === undefined || (move.what !== 'deleted' && move.what !== 'merged')) return;
      if (!isWanted(picture, person, book, move))
        accuse(`${person.tag} was ${move.what} in ${book}, and is made there again`);
    },
  },
  ends: (ending) => {
    for (const seen of picture.people()) {
      const person = ending.truth.person(seen.tag);
      if (person === undefined) continue;
      const where: Whereabouts = { picture, ending, person, seen };
      const back = booksIn(seen.firm).filter((book) => seen.moves.has(book) && ending.cardOf(seen.tag, book));
      for (const book of back) {
        const mailbox = seen.firm.mailboxes.find((one) => one.book === book);
        const belonging = mailbox ? belongsIn(where, mailbox) : belongsInClio(where);
        if (belonging === 'gone')
          accuse(`${seen.tag} was ${seen.moves.get(book)?.what} in ${book}, and is there in the end`);
      }
    }
  },
});
