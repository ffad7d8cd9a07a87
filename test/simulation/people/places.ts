import { type BookName, clioBook } from '../history/happenings.ts';
import type { Clouds, Firm } from '../stage/clouds.ts';

/** The books of a firm: its Clio first, then the mailboxes of its members. */
export const booksOf = (firm: Firm): readonly BookName[] => [
  clioBook(firm.id),
  ...firm.members.flatMap(({ mailboxes }) => mailboxes.map(({ book }) => book)),
];

/** How the values of a firm are marked, so that nobody takes them for another's: `f1`, `f2`. */
export const markOf = ({ firms }: Clouds, firm: Firm): string => `f${firms.findIndex(({ id }) => id === firm.id) + 1}`;
