import type { EngagedPage, EngagedView } from '@concord/core';
import { Button } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { linkTo } from '../routing/location.ts';
import { mailPath, timelinePath } from '../routing/routes.ts';
import { Failure } from '../shell/failure.tsx';
import { MoreRows } from '../shell/more-rows.tsx';
import { Nothing } from '../shell/nothing.tsx';
import { RowsPlaceholder } from '../shell/placeholder.tsx';
import { useNow } from '../shell/use-now.ts';
import { sayCount, sayNumber } from '../words/numbers.ts';
import { toPlainText } from '../words/plain-text.ts';
import { sayAgo, sayInstant } from '../words/time.ts';
import styles from './engagements.module.css';

type EngagedListProps = {
  readonly search: string;
  readonly pages: UseInfiniteQueryResult<InfiniteData<EngagedPage>>;
  readonly onShowAll: () => void;
};

/** Who was found, each with how many engagements there are and when the last one was. */
export function EngagedList({ search, pages, onShowAll }: EngagedListProps) {
  const rows = pages.data?.pages.flatMap((page) => page.people) ?? [];
  const total = pages.data?.pages.at(-1)?.total ?? 0;
  if (pages.isPending) return <RowsPlaceholder />;
  if (pages.isError && rows.length === 0)
    return (
      <div className={styles.tools}>
        <Failure error={pages.error} onRetry={() => pages.refetch()} />
      </div>
    );
  if (rows.length === 0) return search === '' ? <NoneYet /> : <NotFound onShowAll={onShowAll} />;
  return (
    <div aria-busy={pages.isPlaceholderData || undefined}>
      <p className={styles.count} role="status">
        {sayCount(total, 'contact', 'contacts')}
      </p>
      <ul aria-label="Contacts with engagements" data-faded={pages.isPlaceholderData || undefined}>
        {rows.map((row) => (
          <Person key={row.contact} row={row} />
        ))}
      </ul>
      <MoreRows pages={pages} shown={`${sayNumber(rows.length)} of ${sayNumber(total)}`} />
    </div>
  );
}

function Person({ row: { contact, name, count, lastAt } }: { readonly row: EngagedView }) {
  const now = useNow();
  return (
    <li className={styles.person}>
      <a {...linkTo(timelinePath(contact))}>
        <bdi>{toPlainText(name) || 'A contact without a name'}</bdi>
      </a>
      <span>{sayCount(count, 'engagement', 'engagements')}</span>
      <time dateTime={new Date(lastAt).toISOString()} title={sayInstant(lastAt)}>
        {sayAgo(now - lastAt)}
      </time>
    </li>
  );
}

function NoneYet() {
  return (
    <>
      <Nothing
        title="No engagements yet"
        text="As soon as a mailbox is connected, mail with people who are contacts in Clio appears here by itself."
      />
      <div className={styles.way}>
        <Button component="a" variant="default" size="sm" {...linkTo(mailPath)}>
          Email Authentication
        </Button>
      </div>
    </>
  );
}

function NotFound({ onShowAll }: { readonly onShowAll: () => void }) {
  return (
    <>
      <Nothing
        title="Nobody found"
        text="No contact with engagements has such a name or address. Try a part of the name."
      />
      <div className={styles.way}>
        <Button variant="default" size="sm" onClick={onShowAll}>
          Show all contacts
        </Button>
      </div>
    </>
  );
}
