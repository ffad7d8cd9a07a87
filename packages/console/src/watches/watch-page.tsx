import type { WatchView } from '@concord/core';
import { Stack } from '@mantine/core';
import { ApiError } from '../api/client.ts';
import { useArchiveWatch, useWatch } from '../api/watches.ts';
import { watchesPath } from '../routing/routes.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { Card } from '../shell/card.tsx';
import { Failure } from '../shell/failure.tsx';
import { focusHeading, PageHeading } from '../shell/page-heading.tsx';
import { PagePlaceholder } from '../shell/placeholder.tsx';
import { EndWatch } from './end-watch.tsx';
import { LastRefresh } from './last-refresh.tsx';
import { OwnFields } from './own-fields.tsx';
import { SyncOne } from './sync-one.tsx';
import fieldStyles from './watch-fields.module.css';
import { WatchFields } from './watch-fields.tsx';
import { WatchHistory } from './watch-history.tsx';
import { WatchMarks } from './watch-list-row.tsx';
import rowStyles from './watch-rows.module.css';
import styles from './watches.module.css';

/** One watch: what comes from Clio and how it differs, what is the firm's own, what happened, and the ways to end it. */
export function WatchPage({ watch }: { readonly watch: string }) {
  const query = useWatch(watch);
  const isGone = query.error instanceof ApiError && query.error.status === 404;
  if (query.isPending) return <PagePlaceholder />;
  return (
    <Stack gap="xl">
      {query.data && !isGone ? (
        <Watch watch={query.data} />
      ) : (
        <>
          <PageHeading title="This watch cannot be shown" />
          {isGone || !query.error ? (
            <p className={styles.line}>There is no such watch any more. Somebody of your firm may have deleted it.</p>
          ) : (
            <Failure error={query.error} onRetry={() => query.refetch()} />
          )}
        </>
      )}
      <BackLink path={watchesPath} label="All watches" />
    </Stack>
  );
}

function Watch({ watch }: { readonly watch: WatchView }) {
  const isLinked = watch.source === 'clio';
  return (
    <>
      <div>
        <PageHeading title={watch.title}>{watch.sourceSentence}</PageHeading>
        <div className={rowStyles.pageMarks}>
          <WatchMarks row={watch} />
        </div>
      </div>
      {watch.archived && <Archived watch={watch} />}
      {watch.because.length > 0 && (
        <ul className={fieldStyles.because} aria-label="What to know about its matter">
          {watch.because.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      <Card title="Your own">
        <OwnFields watch={watch} />
      </Card>
      <Card title={isLinked ? 'From Clio' : 'Details'}>
        {isLinked && !watch.archived && <SyncOne watch={watch.id} />}
        {watch.lastRefresh && <LastRefresh watch={watch.id} refresh={watch.lastRefresh} />}
        <WatchFields watch={watch} />
      </Card>
      {isLinked && <WatchHistory watch={watch.id} />}
      <EndWatch watch={watch} />
    </>
  );
}

function Archived({ watch }: { readonly watch: WatchView }) {
  const archive = useArchiveWatch(watch.id);
  // Not a callback of the change itself: this part of the page is gone when it succeeds, and with it the callback.
  const takeBack = (): Promise<void> => archive.mutateAsync(false).then(focusHeading, () => undefined);
  return (
    <div className={fieldStyles.notice}>
      <p>This watch is archived: it is not in the list, and no refresh touches it.</p>
      <ActionButton size="sm" variant="default" isBusy={archive.isPending} onClick={takeBack}>
        Take it back
      </ActionButton>
      {archive.error && <Failure error={archive.error} />}
    </div>
  );
}
