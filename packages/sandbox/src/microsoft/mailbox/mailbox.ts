import { randomId, type World } from '../../kernel/world.ts';
import type { Card, CardChange, Folder, FolderChange } from './card.ts';
import { createCardIndex } from './card-index.ts';
import type { ChangeLog } from './change-log.ts';
import type { Fields } from './contact-fields.ts';
import { createFolderLogs } from './folder-logs.ts';
import { createHistory, type History } from './history.ts';

/** One person's contacts: the folder "Contacts", its sub-folders, and Deleted Items. */
export type Mailbox = {
  readonly oid: string;
  readonly contactsFolderId: string;
  readonly deletedItemsId: string;
  readonly folders: () => readonly Folder[];
  readonly addFolder: (displayName: string, parentFolderId?: string) => Folder;
  /** By the immutable or the classic id. */
  readonly get: (id: string) => Card | undefined;
  /** The version that was current then; undefined before it was made and after it was purged. */
  readonly getAt: (id: string, instant: number) => Card | undefined;
  readonly inFolder: (folderId: string) => readonly Card[];
  readonly withProperty: (propertyId: string, value: string) => readonly Card[];
  /** `quiet` tells nobody: for filling a mailbox. */
  readonly add: (folderId: string, fields: Fields, properties?: Properties, quiet?: boolean) => Card;
  /** The next version; without new fields only the change key moves on. */
  readonly change: (card: Card, fields?: Fields, properties?: Properties) => Card;
  /** Other fields under the same version: nobody hears of it. */
  readonly amend: (card: Card, fields: Fields) => Card;
  readonly move: (card: Card, folderId: string) => Card;
  readonly purge: (card: Card) => void;
  readonly log: (folderId: string) => ChangeLog;
  readonly history: History<Card>;
  /** Number of the latest change anywhere in the mailbox. */
  readonly head: () => number;
  /** Tells at once of every change, quiet ones included; returns what ends it. */
  readonly watch: (listener: (change: CardChange) => void) => () => void;
};

type Properties = Readonly<Record<string, string>>;

export function createMailbox(world: World, oid: string, tell: (change: FolderChange) => void): Mailbox {
  const cards = world.store.collection<Card>(`microsoft.${oid}.contacts`);
  const index = createCardIndex(cards.values());
  const logs = createFolderLogs(world.store, oid, index.inFolder);
  const { folders, addFolder, contactsFolderId, deletedItemsId } = openFolders(world, oid);
  const history = createHistory<Card>();
  const watchers = new Set<(change: CardChange) => void>();
  let head = [...cards.values()].reduce((highest, card) => Math.max(highest, card.seq), logs.head);

  const stamp = () => {
    head += 1;
    return { changeKey: `EQAAABYAAAD${randomId(world, 28)}`, modifiedAt: world.now(), seq: head };
  };
  const newClassicId = (): string => `AAMkAGI2${bare(oid)}${bare(oid)}BGAAAAAA${randomId(world, 60)}AAA=`;
  const save = (card: Card): Card => {
    logs.came(card);
    cards.set(card.id, card);
    index.put(card);
    return card;
  };
  /** The version ends here: its folder keeps a tombstone, unless the next version stays in it. */
  const end = (card: Card, leaves: boolean): void => {
    history.keep(card, world.now());
    if (leaves) {
      head += 1;
      logs.left(card, head, world.now());
      index.drop(card);
    }
  };
  const show = (change: CardChange): void => {
    for (const watcher of watchers) watcher(change);
  };

  return {
    oid,
    contactsFolderId,
    deletedItemsId,
    folders,
    addFolder,
    get: (id) => cards.get(index.idOf(id)),
    getAt: (id, instant) => history.at(index.idOf(id), cards.get(index.idOf(id)), instant),
    inFolder: (folderId) => [...index.inFolder(folderId).values()],
    withProperty: (propertyId, value) => index.withProperty(propertyId, value).flatMap((id) => cards.get(id) ?? []),
    add: (folderId, fields, properties = {}, quiet = false) => {
      const version = stamp();
      const ids = { id: `AAkALg${randomId(world, 65)}=`, classicId: newClassicId() };
      const card = save({ ...ids, folderId, fields, properties, createdAt: version.modifiedAt, ...version });
      if (!quiet) tell({ kind: 'created', folderId, card, item: 'Contact' });
      show({ kind: 'created', after: card });
      return card;
    },
    change: (card, fields = card.fields, properties = card.properties) => {
      end(card, false);
      if (properties !== card.properties) index.drop(card);
      const next = save({ ...card, fields, properties, ...stamp() });
      tell({ kind: 'updated', folderId: next.folderId, card: next, item: 'Contact' });
      show({ kind: 'changed', before: card, after: next });
      return next;
    },
    amend: (card, fields) => {
      const next = { ...card, fields };
      cards.set(next.id, next);
      index.put(next);
      show({ kind: 'changed', before: card, after: next });
      return next;
    },
    move: (card, folderId) => {
      if (card.folderId === folderId) return card;
      end(card, true);
      const next = save({ ...card, classicId: newClassicId(), folderId, ...stamp() });
      tell({ kind: 'deleted', folderId: card.folderId, card, item: 'Contact' });
      tell({ kind: 'created', folderId, card: next, item: 'Contact' });
      show({ kind: 'moved', before: card, after: next });
      return next;
    },
    purge: (card) => {
      end(card, true);
      cards.delete(card.id);
      tell({ kind: 'deleted', folderId: card.folderId, card, item: 'Contact' });
      show({ kind: 'deleted', before: card });
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

function openFolders(world: World, oid: string) {
  const folders = world.store.collection<Folder>(`microsoft.${oid}.folders`);
  const newId = (): string => `AQMk${randomId(world, 60)}=`;
  const make = (key: string, folder: Folder): Folder => {
    folders.set(key, folder);
    return folder;
  };
  const root = folders.get('contacts')?.parentFolderId ?? newId();
  const wellKnown = (key: string, displayName: string): Folder =>
    folders.get(key) ?? make(key, { id: newId(), displayName, parentFolderId: root });
  const contacts = wellKnown('contacts', 'Contacts');
  const deletedItems = wellKnown('deleteditems', 'Deleted Items');
  return {
    contactsFolderId: contacts.id,
    deletedItemsId: deletedItems.id,
    folders: () => [...folders.values()],
    addFolder: (displayName: string, parentFolderId = contacts.id): Folder => {
      const id = newId();
      return make(id, { id, displayName, parentFolderId });
    },
  };
}

function bare(guid: string): string {
  return guid.replaceAll('-', '');
}
