import type { PostedAddress, PostedMail, PostOffice } from '../../kernel/post-office.ts';
import { randomId, type World } from '../../kernel/world.ts';
import type { Account, Directory } from '../directory.ts';
import type { MailBox } from './mail-box.ts';
import {
  type MailFields,
  type MailPerson,
  type StoredMessage,
  sensitivities,
  sensitivityOf,
  sensitivityProperty,
} from './message.ts';

/** What somebody writes and sends. */
export type Writing = {
  readonly to: readonly PostedAddress[];
  readonly cc: readonly PostedAddress[];
  readonly bcc: readonly PostedAddress[];
  readonly subject: string;
  readonly text: string;
  readonly html?: string | undefined;
  /** RFC 5322 id of what it answers, with its angle brackets. */
  readonly inReplyTo?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, string>>;
};

/** Between the mailboxes of this cloud and everybody else. */
export type Posting = {
  /** Puts what came into a folder of the mailbox, the Inbox where none is named. `quiet` tells nobody. */
  readonly arrive: (box: MailBox, mail: PostedMail, at?: Partial<Arrival>) => StoredMessage;
  /** Sends at once; what was sent lies in Sent Items when the lag is over, unless nothing is to be kept. */
  readonly send: (account: Account, box: MailBox, writing: Writing, keep?: boolean) => void;
  /** The same by hand: what was sent lies there at once. */
  readonly sendNow: (account: Account, box: MailBox, writing: Writing) => StoredMessage;
};

export type Arrival = {
  readonly folderId: string;
  readonly quiet: boolean;
  /** What the message says otherwise. */
  readonly fields: Partial<MailFields>;
};

/** Documented: a sent message may not be found for a while. How long nobody says. */
const sentLagMs = 2_000;

export function createPosting(
  world: World,
  office: PostOffice,
  directory: Directory,
  boxOf: (account: Account) => MailBox,
): Posting {
  const accountOf = (address: string): Account | undefined => {
    const account = directory.byAddress(address);
    return account?.mailbox ? account : undefined;
  };
  const arrive: Posting['arrive'] = (box, mail, { folderId, quiet, fields } = {}) => {
    const whole = { ...fieldsOf(world, box, mail), ...fields };
    return box.add(folderId ?? box.folders.idOf('inbox'), whole, propertiesOf(mail.headers), quiet);
  };
  office.join({
    has: (address) => accountOf(address) !== undefined,
    deliver: (address, mail) => {
      const account = accountOf(address);
      if (account) arrive(boxOf(account), { ...mail, bcc: [] });
    },
  });
  const keepSent = (box: MailBox, mail: PostedMail, writing: Writing): StoredMessage => {
    const forgets = world.awkward.strikes('microsoft.mail.dropsSentProperties');
    const fields: MailFields = { ...fieldsOf(world, box, mail), receivedAt: world.now(), isRead: true };
    const properties = { ...propertiesOf(mail.headers), ...(forgets ? {} : writing.properties) };
    return box.add(box.folders.idOf('sentitems'), fields, properties);
  };
  return {
    arrive,
    send: (account, box, writing, keep = true) => {
      const mail = mailOf(world, account, writing);
      office.send(mail);
      const isLate = world.awkward.strikes('microsoft.mail.sentLate');
      const lagMs = isLate ? world.awkward.amount('microsoft.mail.sentLate', 60_000) : sentLagMs;
      if (keep) world.later(lagMs, async () => void keepSent(box, mail, writing));
    },
    sendNow: (account, box, writing) => {
      const mail = mailOf(world, account, writing);
      office.send(mail);
      return keepSent(box, mail, writing);
    },
  };
}

export function newMessageId(world: World): string {
  return `${randomId(world, 32).toUpperCase()}@mail.sandbox.example`;
}

export const bracketed = (id: string): string => `<${id.replace(/^<|>$/gu, '')}>`;

function mailOf(world: World, account: Account, writing: Writing): PostedMail {
  const { to, cc, bcc, subject, text, html, inReplyTo } = writing;
  const said = Number(writing.properties[sensitivityProperty] ?? '0');
  const sensitivity = headerOfSensitivity[said] ?? '';
  return {
    messageId: newMessageId(world),
    from: { address: account.email, name: account.name },
    to,
    cc,
    bcc,
    subject,
    text,
    ...(html === undefined ? {} : { html }),
    sentAt: world.now(),
    headers: {
      ...writing.headers,
      ...(inReplyTo === undefined ? {} : { 'In-Reply-To': inReplyTo, References: inReplyTo }),
      ...(sensitivity === '' ? {} : { Sensitivity: sensitivity }),
    },
  };
}

const headerOfSensitivity = ['', 'Personal', 'Private', 'Company-Confidential'];

function fieldsOf(world: World, box: MailBox, mail: PostedMail): MailFields {
  const answered = headerOf(mail.headers, 'in-reply-to') ?? headerOf(mail.headers, 'references')?.split(/\s+/u).at(-1);
  const known = answered === undefined ? undefined : box.conversationOf(bracketed(answered.trim()));
  return {
    internetMessageId: mail.messageId === undefined ? undefined : bracketed(mail.messageId),
    conversationId: known ?? `AAQkAGM0${randomId(world, 52)}=`,
    from: personOf(mail.from),
    to: mail.to.map(personOf),
    cc: mail.cc.map(personOf),
    bcc: mail.bcc.map(personOf),
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    sentAt: mail.sentAt,
    receivedAt: world.now(),
    isDraft: false,
    isRead: false,
    categories: [],
    hasAttachments: false,
    headers: mail.headers,
  };
}

/** Outlook shows the address where a name is wanting. */
const personOf = ({ address, name }: PostedAddress): MailPerson => ({ address, name: name || address });

export const headerOf = (headers: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.entries(headers).find(([known]) => known.toLowerCase() === name)?.[1];

function propertiesOf(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const sensitivity = sensitivityOf(headerOf(headers, 'sensitivity'));
  return sensitivity === 'normal' ? {} : { [sensitivityProperty]: String(sensitivities.indexOf(sensitivity)) };
}
