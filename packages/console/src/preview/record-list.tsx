import type { PreviewFilter, SyncView } from '@concord/core';
import { VisuallyHidden } from '@mantine/core';
import { usePreviewRows } from '../api/pages.ts';
import { Failure } from '../shell/failure.tsx';
import { MoreRows } from '../shell/more-rows.tsx';
import { Nothing } from '../shell/nothing.tsx';
import { RowsPlaceholder } from '../shell/placeholder.tsx';
import { itemWords } from '../words/items.ts';
import { sayNumber } from '../words/numbers.ts';
import { RecordRow } from './record-row.tsx';
import styles from './records.module.css';

type RecordListProps = {
  readonly sync: SyncView;
  readonly run: string;
  readonly filter: PreviewFilter;
  readonly search: string;
  /** How many there are without a search. */
  readonly total: number;
};

export function RecordList({ sync, run, filter, search, total }: RecordListProps) {
  const pages = usePreviewRows(sync.id, run, filter, search);
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  if (pages.isPending || (rows.length === 0 && pages.hasNextPage && !pages.isError)) return <RowsPlaceholder />;
  if (pages.isError && rows.length === 0)
    return (
      <div className={styles.failure}>
        <Failure error={pages.error} onRetry={() => pages.refetch()} />
      </div>
    );
  if (rows.length === 0) return <Nothing {...sayNothing(sync, filter, search)} />;
  const shown = search === '' ? `${sayNumber(rows.length)} of ${sayNumber(Math.max(total, rows.length))}` : undefined;
  return (
    <div aria-busy={pages.isPlaceholderData} data-faded={pages.isPlaceholderData || undefined} className={styles.list}>
      <VisuallyHidden role="status">
        {search === '' ? '' : `${rows.length}${pages.hasNextPage ? ' or more' : ''} found for ${search}`}
      </VisuallyHidden>
      {filter === 'held' && (
        <p className={styles.note}>
          Nothing is written for these. Once the sync has started, you decide about each of them.
        </p>
      )}
      <ul>
        {rows.map((row) => (
          <RecordRow key={row.id} row={row} left={sync.left.label} right={sync.right.label} />
        ))}
      </ul>
      <MoreRows pages={pages} {...(shown === undefined ? {} : { shown })} />
    </div>
  );
}

function sayNothing({ itemType }: SyncView, filter: PreviewFilter, search: string): { title: string; text: string } {
  const { one, searchLess, matches } = itemWords[itemType];
  if (search !== '') return { title: `Nothing found for “${search}”`, text: searchLess };
  const sayings = {
    all: {
      title: 'Both sides are empty',
      text: `Add one ${one} on either side; it will be carried over once you start.`,
    },
    addedLeft: {
      title: 'Nothing to add here',
      text: 'Everything that the other side has is here already, or is held.',
    },
    addedRight: {
      title: 'Nothing to add here',
      text: 'Everything that the other side has is here already, or is held.',
    },
    linked: {
      title: 'Nothing to link',
      text: matches,
    },
    held: { title: 'Nothing waits for you', text: 'No two records look alike without being surely the same.' },
    leftOut: { title: 'Nothing is left out', text: 'Every record takes part in this sync.' },
    resent: { title: 'Nothing is sent again', text: 'Nothing was deleted on one side and kept on the other.' },
    notFitting: { title: 'Everything fits', text: 'Each side can hold every detail of the other.' },
  } as const satisfies Record<PreviewFilter, { title: string; text: string }>;
  return sayings[filter];
}
