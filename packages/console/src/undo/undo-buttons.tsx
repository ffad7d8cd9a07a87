import type { ActivityRow, SyncView } from '@concord/core';
import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { PastDialog } from '../activity/past-dialog.tsx';
import { isUndoBusy, useUndo } from '../api/syncs.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { Failure } from '../shell/failure.tsx';

/** Under a line of the activity: what can be undone from there, and the past of who it is about. */
export function UndoButtons({ row, sync }: { readonly row: ActivityRow; readonly sync: SyncView }) {
  const undo = useUndo(sync.id);
  const [isOpen, setOpen] = useState(false);
  const { run } = row;
  const isBlocked = undo.isPending || isUndoBusy(sync);
  return (
    <>
      <Group gap="sm">
        {isWrite[row.what] && (
          <ActionButton
            variant="default"
            size="sm"
            isBlocked={isBlocked}
            onClick={() => undo.mutate({ mapping: row.mapping, entry: row.id })}
          >
            Undo this
          </ActionButton>
        )}
        {run !== undefined && (
          <ActionButton variant="default" size="sm" isBlocked={isBlocked} onClick={() => undo.mutate({ run })}>
            Undo all of this run
          </ActionButton>
        )}
        <Button variant="subtle" size="sm" onClick={() => setOpen(true)}>
          What happened before
        </Button>
      </Group>
      {undo.error && <Failure error={undo.error} />}
      <PastDialog sync={sync} mapping={row.mapping} isOpen={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}

/** What was only settled changed nothing at a provider; a link is undone with its run. */
const isWrite: Readonly<Partial<Record<ActivityRow['what'], true>>> = { added: true, changed: true, deleted: true };
