import type { MailAddress, MailMessage } from '../mail/message.ts';
import type { Clock, Instant } from './clock.ts';
import type { HttpResponse, Transport } from './http.ts';
import type { Hosts, OAuth, RawRequest, Subscription } from './provider.ts';

/** Half open: from `from` up to, but not including, `until`. By the mailbox's clock. */
export type MailSpan = { readonly from: Instant; readonly until: Instant };

export type MailPage = {
  readonly messages: readonly MailMessage[];
  /** Continues the span; absent on its last page. Good for hours, also in another process. */
  readonly next?: string;
};
/** `more`: ask again at once, from this cursor. */
export type MailChanges = {
  readonly messages: readonly MailMessage[];
  readonly cursor: string;
  readonly more: boolean;
};

/** A message to be sent from the member's own mailbox, in plain text. */
export type Letter = {
  /** Ours, and new for each letter: under it the mailbox finds what it has sent already. */
  readonly marker: string;
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly subject: string;
  readonly text: string;
  /** Which message it answers. */
  readonly answers?: Pick<MailMessage, 'id' | 'threadId' | 'messageId'>;
};

/**
 * One account's mail, only ever read, except for `send`. Every method throws `SyncError`. Drafts, junk and deleted messages may be
 * among what is given: the rules leave them out.
 */
export type Mailbox = {
  /** A cursor from which `changes` tells what comes from now on. */
  readonly begin: () => Promise<string>;
  /** What came, was sent or was moved since the cursor, in no order, perhaps again. Throws `cursorExpired`. */
  readonly changes: (cursor: string) => Promise<MailChanges>;
  /** Those of these ids (at most `batchSize`) that are there. */
  readonly read: (ids: readonly string[]) => Promise<readonly MailMessage[]>;
  /** The messages of a span of time, of all folders but drafts, junk and deleted ones. */
  readonly range: (span: MailSpan, next?: string) => Promise<MailPage>;
  /** About how many messages `range` would give. */
  readonly count: (span: MailSpan) => Promise<number>;
  /** All that have this RFC 5322 `Message-ID`, wherever they lie. */
  readonly find: (messageId: string) => Promise<readonly MailMessage[]>;
  /** Every address under which this account gets or sends mail, as far as the provider tells. */
  readonly addresses: () => Promise<readonly string[]>;
  /** After `timeout`, `network`, `unavailable` or `garbled` it may have gone out all the same: then `wasSent` is asked before another try. */
  readonly send: (letter: Letter) => Promise<void>;
  /** Whether this letter has gone out since then. */
  readonly wasSent: (letter: Letter, since: Instant) => Promise<boolean>;
  readonly subscribe: (push: MailPush) => Promise<Subscription>;
  readonly renew: (id: string, push: MailPush) => Promise<Subscription>;
  readonly unsubscribe: (id: string) => Promise<void>;
};

/** `url` and `secret` are for this mailbox alone; `topic` is one that all mailboxes of the deployment share. */
export type MailPush = { readonly url: string; readonly secret: string; readonly topic?: string };

export type MailContext = {
  readonly transport: Transport;
  readonly accessToken: () => Promise<string>;
  readonly hosts: Hosts;
  readonly clock: Clock;
  /** The account's address, as it was known when it was connected. */
  readonly account: string;
};

/** What a provider has for mail, under a grant of its own. */
export type MailProvider = {
  /** For people: "Outlook mail". */
  readonly label: string;
  /** The permissions as they stand in a grant. A grant without those to read is refused; one without those to send cannot send. */
  readonly scopes: { readonly read: readonly string[]; readonly send: readonly string[] };
  /** Asks for the permissions of mail, and for no others. */
  readonly oauth: OAuth;
  readonly open: (context: MailContext) => Mailbox;
  /** Ids of one `read`. */
  readonly batchSize: number;
  /** How many messages an account may read a minute, as its provider allows: for the time to finish. */
  readonly messagesPerMinute: number;
  /** Where one address gets the notices of all mailboxes; absent: each has a webhook of its own. */
  readonly sharedPush?: SharedPush;
};

export type SharedPush = {
  /** Verifies who sends before it reads what. `addresses`: of the mailboxes with news. */
  readonly receive: (
    request: RawRequest,
    context: SharedPushContext,
  ) => Promise<{ readonly addresses: readonly string[]; readonly response: HttpResponse }>;
};
export type SharedPushContext = {
  readonly transport: Transport;
  readonly hosts: Hosts;
  readonly clock: Clock;
  /** Whom the notices are for, and which account of the provider sends them. Absent where push is not set up: everything is refused. */
  readonly audience?: string;
  readonly sender?: string;
};
