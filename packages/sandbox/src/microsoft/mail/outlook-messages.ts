import type { PostedMail } from '../../kernel/post-office.ts';
import type { World } from '../../kernel/world.ts';
import type { Account } from '../directory.ts';
import type { MailBox } from './mail-box.ts';
import type { MailFolder } from './mail-folders.ts';
import {
  type MailFields,
  type MailPerson,
  type Sensitivity,
  type StoredMessage,
  sensitivities,
  sensitivityProperty,
} from './message.ts';
import { bracketed, newMessageId, type Posting, type Writing } from './posting.ts';

/** A message as a person sees it. */
export type OutlookMessage = Omit<MailFields, 'internetMessageId'> & {
  readonly id: string;
  /** Name of its folder. */
  readonly folder: string;
  /** RFC 5322, without angle brackets. */
  readonly messageId?: string;
  readonly sensitivity: Sensitivity;
};

/** What comes from outside. What is not said: a message from nobody in particular to the mailbox's owner, now. */
export type OutlookMessageInput = Partial<Omit<PostedMail, 'messageId'>> & {
  /** Without angle brackets; null: it has none. */
  readonly messageId?: string | null;
  readonly receivedAt?: number;
  readonly hasAttachments?: boolean;
  /** By name, or by a well-known one such as `junkemail`. */
  readonly folder?: string;
};

export type OutlookMailFolder = { readonly id: string; readonly name: string; readonly parent?: string };

export type OutlookMessageChange = {
  readonly kind: 'created' | 'changed' | 'moved' | 'deleted';
  readonly id: string;
  readonly before?: OutlookMessage;
  readonly after?: OutlookMessage;
};

/** What a person does in Outlook's mail, and what comes from outside. Folders go by name, or by a well-known one. */
export type OutlookMessages = {
  readonly folders: () => readonly OutlookMailFolder[];
  readonly addFolder: (name: string, parent?: string) => OutlookMailFolder;
  /** Into Deleted Items, with all that is in it; from there for good. */
  readonly removeFolder: (name: string) => void;
  /** Of a folder or of all, the newest first. */
  readonly list: (folder?: string) => readonly OutlookMessage[];
  readonly get: (id: string) => OutlookMessage | undefined;
  readonly deliver: (input?: OutlookMessageInput) => OutlookMessage;
  /** Fills the mailbox fast and tells nobody. Returns the immutable ids in the order of the input. */
  readonly addMany: (inputs: readonly OutlookMessageInput[]) => readonly string[];
  /** A copy of a chat: no list shows its folder. */
  readonly chat: (text: string) => OutlookMessage;
  readonly draft: (writing: Partial<Writing>) => OutlookMessage;
  readonly send: (writing: Partial<Writing>) => OutlookMessage;
  readonly edit: (id: string, news: Partial<Pick<MailFields, 'isRead' | 'categories' | 'subject'>>) => OutlookMessage;
  readonly move: (id: string, folder: string) => OutlookMessage;
  /** To Deleted Items; from there for good. */
  readonly remove: (id: string) => void;
  readonly purge: (id: string) => void;
  /** Number that grows with every change. */
  readonly version: () => number;
  readonly watch: (listener: (change: OutlookMessageChange) => void) => () => void;
};

