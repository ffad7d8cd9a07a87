import type { SideName } from '@concord/core';
import type { Setting } from '@concord/sandbox';
import type { MailboxProvider } from './history/happenings.ts';

export type DeletePolicy = 'propagate' | 'release' | 'ask';

/**
 * Everything of a story is drawn beforehand, each part with a number of its own, so that parts can be left out to shrink
 * it and the rest still happens.
 */
export type Story = {
  readonly seed: number;
  /** How far Concord's clock is ahead of the clouds' (or behind), milliseconds. */
  readonly skewMs: number;
  /** Whether the clouds' request limits hold. */
  readonly limits: boolean;
  readonly firms: readonly FirmPlan[];
  readonly people: readonly PersonPlan[];
  readonly habits: readonly (readonly [name: string, setting: Setting])[];
  readonly steps: readonly Step[];
};

export type FirmPlan = {
  readonly members: number;
  /** The mailboxes of each member; Outlook for whom nothing is said. */
  readonly mailboxes?: readonly (readonly MailboxProvider[])[];
  readonly conflicts: SideName | 'ask';
  readonly deletes: Readonly<Record<SideName, DeletePolicy>>;
};

/** Of each member. */
export const mailboxesOf = ({ members, mailboxes = [] }: FirmPlan): readonly (readonly MailboxProvider[])[] =>
  Array.from({ length: members }, (_, place) => mailboxes[place] ?? ['microsoft']);

/** `books`: 0 is the firm's Clio, 1 the first mailbox of its first member, and so on. */
export type PersonPlan = { readonly seed: number; readonly firm: number; readonly books: readonly number[] };

/** `what`: a deed, a wish or a trouble by its name. After it so many milliseconds go by, or so many calls of running functions. */
export type Step = {
  readonly seed: number;
  readonly firm: number;
  readonly what: string;
  readonly wait: { readonly ms: number } | { readonly calls: number };
};
