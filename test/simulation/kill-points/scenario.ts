import type { SyncState } from '@concord/core';
import type { MailboxProvider } from '../history/happenings.ts';
import type { Scene } from './scene.ts';

/** What must be so in the end, whoever was killed meanwhile. */
export type Expected = {
  readonly state: SyncState;
  /** Every card of the clouds, in the words of `clioLines`, `outlookLines` and `googleLines`. */
  readonly clio: readonly string[];
  readonly outlook: readonly string[];
  /** Nobody where nothing is said. */
  readonly google?: readonly string[];
  /** What waits for a person. */
  readonly waiting: readonly string[];
};

export type Scenario = {
  /** A sentence about what happens, and the name of its row in the table. */
  readonly name: string;
  /** Before anything counts: nobody is killed in it, unless it says so itself. */
  /** With nobody signed in and nothing connected, or with other mailboxes than Outlook alone. */
  readonly begins?: 'signedOut' | readonly MailboxProvider[];
  readonly setUp: (scene: Scene) => Promise<void>;
  readonly act: (scene: Scene) => Promise<void>;
  readonly expected: Expected;
  /** What else may be so, depending on when somebody was killed. */
  readonly or?: Expected;
  /** It may take until the poll of the hour, because nothing told that something was missed. */
  readonly patient?: true;
};

/** The same cards in both clouds, and nothing waits. */
export const inStep = (...cards: readonly string[]): Expected => ({
  state: 'live',
  clio: cards.toSorted(),
  outlook: cards.toSorted(),
  waiting: [],
});

export const ended = (
  clio: readonly string[],
  outlook: readonly string[],
  rest: Partial<Pick<Expected, 'state' | 'waiting' | 'google'>> = {},
): Expected => ({ state: 'live', clio: clio.toSorted(), outlook: outlook.toSorted(), waiting: [], ...rest });

/** The same cards in Clio and in Google, and nothing waits. */
export const inStepWithGoogle = (...cards: readonly string[]): Expected => ended(cards, [], { google: cards });
