import type { ProviderName, SideName, SyncState } from '@concord/core';
import type { Card, ListName, TextName } from '../people/cards.ts';

/** Whose mailboxes the people of a story have, with the first word of the names of their books. */
const mailboxWords = { microsoft: 'outlook', google: 'google' } as const satisfies Partial<
  Record<ProviderName, string>
>;
export type MailboxProvider = keyof typeof mailboxWords;
export const mailboxProviders = Object.keys(mailboxWords) as readonly MailboxProvider[];

/** One contact list in one cloud: `clio 7001` is a firm's, `outlook 7001-1` a mailbox of that firm's first member. */
export type BookName = string;
export const clioBook = (firm: string): BookName => `clio ${firm}`;
export const mailboxBook = (provider: MailboxProvider, member: string): BookName =>
  `${mailboxWords[provider]} ${member}`;
export const sideOf = (book: BookName): SideName => (book.startsWith('clio ') ? 'left' : 'right');
export const providerOf = (book: BookName): 'clio' | MailboxProvider =>
  mailboxProviders.find((provider) => book.startsWith(`${mailboxWords[provider]} `)) ?? 'clio';

/**
 * What a story is judged by: everything that people did, that reached the clouds, and that the clouds told, in order.
 * Nothing in it comes from Concord's own tables. `at` is the true time, whatever any clock says.
 */
export type Happening = { readonly at: number } & Undated;
export type Undated = Deed | Change | Call | Notice | Work | Wish | Sight | Audit | Phase;

/** People, in the clouds. Every value is used once, so that it says where it comes from. */
export type Deed =
  | { readonly kind: 'born'; readonly tag: string; readonly firm: string; readonly book: BookName; readonly card: Card }
  | {
      readonly kind: 'edited';
      readonly tag: string;
      readonly book: BookName;
      readonly field: TextName | ListName;
      /** What the book showed there before; absent when an entry was added to a list. */
      readonly before: string | undefined;
      /** Absent when an entry was taken off a list. */
      readonly after: string | undefined;
    }
  /** Into Deleted Items, or for good in Clio. `card`: as it was. */
  | { readonly kind: 'deleted'; readonly tag: string; readonly book: BookName; readonly card: Card }
  /** In Clio: the rows and the tag of `lost` went to `tag`. */
  | {
      readonly kind: 'merged';
      readonly tag: string;
      readonly lost: string;
      readonly book: BookName;
      readonly card: Card;
    }
  /** Out of the synced folder, or back into it (also out of Deleted Items). */
  | { readonly kind: 'left'; readonly tag: string; readonly book: BookName; readonly card: Card }
  | { readonly kind: 'returned'; readonly tag: string; readonly book: BookName; readonly card: Card };

/** A contact in a cloud came, changed or went: whoever did it. */
export type Change = {
  readonly kind: 'change';
  readonly book: BookName;
  readonly id: string;
  /** Absent: somebody new, or somebody who came into the synced folder. */
  readonly before?: Card;
  readonly after?: Card;
  /** A person in the cloud, or the worker (by its number) whose request it was. */
  readonly by: 'person' | number;
};

/** One request of ours, from its start at `at` to its answer. */
export type Call = {
  readonly kind: 'call';
  readonly endAt: number;
  /** Of the worker; 0 stands for whoever is not one: sign-ins, webhooks. */
  readonly worker: number;
  readonly provider: ProviderName;
  /** Whose token it carried; empty for requests to a sign-in service. */
  readonly account: string;
  /** `POST /contacts`, without ids and parameters. */
  readonly what: string;
  readonly writes: boolean;
  /** A write of an event that does not say that nobody is to be mailed. */
  readonly mayMail?: true;
  /** The body of a request that writes. */
  readonly body?: string;
  /** Absent when no answer came. */
  readonly status?: number;
  /** The answer to a write came cut off: nobody can read what came of it. */
  readonly garbled?: true;
  readonly retryAfterMs?: number;
  /** The token endpoint said that the grant is gone. */
  readonly grantLost?: true;
};

/** A cloud told us that something changed. */
export type Notice = {
  readonly kind: 'notice';
  readonly provider: ProviderName;
  readonly hook: string;
  readonly status: number;
  /** Messages that it put into the queue. */
  readonly rang: number;
};

export type Work = {
  readonly kind: 'work';
  readonly worker: number;
  readonly firm: string;
  readonly sync: string;
  readonly what: 'begins' | 'ends' | 'dies' | 'fails';
  /** Of `fails`: what was thrown; its `code` when it is an operating error. */
  readonly error?: string;
  readonly code?: string;
};

/** What a person asked of Concord, on its page. `what` with `answer` names what was answered. */
export type Wish = {
  readonly kind: 'wish';
  readonly firm: string;
  readonly member: string;
  readonly sync?: string;
  /** The mailbox that it is about; absent when it is about all that the member has. */
  readonly mailbox?: BookName;
  readonly what: 'connect' | 'scan' | 'start' | 'go on' | 'stop' | 'disconnect' | 'reconnect' | 'answer';
  readonly provider?: ProviderName;
  readonly tag?: string;
  readonly answer?: string;
};

/** What the page said of a sync; noted whenever it says something new. */
export type Sight = {
  readonly kind: 'sight';
  readonly firm: string;
  readonly sync: string;
  readonly state: SyncState;
  readonly trouble?: string;
  readonly held: number;
  readonly parked: number;
};

/** A line of the page's activity, read at the end of a story; `at` is when Concord says that it happened. */
export type Audit = {
  readonly kind: 'audit';
  readonly firm: string;
  readonly sync: string;
  readonly what: string;
  readonly side: SideName;
  readonly title: string;
  readonly because: string;
  readonly fields: readonly { readonly label: string; readonly before: string; readonly after: string }[];
};

/** `healed`: no more faults and deeds from here. `quiet`: nothing is to be written from here. `round`: one more quiet poll. */
export type Phase =
  | { readonly kind: 'phase'; readonly phase: 'chaos' | 'healed' | 'quiet' | 'round' | 'end' }
  | { readonly kind: 'fault'; readonly name: string }
  | {
      readonly kind: 'grant';
      readonly provider: ProviderName;
      readonly account: string;
      readonly state: 'lost' | 'given';
    };

export type HappeningKind = Happening['kind'];
export type Of<Kind extends HappeningKind> = Extract<Happening, { readonly kind: Kind }>;
