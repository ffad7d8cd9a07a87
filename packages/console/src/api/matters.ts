import type { MatterPage, MatterQuery } from '@concord/core';
import { type InfiniteData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { mattersKey, watchingKey, watchListsKey } from './keys.ts';
import { lookAtWish, wishFor } from './wishes.ts';

/** A page of matters, and the wish that brought it: the page after it is asked for by its name. */
type BroughtPage = MatterPage & { readonly wish: string };
type Asked = { readonly pageParam: string; readonly signal: AbortSignal };

/** The member's matters in Clio, page by page. Only a person makes it ask Clio again. */
export function useMatters(filters: string, query: MatterQuery) {
  const queries = useQueryClient();
  const [waitsFor, setWaitsFor] = useState('');
  const readPage = async (asked: MatterQuery, signal: AbortSignal): Promise<BroughtPage> => {
    try {
      const { id, matters } = await wishFor('/api/matters', asked, { signal, onWaiting: setWaitsFor });
      return { wish: id, ...(matters ?? { rows: [], more: false }) };
    } finally {
      setWaitsFor('');
    }
  };
  const pages = useInfiniteQuery({
    queryKey: mattersKey(filters),
    queryFn: ({ pageParam, signal }: Asked) => readPage(pageParam === '' ? query : { after: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: ({ more, wish }: BroughtPage) => (more ? wish : undefined),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnReconnect: false,
    retry: false,
  });
  // The first look at matters also brings what can be filtered by.
  const { isSuccess } = pages;
  useEffect(() => {
    if (isSuccess) queries.invalidateQueries({ queryKey: watchingKey }).catch(() => undefined);
  }, [queries, isSuccess]);
  const beginAnew = () => queries.resetQueries({ queryKey: mattersKey(filters) });
  return { pages, waitsFor, beginAnew };
}

/** What one wish takes. */
const importedAtOnce = 100;
const noneSoFar = { added: [], known: [], notShown: [] } as const satisfies Imported;

/** Ids of watches, and of matters that Clio does not show. */
export type Imported = {
  readonly added: readonly string[];
  readonly known: readonly string[];
  readonly notShown: readonly string[];
};
type Wanted = {
  readonly matters: readonly string[];
  /** Told what was imported, a hundred at a time: that stays, whatever becomes of the others. */
  readonly onPart: (matters: readonly string[]) => void;
};

/** Makes watches of matters; `waitsFor` says how far it is. */
export function useImport(filters: string) {
  const queries = useQueryClient();
  const [waitsFor, setWaitsFor] = useState('');
  const importing = useMutation({
    mutationFn: async ({ matters, onPart }: Wanted): Promise<Imported> => {
      let all: Imported = noneSoFar;
      for (let from = 0; from < matters.length; from += importedAtOnce) {
        const part = matters.slice(from, from + importedAtOnce);
        const far = matters.length > importedAtOnce ? `${from} of ${matters.length} imported. ` : '';
        const onWaiting = (sentence: string) => setWaitsFor(far + sentence);
        const { imported = noneSoFar } = await wishFor('/api/matters/import', { matters: part }, { onWaiting });
        all = joined(all, imported);
        onPart(part);
      }
      return all;
    },
    onSettled: async () => {
      setWaitsFor('');
      await queries.invalidateQueries({ queryKey: watchListsKey });
      await queries.invalidateQueries({ queryKey: watchingKey });
      await markImported();
    },
  });
  /** The wishes of the pages know by now which matters are imported: nothing is asked of Clio. */
  const markImported = async (): Promise<void> => {
    const known = queries.getQueryData<InfiniteData<BroughtPage>>(mattersKey(filters));
    const looks = (known?.pages ?? []).map(async (page) => {
      const { matters } = await lookAtWish(page.wish).catch(() => ({ matters: undefined }));
      return matters ? { ...page, rows: matters.rows } : page;
    });
    const pages = await Promise.all(looks);
    if (known) queries.setQueryData(mattersKey(filters), { ...known, pages });
  };
  return { importing, waitsFor };
}

const joined = (a: Imported, b: Imported): Imported => ({
  added: [...a.added, ...b.added],
  known: [...a.known, ...b.known],
  notShown: [...a.notShown, ...b.notShown],
});
