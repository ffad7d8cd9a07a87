import type { Calls } from '../calls.ts';
import { type Answer, errorOf, garbled, isSuccess } from '../errors.ts';
import { type BatchItem, parseDeltaPage, parseRow, parseRows, parts } from '../graph-requests.ts';
import { maxBatchItems } from '../profile.ts';
import { type FolderPlace, type FolderTree, nowhere, strayOf, treeOf } from './folder-tree.ts';
import { queryAfter } from './links.ts';
import { type FolderName, maxFolderDepth, maxFolderPages, namedFolders } from './profile.ts';
import { childFoldersItem, type FolderRow, folderItem, foldersItem, namedFolderItem } from './requests.ts';

export type MailFolders = {
  /** As it was first read; anew when `again`. */
  readonly tree: (again?: boolean) => Promise<FolderTree>;
  /** Of the folders with these ids, also of such as no list shows. */
  readonly placesOf: (
    ids: readonly (string | null | undefined)[],
  ) => Promise<(id: string | null | undefined) => FolderPlace>;
  /** What would have to be asked for that, to go along in a batch that has so much room; undefined when it is known, or does not fit. */
  readonly ride: (room: number) => Ride | undefined;
};

type Ride = { readonly items: readonly BatchItem[]; readonly take: (answers: readonly Answer[]) => Promise<void> };

const names = Object.keys(namedFolders) as readonly FolderName[];

/** The folders of the mailbox: read when first needed, and remembered as long as it is open. */
export function createMailFolders(calls: Calls, now: () => number): MailFolders {
  let known: Promise<FolderTree> | undefined;
  const strays = new Map<string, FolderPlace>();
  const found = (answer: Answer): boolean => {
    if (isSuccess(answer)) return true;
    const error = errorOf(answer, now());
    if (error.code === 'notFound') return false;
    throw error;
  };

  const treeItems = (): readonly BatchItem[] => [foldersItem(), ...names.map(namedFolderItem)];

  async function treeFrom([listed, ...named]: readonly Answer[]): Promise<FolderTree> {
    if (listed === undefined || !isSuccess(listed)) throw listed ? errorOf(listed, now()) : garbled('no folders');
    const { rows, query } = await restOf(listed);
    const ids = names.flatMap((name, index) => {
      const answer = named[index];
      return answer !== undefined && found(answer) ? [[parseRow(answer.body).id, name] as const] : [];
    });
    return treeOf([...rows, ...(await deeper(rows))], new Map(ids), query);
  }

  async function restOf(first: Answer): Promise<{ readonly rows: readonly FolderRow[]; readonly query: string }> {
    const rows: FolderRow[] = [];
    let answer: Answer | undefined = first;
    for (let pages = 0; answer !== undefined && pages < maxFolderPages; pages += 1) {
      const page = parseDeltaPage<FolderRow>(answer);
      rows.push(...page.rows.filter((row) => row['@removed'] === undefined));
      if (page.nextLink === undefined) return { rows, query: queryAfter(page) };
      [answer] = await calls.succeedAll([foldersItem(queryAfter(page))]);
    }
    throw garbled('folders without end');
  }

  /** Those that say they have more in them than was listed: whether the list is of all depths is an assumption. */
  async function deeper(rows: readonly FolderRow[]): Promise<readonly FolderRow[]> {
    const all = [...rows];
    const asked = new Set<string>();
    for (let depth = 0; depth < maxFolderDepth; depth += 1) {
      const wanting = all.filter((row) => !asked.has(row.id) && (row.childFolderCount ?? 0) > childrenIn(all, row));
      if (wanting.length === 0) break;
      for (const group of parts(wanting, maxBatchItems)) {
        const answers = await calls.succeedAll(group.map(({ id }) => childFoldersItem(id)));
        const fresh = answers.flatMap((answer) => parseRows<FolderRow>(answer));
        all.push(...fresh.filter((row) => !all.some(({ id }) => id === row.id)));
        for (const { id } of group) asked.add(id);
      }
    }
    return all.slice(rows.length);
  }

  async function readStrays(ids: readonly string[], tree: FolderTree): Promise<void> {
    for (const group of parts(ids, maxBatchItems)) {
      const answers = await calls.answerAll(group.map(folderItem));
      for (const [index, answer] of answers.entries()) {
        strays.set(group[index] ?? '', found(answer) ? strayOf(answer, tree) : nowhere);
      }
    }
  }

  const tree = (again = false): Promise<FolderTree> => {
    if (again || known === undefined) {
      known = calls.answerAll(treeItems()).then(treeFrom);
      // What failed is asked for again by the next who needs it.
      known.catch(() => {
        known = undefined;
      });
    }
    return known;
  };
  return {
    tree,
    ride: (room) => {
      const items = treeItems();
      if (known !== undefined || items.length > room) return undefined;
      return {
        items,
        take: async (answers) => {
          const read = await treeFrom(answers);
          known = Promise.resolve(read);
        },
      };
    },
    placesOf: async (ids) => {
      const listed = await tree();
      const isStray = (id: string | null | undefined): id is string =>
        Boolean(id) && listed.placeOf(id) === undefined && !strays.has(id ?? '');
      await readStrays([...new Set(ids)].filter(isStray), listed);
      return (id) => listed.placeOf(id) ?? strays.get(id ?? '') ?? nowhere;
    },
  };
}

const childrenIn = (rows: readonly FolderRow[], { id }: FolderRow): number =>
  rows.filter(({ parentFolderId }) => parentFolderId === id).length;
