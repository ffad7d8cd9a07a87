import type { ReviewRow } from '@concord/core';
import { Checkbox, Stack } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { useReviewRows } from '../api/review.ts';
import { navigate } from '../routing/location.ts';
import { whyPath } from '../routing/routes.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { Card } from '../shell/card.tsx';
import { Failure } from '../shell/failure.tsx';
import { MoreRows } from '../shell/more-rows.tsx';
import { Nothing } from '../shell/nothing.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { RowsPlaceholder } from '../shell/placeholder.tsx';
import { Keys } from './keys.tsx';
import { optionsOf } from './options.ts';
import styles from './review.module.css';
import { ReviewItem } from './review-item.tsx';
import { useReviewing } from './use-reviewing.ts';
import { useRoving } from './use-roving.ts';

/** Everything that waits for a person, in all of their syncs: one key press decides, and can be taken back. */
export function ReviewPage() {
  const pages = useReviewRows();
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Stack gap="xl">
      <PageHeading title="Waiting for you">
        What Concord does not decide by itself: what is the same, which side is right, what a delete means, and what was
        refused.
      </PageHeading>
      {pages.isPending && <RowsPlaceholder rows={3} />}
      {pages.error && <Failure error={pages.error} onRetry={() => pages.refetch()} />}
      {pages.isSuccess && rows.length === 0 && !pages.hasNextPage && (
        <Card>
          <Nothing title="Nothing waits for you" text="Whatever Concord cannot decide safely will show here." />
        </Card>
      )}
      {(rows.length > 0 || pages.hasNextPage) && <Inbox rows={rows} />}
      <MoreRows pages={pages} />
      <BackLink />
    </Stack>
  );
}

function Inbox({ rows }: { readonly rows: readonly ReviewRow[] }) {
  const reviewing = useReviewing();
  const roving = useRoving(rows.length);
  const { isForAll, toggleForAll, last, takeBack, answer, error } = reviewing;
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (pressed(event)) event.preventDefault();
  };
  const pressed = (event: KeyboardEvent): boolean => {
    if (roving.walk(event)) return true;
    const row = rows[roving.current];
    if (event.key === 'u') return act(() => takeBack());
    if (event.key === 'a') return act(toggleForAll);
    if (event.key === 'w' && row && row.kind !== 'double') return act(() => navigate(whyPath(row.mapping)));
    const option = row && optionsOf(row).find(({ key }) => key === event.key);
    return row !== undefined && option !== undefined && act(() => answer(row, option));
  };
  return (
    <>
      <div className={styles.tools}>
        <Keys />
        <div className={styles.choices}>
          <Checkbox label="The next answer is for all like this" checked={isForAll} onChange={toggleForAll} />
          {last && (
            <ActionButton size="sm" variant="default" onClick={() => takeBack()}>
              Take back the last answer
            </ActionButton>
          )}
        </div>
      </div>
      {error && <Failure error={error} />}
      <ul ref={roving.list} className={styles.list} aria-label="What waits for you" onKeyDown={press}>
        {rows.map((row, index) => (
          <ReviewItem
            key={`${row.sync} ${row.mapping}`}
            row={row}
            isCurrent={index === roving.current}
            onFocus={() => roving.setCurrent(index)}
            onAnswer={(option) => answer(row, option)}
            onTakeBack={() => takeBack({ sync: row.sync, mappings: [row.mapping] })}
          />
        ))}
      </ul>
    </>
  );
}

function act(what: () => void): true {
  what();
  return true;
}
