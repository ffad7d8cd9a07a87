import type { BookName } from '../history/happenings.ts';
import { type Card, listNames, textNames } from '../people/cards.ts';
import { type Edit, lastEntries, lastTexts } from '../people/edits.ts';
import { isCutOf } from '../people/spelling.ts';
import type { Move } from '../people/truth.ts';

/** What somebody wrote in that mailbox and Clio's card did not have when it was deleted. */
export function unsentEdits(
  all: readonly Edit[],
  { card: left, index: deletedAt }: Pick<Move, 'card' | 'index'>,
  mailbox: BookName,
  right: Card,
): readonly string[] {
  const edits = all.filter(({ index }) => index < deletedAt);
  const theirs = edits.filter(({ book, after }) => book === mailbox && after !== undefined && after !== '');
  const texts = textNames.flatMap((name) => {
    const last = lastTexts(edits, name);
    const [text, known] = [right.texts[name], left.texts[name]];
    // Where Clio's own text may stand as well, the other one can have lost to it. What Clio cut it had all the same.
    if (last === undefined || last.has(known) || text === known || isCutOf(text, known)) return [];
    return last.has(text) && theirs.some(({ field, after }) => field === name && after === text)
      ? [`${name} "${text}"`]
      : [];
  });
  const entries = listNames.flatMap((name) => {
    const wanted = new Set(lastEntries(edits, name).wanted);
    const known = new Set(left.lists[name].map(({ value }) => value));
    const has = ({ field, after = '' }: Edit): boolean => field === name && wanted.has(after) && !known.has(after);
    const there = new Set(right.lists[name].map(({ value }) => value));
    return theirs.flatMap((edit) => (has(edit) && there.has(edit.after ?? '') ? [`${name} ${edit.after}`] : []));
  });
  return [...texts, ...entries];
}
