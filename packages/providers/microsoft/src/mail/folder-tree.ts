import type { MailPlace } from '@concord/core';
import { type Answer, recordOf } from '../errors.ts';
import { parseRow } from '../graph-requests.ts';
import { type FolderName, namedFolders } from './profile.ts';
import type { FolderRow } from './requests.ts';

export type FolderPlace = {
  readonly name: string;
  readonly place: MailPlace;
  readonly isFollowed: boolean;
  /** Whether the mailbox's lists show it to people. */
  readonly isListed: boolean;
};

export type FolderTree = {
  /** Of all whose changes are followed. */
  readonly followed: readonly string[];
  /** The folder that those at the top lie in; no list has it. */
  readonly top: string | undefined;
  readonly placeOf: (id: string | null | undefined) => FolderPlace | undefined;
  /** Where the list's own changes go on. */
  readonly query: string;
};

export const nowhere: FolderPlace = { name: '', place: 'deleted', isFollowed: false, isListed: false };

/** One that the list does not have: hidden from people, outside of what they see, or newer than the list. */
export function strayOf(answer: Answer, tree: FolderTree): FolderPlace {
  const row = parseRow<FolderRow>(answer.body);
  const above = row.parentFolderId === tree.top ? ordinary : tree.placeOf(row.parentFolderId);
  if (above === undefined || recordOf(answer.body)?.isHidden === true) return nowhere;
  return { ...within(above), name: row.displayName ?? '', isListed: true };
}

const ordinary = { place: 'other', isFollowed: true } as const;
const within = ({ place, isFollowed }: Pick<FolderPlace, 'place' | 'isFollowed'>) =>
  place === 'inbox' ? ordinary : { place, isFollowed };

/** `named`: those whose ids are known by their names. */
export function treeOf(rows: readonly FolderRow[], named: ReadonlyMap<string, FolderName>, query: string): FolderTree {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const places = new Map<string, Pick<FolderPlace, 'place' | 'isFollowed'>>();
  const placeIn = (id: string | null | undefined, depth: number): Pick<FolderPlace, 'place' | 'isFollowed'> => {
    const known = places.get(id ?? '');
    const name = named.get(id ?? '');
    if (known !== undefined) return known;
    if (name !== undefined) return namedFolders[name];
    const row = byId.get(id ?? '');
    return row === undefined || depth > 100 ? ordinary : within(placeIn(row.parentFolderId, depth + 1));
  };
  for (const id of [...named.keys(), ...byId.keys()]) places.set(id, placeIn(id, 0));
  const placeOf: FolderTree['placeOf'] = (id) => {
    const place = places.get(id ?? '');
    return place && { ...place, name: byId.get(id ?? '')?.displayName ?? '', isListed: true };
  };
  const inbox = [...named].find(([, name]) => name === 'inbox')?.[0] ?? '';
  const top = byId.get(inbox)?.parentFolderId ?? undefined;
  return { followed: [...places].flatMap(([id, { isFollowed }]) => (isFollowed ? [id] : [])), top, placeOf, query };
}
