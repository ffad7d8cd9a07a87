import type { PostedAddress, PostedMail, PostOffice } from '../../kernel/post-office.ts';
import { randomId, type World } from '../../kernel/world.ts';
import type { Directory, GoogleAccount } from '../directory.ts';
import { createMailbox, type Mailbox } from './mailbox/mailbox.ts';
import {
  bare,
  type Header,
  headerOf,
  plainSubject,
  type StoredMessage,
  writtenAddress,
} from './mailbox/stored-message.ts';

/** What somebody writes, before it is anywhere. */
export type Letter = Pick<PostedMail, 'to' | 'cc' | 'bcc' | 'subject' | 'text'> & {
  readonly from?: PostedAddress | undefined;
  readonly html?: string;
  readonly messageId?: string | undefined;
  /** Further ones. */
  readonly headers?: readonly Header[];
};
export type Manner = {
  readonly threadId?: string | undefined;
  readonly keepsMessageId?: boolean;
  readonly dropsCustomHeaders?: boolean;
};
export type Alias = { readonly address: string; readonly verified: boolean };

/** The mailboxes of all accounts, and the way between them. */
export type MailAccounts = {
  readonly mailbox: (account: GoogleAccount) => Mailbox;
  readonly isEnabled: (account: GoogleAccount) => boolean;
  readonly enable: (account: GoogleAccount, isEnabled: boolean) => void;
  readonly aliases: (account: GoogleAccount) => readonly Alias[];
  readonly addAlias: (account: GoogleAccount, alias: Alias) => void;
  readonly send: (account: GoogleAccount, letter: Letter, manner?: Manner) => StoredMessage;
  /** Sends what lies in the drafts. */
  readonly sendDraft: (account: GoogleAccount, id: string) => StoredMessage;
  /** Tells of each mailbox that is opened, once. */
  readonly onOpen: (listener: (account: GoogleAccount, mailbox: Mailbox) => void) => void;
};

export function createMailAccounts(world: World, directory: Directory, post: PostOffice): MailAccounts {
  const known = new Map<string, Mailbox>();
  const openings: ((account: GoogleAccount, mailbox: Mailbox) => void)[] = [];
  const aliases = world.store.collection<readonly Alias[]>('google.mail.aliases');
  const withoutMail = world.store.collection<true>('google.mail.notEnabled');

  const mailbox = (account: GoogleAccount): Mailbox => {
    const there = known.get(account.sub);
    if (there) return there;
    const opened = createMailbox(world, account.sub);
    known.set(account.sub, opened);
    for (const listener of openings) listener(account, opened);
    return opened;
  };
  const aliasesOf = ({ sub }: GoogleAccount): readonly Alias[] => aliases.get(sub) ?? [];
  const isEnabled = ({ sub }: GoogleAccount): boolean => withoutMail.get(sub) === undefined;
  const isOwn = (account: GoogleAccount, address: string): boolean =>
    [account.email, ...aliasesOf(account).flatMap((one) => (one.verified ? [one.address] : []))].some(
      (one) => one.toLowerCase() === address.toLowerCase(),
    );
  /** A plus and what follows it are the account's own (general knowledge). */
  const ownerOf = (address: string): GoogleAccount | undefined => {
    const plain = address.toLowerCase().replace(/\+[^@]*@/u, '@');
    return directory.accounts().find((account) => isEnabled(account) && isOwn(account, plain));
  };
  const newMessageId = (): string => `CA+${randomId(world, 40)}@mail.gmail.com`;
  /** A name that nobody gave is that of the account; another's address gives way to its own (documented for aliases). */
  const senderOf = (account: GoogleAccount, from: PostedAddress | undefined): PostedAddress => {
    const address = from !== undefined && isOwn(account, from.address) ? from.address : account.email;
    return { address, name: from?.name || account.name };
  };
  const posted = (from: PostedAddress, letter: Letter, messageId: string): PostedMail => ({
    messageId,
    from,
    to: letter.to,
    cc: letter.cc,
    bcc: letter.bcc,
    subject: letter.subject,
    text: letter.text,
    ...(letter.html === undefined ? {} : { html: letter.html }),
    sentAt: world.now(),
    headers: Object.fromEntries(letter.headers ?? []),
  });
  /** Observed: what somebody sends to their own address is one message, sent and received. */
  const sentLabels = (account: GoogleAccount, { to, cc, bcc }: Letter): readonly string[] =>
    [...to, ...cc, ...bcc].some(({ address }) => ownerOf(address)?.sub === account.sub)
      ? ['UNREAD', 'SENT', 'INBOX']
      : ['SENT'];

  const send = (account: GoogleAccount, letter: Letter, manner: Manner = {}): StoredMessage => {
    const from = senderOf(account, letter.from);
    const messageId = (manner.keepsMessageId ? letter.messageId : undefined) ?? newMessageId();
    const kept = (letter.headers ?? []).filter(([name]) => !manner.dropsCustomHeaders || !/^x-/iu.test(name));
    const mail = posted(from, { ...letter, headers: kept }, bare(messageId));
    const own = mailbox(account);
    const joins = manner.threadId !== undefined && fitsThread(own, manner.threadId, mail);
    const sent = own.add({
      ...contentOf(mail, 'Message-Id', true),
      labelIds: sentLabels(account, letter),
      internalDate: Math.floor(world.now() / 1_000) * 1_000,
      ...(joins && manner.threadId !== undefined ? { threadId: manner.threadId } : {}),
    });
    post.send(mail);
    return sent;
  };

  post.join({
    has: (address) => ownerOf(address) !== undefined,
    deliver: (address, mail) => {
      const account = ownerOf(address);
      if (account === undefined) return;
      const box = mailbox(account);
      const isThere = mail.messageId !== undefined && box.withMessageId(mail.messageId).length > 0;
      if (isThere) return;
      box.add({
        ...contentOf(mail, 'Message-ID', false),
        labelIds: ['UNREAD', 'CATEGORY_PERSONAL', 'INBOX'],
        internalDate: world.now(),
      });
    },
  });

  return {
    mailbox,
    isEnabled,
    enable: ({ sub }, isOn) => void (isOn ? withoutMail.delete(sub) : withoutMail.set(sub, true)),
    aliases: aliasesOf,
    addAlias: (account, alias) => aliases.set(account.sub, [...aliasesOf(account), alias]),
    send,
    sendDraft: (account, id) => {
      const own = mailbox(account);
      const draft = own.get(id);
      if (!draft?.labelIds.includes('DRAFT')) throw new Error(`There is no draft ${id} in this mailbox`);
      if (world.awkward.strikes('google.mail.draftSentAnew')) {
        own.remove(id);
        return send(account, letterOf(draft));
      }
      const letter = letterOf(draft);
      post.send(posted(senderOf(account, undefined), letter, bare(headerOf(draft, 'message-id'))));
      return own.relabel(id, sentLabels(account, letter), ['DRAFT']);
    },
    onOpen: (listener) => {
      openings.push(listener);
      for (const account of directory.accounts()) {
        const box = known.get(account.sub);
        if (box) listener(account, box);
      }
    },
  };
}

