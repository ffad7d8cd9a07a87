import type { MailboxView, MailRunView } from '@concord/core';
import { Group } from '@mantine/core';
import { useState } from 'react';
import { useStartRun, useStopRun } from '../api/mail.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { useAnnouncement } from '../shell/announcer.tsx';
import { Failure } from '../shell/failure.tsx';
import { ProgressBar } from '../shell/progress-bar.tsx';
import { Since } from '../shell/since.tsx';
import { percentOf, sayCount, sayNumber } from '../words/numbers.ts';
import { sayRemaining } from '../words/time.ts';
import styles from './mail.module.css';
import { isMoving, runWords, sayExpected, saySpan } from './run-words.ts';

type RunLineProps = {
  readonly box: MailboxView;
  readonly run: MailRunView;
};

/** The run that looks through a span of time: counted first, then how far it is, and what came of it. */
export function RunLine({ box, run }: RunLineProps) {
  const stop = useStopRun(box.connection.id);
  const moves = isMoving(run);
  // The end is told to ears only where the run was seen to go on.
  const [wasMoving, setWasMoving] = useState(false);
  if (moves && !wasMoving) setWasMoving(true);
  useAnnouncement(wasMoving && !moves ? run.sentence : '');
  if (!moves) return <LastRun run={run} />;
  const end = {
    isBusy: stop.isPending,
    onClick: () => stop.mutate(run.id),
  };
  return (
    <div className={styles.run} data-state={run.state}>
      <div className={styles.spread}>
        <strong>{runWords[run.kind]}</strong>
        <span className={styles.small}>{saySpan(run)}</span>
      </div>
      {run.state === 'counting' && <Counting run={run} end={end} />}
      {run.state === 'counted' && <Counted box={box} run={run} end={end} />}
      {run.state === 'running' && <Running run={run} end={end} />}
      {stop.error && <Failure error={stop.error} />}
    </div>
  );
}

type PartProps = {
  readonly run: MailRunView;
  readonly end: { readonly isBusy: boolean; readonly onClick: () => void };
};

function Counting({ run, end }: PartProps) {
  useAnnouncement('Counting messages.');
  return (
    <>
      <ProgressBar label="Counting messages" percent={undefined} />
      <div className={styles.spread}>
        <p className={styles.line}>{run.sentence}</p>
        <ActionButton variant="default" size="sm" {...end}>
          Cancel
        </ActionButton>
      </div>
    </>
  );
}

function Counted({ box, run, end }: PartProps & Pick<RunLineProps, 'box'>) {
  const start = useStartRun(box.connection.id);
  const said = sayExpected(run);
  useAnnouncement(`${said}.`);
  return (
    <>
      <p className={styles.counted}>{said}</p>
      <div className={styles.spread}>
        <p className={styles.line}>{run.sentence}</p>
        <Group gap="xs">
          <ActionButton isBusy={start.isPending} onClick={() => start.mutate(run.id)}>
            Start
          </ActionButton>
          <ActionButton variant="default" {...end}>
            Not now
          </ActionButton>
        </Group>
      </div>
      {start.error && <Failure error={start.error} />}
    </>
  );
}

function Running({ run, end }: PartProps) {
  const { expected, looked, remainingMs, sentence } = run;
  const percent = expected === undefined || expected === 0 ? undefined : Math.min(99, percentOf(looked, expected));
  const tenth = percent === undefined ? '' : `, ${Math.floor(percent / 10) * 10} percent`;
  useAnnouncement(`Looking through mail${tenth}.`);
  return (
    <>
      <ProgressBar label="Looking through mail" percent={percent} />
      <p className={styles.small}>
        {sayNumber(looked)}
        {expected !== undefined && ` of about ${sayNumber(Math.max(expected, looked))}`} looked at
        <RunCounts run={run} />
      </p>
      <div className={styles.spread}>
        <p className={styles.line}>
          {sentence}{' '}
          {remainingMs === undefined
            ? 'How long it takes shows here as soon as it is known.'
            : `${sayRemaining(remainingMs).replace(/^a/u, 'A')} to finish.`}{' '}
          You can close this page.
        </p>
        <ActionButton variant="default" size="sm" {...end}>
          Stop
        </ActionButton>
      </div>
    </>
  );
}

function RunCounts({ run: { kept, known, leftOut } }: { readonly run: MailRunView }) {
  return (
    <>
      {' · '}
      {sayCount(kept, 'new engagement', 'new engagements')}
      {' · '}
      {sayNumber(known)} there already
      {' · '}
      {sayNumber(leftOut)} left out
    </>
  );
}

const ends = { done: 'done', stopped: 'stopped', failed: 'failed' } as const;

function LastRun({ run }: { readonly run: MailRunView }) {
  const { kind, state, sentence, finishedAt, looked } = run;
  const ended = state === 'stopped' || state === 'failed' ? state : 'done';
  return (
    <div className={styles.lastRun} data-tone={state === 'failed' ? 'bad' : undefined}>
      <p className={styles.line}>
        <strong>
          {runWords[kind]}, {ends[ended]}:
        </strong>{' '}
        {sentence} {finishedAt !== undefined && <Since at={finishedAt} word="On" />}
      </p>
      {looked > 0 && (
        <p className={styles.small}>
          {saySpan(run)}: {sayNumber(looked)} looked at
          <RunCounts run={run} />
        </p>
      )}
    </div>
  );
}
