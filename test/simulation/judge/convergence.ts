import type { BookName } from '../history/happenings.ts';
import { factsOf } from '../mailboxes/mailbox-facts.ts';
import { differences } from '../people/differences.ts';
import type { Person } from '../people/truth.ts';
import { belongsIn, belongsInClio, isLive, type Whereabouts } from './belonging.ts';
import type { Bench, CreateCheck, Ending } from './check.ts';
import type { PersonSeen } from './picture.ts';
import { isPoison } from './poison.ts';

/**
 * I1. In the end whoever is in Clio and in a mailbox says the same in both, as far as Outlook has room, and everybody is
 * where they belong. A sync that was begun, and neither stopped nor disconnected, is live.
 */
export const convergence: CreateCheck = (bench) => {
  const { cast } = bench;
  const ended = new Set<BookName>();
  return {
    sees: {
      wish: ({ member, mailbox, what }) => {
        const books = cast.mailboxesOf(member).flatMap(({ book }) => ((mailbox ?? book) === book ? [book] : []));
        if (what === 'stop' || what === 'disconnect') for (const book of books) ended.add(book);
        if (what === 'scan') for (const book of books) ended.delete(book);
      },
    },
    ends: (ending) => {
      for (const seen of bench.picture.people()) {
        const person = ending.truth.person(seen.tag);
        if (person) judgePerson(bench, ending, person, seen);
      }
      judgeSyncs(bench, ended);
    },
  };
};

function judgePerson(bench: Bench, ending: Ending, person: Person, seen: PersonSeen): void {
  const { picture, tried, accuse } = bench;
  const { clio, mailboxes } = seen.firm;
  const where: Whereabouts = { picture, ending, person, seen };
  const left = ending.cardOf(seen.tag, clio);
  const rights = mailboxes.map((mailbox) => ({ mailbox, card: ending.cardOf(seen.tag, mailbox.book) }));
  if (isPoison(left) || rights.some(({ card }) => isPoison(card))) return;
  tried();
  if (belongsInClio(where) === 'there' && left === undefined) accuse(`${seen.tag} is missing in ${clio}`);
  for (const { mailbox, card } of rights) {
    const { book } = mailbox;
    const belonging = belongsIn(where, mailbox);
    if (belonging === 'there' && card === undefined) accuse(`${seen.tag} is missing in ${book}`);
    if (belonging === 'gone' && card && !seen.moves.has(book)) accuse(`${seen.tag} is left behind in ${book}`);
    if (left && card && isLive(picture, book))
      for (const difference of differences(left, card, factsOf(book)))
        accuse(`${seen.tag} in ${clio} and ${book}: ${difference}`);
  }
}

function judgeSyncs({ picture, accuse }: Bench, ended: ReadonlySet<BookName>): void {
  for (const { sync, mailbox, state, liveAt } of picture.syncs())
    if (liveAt !== undefined && state !== 'live' && !ended.has(mailbox.book)) accuse(`${sync} is ${state} in the end`);
}
