import type { PostedAddress } from '../kernel/post-office.ts';
import type { World } from '../kernel/world.ts';
import { randomId } from '../kernel/world.ts';
import type { GoogleAccount } from './directory.ts';
import { contentOf, type Letter, type MailAccounts } from './gmail/mail-accounts.ts';
import type { StoredLabel } from './gmail/mailbox/labels.ts';
import type { MailChange } from './gmail/mailbox/mailbox.ts';
import { bare, headerOf, type StoredMessage } from './gmail/mailbox/stored-message.ts';

/** A message as its mailbox has it. */
export type GoogleMessage = StoredMessage;
export type GoogleMailChange = MailChange;

/** A message from elsewhere. What is absent is usual. */
export type GoogleDelivery = {
  readonly from: string | PostedAddress;
  /** The account itself unless given. */
  readonly to?: readonly (string | PostedAddress)[];
  readonly cc?: readonly (string | PostedAddress)[];
  readonly bcc?: readonly (string | PostedAddress)[];
  readonly subject?: string;
  readonly text?: string;
  readonly html?: string;
  /** Without angle brackets; null: it has none. */
  readonly messageId?: string | null;
  /** Of its `Date`, in milliseconds. */
  readonly sentAt?: number;
  /** When Google took it: now unless given. */
  readonly receivedAt?: number;
  /** Instead of INBOX and UNREAD: the server's own by id, people's by name. */
  readonly labels?: readonly string[];
  /** Further headers, or others instead of the usual: `Sensitivity`, `In-Reply-To`, a `Date` that nobody can read. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
};

/** What a person does in Gmail, and what comes to them from elsewhere. */
export type GoogleMailbox = {
  /** The latest first; `label`: one of the server's by id, one of people by name. */
  readonly list: (label?: string) => readonly GoogleMessage[];
  readonly get: (id: string) => GoogleMessage | undefined;
  readonly deliver: (delivery: GoogleDelivery) => GoogleMessage;
  /** Fills the mailbox fast. Returns the ids in the order of the input. */
  readonly deliverMany: (deliveries: readonly GoogleDelivery[]) => readonly string[];
  /** Writes and sends by hand; it reaches other mailboxes of the sandbox. */
  readonly send: (letter: Omit<Letter, 'from' | 'messageId'>) => GoogleMessage;
  readonly draft: (letter: Omit<Letter, 'from' | 'messageId'>) => GoogleMessage;
  readonly sendDraft: (id: string) => GoogleMessage;
  readonly label: (id: string, add: readonly string[], remove?: readonly string[]) => GoogleMessage;
  readonly archive: (id: string) => GoogleMessage;
  readonly trash: (id: string) => GoogleMessage;
  readonly spam: (id: string) => GoogleMessage;
  /** Out of the trash or the junk, into the inbox. */
  readonly restore: (id: string) => GoogleMessage;
  /** For good. */
  readonly remove: (id: string) => void;
  readonly labels: () => readonly StoredLabel[];
  readonly addLabel: (name: string) => StoredLabel;
  readonly addAlias: (address: string, verified?: boolean) => void;
  /** Whether the account has a mailbox at all. */
  readonly enable: (isEnabled: boolean) => void;
  /** Forgets all history up to now. */
  readonly expireHistory: () => void;
  /** Number of the last change. */
  readonly version: () => number;
  readonly watch: (listener: (change: GoogleMailChange) => void) => () => void;
};

export function createGoogleMailbox(world: World, mails: MailAccounts, account: GoogleAccount): GoogleMailbox {
  const box = mails.mailbox(account);
  const self: PostedAddress = { address: account.email, name: account.name };
  const idOf = (label: string): string => box.labels.named(label)?.id ?? label;
  const move = (id: string, add: readonly string[], remove: readonly string[]): GoogleMessage =>
    box.relabel(id, add, remove);
  const deliver = (delivery: GoogleDelivery): GoogleMessage => {
    const { messageId = `${randomId(world, 30)}@mail.elsewhere.example`, receivedAt = world.now() } = delivery;
    const mail = {
      ...(messageId === null ? {} : { messageId: bare(messageId) }),
      from: person(delivery.from),
      to: (delivery.to ?? [self]).map(person),
      cc: (delivery.cc ?? []).map(person),
      bcc: (delivery.bcc ?? []).map(person),
      subject: delivery.subject ?? '',
      text: delivery.text ?? '',
      ...(delivery.html === undefined ? {} : { html: delivery.html }),
      sentAt: delivery.sentAt ?? receivedAt,
      headers: delivery.headers ?? {},
    };
    return box.add({
      ...contentOf(mail, 'Message-ID', true),
      labelIds: box.labels.idsOf(delivery.labels ?? ['UNREAD', 'CATEGORY_PERSONAL', 'INBOX']),
      internalDate: receivedAt,
      ...(delivery.files === undefined ? {} : { files: delivery.files }),
    });
  };
  return {
    list: (label) => {
      const id = label === undefined ? undefined : idOf(label);
      return box.all().filter(({ labelIds }) => id === undefined || labelIds.includes(id));
    },
    get: box.get,
    deliver,
    deliverMany: (deliveries) => world.store.together(() => deliveries.map((one) => deliver(one).id)),
    send: (letter) => mails.send(account, letter),
    draft: (letter) => {
      const messageId = `CA+${randomId(world, 40)}@mail.gmail.com`;
      const headers = Object.fromEntries(letter.headers ?? []);
      const mail = { ...letter, from: self, messageId, sentAt: world.now(), headers };
      return box.add({ ...contentOf(mail, 'Message-ID', true), labelIds: ['DRAFT'], internalDate: world.now() });
    },
    sendDraft: (id) => mails.sendDraft(account, id),
    label: (id, add, remove = []) => move(id, box.labels.idsOf(add), remove.map(idOf)),
    archive: (id) => move(id, [], ['INBOX']),
    trash: (id) => move(id, ['TRASH'], ['INBOX']),
    spam: (id) => move(id, ['SPAM'], ['INBOX']),
    restore: (id) => move(id, ['INBOX'], ['TRASH', 'SPAM']),
    remove: box.remove,
    labels: box.labels.all,
    addLabel: box.labels.add,
    addAlias: (address, verified = true) => mails.addAlias(account, { address, verified }),
    enable: (isEnabled) => mails.enable(account, isEnabled),
    expireHistory: box.history.forget,
    version: box.history.head,
    watch: box.watch,
  };
}

const person = (one: string | PostedAddress): PostedAddress =>
  typeof one === 'string' ? { address: one, name: '' } : one;

/** One header of a message, in whichever case it was written. */
export const googleHeader = (message: GoogleMessage, name: string): string => headerOf(message, name);
