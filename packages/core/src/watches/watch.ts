import type { Instant } from '../ports/clock.ts';
import type { RefreshRule } from './decide-field.ts';
import type { WatchField, WatchPriority, WatchStatus, WatchValues } from './fields.ts';

/** One of the firm's own records of a person whom it watches. Its notes are kept beside it. */
export type Watch = {
  readonly id: string;
  readonly values: WatchValues;
  readonly tags: readonly string[];
  readonly priority: WatchPriority;
  readonly status: WatchStatus;
  readonly createdAt: Instant;
  /** Whether there are notes beside it: nobody looks for them otherwise. */
  readonly hasNotes?: true;
  /** When a person put it away; a refresh leaves it alone until somebody takes it back. */
  readonly archivedAt?: Instant;
  /** Absent for one made by hand. */
  readonly link?: WatchLink;
};

/** What ties a watch to a matter in Clio. */
export type WatchLink = {
  readonly matter: string;
  /** The client of the matter, as last seen. */
  readonly contact?: string;
  /** The connections to which the matter was shown: only they can say that it is not shown any more. */
  readonly seenBy: readonly string[];
  /** What Clio last said, by field, and never a blank: a value here that differs is somebody's edit. */
  readonly base: WatchValues;
  /** What Clio says where both changed and a person is asked. */
  readonly asked?: WatchValues;
  /** How fields came to differ from Clio, where that is not simply an edit here. */
  readonly rules?: Readonly<Partial<Record<WatchField, RefreshRule>>>;
  readonly matterState: MatterState;
  readonly client: ClientState;
  /** The last refresh that changed something: what can be undone. */
  readonly last?: RefreshMark;
  /** The refresh that last wrote this row: the history is told of it under this name, also by whoever comes after a crash. */
  readonly touched: { readonly id: string; readonly at: Instant };
};

/** `closed` carries Clio's own date where it has one; `missing` the moment when Clio first did not show the matter. */
export type MatterState =
  | { readonly kind: 'open' | 'pending' }
  | { readonly kind: 'closed'; readonly on?: string }
  | { readonly kind: 'missing'; readonly since: Instant };

/** `swapped`: another client stands on the matter. `merged`: as well, and the one before is gone. `unseen`: Clio does not show the client. */
export type ClientState =
  | { readonly kind: 'shown' | 'none' }
  | { readonly kind: 'swapped' | 'merged' | 'unseen'; readonly since: Instant };

export type RefreshMark = {
  /** Of the run or the wish that it was part of. */
  readonly id: string;
  readonly at: Instant;
  readonly changes: readonly WatchChange[];
  readonly undone?: true;
};

export type WatchChange = {
  readonly field: WatchField;
  readonly before: string;
  readonly after: string;
  readonly rule: RefreshRule;
};
