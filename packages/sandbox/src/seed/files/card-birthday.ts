import type { Card } from '../card.ts';
import type { DateOrder } from './birthday.ts';
import { parseBirthday } from './birthday.ts';

/** Turns the text that a file has as birthday into a date; one that cannot be read is left out and counted. */
export function readBirthday(card: Card, order: DateOrder): void {
  if (card.birthday === undefined) return;
  const parsed = parseBirthday(card.birthday, order);
  delete card.birthday;
  if (parsed === 'unreadable') card.leftOut.push('Birthday that is not a date');
  else if (parsed !== 'blank') card.birthday = parsed.date;
}
