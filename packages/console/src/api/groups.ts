import type { GroupsView } from '@concord/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { getJson, postJson } from './client.ts';
import { groupsKey } from './keys.ts';

const pathOf = (sync: string, what: 'groups' | 'read-groups'): string =>
  `/api/syncs/${encodeURIComponent(sync)}/${what}`;

/** What can be chosen instead of everything. Where nobody has read it yet, it is asked for once. */
export function useGroups(sync: string) {
  const groups = useQuery({
    queryKey: groupsKey(sync),
    queryFn: ({ signal }) => getJson<GroupsView>(pathOf(sync, 'groups'), signal),
    refetchInterval: ({ state }) => (state.data?.isAsked ? 1000 : false),
  });
  const ask = useAskForGroups(sync);
  const { mutate, isIdle } = ask;
  const isUnread = groups.data !== undefined && !isReadOrFailed(groups.data);
  useEffect(() => {
    if (isUnread && isIdle) mutate();
  }, [isUnread, isIdle, mutate]);
  return { groups, ask };
}

const isReadOrFailed = ({ readAt, isAsked, failure }: GroupsView): boolean =>
  readAt !== undefined || isAsked || failure !== undefined;

function useAskForGroups(sync: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => postJson<GroupsView>(pathOf(sync, 'read-groups'), {}),
    onMutate: () => queries.cancelQueries({ queryKey: groupsKey(sync) }),
    onSuccess: (view) => queries.setQueryData(groupsKey(sync), view),
  });
}
