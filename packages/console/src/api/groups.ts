import type { GroupsView } from '@concord/core';
import { useAskedList } from './asked-list.ts';
import { groupsKey } from './keys.ts';

const pathOf = (sync: string, what: 'groups' | 'read-groups'): string =>
  `/api/syncs/${encodeURIComponent(sync)}/${what}`;

/** What can be chosen instead of everything. */
export const useGroups = (sync: string) =>
  useAskedList<GroupsView>({
    queryKey: groupsKey(sync),
    path: pathOf(sync, 'groups'),
    askPath: pathOf(sync, 'read-groups'),
  });
