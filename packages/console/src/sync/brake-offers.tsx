import type { BrakeView, SyncView } from '@concord/core';
import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useStart } from '../api/syncs.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { Failure } from '../shell/failure.tsx';
import { sayCount } from '../words/numbers.ts';
import { runOf } from './run-of.ts';
import { StopDialog } from './stop-dialog.tsx';
import styles from './trouble.module.css';

type BrakeOffersProps = { readonly sync: SyncView; readonly brake: BrakeView };

/** What was about to happen, to whom, and what a person can make of it. Nothing of it was done. */
export function BrakeOffers({ sync, brake }: BrakeOffersProps) {
  const start = useStart(sync.id);
  const [isStopping, stopping] = useDisclosure(false);
  return (
    <>
      <h2 className={styles.about}>What was about to happen</h2>
      <ul className={styles.counts}>
        {sayPlanned(sync, brake).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <details className={styles.names}>
        <summary>To whom</summary>
        <ul>
          {brake.names.map(({ title, side, what }, index) => (
            // By place: two may have one name
            <li key={index}>
              <bdi>{title}</bdi>{' '}
              <span>
                {what === 'deleted' ? 'deleted' : 'changed'} in {sync[side].label}
              </span>
            </li>
          ))}
          {brake.more > 0 && <li>and {sayCount(brake.more, 'other', 'others')}</li>}
        </ul>
      </details>
      <p className={styles.meant}>
        If this was meant, let it go on: this, once, and nothing beyond it. If it was not, bring it in order where it
        happened first, and then let it go on or stop the sync.
      </p>
      <Group mt="sm" gap="sm">
        <ActionButton variant="default" isBusy={start.isPending} onClick={() => start.mutate(runOf(sync))}>
          Go on, once
        </ActionButton>
        <Button variant="default" onClick={stopping.open}>
          Stop Sync
        </Button>
      </Group>
      {start.error && <Failure error={start.error} />}
      <StopDialog sync={sync} isOpen={isStopping} onClose={stopping.close} />
    </>
  );
}

function sayPlanned(sync: SyncView, { planned }: BrakeView): readonly string[] {
  return (['left', 'right'] as const).flatMap((side) => {
    const { deletes, overwrites } = planned[side];
    const { label } = sync[side];
    return [
      ...(deletes > 0 ? [`${sayCount(deletes, 'contact', 'contacts')} deleted in ${label}`] : []),
      ...(overwrites > 0 ? [`${sayCount(overwrites, 'contact', 'contacts')} changed in ${label}`] : []),
    ];
  });
}
