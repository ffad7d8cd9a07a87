import type { BookName, HappeningKind, Of } from '../history/happenings.ts';
import type { History } from '../history/history.ts';
import type { Card } from '../people/cards.ts';
import type { Truth } from '../people/truth.ts';
import type { Story } from '../story.ts';
import type { Cast } from './cast.ts';
import type { Picture } from './picture.ts';

/** What one invariant's judge has before it. */
export type Bench = {
  readonly story: Story;
  readonly cast: Cast;
  readonly picture: Picture;
  /** There was one more occasion to break it. */
  readonly tried: () => void;
  readonly accuse: (says: string) => void;
};

/** The cards of every book when all is over, of mailboxes those in the synced folder. */
export type Finals = ReadonlyMap<BookName, readonly Card[]>;

export type Ending = {
  readonly finals: Finals;
  readonly history: History;
  readonly truth: Truth;
  /** Of a person in a book, in the end. */
  readonly cardOf: (owner: string, book: BookName) => Card | undefined;
};

/** How one invariant is judged: while things happen, each before the picture takes it in, and when all is over. */
export type Check = {
  readonly sees?: { readonly [Kind in HappeningKind]?: (happening: Of<Kind>) => void };
  readonly ends?: (ending: Ending) => void;
};

/** Begins to judge one invariant in one story. */
export type CreateCheck = (bench: Bench) => Check;

/** By habits of clouds that do not show what is there: somebody may then be made again who could not be found. */
export const isBlind = ({ habits }: Pick<Story, 'habits'>): boolean =>
  habits.some(([name]) => /stale|Lag$|empty|LeftOut|replayOld/u.test(name));
