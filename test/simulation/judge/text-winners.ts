import type { SideName } from '@concord/core';
import { type BookName, sideOf } from '../history/happenings.ts';
import type { TextName } from '../people/cards.ts';
import type { Edit } from '../people/edits.ts';

/**
 * The texts that may stand there in the end: those that nobody wrote over, knowing them. Where both sides wrote over the
 * same text without knowing of each other, the policy says which. What was written in a book that is not heard may have
 * been lost with its card: it counts as written, and writes nothing over.
 */
export function allowedTexts(
  edits: readonly Edit[],
  field: TextName,
  isHeard: (book: BookName) => boolean,
  conflicts: SideName | 'ask',
): ReadonlySet<string> {
  const own = edits.filter((edit) => edit.field === field);
  const [first] = own;
  if (first === undefined) return new Set(['']);
  const last = own.filter(
    (edit, index) => !own.slice(index + 1).some((later) => isHeard(later.book) && later.before === edit.after),
  );
  const winners = last.filter((edit) => !loses(edit, last, isHeard, conflicts));
  const allowed = new Set(winners.map(({ after }) => after ?? ''));
  if (!own.some(({ book }) => isHeard(book))) allowed.add(first.before ?? '');
  return allowed;
}

function loses(
  { book, before }: Edit,
  last: readonly Edit[],
  isHeard: (book: BookName) => boolean,
  conflicts: SideName | 'ask',
): boolean {
  if (conflicts === 'ask' || sideOf(book) === conflicts) return false;
  return last.some((other) => sideOf(other.book) === conflicts && other.before === before && isHeard(other.book));
}
