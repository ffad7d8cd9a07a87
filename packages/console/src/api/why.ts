import type { SyncView, WhyView } from '@concord/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, postJson } from './client.ts';
import { whyKey } from './keys.ts';

/** Soon after a look was asked for, the answer is another one. */
const lookEveryMs = 2000;

/** Why somebody is as they are. `isWatched`: a worker was asked to look, so that the answer may change any moment. */
export function useWhy(query: string, isWatched: boolean) {
  return useQuery({
    queryKey: whyKey(query),
    queryFn: ({ signal }) => getJson<WhyView>(`/api/why?${new URLSearchParams({ query })}`, signal),
    enabled: query !== '',
    refetchInterval: isWatched ? lookEveryMs : false,
  });
}

/** Asks a worker to read both sides of a record now. */
export function useLook(query: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ sync, mapping }: { readonly sync: string; readonly mapping: string }) =>
      postJson<SyncView>(`/api/syncs/${encodeURIComponent(sync)}/look`, { mapping }),
    onSuccess: async () => await queries.invalidateQueries({ queryKey: whyKey(query) }),
  });
}
