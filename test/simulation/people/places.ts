import type { OutlookPeople } from '@concord/sandbox';
import { type BookName, clioBook, outlookBook } from '../history/happenings.ts';
import type { Clouds, Firm } from '../stage/clouds.ts';

/** The books of a firm: its Clio first, then the mailboxes of its members. */
export const booksOf = (firm: Firm): readonly BookName[] => [
  clioBook(firm.id),
  ...firm.members.map(({ id }) => outlookBook(id)),
];

/** How the values of a firm are marked, so that nobody takes them for another's: `f1`, `f2`. */
export const markOf = ({ firms }: Clouds, firm: Firm): string => `f${firms.findIndex(({ id }) => id === firm.id) + 1}`;

/** What the owner of a mailbox does in it. */
export function outlookOf({ sandbox, firms }: Clouds, book: BookName): OutlookPeople {
  for (const { members } of firms)
    for (const { id, email } of members) if (outlookBook(id) === book) return sandbox.microsoft.contacts(email);
  throw new Error(`There is no mailbox "${book}" in this story`);
}