export function createOutlookMessages(world: World, account: Account, box: MailBox, posting: Posting): OutlookMessages {
  const { folders } = box;
  const folderOf = (name: string): MailFolder => {
    const found = folders.find(name) ?? folders.all().find(({ displayName }) => displayName === name);
    if (!found) throw new Error(`${account.email} has no mail folder ${name}`);
    return found;
  };
  const listed = ({ id, displayName, parentFolderId }: MailFolder): OutlookMailFolder => {
    const parent = folders.all().find((known) => known.id === parentFolderId)?.displayName;
    return { id, name: displayName, ...(parent === undefined ? {} : { parent }) };
  };
  const show = (message: StoredMessage): OutlookMessage => shown(box, message);
  const stored = (id: string): StoredMessage => {
    const message = box.get(id);
    if (!message) throw new Error(`${account.email} has no message ${id}`);
    return message;
  };
  const arrive = (input: OutlookMessageInput, quiet: boolean): StoredMessage =>
    posting.arrive(box, postedOf(world, account, input), {
      folderId: folderOf(input.folder ?? 'inbox').id,
      fields: { receivedAt: input.receivedAt ?? world.now(), hasAttachments: input.hasAttachments ?? false },
      quiet,
    });
  const keep = (folderId: string, writing: Partial<Writing>, fields: Partial<MailFields>): OutlookMessage =>
    show(posting.arrive(box, postedOf(world, account, { ...writing, from: ownPerson(account) }), { folderId, fields }));
  return {
    folders: () =>
      folders
        .all()
        .filter(({ isHidden }) => !isHidden)
        .map(listed),
    addFolder: (name, parent) => listed(folders.add(name, parent === undefined ? undefined : folderOf(parent).id)),
    removeFolder: (name) => {
      const folder = folderOf(name);
      if (!folders.isWithin(folder.id, 'deleteditems')) {
        folders.change(folder, { parentFolderId: folders.idOf('deleteditems') });
        return;
      }
      for (const message of box.inFolder(folder.id)) box.purge(message);
      folders.drop(folder);
    },
    list: (folder) => {
      const messages = folder === undefined ? box.all() : box.inFolder(folderOf(folder).id);
      return messages.map(show).toSorted((one, other) => other.receivedAt - one.receivedAt);
    },
    get: (id) => {
      const message = box.get(id);
      return message && show(message);
    },
    deliver: (input = {}) => show(arrive(input, false)),
    addMany: (inputs) => world.store.together(() => inputs.map((input) => arrive(input, true).id)),
    chat: (text) => keep(folders.chatsId, { text, subject: 'IM', to: [ownPerson(account)] }, {}),
    draft: (writing) => keep(folders.idOf('drafts'), writing, { isDraft: true, isRead: true }),
    send: (writing) => show(posting.sendNow(account, box, { ...emptyWriting, ...writing })),
    edit: (id, news) => show(box.change(stored(id), news)),
    move: (id, folder) => show(box.move(stored(id), folderOf(folder).id)),
    remove: (id) => {
      const message = stored(id);
      if (folders.isWithin(message.folderId, 'deleteditems')) box.purge(message);
      else box.move(message, folders.idOf('deleteditems'));
    },
    purge: (id) => box.purge(stored(id)),
    version: () => box.head() + folders.head(),
    watch: (listener) =>
      box.watch((change) => {
        const id = 'after' in change ? change.after.id : change.before.id;
        listener({
          kind: change.kind,
          id,
          ...('before' in change ? { before: show(change.before) } : {}),
          ...('after' in change ? { after: show(change.after) } : {}),
        });
      }),
  };
}

const emptyWriting: Writing = {
  to: [],
  cc: [],
  bcc: [],
  subject: '',
  text: '',
  headers: {},
  properties: {},
};

const ownPerson = ({ email, name }: Account): MailPerson => ({ address: email, name });

function postedOf(
  world: World,
  account: Account,
  input: Omit<OutlookMessageInput, 'html'> & Partial<Writing>,
): PostedMail {
  const { messageId, inReplyTo, headers = {} } = input;
  const id = messageId === null ? undefined : (messageId ?? newMessageId(world));
  return {
    ...(id === undefined ? {} : { messageId: id }),
    from: input.from ?? { address: 'somebody@elsewhere.example', name: 'Somebody' },
    to: input.to ?? [ownPerson(account)],
    cc: input.cc ?? [],
    bcc: input.bcc ?? [],
    subject: input.subject ?? '',
    text: input.text ?? '',
    ...(input.html === undefined ? {} : { html: input.html }),
    sentAt: input.sentAt ?? input.receivedAt ?? world.now(),
    headers: inReplyTo === undefined ? headers : { ...headers, 'In-Reply-To': bracketed(inReplyTo) },
  };
}

function shown(box: MailBox, { id, folderId, properties, fields }: StoredMessage): OutlookMessage {
  const { internetMessageId, ...rest } = fields;
  const folder = box.folders.all().find((known) => known.id === folderId)?.displayName ?? '';
  return {
    ...rest,
    id,
    folder,
    ...(internetMessageId === undefined ? {} : { messageId: internetMessageId.replace(/^<|>$/gu, '') }),
    sensitivity: sensitivities[Number(properties[sensitivityProperty] ?? '0')] ?? 'normal',
  };
}
