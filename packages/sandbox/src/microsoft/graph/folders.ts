import type { World } from '../../kernel/world.ts';
import type { Folder } from '../mailbox/card.ts';
import type { Mailbox } from '../mailbox/mailbox.ts';
import type { Answer, Call } from './call.ts';
import { badRequest, refusal } from './refusal.ts';

/** By id; `contacts` is an alias of the main folder. Deleted Items is a mail folder: contacts' paths do not reach it. */
export function findFolder(mailbox: Mailbox, idOrAlias: string): Folder {
  const id = idOrAlias.toLowerCase() === 'contacts' ? mailbox.contactsFolderId : idOrAlias;
  const folder = mailbox.folders().find((known) => known.id === id && known.id !== mailbox.deletedItemsId);
  if (!folder) throw refusal('itemNotFound');
  return folder;
}

/** The main folder is left out, as v1.0 has long done; a switch lists it. Sub-folders of it are what this shows. */
export function listFolders(world: World, call: Call): Answer {
  const mailbox = call.mailbox();
  const shown = world.awkward.strikes('microsoft.listsDefaultFolder')
    ? [findFolder(mailbox, 'contacts'), ...childrenOf(mailbox, mailbox.contactsFolderId)]
    : childrenOf(mailbox, mailbox.contactsFolderId);
  return folderList(call, shown);
}

export function listChildFolders(call: Call, folderId: string): Answer {
  return folderList(call, childrenOf(call.mailbox(), findFolder(call.mailbox(), folderId).id));
}

export function getFolder(call: Call, folderId: string): Answer {
  return { status: 200, body: folderBody(findFolder(call.mailbox(), folderId)) };
}

export function createFolder(call: Call, parentId: string): Answer {
  const { displayName } = (call.body ?? {}) as { displayName?: unknown };
  if (typeof displayName !== 'string' || displayName === '') throw badRequest('A folder needs a displayName.');
  const mailbox = call.mailbox();
  const parent = findFolder(mailbox, parentId);
  if (childrenOf(mailbox, parent.id).some((folder) => folder.displayName === displayName)) {
    throw badRequest('A folder with the specified name already exists.', 'ErrorFolderExists');
  }
  return { status: 201, body: folderBody(mailbox.addFolder(displayName, parent.id)) };
}

function childrenOf(mailbox: Mailbox, parentId: string): readonly Folder[] {
  return mailbox.folders().filter((folder) => folder.parentFolderId === parentId);
}

function folderList(call: Call, folders: readonly Folder[]): Answer {
  const context = `https://graph.microsoft.com/v1.0/$metadata#users('${call.account.oid}')/contactFolders`;
  return { status: 200, body: { '@odata.context': context, value: folders.map(folderBody) } };
}

function folderBody({ id, displayName, parentFolderId }: Folder): Folder {
  return { id, displayName, parentFolderId };
}
