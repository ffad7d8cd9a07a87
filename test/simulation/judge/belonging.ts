import { type BookName, sideOf } from '../history/happenings.ts';
import { factsOf } from '../mailboxes/mailbox-facts.ts';
import { differences } from '../people/differences.ts';
import type { Move, Person } from '../people/truth.ts';
import type { Mailbox } from './cast.ts';
import type { Ending } from './check.ts';
import type { PersonSeen, Picture } from './picture.ts';
import { isWanted } from './wanted.ts';

/** Where somebody belongs in the end. `either`: two things crossed, or a person decided. */
export type Belonging = 'there' | 'gone' | 'either';

export type Whereabouts = {
  readonly picture: Picture;
  readonly ending: Ending;
  /** As the history tells it and as the picture saw it. */
  readonly person: Person;
  readonly seen: PersonSeen;
};

/** In Clio: everybody but whom somebody deleted there, or in a mailbox whose deletes are carried on. */
export function belongsInClio(where: Whereabouts): Belonging {
  const { picture, person, seen } = where;
  const { clio, plan, mailboxes } = seen.firm;
  if (isDecided(person)) return 'either';
  const move = person.lastMove.get(clio);
  if (move) return isWanted(picture, seen, clio, move) ? 'either' : 'gone';
  const removed = mailboxes.flatMap(({ book }) => {
    const last = person.lastMove.get(book);
    return last?.what === 'deleted' ? [last] : [];
  });
  if (removed.length > 0 && plan.deletes.right === 'propagate')
    return removed.some((last) => isPlain(where, last, clio)) ? 'gone' : 'either';
  // Carried on while it was away, it is not made anew for who came back and was moved to another folder at once.
  const wasRemoved = person.moves.some(
    ({ what, book }) => what === 'deleted' && person.lastMove.get(book)?.what === 'left',
  );
  if (wasRemoved && plan.deletes.right === 'propagate') return 'either';
  const isKnown =
    person.births.has(clio) || mailboxes.some(({ book }) => person.births.has(book) && isLive(picture, book));
  if (!isKnown) return 'either';
  // Typed into one mailbox only, and taken out of it again before Concord ever saw it.
  return person.births.has(clio) || seen.joinedAt.size > 0 || removed.length + movedOut(person) === 0
    ? 'there'
    : 'either';
}

/** In a mailbox: everybody who is in Clio, but whom somebody took out of that mailbox; and whom Clio's deletes leave alone. */
export function belongsIn(where: Whereabouts, { book }: Mailbox): Belonging {
  const { picture, ending, person, seen } = where;
  if (isDecided(person) || !isLive(picture, book)) return 'either';
  const move = person.lastMove.get(book);
  if (move && move.what !== 'returned')
    return person.took.length > 0 || isWanted(picture, seen, book, move) ? 'either' : 'gone';
  if (ending.cardOf(person.tag, seen.firm.clio)) return 'there';
  const cause = causeInClio(where);
  if (cause === undefined) return 'either';
  const wasThere = cause.elsewhere.has(book) || cause.book === book;
  if (!wasThere || (seen.joinedAt.get(book) ?? Number.POSITIVE_INFINITY) > cause.at) return 'either';
  if (cause.what === 'merged') return 'either';
  if (seen.firm.plan.deletes.left !== 'propagate') return 'there';
  return cause.book === seen.firm.clio && isPlain(where, cause, book) ? 'gone' : 'either';
}

/** Why the person is not in Clio any more. */
function causeInClio({ person, seen }: Whereabouts): Move | undefined {
  const own = person.lastMove.get(seen.firm.clio);
  return own ?? person.moves.findLast(({ what, book }) => what === 'deleted' && sideOf(book) === 'right');
}

/** Nothing crossed that delete: in that other book the card was in step, nobody has touched it since, and Concord knew both. */
function isPlain({ picture, person, seen }: Whereabouts, move: Move, other: BookName): boolean {
  const shown = move.elsewhere.get(other);
  const mailbox = sideOf(other) === 'right' ? other : move.book;
  if (shown === undefined || (seen.joinedAt.get(mailbox) ?? Number.POSITIVE_INFINITY) >= move.at) return false;
  const [left, right] = sideOf(other) === 'right' ? [move.card, shown] : [shown, move.card];
  if (differences(left, right, factsOf(mailbox)).length > 0 || person.took.length > 0 || move.what === 'merged')
    return false;
  if (picture.isOfferedSince(mailbox, move.at)) return false;
  const isLater = ({ index }: { readonly index: number }): boolean => index > move.index;
  return !person.edits.some(isLater) && !person.moves.some(isLater);
}

/** What was asked about that person's cards was answered at random. */
const isDecided = ({ answers }: Person): boolean =>
  answers.some(({ answer }) => answer === 'delete' || answer === 'resend' || answer === 'keep');

const movedOut = ({ lastMove }: Person): number => [...lastMove.values()].filter(({ what }) => what === 'left').length;

export const isLive = (picture: Picture, mailbox: BookName): boolean => picture.syncOf(mailbox)?.state === 'live';
