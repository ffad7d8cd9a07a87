import type { History } from '../history/history.ts';
import type { PointCounts } from '../stage/point-counter.ts';
import type { Tally } from '../tally.ts';

/** Of whatever kind a story is, a number draws it, and parts of it can be left out to shrink it. */
export type AnyStory = {
  readonly seed: number;
  readonly habits: readonly (readonly [string, { readonly rate: number }])[];
};

export type Wrong = { readonly invariant: string; readonly says: string };

export type KindEnding = {
  readonly violations: readonly Wrong[];
  readonly tested: Readonly<Record<string, number>>;
  /** What happened, in words. */
  readonly told: readonly string[];
  readonly history: History;
  readonly struck: Readonly<Record<string, number>>;
  readonly acts: Readonly<Record<string, number>>;
  readonly points: PointCounts;
  /** Milliseconds of the story's own clock. */
  readonly lasted: number;
  /** Rounds from the end of all trouble until nothing was left to do. */
  readonly rounds: number;
};

/** Stories with people, deeds and a judge of their own, on the same stage as those about contacts. */
export type StoryKind<Story extends AnyStory> = {
  /** As it is typed after `--`, and what the stories are about. */
  readonly name: 'calendars' | 'mail';
  readonly invariants: Readonly<Record<string, string>>;
  readonly draw: (seed: number) => Story;
  /** To its end. Nothing wrong is thrown; it is said. */
  readonly play: (story: Story) => Promise<KindEnding>;
  /** "5 events, 2 habits, 7 steps" */
  readonly sizeOf: (story: Story) => string;
  /** Lists of which parts can be left out. */
  readonly parts: readonly (keyof Story & string)[];
  readonly simpler: readonly ((story: Story) => Story)[];
  /** What was never tried, where there were enough stories to expect it. */
  readonly missing: (tally: Tally) => readonly string[];
};

/** What a module that a thread loads exports. */
export type KindModule = { readonly kind: StoryKind<AnyStory> };
