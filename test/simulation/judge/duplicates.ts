import type { Of } from '../history/happenings.ts';
import type { Card } from '../people/cards.ts';
import { type CreateCheck, isBlind } from './check.ts';

/**
 * I5. Whenever Concord makes a card, or gives one to somebody else, that person has no other one in that book; nor one
 * that Concord knew and somebody moved to another folder. A second one that people make is theirs.
 */
export const duplicates: CreateCheck = ({ story, picture, tried, accuse }) => {
  const blind = isBlind(story);
  const isExcused = ({ tags, isCompany }: Card): boolean => blind && isCompany && tags.length === 0;
  const isKeptElsewhere = (owner: string, { book }: Of<'change'>): boolean => {
    const person = picture.person(owner);
    if (person?.moves.get(book)?.what !== 'left' || !person.joinedAt.has(book)) return false;
    return person.answers.length === 0;
  };
  return {
    sees: {
      change: (happening) => {
        const { book, id, before, after, by } = happening;
        if (by === 'person' || after === undefined || isExcused(after)) return;
        const owner = picture.ownerOf(after);
        if (before && picture.ownerOf(before) === owner) return;
        tried();
        const isTwice = picture.cardsOf(owner, book).some((card) => card.id !== id);
        if (isTwice) accuse(`${owner} is there twice in ${book}`);
        else if (before === undefined && isKeptElsewhere(owner, happening))
          accuse(`${owner} was moved to another folder of ${book}, and is made once more`);
      },
    },
  };
};
