import type { Shown, ShownDate } from '../shown.ts';
import type { Texts, Typed, TypedWhen } from '../typed.ts';

export type Span = { readonly from: number; readonly to: number };

/** Only what changes. */
export type Edit = Partial<Texts> & { readonly when?: TypedWhen };

/** What changes of one date: its words, or so many hours later on the same day. */
export type DateEdit = Partial<Texts> & { readonly hoursLater?: number };

/** A person at work in one calendar of one cloud. What they cannot do there is absent. */
export type CalendarHands = {
  /** Single events and whole series. */
  readonly list: () => readonly Shown[];
  readonly get: (id: string) => Shown | undefined;
  /** What takes place of it, moved dates where they were moved to, in order. */
  readonly dates: (id: string, span: Span) => readonly ShownDate[];
  /** Private from the first moment, where the cloud knows that. */
  readonly add: (typed: Typed, isPrivate?: boolean) => string;
  readonly edit: (id: string, edit: Edit) => void;
  readonly remove: (id: string) => void;
  /** The coming dates of a series that nobody changed yet. */
  readonly slots: (id: string) => readonly string[];
  readonly editDate: (id: string, slot: string, edit: DateEdit) => void;
  readonly cancelDate: (id: string, slot: string) => void;
  /** "This and following": returns the series that begins there. */
  readonly editFollowing: (id: string, slot: string, edit: Partial<Texts>) => string;
  readonly removeFollowing: (id: string, slot: string) => void;
  /** Into the other calendar that nobody keeps in step, and back. */
  readonly moveAway: (id: string) => void;
  readonly moveBack: (id: string) => void;
  /** A detail that Concord has no field for. */
  readonly typeExtra: (id: string, number: number) => string;
  readonly makePrivate?: (id: string, isPrivate: boolean) => void;
  /** An empty list takes all off. */
  readonly setGuests?: (id: string, emails: readonly string[]) => void;
  /** Somebody else invites; the account is a guest. */
  readonly receive?: (typed: Typed) => string;
  readonly inviterChanges?: (id: string, texts: Partial<Texts>) => void;
  readonly respond?: (id: string, answer: 'accepted' | 'declined') => void;
  readonly format?: (id: string, text: string) => void;
  readonly addCourtRule?: (typed: Typed) => string;
};

/** A change of one event or of one date of a series, whoever made it. */
export type Seen = {
  readonly verb: 'created' | 'changed' | 'deleted';
  /** Of the event or of the whole series. */
  readonly id: string;
  readonly before: Shown | undefined;
  readonly after: Shown | undefined;
  /** It is about one date of the series. */
  readonly isDate: boolean;
};
