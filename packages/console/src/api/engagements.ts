import type { EngagedPage, EngagementsPage, EngagementView } from '@concord/core';
import {
  type InfiniteData,
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { getJson, postJson } from './client.ts';
import { engagedKey, engagementsKey, timelineKey, timelinesKey } from './keys.ts';
import { useWish } from './use-wish.ts';
import { wishFor } from './wishes.ts';
import { withWords } from './with-words.ts';

type Asked = { readonly pageParam: string; readonly signal: AbortSignal };

const paging = { initialPageParam: '', getNextPageParam: (page: { readonly after?: string }) => page.after };
const addressOf = (engagement: string, what: string): string =>
  `/api/engagements/${encodeURIComponent(engagement)}/${what}`;

/** New mail appears by itself: as often as the page looks for it, in milliseconds. */
const lookEveryMs = 10_000;
/** Right after something was sent. */
const lookSoonMs = 2000;

/** Contacts that have engagements, those with the latest first. */
export function useEngaged(search: string) {
  return useInfiniteQuery({
    queryKey: engagedKey(search),
    queryFn: ({ pageParam, signal }: Asked) =>
      getJson<EngagedPage>(withWords('/api/engagements/people', { search, after: pageParam }), signal),
    ...paging,
    placeholderData: keepPreviousData,
    refetchInterval: lookEveryMs,
  });
}

/** The timeline of a contact, the newest first. `isExpecting`: what was sent from here is not there yet. */
export function useTimeline(contact: string, isExpecting: boolean) {
  return useInfiniteQuery({
    queryKey: timelineKey(contact),
    queryFn: ({ pageParam, signal }: Asked) =>
      getJson<EngagementsPage>(withWords('/api/engagements', { contact, after: pageParam }), signal),
    ...paging,
    refetchInterval: isExpecting ? lookSoonMs : lookEveryMs,
  });
}

/** Subject, people and text go, for good. */
export function useRedact(engagement: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => postJson<EngagementView>(addressOf(engagement, 'redact'), {}),
    onSuccess: async (view) => {
      await queries.cancelQueries({ queryKey: engagementsKey });
      replace(queries, view);
    },
  });
}

function replace(queries: QueryClient, view: EngagementView): void {
  queries.setQueriesData<InfiniteData<EngagementsPage>>({ queryKey: timelinesKey }, (known) =>
    known
      ? { ...known, pages: known.pages.map((page) => ({ ...page, rows: page.rows.map((row) => newer(row, view)) })) }
      : known,
  );
}

const newer = (row: EngagementView, view: EngagementView): EngagementView => (row.id === view.id ? view : row);

/** The open matters of a contact, as Clio has them now. */
export function useContactMatters(engagement: string) {
  return useWish((contact: string, onWaiting) => wishFor(addressOf(engagement, 'matters'), { contact }, { onWaiting }));
}

/** Files it on a matter in Clio: once a matter, however often it is asked. */
export function useFile(engagement: string) {
  const queries = useQueryClient();
  return useWish(async (matter: string, onWaiting) => {
    const view = await wishFor(addressOf(engagement, 'file'), { matter }, { onWaiting });
    await queries.invalidateQueries({ queryKey: engagementsKey });
    return view;
  });
}
