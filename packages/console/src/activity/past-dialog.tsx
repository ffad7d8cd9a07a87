import type { PastPage, PastRow, SyncView } from '@concord/core';
import { Button, Group, Modal } from '@mantine/core';
import { useState } from 'react';
import { usePast } from '../api/pages.ts';
import { useAnswers, useUndo } from '../api/syncs.ts';
import { FieldChanges } from '../preview/field-changes.tsx';
import { ActionButton } from '../shell/action-button.tsx';
import { Failure } from '../shell/failure.tsx';
import { RowsPlaceholder } from '../shell/placeholder.tsx';
import { sayInstant } from '../words/time.ts';
import { looks } from './looks.ts';
import styles from './past-dialog.module.css';

type PastDialogProps = {
  readonly sync: SyncView;
  readonly mapping: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
};

/** The past of one record: each thing that Concord did, and what both sides said after it. */
export function PastDialog({ sync, mapping, isOpen, onClose }: PastDialogProps) {
  const past = usePast(sync.id, mapping, isOpen);
  return (
    <Modal.Root opened={isOpen} onClose={onClose} size="lg">
      <Modal.Overlay />
      <Modal.Content className={styles.content ?? ''}>
        <Modal.Body>
          <Modal.Title className={styles.title ?? ''}>
            <bdi>{past.data?.title ?? 'The past of this record'}</bdi>
          </Modal.Title>
          {past.isPending && <RowsPlaceholder rows={3} />}
          {past.error && <Failure error={past.error} onRetry={() => past.refetch()} />}
          {past.data && <Timeline past={past.data} sync={sync} />}
          <Ways sync={sync} mapping={mapping} isUndone={past.data?.state === 'undone'} onClose={onClose} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Timeline({ past, sync }: { readonly past: PastPage; readonly sync: SyncView }) {
  return (
    <>
      {past.rows.length === 0 && <p>Nothing of it is remembered any more.</p>}
      <ol className={styles.timeline}>
        {past.rows.map((row) => (
          <Moment key={row.id} row={row} sync={sync} />
        ))}
      </ol>
      {past.isCut && <p>What is older is in the export.</p>}
    </>
  );
}

function Moment({ row, sync }: { readonly row: PastRow; readonly sync: SyncView }) {
  const [isOpen, setOpen] = useState(false);
  const { left, right } = sync;
  return (
    <li className={styles.moment}>
      <p className={styles.said}>
        <strong>{looks[row.what].say(row.side === 'left' ? left.label : right.label)}</strong>{' '}
        <time>{sayInstant(row.at)}</time>
      </p>
      <p>{row.because}</p>
      <FieldChanges fields={row.fields} left={left.label} right={right.label} />
      <Button variant="subtle" size="compact-sm" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        Both sides at that moment
      </Button>
      {isOpen && (
        <table className={styles.values}>
          <thead>
            <tr>
              <th scope="col">Detail</th>
              <th scope="col">{left.label}</th>
              <th scope="col">{right.label}</th>
              <th scope="col">Agreed on</th>
            </tr>
          </thead>
          <tbody>
            {row.values.map((value) => (
              <tr key={value.label}>
                <th scope="row">{value.label}</th>
                <td>{value.left}</td>
                <td>{value.right}</td>
                <td>{value.base}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </li>
  );
}

type WaysProps = Omit<PastDialogProps, 'isOpen'> & { readonly isUndone: boolean };

function Ways({ sync, mapping, isUndone, onClose }: WaysProps) {
  const undo = useUndo(sync.id);
  const answers = useAnswers(sync.id);
  const error = undo.error ?? answers.error;
  return (
    <>
      {error && <Failure error={error} />}
      <Group justify="flex-end" gap="sm">
        {isUndone && sync.state === 'live' ? (
          <ActionButton
            variant="default"
            isBusy={answers.isPending}
            onClick={() => answers.mutate({ answers: [{ mapping, answer: 'resume' }] }, { onSuccess: onClose })}
          >
            Keep in step again
          </ActionButton>
        ) : (
          <ActionButton
            variant="default"
            isBusy={undo.isPending}
            onClick={() => undo.mutate({ mapping }, { onSuccess: onClose })}
          >
            Undo all of it
          </ActionButton>
        )}
        <Button onClick={onClose} data-autofocus>
          Close
        </Button>
      </Group>
    </>
  );
}
