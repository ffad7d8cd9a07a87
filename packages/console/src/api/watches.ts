import type {
  BulkTags,
  BulkTagsDone,
  NewWatch,
  WatchAnswer,
  WatchEdit,
  WatchExport,
  WatchHistoryPage,
  WatchingView,
  WatchPage,
  WatchQuery,
  WatchView,
} from '@concord/core';
import {
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, getJson, postJson } from './client.ts';
import { watchHistoryKey, watchingKey, watchKey, watchListKey, watchListsKey } from './keys.ts';
import { wishFor } from './wishes.ts';
import { withWords } from './with-words.ts';

type Asked = { readonly pageParam: string; readonly signal: AbortSignal };

const paging = { initialPageParam: '', getNextPageParam: (page: { readonly after?: string }) => page.after };
const addressOf = (watch: string): string => `/api/watches/${encodeURIComponent(watch)}`;

/** Milliseconds for which a list is good enough: every page of it reads all watches of the firm. */
const listKeptMs = 30_000;

export function useWatches(query: WatchQuery) {
  return useInfiniteQuery({
    queryKey: watchListKey(query),
    queryFn: ({ pageParam, signal }: Asked) =>
      getJson<WatchPage>(withWords('/api/watches', { ...query, after: pageParam }), signal),
    ...paging,
    staleTime: listKeptMs,
    placeholderData: keepPreviousData,
  });
}

export function useWatch(watch: string) {
  return useQuery({
    queryKey: watchKey(watch),
    queryFn: ({ signal }) => getJson<WatchView>(addressOf(watch), signal),
  });
}

export function useWatchHistory(watch: string) {
  return useInfiniteQuery({
    queryKey: watchHistoryKey(watch),
    queryFn: ({ pageParam, signal }: Asked) =>
      getJson<WatchHistoryPage>(withWords(`${addressOf(watch)}/history`, { after: pageParam }), signal),
    ...paging,
  });
}

export function useNewWatch() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (wanted: NewWatch) => postJson<WatchView>('/api/watches', wanted),
    onSuccess: async (view) => await keep(queries, view),
  });
}

type Saving = {
  readonly edit: Omit<WatchEdit, 'rev'>;
  /** Whether what is edited is still as it was when the person began. */
  readonly isUntouched: (now: WatchView) => boolean;
};

/**
 * Saves a part of a watch. Somebody else's edit of another part is no hindrance; one of the same part is never written over:
 * then it throws, and the watch is shown as it is by now.
 */
export function useSaveWatch(watch: string) {
  const queries = useQueryClient();
  return useMutation({
    // One after the other: each edit names the revision that the one before it made.
    scope: { id: `watch ${watch}` },
    mutationFn: (saving: Saving) => saveWatch(queries, watch, saving),
    onSuccess: async (view) => await keep(queries, view),
  });
}

async function saveWatch(queries: QueryClient, watch: string, { edit, isUntouched }: Saving): Promise<WatchView> {
  const known = queries.getQueryData<WatchView>(watchKey(watch));
  if (known && !isUntouched(known)) throw changedMeanwhile;
  const send = (rev: number) => postJson<WatchView>(addressOf(watch), { ...edit, rev });
  try {
    return await send(known?.rev ?? 0);
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'conflict')) throw error;
    const now = await getJson<WatchView>(addressOf(watch));
    queries.setQueryData(watchKey(watch), now);
    if (!isUntouched(now)) throw error;
    return await send(now.rev);
  }
}

const changedMeanwhile = new ApiError(409, {
  code: 'conflict',
  message: 'Somebody, or a refresh, changed this meanwhile.',
});

export function useArchiveWatch(watch: string) {
  return useWatchChange(watch, (archived: boolean) => postJson<WatchView>(`${addressOf(watch)}/archive`, { archived }));
}

export function useAnswerWatch(watch: string) {
  return useWatchChange(watch, (answer: WatchAnswer) => postJson<WatchView>(`${addressOf(watch)}/answer`, answer));
}

/** Takes back what a refresh changed; what people edited since stays. */
export function useUndoRefresh(watch: string) {
  return useWatchChange(watch, (refresh: string) => postJson<WatchView>(`${addressOf(watch)}/undo`, { refresh }));
}

function useWatchChange<Input>(watch: string, change: (input: Input) => Promise<WatchView>) {
  const queries = useQueryClient();
  return useMutation({
    scope: { id: `watch ${watch}` },
    mutationFn: change,
    onSuccess: async (view) => {
      await keep(queries, view);
      await queries.invalidateQueries({ queryKey: watchHistoryKey(watch) });
    },
    // Refused because it is another by now: then that is what should be looked at.
    onError: async () => await queries.invalidateQueries({ queryKey: watchKey(watch), exact: true }),
  });
}

export function useDeleteWatch(watch: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => postJson<WatchingView>(`${addressOf(watch)}/delete`, {}),
    onSuccess: async (watching) => {
      queries.setQueryData(watchingKey, watching);
      await queries.invalidateQueries({ queryKey: watchListsKey });
    },
  });
}

/** "Sync from Clio" on one watch; `waitsFor` says what is being waited for. */
export function useRefreshWatch(watch: string) {
  const queries = useQueryClient();
  const [waitsFor, setWaitsFor] = useState('');
  const refresh = useMutation({
    mutationFn: () => wishFor(`${addressOf(watch)}/refresh`, {}, { onWaiting: setWaitsFor }),
    onSettled: async () => {
      setWaitsFor('');
      await queries.invalidateQueries({ queryKey: watchKey(watch) });
      await queries.invalidateQueries({ queryKey: watchListsKey });
    },
  });
  return { refresh, waitsFor };
}

/** What one request takes. */
const tagsAtOnce = 200;

/** How many watches were changed. */
export function useTagWatches() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ watches, ...tags }: BulkTags) => {
      let changed = 0;
      for (let from = 0; from < watches.length; from += tagsAtOnce) {
        const part: BulkTags = { ...tags, watches: watches.slice(from, from + tagsAtOnce) };
        changed += (await postJson<BulkTagsDone>('/api/watching/tags', part)).changed;
      }
      return changed;
    },
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: watchListsKey });
      await queries.invalidateQueries({ queryKey: ['watch'] });
    },
  });
}

const mostParts = 1000;

/** The watches that a query finds as one CSV file, which the API tells in parts. */
export async function readExport(query: WatchQuery): Promise<{ readonly name: string; readonly csv: string }> {
  const parts: string[] = [];
  let after = '';
  for (let count = 0; count < mostParts; count++) {
    const part = await getJson<WatchExport>(withWords('/api/watching/export', { ...query, after }));
    parts.push(part.csv);
    if (part.after === undefined) return { name: part.name, csv: parts.join('') };
    after = part.after;
  }
  throw new ApiError(422, { code: 'tooMany', message: 'There are too many watches for one file. Set a filter first.' });
}

async function keep(queries: QueryClient, view: WatchView): Promise<void> {
  queries.setQueryData(watchKey(view.id), view);
  await queries.invalidateQueries({ queryKey: watchListsKey });
}
