import { randomId, type World } from '../../kernel/world.ts';

export type MailFolder = {
  readonly id: string;
  readonly displayName: string;
  readonly parentFolderId: string;
  readonly isHidden: boolean;
  /** When it last changed, in the count of the folders' changes. */
  readonly seq: number;
};

/** Names by which Graph knows folders, the folder each lies in, and what people call it. */
const wellKnown = {
  msgfolderroot: { displayName: 'Top of Information Store', parent: '' },
  inbox: { displayName: 'Inbox', parent: 'msgfolderroot' },
  drafts: { displayName: 'Drafts', parent: 'msgfolderroot' },
  sentitems: { displayName: 'Sent Items', parent: 'msgfolderroot' },
  deleteditems: { displayName: 'Deleted Items', parent: 'msgfolderroot' },
  junkemail: { displayName: 'Junk Email', parent: 'msgfolderroot' },
  archive: { displayName: 'Archive', parent: 'msgfolderroot' },
  outbox: { displayName: 'Outbox', parent: 'msgfolderroot' },
  conversationhistory: { displayName: 'Conversation History', parent: 'msgfolderroot' },
  syncissues: { displayName: 'Sync Issues', parent: 'msgfolderroot' },
  conflicts: { displayName: 'Conflicts', parent: 'syncissues' },
} as const satisfies Record<string, { displayName: string; parent: string }>;
export type WellKnownFolder = keyof typeof wellKnown;

/** Where copies of chats lie: no list shows it, and messages of it are in `/me/messages` all the same (a known issue). */
const chatsKey = 'teamsmessagesdata';

export type MailFolders = {
  readonly idOf: (name: WellKnownFolder) => string;
  readonly chatsId: string;
  /** All but the root, hidden ones too. */
  readonly all: () => readonly MailFolder[];
  /** By id, or by a well-known name in any case. */
  readonly find: (idOrName: string) => MailFolder | undefined;
  readonly add: (displayName: string, parentFolderId?: string) => MailFolder;
  readonly change: (
    folder: MailFolder,
    news: Partial<Pick<MailFolder, 'displayName' | 'parentFolderId'>>,
  ) => MailFolder;
  /** It is there no more. */
  readonly drop: (folder: MailFolder) => void;
  /** Those that are there no more, and when each went. */
  readonly dropped: () => readonly Pick<MailFolder, 'id' | 'seq'>[];
  /** Number of the latest change of any folder. */
  readonly head: () => number;
  /** Whether it is that folder, or lies anywhere in it. */
  readonly isWithin: (folderId: string, name: WellKnownFolder) => boolean;
};

export function openMailFolders(world: World, oid: string): MailFolders {
  const stored = world.store.collection<MailFolder>(`microsoft.${oid}.mailFolders`);
  const newId = (): string => `AAMkFolder${randomId(world, 54)}=`;
  const gone = world.store.collection<Pick<MailFolder, 'id' | 'seq'>>(`microsoft.${oid}.mailFolders.gone`);
  let head = [...stored.values(), ...gone.values()].reduce((highest, { seq }) => Math.max(highest, seq), 0);
  const put = (key: string, folder: Omit<MailFolder, 'seq'>): MailFolder => {
    head += 1;
    const next = { ...folder, seq: head };
    stored.set(key, next);
    return next;
  };
  for (const [key, { displayName, parent }] of Object.entries(wellKnown)) {
    const parentFolderId = stored.get(parent)?.id ?? '';
    if (!stored.get(key)) put(key, { id: newId(), displayName, parentFolderId, isHidden: false });
  }
  const idOf = (name: WellKnownFolder): string => stored.get(name)?.id ?? '';
  const root = idOf('msgfolderroot');
  if (!stored.get(chatsKey)) {
    put(chatsKey, { id: newId(), displayName: 'TeamsMessagesData', parentFolderId: root, isHidden: true });
  }
  const keyOf = (id: string): string => [...stored.entries()].find(([, folder]) => folder.id === id)?.[0] ?? id;
  const all = (): readonly MailFolder[] => [...stored.values()].filter(({ id }) => id !== root);
  const byId = (id: string): MailFolder | undefined => stored.get(keyOf(id));
  return {
    idOf,
    chatsId: stored.get(chatsKey)?.id ?? '',
    all,
    find: (idOrName) => {
      const name = idOrName.toLowerCase();
      return Object.hasOwn(wellKnown, name) ? stored.get(name) : byId(idOrName);
    },
    add: (displayName, parentFolderId = root) => {
      const id = newId();
      return put(id, { id, displayName, parentFolderId, isHidden: false });
    },
    change: (folder, news) => put(keyOf(folder.id), { ...folder, ...news }),
    drop: ({ id }) => {
      head += 1;
      stored.delete(keyOf(id));
      gone.set(id, { id, seq: head });
    },
    dropped: () => [...gone.values()],
    head: () => head,
    isWithin: (folderId, name) => {
      let at: MailFolder | undefined = byId(folderId);
      for (let depth = 0; at !== undefined && depth < 100; depth += 1) {
        if (at.id === idOf(name)) return true;
        at = byId(at.parentFolderId);
      }
      return false;
    },
  };
}
