import type { Answers, ReviewPage, SyncView } from '@concord/core';
import { type InfiniteData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { getJson, postJson } from './client.ts';
import { reviewKey } from './keys.ts';

/** Answers are carried out a few seconds after they were given. */
const soonMs = 2500;
const laterMs = 15_000;

type Asked = { readonly pageParam: string; readonly signal: AbortSignal };

/** Everything that waits for the person, in all of their syncs. */
export function useReviewRows() {
  return useInfiniteQuery({
    queryKey: reviewKey,
    queryFn: ({ pageParam, signal }: Asked) =>
      getJson<ReviewPage>(
        `/api/review${pageParam === '' ? '' : `?${new URLSearchParams({ after: pageParam })}`}`,
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page: ReviewPage) => page.after,
    refetchInterval: ({ state }) => (hasGiven(state.data) ? soonMs : laterMs),
  });
}

const hasGiven = (data: InfiniteData<ReviewPage> | undefined): boolean =>
  data?.pages.some(({ rows }) => rows.some(({ given }) => given)) === true;

type Said = { readonly sync: string; readonly body: Answers };
/** `mappings`: absent, all that was answered lately in this sync. */
type Unsaid = { readonly sync: string; readonly mappings?: readonly string[] };

export function useReviewAnswers() {
  return useReviewChange(({ sync, body }: Said) => postJson<SyncView>(`${pathOf(sync)}/answers`, body));
}

export function useTakeBack() {
  return useReviewChange(({ sync, mappings }: Unsaid) =>
    postJson<SyncView>(`${pathOf(sync)}/take-back`, mappings ? { mappings } : { all: true }),
  );
}

const pathOf = (sync: string): string => `/api/syncs/${encodeURIComponent(sync)}`;

function useReviewChange<Input>(change: (input: Input) => Promise<SyncView>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: async () => await queries.invalidateQueries({ queryKey: reviewKey }),
  });
}
