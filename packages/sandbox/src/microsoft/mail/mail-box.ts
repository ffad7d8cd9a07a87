import { randomId, type World } from '../../kernel/world.ts';
import type { FolderChange } from '../mailbox/card.ts';
import { createCardIndex } from '../mailbox/card-index.ts';
import type { ChangeLog } from '../mailbox/change-log.ts';
import { createFolderLogs } from '../mailbox/folder-logs.ts';
import { createHistory, type History } from '../mailbox/history.ts';
import { type MailFolders, openMailFolders } from './mail-folders.ts';
import type { MailFields, MessageChange, StoredMessage } from './message.ts';

/** One person's mail. */
export type MailBox = {
  readonly oid: string;
  readonly folders: MailFolders;
  /** By the immutable or the classic id. */
  readonly get: (id: string) => StoredMessage | undefined;
  /** The version that was current then; undefined before it came and after it was purged. */
  readonly getAt: (id: string, instant: number) => StoredMessage | undefined;
  /** Of the whole mailbox, in the order in which they came. */
  readonly all: () => readonly StoredMessage[];
  readonly inFolder: (folderId: string) => readonly StoredMessage[];
  readonly withProperty: (propertyId: string, value: string) => readonly StoredMessage[];
  /** The conversation of the message with this RFC 5322 id. */
  readonly conversationOf: (internetMessageId: string) => string | undefined;
  /** `quiet` tells nobody: for filling. */
  readonly add: (folderId: string, fields: MailFields, properties?: Properties, quiet?: boolean) => StoredMessage;
  readonly change: (message: StoredMessage, fields: Partial<MailFields>) => StoredMessage;
  readonly move: (message: StoredMessage, folderId: string) => StoredMessage;
  readonly purge: (message: StoredMessage) => void;
  readonly log: (folderId: string) => ChangeLog;
  readonly history: History<StoredMessage>;
  /** Number of the latest change anywhere in the mail. */
  readonly head: () => number;
  /** Tells at once of every change, quiet ones included; returns what ends it. */
  readonly watch: (listener: (change: MessageChange) => void) => () => void;
};

type Properties = Readonly<Record<string, string>>;

/** `moved`: from where to where; those who follow the whole mailbox are told of it as of one item. */
export type MailTell = (change: FolderChange, moved?: { readonly from: string }) => void;

export function createMailBox(world: World, oid: string, tell: MailTell): MailBox {
  const messages = world.store.collection<StoredMessage>(`microsoft.${oid}.messages`);
  const index = createCardIndex(messages.values());
  const logs = createFolderLogs(world.store, `${oid}.messages`, index.inFolder);
  const folders = openMailFolders(world, oid);
  const history = createHistory<StoredMessage>();
  const watchers = new Set<(change: MessageChange) => void>();
  const conversations = new Map<string, string>();
  let head = [...messages.values()].reduce((highest, { seq }) => Math.max(highest, seq), logs.head);

  const remember = ({ fields }: StoredMessage): void => {
    if (fields.internetMessageId) conversations.set(fields.internetMessageId, fields.conversationId);
  };
  for (const message of messages.values()) remember(message);
  const stamp = () => {
    head += 1;
    return { changeKey: `CQAAABYAAAC${randomId(world, 29)}`, modifiedAt: world.now(), seq: head };
  };
  const newClassicId = (): string => `AAMkAGM0${oid.replaceAll('-', '').repeat(2)}BGAAAAAC${randomId(world, 60)}AAA=`;
  const save = (message: StoredMessage): StoredMessage => {
    logs.came(message);
    messages.set(message.id, message);
    index.put(message);
    return message;
  };
  const end = (message: StoredMessage, leaves: boolean): void => {
    history.keep(message, world.now());
    if (!leaves) return;
    head += 1;
    logs.left(message, head, world.now());
    index.drop(message);
  };
  const show = (change: MessageChange): void => {
    for (const watcher of watchers) watcher(change);
  };
  const told = (kind: FolderChange['kind'], message: StoredMessage, moved?: { readonly from: string }): void =>
    tell({ kind, folderId: message.folderId, card: message, item: 'Message' }, moved);

  return {
    oid,
    folders,
    get: (id) => messages.get(index.idOf(id)),
    getAt: (id, instant) => history.at(index.idOf(id), messages.get(index.idOf(id)), instant),
    all: () => [...messages.values()],
    inFolder: (folderId) => [...index.inFolder(folderId).values()],
    withProperty: (propertyId, value) => index.withProperty(propertyId, value).flatMap((id) => messages.get(id) ?? []),
    conversationOf: (internetMessageId) => conversations.get(internetMessageId),
    add: (folderId, fields, properties = {}, quiet = false) => {
      const version = stamp();
      const ids = { id: `AAkALg${randomId(world, 65)}=`, classicId: newClassicId() };
      const message = save({ ...ids, folderId, fields, properties, createdAt: version.modifiedAt, ...version });
      remember(message);
      if (!quiet) told('created', message);
      show({ kind: 'created', after: message });
      return message;
    },
    change: (message, fields) => {
      end(message, false);
      const next = save({ ...message, fields: { ...message.fields, ...fields }, ...stamp() });
      remember(next);
      told('updated', next);
      show({ kind: 'changed', before: message, after: next });
      return next;
    },
    move: (message, folderId) => {
      if (message.folderId === folderId) return message;
      end(message, true);
      const next = save({ ...message, classicId: newClassicId(), folderId, ...stamp() });
      const moved = { from: message.folderId };
      told('deleted', message, moved);
      told('created', next, moved);
      show({ kind: 'moved', before: message, after: next });
      return next;
    },
    purge: (message) => {
      end(message, true);
      messages.delete(message.id);
      told('deleted', message);
      show({ kind: 'deleted', before: message });
    },
    log: logs.log,
    history,
    head: () => head,
    watch: (listener) => {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
  };
}
