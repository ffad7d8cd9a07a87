import type { BrakeView, SyncView } from '@concord/core';
import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { isUndoBusy, useStart, useUndo } from '../api/syncs.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { Failure } from '../shell/failure.tsx';
import { WhyLink } from '../why/why-link.tsx';
import { itemWords } from '../words/items.ts';
import { sayCount } from '../words/numbers.ts';
import { runOf } from './run-of.ts';
import { StopDialog } from './stop-dialog.tsx';
import styles from './trouble.module.css';

type BrakeOffersProps = { readonly sync: SyncView; readonly brake: BrakeView };

/** What was about to happen, to whom, and what a person can make of it. Nothing of it was done. */
export function BrakeOffers({ sync, brake }: BrakeOffersProps) {
  const start = useStart(sync.id);
  const undo = useUndo(sync.id);
  const [isStopping, stopping] = useDisclosure(false);
  const error = start.error ?? undo.error;
  return (
    <>
      <h2 className={styles.about}>What was about to happen</h2>
      <ul className={styles.counts}>
        {sayPlanned(sync, brake).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <details className={styles.names}>
        <summary>{sync.itemType === 'contact' ? 'To whom' : 'Which'}</summary>
        <ul>
          {brake.names.map(({ mapping, title, side, what }) => (
            <li key={`${mapping} ${side}`}>
              <bdi>{title}</bdi>{' '}
              <span>
                {what === 'deleted' ? 'deleted' : 'changed'} in {sync[side].label}
              </span>{' '}
              <WhyLink about={mapping} title={title} />
            </li>
          ))}
          {brake.more > 0 && <li>and {sayCount(brake.more, 'other', 'others')}</li>}
        </ul>
      </details>
      <p className={styles.meant}>
        If this was meant, let it go on: this, once, and nothing beyond it. If it was not, put it back in{' '}
        {sayOrigin(sync, brake)}, where it happened. You see what that is before anything is written.
      </p>
      <Group mt="sm" gap="sm">
        <ActionButton
          isBusy={undo.isPending}
          isBlocked={isUndoBusy(sync)}
          onClick={() => undo.mutate({ stopped: true })}
        >
          Put back in {sayOrigin(sync, brake)}
        </ActionButton>
        <ActionButton
          variant="default"
          isBusy={start.isPending}
          isBlocked={isUndoBusy(sync)}
          onClick={() => start.mutate(runOf(sync))}
        >
          Go on, once
        </ActionButton>
        <Button variant="default" onClick={stopping.open}>
          Stop Sync
        </Button>
      </Group>
      {error && <Failure error={error} />}
      <StopDialog sync={sync} isOpen={isStopping} onClose={stopping.close} />
    </>
  );
}

/** What was about to be written on one side happened on the other. */
function sayOrigin(sync: SyncView, { planned }: BrakeView): string {
  const isOn = ({ deletes, overwrites }: BrakeView['planned']['left']): boolean => deletes + overwrites > 0;
  const origins = [
    ...(isOn(planned.right) ? [sync.left.label] : []),
    ...(isOn(planned.left) ? [sync.right.label] : []),
  ];
  return origins.join(' and ');
}

function sayPlanned(sync: SyncView, { planned }: BrakeView): readonly string[] {
  const { one, many } = itemWords[sync.itemType];
  return (['left', 'right'] as const).flatMap((side) => {
    const { deletes, overwrites } = planned[side];
    const { label } = sync[side];
    return [
      ...(deletes > 0 ? [`${sayCount(deletes, one, many)} deleted in ${label}`] : []),
      ...(overwrites > 0 ? [`${sayCount(overwrites, one, many)} changed in ${label}`] : []),
    ];
  });
}
