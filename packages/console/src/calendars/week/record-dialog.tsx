import type { SyncView, WeekEntry } from '@concord/core';
import { Button, Group, Modal } from '@mantine/core';
import { usePreviewRecord } from '../../api/week.ts';
import { Outcome } from '../../preview/outcome.tsx';
import { RecordDetails } from '../../preview/record-details.tsx';
import { Failure } from '../../shell/failure.tsx';
import { RowsPlaceholder } from '../../shell/placeholder.tsx';
import { touched } from './place.ts';
import styles from './record-dialog.module.css';
import { sayShortDay, sayTime } from './say-entry.ts';

type RecordProps = {
  readonly sync: SyncView;
  readonly run: string;
  readonly entry: WeekEntry;
  readonly zone: string;
};
type RecordDialogProps = Omit<RecordProps, 'entry'> & {
  /** The one that was opened last. */
  readonly entry: WeekEntry | undefined;
  readonly isOpen: boolean;
  readonly onClose: () => void;
};

/** The record behind an event of the week: the same as in the list of every record. */
export function RecordDialog({ entry, isOpen, onClose, ...rest }: RecordDialogProps) {
  return (
    <Modal.Root opened={isOpen} onClose={onClose} size="lg">
      <Modal.Overlay />
      <Modal.Content className={styles.content ?? ''}>
        <Modal.Body className={styles.body ?? ''}>
          <Modal.Title className={styles.title ?? ''}>
            <bdi>{entry?.title}</bdi>
          </Modal.Title>
          {entry && <Record key={entry.id} entry={entry} {...rest} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} data-autofocus>
              Close
            </Button>
          </Group>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Record({ sync, run, entry, zone }: RecordProps) {
  const record = usePreviewRecord(sync.id, run, entry.id);
  const [left, right] = [sync.left.label, sync.right.label];
  return (
    <>
      <p className={styles.when}>
        {entry.isOfSeries && 'One of a series: '}
        {sayShortDay(touched(entry, zone)[0])}, {sayTime(entry, zone)}
      </p>
      {entry.oneWay !== undefined && <p className={styles.oneWay}>{entry.oneWay}</p>}
      {record.isPending && <RowsPlaceholder rows={2} />}
      {record.error && <Failure error={record.error} onRetry={() => record.refetch()} />}
      {record.data === null && <p>This event is not in the preview any more. Look again to make a new one.</p>}
      {record.data && (
        <>
          <p className={styles.when}>
            <Outcome outcome={record.data.outcome} left={left} right={right} /> <bdi>{record.data.subtitle}</bdi>
          </p>
          <div className={styles.details}>
            <RecordDetails row={record.data} left={left} right={right} />
          </div>
        </>
      )}
    </>
  );
}
