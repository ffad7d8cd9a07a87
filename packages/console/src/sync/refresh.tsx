import type { SyncView } from '@concord/core';
import { useEffect, useState } from 'react';
import { useRefresh } from '../api/syncs.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { announce } from '../shell/announcer.tsx';
import { Card } from '../shell/card.tsx';
import { Failure } from '../shell/failure.tsx';
import { nameOfSide } from '../words/sides.ts';
import { ProgressLine } from './progress-line.tsx';
import styles from './refresh.module.css';

type Phase = 'idle' | 'asked' | 'reading' | 'done';

/** A full pass over both sides when a person wants one, with how far it is. */
export function Refresh({ sync }: { readonly sync: SyncView }) {
  const refresh = useRefresh(sync.id);
  const [phase, setPhase] = useRefreshPhase(sync);
  const ask = () => refresh.mutate(undefined, { onSuccess: () => setPhase('asked') });
  return (
    <Card title="Refresh">
      <div className={styles.refresh}>
        <p>
          Reads all of {nameOfSide(sync, 'left')} and {nameOfSide(sync, 'right')} again, and writes only what really
          differs. You never need it for ordinary changes; it helps when something seems to be missing.
        </p>
        <ActionButton variant="default" isBusy={refresh.isPending} isBlocked={phase === 'reading'} onClick={ask}>
          Refresh
        </ActionButton>
      </div>
      {phase === 'asked' && <p className={styles.said}>Both sides are being read again. You can close this page.</p>}
      {phase === 'done' && <p className={styles.said}>Refreshed. Both sides were read completely.</p>}
      {sync.progress && (
        <div className={styles.progress}>
          <ProgressLine sync={sync} />
        </div>
      )}
      {refresh.error && <Failure error={refresh.error} />}
    </Card>
  );
}

/** `done` is said only of a pass whose progress was seen to begin and to end. */
function useRefreshPhase({ progress }: SyncView) {
  const [phase, setPhase] = useState<Phase>('idle');
  const isReading = progress !== undefined;
  if (isReading && phase !== 'reading') setPhase('reading');
  if (!isReading && phase === 'reading') setPhase('done');
  useEffect(() => {
    if (phase === 'asked') announce('Both sides are being read again.');
    if (phase === 'done') announce('Refreshed. Both sides were read completely.');
  }, [phase]);
  return [phase, setPhase] as const;
}
