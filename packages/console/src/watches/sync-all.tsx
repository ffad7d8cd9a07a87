import type { WatchingView, WatchRunView } from '@concord/core';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useStopSyncAll, useSyncAll, useWatching } from '../api/watching.ts';
import { reconnectPath, watchesPath } from '../routing/routes.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { useAnnouncement } from '../shell/announcer.tsx';
import { Card } from '../shell/card.tsx';
import { Failure } from '../shell/failure.tsx';
import { RowsPlaceholder } from '../shell/placeholder.tsx';
import { ProgressBar } from '../shell/progress-bar.tsx';
import { Since } from '../shell/since.tsx';
import { percentOf, sayCount, sayNumber } from '../words/numbers.ts';
import { sayRemaining } from '../words/time.ts';
import styles from './watches.module.css';

/** All that are linked, refreshed at once: how far it is, what came of it, and when it happens by itself. */
export function SyncAll() {
  const watching = useWatching();
  return (
    <Card title="Refresh from Clio">
      {watching.isPending && <RowsPlaceholder rows={1} />}
      {watching.isError && !watching.data && <Failure error={watching.error} onRetry={() => watching.refetch()} />}
      {watching.data && <Refreshing view={watching.data} />}
    </Card>
  );
}

function Refreshing({ view }: { readonly view: WatchingView }) {
  const start = useSyncAll();
  const { run, linked, canRun, sentence } = view;
  const isRunning = run?.state === 'running';
  // The end is told to ears only where the run was seen to go on.
  const [wasRunning, setWasRunning] = useState(false);
  if (isRunning && !wasRunning) setWasRunning(true);
  useAnnouncement(run && wasRunning && !isRunning ? run.sentence : '');
  return (
    <>
      <div className={styles.spread}>
        <p className={styles.line}>
          {linked > 0 && `${sayCount(linked, 'watch is', 'watches are')} linked with Clio. `}
          {sentence}
        </p>
        {linked > 0 && (canRun || isRunning) && (
          <ActionButton isBusy={start.isPending || isRunning} onClick={() => start.mutate()}>
            Sync all now
          </ActionButton>
        )}
        {linked > 0 && !canRun && !isRunning && (
          <Button component="a" href={reconnectPath('clio', watchesPath)}>
            Sign in with Clio
          </Button>
        )}
      </div>
      {start.error && <Failure error={start.error} />}
      {isRunning && <Running run={run} />}
      {run && !isRunning && <LastRun run={run} />}
    </>
  );
}

function Running({ run }: { readonly run: WatchRunView }) {
  const stop = useStopSyncAll();
  const { done, total, remainingMs, cause } = run;
  const percent = total === 0 ? undefined : percentOf(done, total);
  const tenth = percent === undefined ? '' : `, ${Math.floor(percent / 10) * 10} percent`;
  useAnnouncement(`Refreshing watches${tenth}.`);
  return (
    <div className={styles.run}>
      <div className={styles.spread}>
        <strong>{cause}</strong>
        <span className={styles.counts}>
          {sayNumber(done)} of {sayCount(total, 'watch', 'watches')}
          {run.changed > 0 && `, ${sayNumber(run.changed)} changed`}
        </span>
      </div>
      <ProgressBar label="Refreshing watches" percent={percent} />
      <div className={styles.spread}>
        <p className={styles.line}>
          {run.sentence}{' '}
          {remainingMs === undefined
            ? 'How long it takes shows here as soon as it is known.'
            : `${sayRemaining(remainingMs).replace(/^a/u, 'A')} to finish.`}{' '}
          You can close this page.
        </p>
        <ActionButton variant="default" size="sm" isBusy={stop.isPending} onClick={() => stop.mutate()}>
          Stop
        </ActionButton>
      </div>
      {stop.error && <Failure error={stop.error} />}
    </div>
  );
}

const ends = { running: '', done: 'done', stopped: 'stopped', failed: 'failed' } as const satisfies Record<
  WatchRunView['state'],
  string
>;

function LastRun({ run }: { readonly run: WatchRunView }) {
  const { state, cause, sentence, finishedAt, startedAt } = run;
  return (
    <p className={styles.lastRun} data-tone={state === 'failed' ? 'bad' : undefined}>
      <strong>
        {cause}, {ends[state]}:
      </strong>{' '}
      {sentence} <Since at={finishedAt ?? startedAt} word="On" />
    </p>
  );
}
