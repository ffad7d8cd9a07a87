import type { PreviewCounts, SyncView } from '@concord/core';
import { Stack } from '@mantine/core';
import { useScan, useStart } from '../api/syncs.ts';
import { Counters } from '../preview/counters.tsx';
import { Records } from '../preview/records.tsx';
import { ActionButton } from '../shell/action-button.tsx';
import { Card } from '../shell/card.tsx';
import { Failure } from '../shell/failure.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { sayNumber } from '../words/numbers.ts';
import { ManageCard } from './manage-card.tsx';
import styles from './preview-stage.module.css';
import type { StageProps } from './sync-page.tsx';

/** What a run would do, counted and record by record; Start Sync carries out exactly this. */
export function PreviewStage({ sync, session }: StageProps) {
  const counts = sync.preview;
  return (
    <>
      <PageHeading title="Preview">{sync.sentence} What it carries out is exactly what you see here.</PageHeading>
      {counts && (
        <Card>
          <Counters sync={sync} counts={counts} />
        </Card>
      )}
      {counts && <StartBar sync={sync} counts={counts} />}
      {counts && <Records key={counts.run} sync={sync} counts={counts} />}
      <ManageCard sync={sync} session={session} />
    </>
  );
}

/** Stays in sight over the records, and comes before them for the keyboard: nobody tabs through 10,000 rows to start. */
function StartBar({ sync, counts }: { readonly sync: SyncView; readonly counts: PreviewCounts }) {
  const start = useStart(sync.id);
  const scan = useScan(sync.id);
  const error = start.error ?? scan.error;
  const { clioSyncOff, conflicts } = sync.policy;
  return (
    <div className={styles.bar} data-screen-only>
      {error && <Failure error={error} />}
      <div className={styles.line}>
        <Stack gap={0} className={styles.sum ?? ''}>
          <strong>{sayWrites(counts, sync)}</strong>
          <span>Mails to others: 0</span>
        </Stack>
        <ActionButton
          variant="default"
          size="md"
          isBusy={scan.isPending}
          isBlocked={start.isPending}
          onClick={() => scan.mutate({ clioSyncOff, conflicts })}
        >
          Look again
        </ActionButton>
        <ActionButton
          size="md"
          isBusy={start.isPending}
          isBlocked={scan.isPending}
          onClick={() => start.mutate(counts.run)}
        >
          Start Sync
        </ActionButton>
      </div>
    </div>
  );
}

function sayWrites(counts: PreviewCounts, { left, right }: SyncView): string {
  const parts = [
    { count: counts.addedLeft, text: `added to ${left.label}` },
    { count: counts.addedRight, text: `added to ${right.label}` },
    { count: counts.linked, text: 'linked' },
    { count: counts.changed, text: 'changed' },
  ].filter(({ count }) => count > 0);
  if (parts.length === 0) return 'Nothing to write: both sides already agree';
  return parts.map(({ count, text }) => `${sayNumber(count)} ${text}`).join(', ');
}
