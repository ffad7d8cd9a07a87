import { type BookName, type MailboxProvider, mailboxProviders } from '../history/happenings.ts';
import type { Clouds, Member } from '../stage/clouds.ts';
import { google } from './google.ts';
import type { MailboxCloud, MailboxHands } from './mailbox-cloud.ts';
import { outlook } from './outlook.ts';

export {
  bin,
  type LifecycleEvent,
  type Loss,
  type MailboxCloud,
  type MailboxHands,
  otherFolder,
  type Place,
  synced,
} from './mailbox-cloud.ts';

export const mailboxClouds = { microsoft: outlook, google } as const satisfies Record<MailboxProvider, MailboxCloud>;

/** By which a card of a mailbox is known from that of any other. */
export const cloudOf = (provider: MailboxProvider): MailboxCloud => mailboxClouds[provider];

export type MailboxAccount = Member['mailboxes'][number];

function accountBehind({ firms }: Pick<Clouds, 'firms'>, book: BookName): MailboxAccount {
  const account = firms
    .flatMap(({ members }) => members.flatMap(({ mailboxes }) => mailboxes))
    .find((mailbox) => mailbox.book === book);
  if (account === undefined) throw new Error(`There is no mailbox "${book}" in this story`);
  return account;
}

/** What the owner of a mailbox does in it. */
export function handsOn(clouds: Clouds, book: BookName): MailboxHands {
  const { provider, email } = accountBehind(clouds, book);
  return cloudOf(provider).hands(clouds.sandbox, email);
}

export const isMailboxProvider = (name: string): name is MailboxProvider =>
  (mailboxProviders as readonly string[]).includes(name);
