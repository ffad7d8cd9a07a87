import type { BookName } from '../history/happenings.ts';
import type { ListName, TextName } from '../people/cards.ts';
import { isCutOf } from '../people/spelling.ts';

/** What people wrote into one detail of one person, where, and over what. */
export type WrittenValues = {
  readonly write: (book: BookName, before: string | undefined, after: string | undefined) => void;
  /** Somebody who saw it wrote another value over it, or took it off. */
  readonly isGivenUp: (value: string) => boolean;
  /** Concord took it away once, with good reason: elsewhere it may go too. */
  readonly giveUp: (value: string) => void;
  readonly wasWritten: (value: string) => boolean;
  /** Somebody wrote it in another book than that one. */
  readonly wasWrittenBeside: (book: BookName, value: string) => boolean;
  /** Several books changed the entry that this one came from, each in its own way: one of them gives way. */
  readonly isContested: (value: string) => boolean;
};

export type Detail = TextName | ListName;

type Write = { readonly book: BookName; readonly before: string | undefined; readonly after: string | undefined };

/** A cloud may have cut it on saving. */
const isShownAs = (written = '', shown: string): boolean => written === shown || isCutOf(written, shown);

export function createWrittenValues(): WrittenValues {
  const writes: Write[] = [];
  const givenUp = new Set<string>();
  return {
    write: (book, before, after) => {
      writes.push({ book, before, after });
      if (before !== undefined && before !== '' && before !== after) givenUp.add(before);
    },
    // Also where one book shows what another cut.
    isGivenUp: (value) => givenUp.has(value) || [...givenUp].some((one) => isCutOf(value, one) || isCutOf(one, value)),
    giveUp: (value) => {
      givenUp.add(value);
    },
    wasWritten: (value) => writes.some(({ after }) => isShownAs(after, value)),
    wasWrittenBeside: (beside, value) => writes.some(({ book, after }) => book !== beside && isShownAs(after, value)),
    isContested: (value) => {
      const books = new Set(writes.filter(({ after }) => after === value).map(({ book }) => book));
      return writes.some(
        ({ book, before }) =>
          before !== undefined &&
          books.has(book) &&
          writes.some((other) => other.before === before && other.book !== book),
      );
    },
  };
}
