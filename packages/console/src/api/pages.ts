import type { ActivityPage, PastPage, PreviewFilter, PreviewPage, UndoPage, WaitingPage } from '@concord/core';
import {
  type InfiniteData,
  keepPreviousData,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect } from 'react';
import { getJson } from './client.ts';
import { activityKey, pastKey, previewPageKey, undoKey, waitingKey } from './keys.ts';

type Page = { readonly rows: readonly unknown[]; readonly after?: string };
type Asked = { readonly pageParam: string; readonly signal: AbortSignal };

/** As many as fill a screen. */
const enoughRows = 15;

const paging = { initialPageParam: '', getNextPageParam: (page: Page) => page.after };

/** The records of one preview. A preview never changes under its run id, so a page read once is kept. */
export function usePreviewRows(sync: string, run: string, filter: PreviewFilter, search: string) {
  const query = useInfiniteQuery({
    queryKey: previewPageKey(sync, run, filter, search),
    queryFn: ({ pageParam, signal }: Asked) =>
      getJson<PreviewPage>(address(sync, 'preview', { filter, search, after: pageParam }), signal),
    ...paging,
    placeholderData: keepPreviousData,
  });
  useFirstRows(query);
  return query;
}

/** A search or a rare outcome may come in pages with few rows or none: reads on until there is something to look at. */
function useFirstRows(query: UseInfiniteQueryResult<InfiniteData<PreviewPage>>): void {
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = query;
  const rows = data?.pages.reduce((sum, page) => sum + page.rows.length, 0) ?? 0;
  useEffect(() => {
    if (data && rows < enoughRows && hasNextPage && !isFetching && !isError) fetchNextPage().catch(() => undefined);
  }, [data, rows, hasNextPage, isFetching, isError, fetchNextPage]);
}

/** What waits for a person. `mark` names the state it was read for: another mark reads it again. */
export function useWaitingRows(sync: string, mark: string) {
  const query = useInfiniteQuery({
    queryKey: waitingKey(sync),
    queryFn: ({ pageParam, signal }: Asked) =>
      getJson<WaitingPage>(address(sync, 'waiting', { after: pageParam }), signal),
    ...paging,
  });
  useReadAgain(waitingKey(sync), mark);
  return query;
}

/** What was written lately, newest first. */
export function useActivityRows(sync: string, mark: string) {
  const query = useInfiniteQuery({
    queryKey: activityKey(sync),
    queryFn: ({ pageParam, signal }: Asked) =>
      getJson<ActivityPage>(address(sync, 'activity', { after: pageParam }), signal),
    ...paging,
    refetchInterval: 10_000,
  });
  useReadAgain(activityKey(sync), mark);
  return query;
}

/** The preview of one undo, which does not change. */
export function useUndoRows(sync: string, run: string) {
  return useInfiniteQuery({
    queryKey: undoKey(sync, run),
    queryFn: ({ pageParam, signal }: Asked) =>
      getJson<UndoPage>(address(sync, 'undo/rows', { after: pageParam }), signal),
    ...paging,
  });
}

/** What Concord did to one record. */
export function usePast(sync: string, mapping: string, isWanted: boolean) {
  return useQuery({
    queryKey: pastKey(sync, mapping),
    queryFn: ({ signal }) => getJson<PastPage>(address(sync, 'past', { mapping }), signal),
    enabled: isWanted,
  });
}

function useReadAgain(queryKey: readonly string[], mark: string): void {
  const queries = useQueryClient();
  const [root, sync, part] = queryKey;
  // Not used in the effect: the mark is what asks for another read
  useEffect(() => {
    queries.invalidateQueries({ queryKey: [root, sync, part] }).catch(() => undefined);
  }, [queries, root, sync, part, mark]);
}

function address(sync: string, part: string, query: Readonly<Record<string, string>>): string {
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '' && value !== 'all'));
  const suffix = search.size > 0 ? `?${search}` : '';
  return `/api/syncs/${encodeURIComponent(sync)}/${part}${suffix}`;
}
