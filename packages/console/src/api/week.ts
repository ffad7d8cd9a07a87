import type { PreviewPage, PreviewRow, WeekView } from '@concord/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getJson } from './client.ts';
import { recordKey, weekKey } from './keys.ts';

/** What a preview says of a span of time, in epoch milliseconds. A preview never changes under its run id. */
export function useWeek(sync: string, run: string, { from, to }: { readonly from: number; readonly to: number }) {
  return useQuery({
    queryKey: weekKey(sync, run, from),
    queryFn: ({ signal }) =>
      getJson<WeekView>(`${pathOf(sync)}/week?${new URLSearchParams({ from: `${from}`, to: `${to}` })}`, signal),
    placeholderData: keepPreviousData,
  });
}

/** One record of a preview, by its id; null when it is not there. */
export function usePreviewRecord(sync: string, run: string, record: string) {
  return useQuery({
    queryKey: recordKey(sync, run, record),
    queryFn: ({ signal }) => findRecord(sync, record, signal),
  });
}

/** Each answer looks through a part of the plan. More than the largest plan has. */
const mostLooks = 200;

async function findRecord(sync: string, id: string, signal: AbortSignal): Promise<PreviewRow | null> {
  let after: string | undefined = '';
  for (let looks = 0; after !== undefined && looks < mostLooks; looks++) {
    const asked = new URLSearchParams({ search: id, ...(after === '' ? {} : { after }) });
    const page: PreviewPage = await getJson<PreviewPage>(`${pathOf(sync)}?${asked}`, signal);
    const row = page.rows.find((one) => one.id === id);
    if (row) return row;
    after = page.after;
  }
  return null;
}

const pathOf = (sync: string): string => `/api/syncs/${encodeURIComponent(sync)}/preview`;
