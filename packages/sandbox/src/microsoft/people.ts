import type { Contact } from '@microsoft/microsoft-graph-types';
import { frozen } from '../kernel/frozen.ts';
import type { World } from '../kernel/world.ts';
import { contactBody } from './graph/contact-body.ts';
import type { Card, CardChange, Folder } from './mailbox/card.ts';
import { changedFields, type Fields, type OutlookContactInput } from './mailbox/contact-fields.ts';
import type { Mailbox } from './mailbox/mailbox.ts';
import { applyPatch } from './mailbox/names.ts';
import { readFields } from './mailbox/read-fields.ts';

/** A contact as Graph would show it, under its immutable id. */
export type OutlookContact = Contact & {
  readonly id: string;
  readonly changeKey: string;
  readonly parentFolderId: string;
};

/** With the name of its folder, as people see it. */
export type FiledContact = OutlookContact & { readonly folder: string };

/** `touched`: nothing but the version moved on. `moved`: into another folder, Deleted Items among them; `deleted`: for good. */
export type OutlookChange = {
  readonly kind: 'created' | 'changed' | 'touched' | 'moved' | 'deleted';
  readonly id: string;
  readonly before?: FiledContact;
  readonly after?: FiledContact;
};

/** What a person does in Outlook. Change keys move on and subscribers hear of it, as with any other write. */
export type OutlookPeople = {
  /** The main folder, or the one of this name: a sub-folder's, or `Deleted Items`. */
  readonly list: (folderName?: string) => readonly OutlookContact[];
  readonly get: (id: string) => OutlookContact | undefined;
  readonly add: (input: OutlookContactInput, folderName?: string) => OutlookContact;
  /** Fields that are absent stay; null or undefined clears. Names compose displayName and fileAs anew, unless these are given. */
  readonly edit: (id: string, input: OutlookContactInput) => OutlookContact;
  /** To Deleted Items; from there for good. */
  readonly remove: (id: string) => void;
  /** To `Contacts`, `Deleted Items`, or a sub-folder, which is made when there is none of this name. */
  readonly move: (id: string, folderName: string) => OutlookContact;
  readonly folders: () => readonly Folder[];
  readonly folderOf: (id: string) => string | undefined;
  /** Number that grows with every change. */
  readonly version: () => number;
  /** Tells at once of every change, whoever made it, filling included; returns what ends it. */
  readonly watch: (listener: (change: OutlookChange) => void) => () => void;
};

export function createPeople({ awkward }: Pick<World, 'awkward'>, mailbox: Mailbox): OutlookPeople {
  const cardOf = (id: string): Card => {
    const card = mailbox.get(id);
    if (!card) throw new Error(`There is no contact ${id} in this mailbox`);
    return card;
  };
  const folderNamed = (name: string): Folder | undefined =>
    mailbox.folders().find((folder) => folder.displayName === name);
  const nameOf = (id: string | undefined): string | undefined =>
    mailbox.folders().find((folder) => folder.id === id)?.displayName;
  const folderId = (name: string): string => (folderNamed(name) ?? mailbox.addFolder(name)).id;
  return {
    list: (folderName = 'Contacts') => {
      const folder = folderNamed(folderName);
      return folder ? mailbox.inFolder(folder.id).map(show) : [];
    },
    get: (id) => {
      const card = mailbox.get(id);
      return card && show(card);
    },
    add: (input, folderName = 'Contacts') => show(mailbox.add(folderId(folderName), typedFields({}, input))),
    edit: (id, input) => {
      const card = cardOf(id);
      const fields = typedFields(card.fields, input);
      const changed = changedFields(card.fields, fields);
      const isUnseen = changed.join() === 'categories' && awkward.strikes('microsoft.categoriesUnseen');
      return show(isUnseen ? mailbox.amend(card, fields) : mailbox.change(card, fields));
    },
    remove: (id) => {
      const card = cardOf(id);
      if (card.folderId === mailbox.deletedItemsId) mailbox.purge(card);
      else mailbox.move(card, mailbox.deletedItemsId);
    },
    move: (id, folderName) => show(mailbox.move(cardOf(id), folderId(folderName))),
    folders: mailbox.folders,
    folderOf: (id) => nameOf(mailbox.get(id)?.folderId),
    version: mailbox.head,
    watch: (listener) => mailbox.watch((change) => listener(toShown(change, nameOf))),
  };
}

/** The fields after a person typed this. */
export function typedFields(before: Fields, input: OutlookContactInput): Fields {
  const cleared = Object.entries(input).map(([name, value]) => [name, value ?? null]);
  return applyPatch(before, readFields(Object.fromEntries(cleared)));
}

const views = new WeakMap<Card, OutlookContact>();

/** A version never changes, so its view is made once. */
function show(card: Card): OutlookContact {
  const known = views.get(card);
  if (known !== undefined) return known;
  const { id, changeKey, folderId: parentFolderId } = card;
  const view: OutlookContact = frozen({ ...contactBody(card, 'immutable'), id, changeKey, parentFolderId });
  views.set(card, view);
  return view;
}

function toShown(change: CardChange, nameOf: (folderId: string) => string | undefined): OutlookChange {
  const before = change.kind === 'created' ? undefined : change.before;
  const after = change.kind === 'deleted' ? undefined : change.after;
  const filed = (card: Card): FiledContact => Object.freeze({ ...show(card), folder: nameOf(card.folderId) ?? '' });
  return {
    kind: before && after && isSame(before, after) ? 'touched' : change.kind,
    id: (after ?? before)?.id ?? '',
    ...(before ? { before: filed(before) } : {}),
    ...(after ? { after: filed(after) } : {}),
  };
}

/** Whether two versions differ in nothing but the version. */
function isSame(before: Card, after: Card): boolean {
  return (
    before.folderId === after.folderId &&
    changedFields(before.fields, after.fields).length === 0 &&
    JSON.stringify(before.properties) === JSON.stringify(after.properties)
  );
}