/** Documented: the thread is named, the headers name a message of it, and the subject is the same. */
function fitsThread(mailbox: Mailbox, threadId: string, { headers, subject }: PostedMail): boolean {
  const named = Object.entries(headers)
    .filter(([name]) => /^(?:references|in-reply-to)$/iu.test(name))
    .map(([, value]) => value)
    .join(' ');
  return mailbox
    .thread(threadId)
    .some(
      (message) =>
        named.includes(bare(headerOf(message, 'message-id'))) &&
        plainSubject(headerOf(message, 'subject')) === plainSubject(subject),
    );
}

const listed = (people: readonly PostedAddress[]): string => people.map(writtenAddress).join(', ');

/** `idName`: how the header is spelled, which differs (captured: `Message-Id` of what was sent by an app). */
export function contentOf(
  mail: PostedMail,
  idName: 'Message-Id' | 'Message-ID',
  isSender: boolean,
): Pick<StoredMessage, 'headers' | 'text' | 'html'> {
  const headers: readonly Header[] = [
    ['From', writtenAddress(mail.from)],
    ['To', listed(mail.to)],
    ['Cc', listed(mail.cc)],
    ['Bcc', isSender ? listed(mail.bcc) : ''],
    ['Subject', mail.subject],
    [idName, mail.messageId === undefined ? '' : `<${mail.messageId}>`],
    ['Date', new Date(mail.sentAt).toUTCString().replace('GMT', '+0000')],
    ...Object.entries(mail.headers),
  ];
  return {
    headers: headers.filter(([name, value], index) => isShown(name, value) && !isWrittenAnew(headers, name, index)),
    text: mail.text,
    ...(mail.html === undefined ? {} : { html: mail.html }),
  };
}

const isShown = (name: string, value: string): boolean => value !== '' || name === 'Subject';
/** A header that comes once more under its name is meant instead: a date that nobody can read, for example. */
const isWrittenAnew = (headers: readonly Header[], name: string, index: number): boolean =>
  headers.slice(index + 1).some(([other]) => other.toLowerCase() === name.toLowerCase());

function letterOf(draft: StoredMessage): Letter {
  const { to, cc, bcc } = recipientsOf(draft);
  return { to, cc, bcc, subject: headerOf(draft, 'subject'), text: draft.text };
}

const recipientsOf = (message: StoredMessage) => ({
  to: peopleIn(headerOf(message, 'to')),
  cc: peopleIn(headerOf(message, 'cc')),
  bcc: peopleIn(headerOf(message, 'bcc')),
});

/** Of a list that was written here. */
function peopleIn(text: string): readonly PostedAddress[] {
  return [...text.matchAll(/(?:"((?:[^"\\]|\\.)*)"|([^",<>]*?))\s*<([^<>]+)>|([^\s,<>"]+@[^\s,<>"]+)/gu)].map(
    ([, quoted, plain, angle, alone]) => ({
      address: angle ?? alone ?? '',
      name: (quoted?.replace(/\\(.)/gu, '$1') ?? plain ?? '').trim(),
    }),
  );
}
