import type { BookName } from '../history/happenings.ts';
import { type Card, type ListName, listNames, type TextName, textNames } from './cards.ts';

/** What somebody did to one detail of one person. Nearly every value is used once, so it says where it comes from. */
export type Edit = {
  readonly tag: string;
  readonly book: BookName;
  readonly field: TextName | ListName;
  /** What the book showed there before; absent when something was added to a list. */
  readonly before: string | undefined;
  /** Absent when an entry was taken off a list. */
  readonly after: string | undefined;
  /** Place in the history. */
  readonly index: number;
  /** On the card from its beginning. */
  readonly isBirth?: true;
};

/** A new card says every detail that it has. */
export function editsOfBirth(tag: string, book: BookName, { texts, lists }: Card, index: number): readonly Edit[] {
  const about = { tag, book, index, isBirth: true } as const;
  return [
    ...textNames.flatMap((field) =>
      texts[field] === '' ? [] : [{ ...about, field, before: '', after: texts[field] }],
    ),
    ...listNames.flatMap((field) =>
      lists[field].map(({ value }) => ({ ...about, field, before: undefined, after: value })),
    ),
  ];
}

/**
 * The texts that may stand there in the end: those that nobody wrote over, knowing them. Undefined: nobody wrote any.
 * `by`: only what was written in these books counts as writing over.
 */
export function lastTexts(
  edits: readonly Edit[],
  field: TextName,
  by?: (book: BookName) => boolean,
): Set<string> | undefined {
  const own = edits.filter((edit) => edit.field === field);
  if (own.length === 0) return undefined;
  const overwritten = new Set<Edit>();
  for (const [index, { before, book }] of own.entries()) {
    if (by?.(book) === false) continue;
    for (const earlier of own.slice(0, index)) if (earlier.after === before) overwritten.add(earlier);
  }
  return new Set(own.filter((edit) => !overwritten.has(edit)).map(({ after }) => after ?? ''));
}

export type Entries = {
  /** Added or changed to, and never taken away: in the end the book of record must have them. */
  readonly wanted: readonly string[];
  /** Taken away or written over by somebody who saw them: in the end nobody may have them. */
  readonly unwanted: readonly string[];
  readonly known: ReadonlySet<string>;
};

/** An entry may give way only when several books wrote over the same entry: then one of the values wins. */
export function lastEntries(edits: readonly Edit[], field: ListName): Entries {
  const own = edits.filter((edit) => edit.field === field);
  const taken = own.flatMap(({ before }) => before ?? []);
  const contested = contestedIn(own);
  const mayLose = ({ book }: Edit): boolean =>
    own.some((other) => other.book === book && other.before !== undefined && contested.has(other.before));
  const wanted = own.flatMap((edit) =>
    edit.after === undefined || taken.includes(edit.after) || mayLose(edit) ? [] : [edit.after],
  );
  // A value that is there twice (two people shared it, and became one) is gone only when it was taken away twice in one
  // book: taken away in each book once, it may be the same entry.
  const unwanted = taken.filter((value) => timesIn(own, 'before', value) >= timesIn(own, 'after', value));
  return { wanted, unwanted: [...new Set(unwanted)], known: new Set(own.flatMap(({ after }) => after ?? [])) };
}

/** Who only takes an entry off loses to whoever writes over it; but what that book adds may be taken for a correction. */
function contestedIn(edits: readonly Edit[]): ReadonlySet<string> {
  const writers = edits.filter(({ after, book }) => after !== undefined || hasAddition(edits, book));
  const contested = writers.flatMap(({ before, book }) =>
    before !== undefined && writers.some((other) => other.before === before && other.book !== book) ? [before] : [],
  );
  return new Set(contested);
}

/** Something that was not on the card from its beginning. */
function hasAddition(edits: readonly Edit[], book: BookName): boolean {
  return edits.some((edit) => edit.book === book && edit.before === undefined && edit.isBirth !== true);
}

/** How often somebody took it away (`before`) or wrote it (`after`) in the book where that was done most. */
function timesIn(edits: readonly Edit[], what: 'before' | 'after', value: string): number {
  const times = new Map<BookName, number>();
  for (const edit of edits) if (edit[what] === value) times.set(edit.book, (times.get(edit.book) ?? 0) + 1);
  return Math.max(0, ...times.values());
}
