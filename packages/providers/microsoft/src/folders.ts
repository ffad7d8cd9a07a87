import type { Calls } from './calls.ts';
import type { BatchItem } from './graph-requests.ts';
import { contactsProfile, maxFolderDepth, maxFolders } from './profile.ts';
import { foldersItem, mainFolderItem, parseFolder, parseFolders } from './requests.ts';

export type Folders = {
  readonly main: () => string | undefined;
  readonly learnMain: (id: string | null | undefined) => void;
  /** `other`: another contact folder of the mailbox. `deleted`: none of them. */
  readonly placeOf: (id: string | null | undefined) => Promise<'main' | 'other' | 'deleted'>;
};

/**
 * Tells a contact that was moved from one that was deleted: by its immutable id a deleted contact may still be read, out
 * of Deleted Items. The id of that folder would take a permission to read mail, so it is told by what it is not: a contact
 * folder. Folders are asked for when first needed, and remembered as long as the collection is open.
 */
export function createFolders(calls: Calls): Folders {
  let main: string | undefined;
  let others: ReadonlySet<string> | undefined;

  async function listFolders(): Promise<ReadonlySet<string>> {
    const known = new Set<string>();
    let asked: readonly BatchItem[] = [foldersItem('top'), foldersItem('main')];
    for (let depth = 0; depth < maxFolderDepth && asked.length > 0 && known.size < maxFolders; depth += 1) {
      const listed = (await calls.succeedAll(asked)).flatMap((answer) => parseFolders(answer));
      const fresh = [...new Set(listed)].filter((id) => !known.has(id));
      for (const id of fresh) known.add(id);
      asked = fresh.slice(0, contactsProfile.batchSize).map((id) => foldersItem({ id }));
    }
    return known;
  }

  return {
    main: () => main,
    learnMain: (id) => {
      main ??= id ?? undefined;
    },
    placeOf: async (id) => {
      if (!id || id === main) return 'main';
      if (main === undefined) {
        const [answer] = await calls.succeedAll([mainFolderItem()]);
        if (answer) main = parseFolder(answer);
      }
      if (id === main) return 'main';
      others ??= await listFolders();
      return others.has(id) ? 'other' : 'deleted';
    },
  };
}
