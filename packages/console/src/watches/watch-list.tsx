import type { WatchPage, WatchQuery } from '@concord/core';
import { Button, Checkbox } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { Failure } from '../shell/failure.tsx';
import { MoreRows } from '../shell/more-rows.tsx';
import { Nothing } from '../shell/nothing.tsx';
import { RowsPlaceholder } from '../shell/placeholder.tsx';
import { sayCount, sayNumber } from '../words/numbers.ts';
import { BulkTags } from './bulk-tags.tsx';
import { WatchListRow } from './watch-list-row.tsx';
import { addressOf } from './watch-query.ts';
import rowStyles from './watch-rows.module.css';
import styles from './watches.module.css';

type WatchListProps = {
  readonly query: WatchQuery;
  readonly pages: UseInfiniteQueryResult<InfiniteData<WatchPage>>;
  /** Some are not shown because of a search or a filter. */
  readonly isNarrowed: boolean;
  readonly onShowAll: () => void;
};

/** What was found, to be opened, or picked and tagged together. */
export function WatchList({ query, pages, isNarrowed, onShowAll }: WatchListProps) {
  const [picked, setPicked] = usePicked(addressOf(query));
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const total = pages.data?.pages.at(-1)?.total ?? 0;
  if (pages.isPending) return <RowsPlaceholder />;
  if (pages.isError && rows.length === 0)
    return (
      <div className={rowStyles.failure}>
        <Failure error={pages.error} onRetry={() => pages.refetch()} />
        {isNarrowed && <ShowAll onShowAll={onShowAll} />}
      </div>
    );
  if (rows.length === 0) return isNarrowed ? <NotFound onShowAll={onShowAll} /> : <Nothing {...noneYet} />;
  const pick = (id: string, isPicked: boolean): void => {
    const next = new Set(picked);
    if (isPicked) next.add(id);
    else next.delete(id);
    setPicked(next);
  };
  const isWhole = rows.every(({ id }) => picked.has(id));
  return (
    <div aria-busy={pages.isPlaceholderData || undefined}>
      <div className={rowStyles.pickRow}>
        <Checkbox
          label={`Pick all ${sayNumber(rows.length)} shown`}
          checked={isWhole}
          indeterminate={!isWhole && picked.size > 0}
          onChange={(event) => setPicked(new Set(event.currentTarget.checked ? rows.map(({ id }) => id) : []))}
        />
        <span className={styles.counts} role="status">
          {sayCount(total, 'watch', 'watches')}
        </span>
      </div>
      {picked.size > 0 && (
        <BulkTags picked={picked} known={pages.data?.pages[0]?.tags ?? []} onClear={() => setPicked(new Set())} />
      )}
      <ul className={rowStyles.list} aria-label="Watches" data-faded={pages.isPlaceholderData || undefined}>
        {rows.map((row) => (
          <WatchListRow key={row.id} row={row} isPicked={picked.has(row.id)} onPick={pick} />
        ))}
      </ul>
      <MoreRows pages={pages} shown={`${sayNumber(rows.length)} of ${sayNumber(total)}`} />
    </div>
  );
}

/** What was picked holds for the list it was picked in: another search or filter begins with none, so that nothing unseen is tagged. */
function usePicked(list: string) {
  const [picked, setPicked] = useState<{ readonly list: string; readonly ids: ReadonlySet<string> }>();
  const ids = picked?.list === list ? picked.ids : none;
  return [ids, (next: ReadonlySet<string>) => setPicked({ list, ids: next })] as const;
}

const none: ReadonlySet<string> = new Set();

const noneYet = {
  title: 'No watches yet',
  text: 'Import matters from Clio, or add somebody by hand. Nothing is ever imported by itself.',
};

function NotFound({ onShowAll }: { readonly onShowAll: () => void }) {
  return (
    <>
      <Nothing title="Nothing found" text="No watch is like that. Try fewer words or other filters." />
      <ShowAll onShowAll={onShowAll} />
    </>
  );
}

function ShowAll({ onShowAll }: { readonly onShowAll: () => void }) {
  return (
    <div className={rowStyles.showAll}>
      <Button size="sm" variant="default" onClick={onShowAll}>
        Show all watches
      </Button>
    </div>
  );
}
