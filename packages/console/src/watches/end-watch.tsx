import type { WatchView } from '@concord/core';
import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useArchiveWatch, useDeleteWatch } from '../api/watches.ts';
import { navigate } from '../routing/location.ts';
import { watchesPath } from '../routing/routes.ts';
import { announce } from '../shell/announcer.tsx';
import { Card } from '../shell/card.tsx';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import styles from './watches.module.css';

type Asked = 'archive' | 'delete' | undefined;

/** Only people end a watch: put it away, or delete it for good. Either is asked once more. */
export function EndWatch({ watch }: { readonly watch: WatchView }) {
  const [asked, setAsked] = useState<Asked>();
  const close = (): void => setAsked(undefined);
  return (
    <Card title="End this watch">
      <p className={styles.line}>Only people do this: no refresh ever archives or deletes a watch.</p>
      <Group gap="sm" mt="md">
        {!watch.archived && (
          <Button variant="default" onClick={() => setAsked('archive')}>
            Archive
          </Button>
        )}
        <Button variant="default" onClick={() => setAsked('delete')}>
          Delete
        </Button>
      </Group>
      <ArchiveDialog watch={watch} isOpen={asked === 'archive'} onClose={close} />
      <DeleteDialog watch={watch} isOpen={asked === 'delete'} onClose={close} />
    </Card>
  );
}

type DialogProps = { readonly watch: WatchView; readonly isOpen: boolean; readonly onClose: () => void };

function ArchiveDialog({ watch, isOpen, onClose }: DialogProps) {
  const archive = useArchiveWatch(watch.id);
  const confirm = (): void =>
    archive.mutate(true, {
      onSuccess: () => {
        announce(`${watch.title} is archived.`);
        onClose();
      },
    });
  return (
    <ConfirmDialog
      title="Archive this watch?"
      confirm="Archive"
      keep="Keep it"
      isOpen={isOpen}
      isBusy={archive.isPending}
      error={archive.error}
      onClose={onClose}
      onConfirm={confirm}
    >
      <li>It leaves the list. A filter of the list shows it again, and it can be taken back at any time.</li>
      <li>No refresh touches it while it is archived.</li>
      <li>Nothing changes in Clio.</li>
    </ConfirmDialog>
  );
}

function DeleteDialog({ watch, isOpen, onClose }: DialogProps) {
  const ending = useDeleteWatch(watch.id);
  const confirm = (): void =>
    ending.mutate(undefined, {
      onSuccess: () => {
        announce(`${watch.title} is deleted.`);
        navigate(watchesPath);
      },
    });
  return (
    <ConfirmDialog
      title="Delete this watch?"
      confirm="Delete for good"
      keep="Keep it"
      isOpen={isOpen}
      isBusy={ending.isPending}
      error={ending.error}
      onClose={onClose}
      onConfirm={confirm}
    >
      <li>It is gone for good, with its notes and tags. This cannot be undone; archiving can.</li>
      <li>
        {watch.source === 'clio'
          ? 'Nothing changes in Clio. Its matter can be imported again, without the notes.'
          : 'It was made by hand: nothing brings it back.'}
      </li>
    </ConfirmDialog>
  );
}
