import type { Of } from '../history/happenings.ts';
import type { Card } from '../people/cards.ts';
import type { CreateCheck } from './check.ts';

/**
 * I21. No card that Concord writes is two people's: the tags on it are of one person, but for those that people merged.
 * Tried whenever Concord writes the card of somebody who has a look-alike: another person of the firm with the same name,
 * or with one of the same e-mail addresses or phone numbers.
 */
export const matchSafety: CreateCheck = ({ cast, picture, tried, accuse }) => {
  const bearers = new Map<string, Set<string>>();
  const note = ({ firm, tag, card }: { firm: string; tag: string; card: Card }): void => {
    for (const mark of marksOf(firm, card)) bearers.set(mark, (bearers.get(mark) ?? new Set()).add(tag));
  };
  const hasLookAlike = (firm: string, card: Card): boolean =>
    marksOf(firm, card).some((mark) => (bearers.get(mark)?.size ?? 0) > 1);
  const judgeChange = ({ book, before, after }: Of<'change'>): void => {
    if (after === undefined) return;
    if (hasLookAlike(cast.ownerOf(book)?.id ?? '', after)) tried();
    if (after.tags.length < 2) return;
    const owners = picture.ownersOf(after);
    const isNew = before === undefined || picture.ownersOf(before).length < owners.length;
    if (owners.length > 1 && isNew) accuse(`one card in ${book} is ${owners.join(' and ')}`);
  };
  return {
    sees: {
      born: note,
      change: (happening) => {
        if (happening.by !== 'person') judgeChange(happening);
      },
    },
  };
};

/** What people could be taken for each other by. */
function marksOf(firm: string, { isCompany, texts, lists }: Card): readonly string[] {
  const name = isCompany ? texts.company : `${texts.firstName}|${texts.lastName}`;
  return [name, ...lists.emails.map(({ value }) => value), ...lists.phones.map(({ value }) => value)].map(
    (mark) => `${firm} ${mark.toLowerCase()}`,
  );
}
