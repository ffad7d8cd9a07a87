import { type BookName, sideOf } from '../history/happenings.ts';
import type { LastMove, PersonSeen, Picture } from './picture.ts';

/**
 * Whether there is a reason to bring back who was deleted in that book: somebody answered so, somebody began the sync anew
 * (then it is offered once more), or nobody knew yet that the deleted card and the one on the other side were one person's.
 */
export function isWanted(picture: Picture, person: PersonSeen, book: BookName, move: LastMove): boolean {
  if (person.answers.some(({ answer, at }) => at >= move.at && answer !== 'delete' && answer !== 'keep')) return true;
  const mailboxes = mailboxesFor(person, book);
  return mailboxes.some((mailbox) => picture.isOfferedSince(mailbox, move.at) || wasApart(person, book, mailbox, move));
}

/** The mailboxes whose syncs write to that book. */
const mailboxesFor = ({ firm }: PersonSeen, book: BookName): readonly BookName[] =>
  sideOf(book) === 'right' ? [book] : firm.mailboxes.map((mailbox) => mailbox.book);

/** People typed it in on both sides, and when it was deleted on one, Concord had not joined the two. */
function wasApart(
  { firm, births, joinedAt }: PersonSeen,
  book: BookName,
  mailbox: BookName,
  { at }: LastMove,
): boolean {
  const other = sideOf(book) === 'right' ? firm.clio : mailbox;
  return births.has(other) && (joinedAt.get(mailbox) ?? Number.POSITIVE_INFINITY) > at;
}
