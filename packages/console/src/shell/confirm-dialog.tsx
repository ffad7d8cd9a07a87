import { Button, Group, Modal } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { ActionButton } from './action-button.tsx';
import styles from './confirm-dialog.module.css';
import { Failure } from './failure.tsx';

type ConfirmDialogProps = {
  readonly title: string;
  readonly confirm: string;
  readonly keep: string;
  readonly isOpen: boolean;
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
  /** List items: what it means. */
  readonly children: ReactNode;
  /** What a person may choose on top. */
  readonly choice?: ReactNode;
};

/** Asks before something is ended, and says what ending it means. The focus starts on the way back, also when one question follows another. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const wayBack = useRef<HTMLButtonElement>(null);
  useEffect(() => wayBack.current?.focus(), [props.title]);
  return (
    // Put together from its parts: the ready-made one brings a second page banner (`<header>`), which confuses screen readers.
    <Modal.Root opened={props.isOpen} onClose={props.onClose} centered size="md">
      <Modal.Overlay />
      <Modal.Content className={styles.content ?? ''}>
        <Modal.Body className={styles.body ?? ''}>
          <Modal.Title className={styles.title ?? ''}>{props.title}</Modal.Title>
          <ul className={styles.means}>{props.children}</ul>
          {props.choice && <div className={styles.choice}>{props.choice}</div>}
          {props.error && <Failure error={props.error} />}
          <Group justify="flex-end" gap="sm">
            <Button ref={wayBack} variant="default" onClick={props.onClose} data-autofocus>
              {props.keep}
            </Button>
            <ActionButton className={styles.end ?? ''} isBusy={props.isBusy} onClick={props.onConfirm}>
              {props.confirm}
            </ActionButton>
          </Group>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
