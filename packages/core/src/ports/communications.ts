import type { Instant } from './clock.ts';
import type { Matter } from './matters.ts';

/** What is logged on the firm's matters, as one member sees it. Only the book of record has it. Every method throws `SyncError`. */
export type Communications = {
  /** All that carry this marker, on whatever matter; one that was just made may be missing for `searchLagMs`. */
  readonly find: (marker: string) => Promise<readonly Communication[]>;
  /** After `timeout`, `network`, `unavailable` or `garbled` it may be there all the same: then `find` is asked before another try. */
  readonly file: (letter: LetterToFile) => Promise<Communication>;
  /**
   * Matters that are not closed and have to do with this contact, as far as the member is shown them: at most 200 whose client it
   * is, then at most 100 others; the newest first of either.
   */
  readonly mattersOf: (contact: string) => Promise<readonly Matter[]>;
};

/** Without a matter: it is on none, or on one that this member is not shown. */
export type Communication = { readonly id: string; readonly matter?: string };

/** An e-mail as it is to stand on a matter. Senders and receivers are known people only: addresses cannot be named. */
export type LetterToFile = {
  /** Ours, and the same for this message in every mailbox that has it. */
  readonly marker: string;
  readonly matter: string;
  /** Neither is blank. */
  readonly subject: string;
  readonly body: string;
  readonly at: Instant;
  readonly senders: readonly Correspondent[];
  readonly receivers: readonly Correspondent[];
};
export type Correspondent = { readonly kind: 'contact' | 'user'; readonly id: string };
