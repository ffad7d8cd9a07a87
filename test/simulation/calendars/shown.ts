/** What a calendar shows of one event, or of one whole series with its dates: whichever cloud, in the same words. */
export type Shown = {
  readonly id: string;
  /** `E7`: what the people of a story call it, from any of its texts; absent where none is left. */
  readonly tag: string | undefined;
  readonly title: string;
  readonly location: string;
  /** Without the list of guests that Concord keeps there. */
  readonly description: string;
  readonly isSeries: boolean;
  readonly allDay: boolean;
  readonly isPrivate: boolean;
  /** Who may be mailed when it is written. */
  readonly guests: readonly string[];
  /** Why an app should keep its hands off it. */
  readonly hands: 'ours' | 'guests' | 'guest' | 'courtRule';
  /** What Concord has no field for, and what it has no way to write from the other side. */
  readonly unmapped: string;
  /** Its description is more than text, and the whole of it is part of `unmapped`. */
  readonly isFormatted: boolean;
  /** All its words, those of its dates included. */
  readonly words: string;
};

/** One date on which it takes place: instants as ISO 8601 by UTC, or dates. */
export type ShownDate = {
  /** On which its series places it; of a single event its own. */
  readonly slot: string;
  readonly start: string;
  readonly end: string;
  readonly title: string;
  readonly location: string;
  readonly description: string;
};

export const tagIn = (...texts: readonly (string | undefined)[]): string | undefined =>
  texts.map((text) => /\bE\d+[a-z]?\b/u.exec(text ?? '')?.[0]).find((tag) => tag !== undefined);

/** As Concord writes it there; what somebody types below stays. */
export const withoutGuests = (text: string): string =>
  text.replace(/\[Guests of this event\][\s\S]*?\[End of guests\]/u, '').trim();

export const isoOf = (at: number): string => new Date(at).toISOString().slice(0, 19);

/** One line ends as another. */
export const plain = (text: string | null | undefined): string => (text ?? '').replace(/\r\n?/gu, '\n').trim();
