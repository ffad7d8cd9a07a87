import type { PreviewCounts, SyncView } from '@concord/core';
import { Stack } from '@mantine/core';
import { useScan, useStart } from '../api/syncs.ts';
import { WeekCard } from '../calendars/week/week-card.tsx';
import { Counters } from '../preview/counters.tsx';
import { Records } from '../preview/records.tsx';
import { ActionButton } from '../shell/action-button.tsx';
import { Card } from '../shell/card.tsx';
import { Failure } from '../shell/failure.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { sayNumber } from '../words/numbers.ts';
import { ManageCard } from './manage-card.tsx';
import styles from './preview-stage.module.css';
import { ResendChoice } from './resend-choice.tsx';
import type { StageProps } from './sync-page.tsx';

/** What a run would do, counted and record by record; Start Sync carries out exactly this. */
export function PreviewStage({ sync, session, resend }: StageProps) {
  const counts = sync.preview;
  const scan = useScan(sync.id);
  const { clioSyncOff, conflicts } = sync.policy;
  const lookAgain = (isResent: boolean): void => {
    resend.setResent(isResent);
    scan.mutate({ clioSyncOff, conflicts, resend: isResent });
  };
  return (
    <>
      <PageHeading title="Preview">{sync.sentence} What it carries out is exactly what you see here.</PageHeading>
      {counts && (
        <Card>
          <Counters sync={sync} counts={counts} />
          {(counts.resent > 0 || !resend.isResent) && (
            <div className={styles.resend}>
              <ResendChoice
                sync={sync}
                isResent={resend.isResent}
                count={counts.resent}
                isBusy={scan.isPending}
                onChange={lookAgain}
              />
            </div>
          )}
        </Card>
      )}
      {counts && <StartBar sync={sync} counts={counts} scan={scan} onLookAgain={() => lookAgain(resend.isResent)} />}
      {counts && sync.itemType === 'event' && <WeekCard key={`week ${counts.run}`} sync={sync} counts={counts} />}
      {counts && <Records key={counts.run} sync={sync} counts={counts} />}
      <ManageCard sync={sync} session={session} />
    </>
  );
}

type StartBarProps = {
  readonly sync: SyncView;
  readonly counts: PreviewCounts;
  readonly scan: Pick<ReturnType<typeof useScan>, 'isPending' | 'error'>;
  readonly onLookAgain: () => void;
};

/** Stays in sight over the records, and comes before them for the keyboard: nobody tabs through 10,000 rows to start. */
function StartBar({ sync, counts, scan, onLookAgain }: StartBarProps) {
  const start = useStart(sync.id);
  const error = start.error ?? scan.error;
  return (
    <div className={styles.bar} data-screen-only>
      {error && <Failure error={error} />}
      <div className={styles.line}>
        <Stack gap={0} className={styles.sum ?? ''}>
          <strong>{sayWrites(counts, sync)}</strong>
          <span>Mails to others: {sayNumber(counts.mails ?? 0)}</span>
        </Stack>
        <ActionButton
          variant="default"
          size="md"
          isBusy={scan.isPending}
          isBlocked={start.isPending}
          onClick={onLookAgain}
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
