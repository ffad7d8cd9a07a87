import type { SyncView } from '@concord/core';
import { useStop } from '../api/syncs.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';

type StopDialogProps = { readonly sync: SyncView; readonly isOpen: boolean; readonly onClose: () => void };

export function StopDialog({ sync, isOpen, onClose }: StopDialogProps) {
  const stop = useStop(sync.id);
  const { left, right } = sync;
  return (
    <ConfirmDialog
      title="Stop Sync?"
      confirm="Stop Sync"
      keep="Keep syncing"
      isOpen={isOpen}
      isBusy={stop.isPending}
      error={stop.error}
      onClose={onClose}
      onConfirm={() => stop.mutate(undefined, { onSuccess: onClose })}
    >
      <li>
        Changes are no longer carried between {left.label} and {right.label}. Nothing is deleted on either side.
      </li>
      <li>
        You can start again at any time. You will see a preview first; nothing that is already linked is added a second
        time.
      </li>
      <li>
        What you deleted in {right.label} but is still in {left.label} will be offered again then.
      </li>
    </ConfirmDialog>
  );
}
