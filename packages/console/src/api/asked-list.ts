import { type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { getJson, postJson } from './client.ts';

/** What a worker reads when it is asked to, as it was read last. */
type AskedView = { readonly readAt?: number; readonly isAsked: boolean; readonly failure?: string };

type AskedList = {
  readonly queryKey: QueryKey;
  /** Tells what was read; `askPath` asks for it to be read again. */
  readonly path: string;
  readonly askPath: string;
};

/** A list that is read when somebody asks. Where nobody has read it yet, it is asked for once. */
export function useAskedList<View extends AskedView>({ queryKey, path, askPath }: AskedList) {
  const queries = useQueryClient();
  const list = useQuery({
    queryKey,
    queryFn: ({ signal }) => getJson<View>(path, signal),
    refetchInterval: ({ state }) => (state.data?.isAsked ? 1000 : false),
  });
  const ask = useMutation({
    mutationFn: () => postJson<View>(askPath, {}),
    onMutate: () => queries.cancelQueries({ queryKey }),
    onSuccess: (view) => queries.setQueryData(queryKey, view),
  });
  const { mutate, isIdle } = ask;
  const isUnread = list.data !== undefined && !isReadOrFailed(list.data);
  useEffect(() => {
    if (isUnread && isIdle) mutate();
  }, [isUnread, isIdle, mutate]);
  return { list, ask };
}

const isReadOrFailed = ({ readAt, isAsked, failure }: AskedView): boolean =>
  readAt !== undefined || isAsked || failure !== undefined;
