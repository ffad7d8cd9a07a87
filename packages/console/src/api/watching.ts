import type { WatchingView, WatchSettingsEdit } from '@concord/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { getJson, postJson } from './client.ts';
import { watchingKey, watchListsKey } from './keys.ts';
import { wishFor } from './wishes.ts';

const path = '/api/watching';

/** Settings, the refresh that is under way, and how many there are. Looked at every second while one runs. */
export function useWatching() {
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: watchingKey,
    queryFn: ({ signal }) => getJson<WatchingView>(path, signal),
    refetchInterval: ({ state }) => (state.data?.run?.state === 'running' ? 1000 : 30_000),
  });
  const mark = `${query.data?.run?.id} ${query.data?.run?.state}`;
  // Not used in the effect: a refresh that began or ended is what makes the lists old
  useEffect(() => {
    queries.invalidateQueries({ queryKey: watchListsKey }).catch(() => undefined);
  }, [queries, mark]);
  return query;
}

export function useSyncAll() {
  return useWatchingChange<void>(() => postJson<WatchingView>(`${path}/run`, {}));
}

export function useStopSyncAll() {
  return useWatchingChange<void>(() => postJson<WatchingView>(`${path}/stop`, {}));
}

/** What is absent stays as it is. */
export function useSaveWatchSettings() {
  return useWatchingChange((edit: WatchSettingsEdit) => postJson<WatchingView>(`${path}/settings`, edit));
}

function useWatchingChange<Input>(change: (input: Input) => Promise<WatchingView>) {
  const queries = useQueryClient();
  return useMutation({
    scope: { id: path },
    mutationFn: change,
    // A look that is under way may answer with the state before the change.
    onMutate: () => queries.cancelQueries({ queryKey: watchingKey }),
    onSuccess: (view) => queries.setQueryData(watchingKey, view),
  });
}

/** Has practice areas and attorneys read from Clio anew. */
export function useReadChoices() {
  const queries = useQueryClient();
  const [waitsFor, setWaitsFor] = useState('');
  const read = useMutation({
    mutationFn: () => wishFor(`${path}/choices`, {}, { onWaiting: setWaitsFor }),
    onSettled: async () => {
      setWaitsFor('');
      await queries.invalidateQueries({ queryKey: watchingKey });
    },
  });
  return { read, waitsFor };
}
