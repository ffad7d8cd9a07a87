import type { EngagementView, MatterRow } from '@concord/core';
import { Button, Group, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { useContactMatters, useFile } from '../api/engagements.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { announce } from '../shell/announcer.tsx';
import { Failure } from '../shell/failure.tsx';
import { ProgressBar } from '../shell/progress-bar.tsx';
import { RadioChoices } from '../shell/radio-choices.tsx';
import styles from './letter-dialog.module.css';

type FileButtonProps = { readonly contact: string; readonly row: EngagementView };

/** Files a message in Clio, on one of the contact's open matters: once a matter. */
export function FileButton({ contact, row }: FileButtonProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const matters = useContactMatters(row.id);
  const begin = (): void => {
    open();
    matters.wish.mutate(contact);
  };
  return (
    <>
      <Button variant="default" size="xs" onClick={begin}>
        File on a matter
      </Button>
      <Modal.Root opened={isOpen} onClose={close} centered size="md">
        <Modal.Overlay />
        <Modal.Content className={styles.content ?? ''}>
          <Modal.Body className={styles.body ?? ''}>
            <Modal.Title className={styles.title ?? ''}>File on a matter</Modal.Title>
            {matters.wish.isPending && <Reading sentence={matters.waitsFor} />}
            {matters.wish.error && <Failure error={matters.wish.error} onRetry={() => matters.wish.mutate(contact)} />}
            {matters.wish.data ? (
              <Matters row={row} matters={matters.wish.data.matters?.rows ?? []} onClose={close} />
            ) : (
              <Group justify="flex-end">
                <Button variant="default" onClick={close}>
                  Close
                </Button>
              </Group>
            )}
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
    </>
  );
}

function Reading({ sentence }: { readonly sentence: string }) {
  return (
    <div className={styles.lines}>
      <p role="status">{sentence === '' ? 'Asking Clio for the open matters of this contact.' : sentence}</p>
      <ProgressBar label="Asking Clio" percent={undefined} />
    </div>
  );
}

type MattersProps = {
  readonly row: EngagementView;
  readonly matters: readonly MatterRow[];
  readonly onClose: () => void;
};

function Matters({ row, matters, onClose }: MattersProps) {
  const { wish, waitsFor } = useFile(row.id);
  const filed = new Set(row.filed.map(({ matter }) => matter));
  const open = matters.filter(({ id }) => !filed.has(id));
  const [chosen, setChosen] = useState(open[0]?.id ?? '');
  const number = open.find(({ id }) => id === chosen)?.number ?? '';
  const file = (): void =>
    wish.mutate(chosen, {
      onSuccess: () => {
        announce(`Filed on ${number}.`);
        onClose();
      },
    });
  return (
    <div className={styles.form}>
      {row.filed.map(({ matter, number: already }) => (
        <p key={matter}>
          Filed already on <bdi>{already}</bdi>.
        </p>
      ))}
      {open.length === 0 ? (
        <p>{matters.length === 0 ? 'Clio has no open matter of this contact.' : 'There is no other open matter.'}</p>
      ) : (
        <RadioChoices
          label="Open matters of this contact"
          description="Clio gets it as a communication with subject, time and people."
          choices={open.map(({ id, number: label, description }) => ({ value: id, label, text: description }))}
          value={chosen}
          onChange={setChosen}
        />
      )}
      {wish.error && <Failure error={wish.error} />}
      <div className={styles.foot}>
        <span className={styles.waits} role="status">
          {wish.isPending && (waitsFor === '' ? 'Asking Clio.' : waitsFor)}
        </span>
        <Group gap="sm">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          {open.length > 0 && (
            <ActionButton isBusy={wish.isPending} onClick={file}>
              File
            </ActionButton>
          )}
        </Group>
      </div>
    </div>
  );
}
