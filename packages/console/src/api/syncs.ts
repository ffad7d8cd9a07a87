import type { Answers, NewSync, ScanRequest, SyncState, SyncView, UndoWish } from '@concord/core';
import { type UseMutationResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { getJson, postJson } from './client.ts';
import { previewKey, sessionKey, syncKey, waitingKey } from './keys.ts';

/** Milliseconds between looks at a sync; react-query does not look while the page is hidden. */
const lookEveryMs = {
  draft: false,
  scanning: 1000,
  previewed: 15_000,
  running: 1000,
  live: 1000,
  paused: 3000,
  stopped: 15_000,
} as const satisfies Record<SyncState, number | false>;

/** While an undo is looked at or carried out, whatever else the sync does. */
const lookAgainMs = (sync: SyncView): number | false => (isUndoBusy(sync) ? 1000 : lookEveryMs[sync.state]);

/** Another undo can be asked for once this one has its preview. */
export const isUndoBusy = ({ undo }: SyncView): boolean => undo?.state === 'asked' || undo?.state === 'going';

const syncPath = (sync: string): string => `/api/syncs/${encodeURIComponent(sync)}`;

/** One sync. A new state of it often comes with news of its connections: the session is then asked for again. */
export function useSync(sync: string) {
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: syncKey(sync),
    queryFn: ({ signal }) => getJson<SyncView>(syncPath(sync), signal),
    refetchInterval: (query) => (query.state.data ? lookAgainMs(query.state.data) : 5000),
  });
  const state = query.data?.state;
  useEffect(() => {
    if (state) queries.invalidateQueries({ queryKey: sessionKey }).catch(() => undefined);
  }, [queries, state]);
  return query;
}

/** Makes the draft of a sync; asking again for the same two sides answers the same one. */
export function useNewSync() {
  return useSyncChange((draft: NewSync) => postJson<SyncView>('/api/syncs', draft));
}

export function useScan(sync: string) {
  return useSyncChange((request: ScanRequest) => postJson<SyncView>(`${syncPath(sync)}/scan`, request));
}

export function useStart(sync: string) {
  return useSyncChange((run: string) => postJson<SyncView>(`${syncPath(sync)}/start`, { run }));
}

export function useStop(sync: string) {
  return useSyncChange<void>(() => postJson<SyncView>(`${syncPath(sync)}/stop`, {}));
}

/** Asks for a full pass over both sides; only what really differs is written. */
export function useRefresh(sync: string) {
  return useSyncChange<void>(() => postJson<SyncView>(`${syncPath(sync)}/refresh`, {}));
}

/** Asks for the preview of an undo. */
export function useUndo(sync: string) {
  return useSyncChange((wish: UndoWish) => postJson<SyncView>(`${syncPath(sync)}/undo`, wish));
}

export function useStartUndo(sync: string) {
  return useSyncChange((run: string) => postJson<SyncView>(`${syncPath(sync)}/undo/start`, { run }));
}

export function useDropUndo(sync: string) {
  return useSyncChange<void>(() => postJson<SyncView>(`${syncPath(sync)}/undo/drop`, {}));
}

export function useAnswers(sync: string) {
  const queries = useQueryClient();
  return useSyncChange(async (answers: Answers) => {
    const view = await postJson<SyncView>(`${syncPath(sync)}/answers`, answers);
    await queries.invalidateQueries({ queryKey: waitingKey(sync) });
    await queries.invalidateQueries({ queryKey: previewKey(sync) });
    return view;
  });
}

export type SyncChange<Input> = UseMutationResult<SyncView, Error, Input>;

function useSyncChange<Input>(change: (input: Input) => Promise<SyncView>): SyncChange<Input> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    // A look that is under way may answer with the state before the change.
    onMutate: () => queries.cancelQueries({ queryKey: ['sync'], predicate: (query) => query.queryKey.length === 2 }),
    onSuccess: async (view) => {
      queries.setQueryData(syncKey(view.id), view);
      await queries.invalidateQueries({ queryKey: sessionKey });
    },
  });
}
