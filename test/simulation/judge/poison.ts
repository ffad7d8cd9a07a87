import { type Card, listNames, textNames } from '../people/cards.ts';
import type { CreateCheck, Ending } from './check.ts';
import type { SyncSeen } from './picture.ts';

/** The word that a cloud of these stories refuses for ever. */
export const poisonWord = '[refuse]';

export const isPoison = (card: Card | undefined): boolean =>
  card !== undefined &&
  (textNames.some((name) => card.texts[name].includes(poisonWord)) ||
    listNames.some((name) => card.lists[name].some(({ value }) => value.includes(poisonWord))));

/**
 * I16. While something is listed as refused, others are written all the same: each such write is a try, and that nobody is
 * held up for good is judged by I1. In the end whoever could still not be written is listed; whom somebody wanted left where
 * they are is not written, and so not refused.
 */
export const poisonIsolation: CreateCheck = ({ picture, tried, accuse }) => {
  const isApart = ({ cardOf }: Ending, tag: string, clio: string, mailbox: string): boolean => {
    const [left, right] = [cardOf(tag, clio), cardOf(tag, mailbox)];
    return (
      (isPoison(left) && right === undefined) ||
      (isPoison(right) && left === undefined) ||
      isPoison(left) !== isPoison(right)
    );
  };
  const judgeSync = (ending: Ending, { sync, mailbox, parked, state }: SyncSeen): void => {
    if (state !== 'live') return;
    const people = [...picture.people()].filter(
      ({ tag, firm, moves, answers }) =>
        firm.id === mailbox.firm &&
        !answers.some(({ answer }) => answer === 'keep') &&
        !moves.has(firm.clio) &&
        !moves.has(mailbox.book) &&
        isApart(ending, tag, firm.clio, mailbox.book),
    );
    people.forEach(tried);
    if (people.length > parked) accuse(`${people.length} are refused for ${sync}, and ${parked} are listed`);
  };
  return {
    sees: {
      change: ({ by }) => {
        const mailbox = picture.worker(by)?.mailbox;
        if (mailbox && (picture.syncOf(mailbox.book)?.parked ?? 0) > 0) tried();
      },
    },
    ends: (ending) => {
      for (const sync of picture.syncs()) judgeSync(ending, sync);
    },
  };
};
