import { type BookName, type MailboxProvider, providerOf } from '../history/happenings.ts';
import type { ListName } from '../people/card.ts';

/** What a cloud's mailboxes can hold and how soon they tell, in the words of its documents, not of our profiles. */
export type MailboxFacts = {
  /** How many of a list there is room for in that slot; none for a slot that it does not have. */
  readonly room: (list: ListName, slot: string) => number;
  /** Where an entry goes that stands in that slot of Clio's. */
  readonly slotFor: (list: ListName, slot: string) => string;
  /** It takes an e-mail address that is none, and forgets it. */
  readonly forgetsBadAddresses: boolean;
  /** How long after a change its lists may still show the old state. */
  readonly lagMs: number;
  /** How often a quiet mailbox is looked at; where the cloud tells of changes, the look of the hour is enough. */
  readonly looksPerHour: number;
};

const minuteMs = 60_000;

const outlookRoom = {
  emails: { '': 3 },
  phones: { work: 2, home: 2, mobile: 1 },
  addresses: { work: 1, home: 1, other: 1 },
  sites: { '': 1 },
} as const satisfies Record<ListName, Readonly<Record<string, number>>>;

/** Slots that Google has a label for; any other label of Clio's becomes "other" there. */
const googleSlots = {
  emails: [''],
  phones: ['work', 'home', 'mobile', 'fax', 'pager', 'other'],
  addresses: ['work', 'home', 'other'],
  sites: [''],
} as const satisfies Record<ListName, readonly string[]>;

export const mailboxFacts = {
  microsoft: {
    room: (list, slot) => (outlookRoom[list] as Readonly<Record<string, number>>)[slot] ?? 0,
    slotFor: (_, slot) => slot,
    forgetsBadAddresses: true,
    lagMs: 5_000,
    looksPerHour: 1,
  },
  google: {
    // "500 fields per contact": nobody in the stories has so many.
    room: () => 500,
    slotFor: (list, slot) => ((googleSlots[list] as readonly string[]).includes(slot) ? slot : 'other'),
    forgetsBadAddresses: false,
    // "Propagation delay of several minutes for sync requests."
    lagMs: 5 * minuteMs,
    looksPerHour: 4,
  },
} as const satisfies Record<MailboxProvider, MailboxFacts>;

export function factsOf(mailbox: BookName): MailboxFacts {
  const provider = providerOf(mailbox);
  if (provider === 'clio') throw new Error(`"${mailbox}" is no mailbox`);
  return mailboxFacts[provider];
}
