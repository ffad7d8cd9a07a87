import { type Group, type Present, SyncError } from '@concord/core';

/** Clio has no groups of contacts that people make; these two are what firms choose by. New contacts have no matters yet. */
const names = {
  client: 'Only clients',
  openMatter: 'Only contacts of open matters',
} as const;

export type GroupId = keyof typeof names;

export const groups: readonly Group[] = Object.entries(names).map(([id, name]) => ({ id, name, takesNew: false }));

/** Throws `misconfigured` for what is none of them. */
export function groupOf(id: string | undefined): GroupId | undefined {
  if (id === undefined || isGroupId(id)) return id;
  throw new SyncError('misconfigured', 'Clio has no such group of contacts', { provider: 'clio' });
}

const isGroupId = (id: string): id is GroupId => Object.hasOwn(names, id);

/** Clio moves neither etag nor time with a matter, as far as is known: so the version tells where somebody is. */
const outsideMark = '~outside';

/** As it is shown to somebody who chose a group. */
export function placed(seen: Present, isInside: boolean): Present {
  return isInside ? seen : { ...seen, version: `${seen.version}${outsideMark}`, outside: true };
}

export const isMarked = (version: string): boolean => version.endsWith(outsideMark);

export const withoutMark = (version: string): string =>
  isMarked(version) ? version.slice(0, -outsideMark.length) : version;
