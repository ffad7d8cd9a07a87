import type { SyncView } from '@concord/core';
import { useStop } from '../api/syncs.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { mayBeKept } from './resend-choice.tsx';

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
        At once, nothing is carried between {left.collection} and {right.collection} any more, in either direction. What
        is under way ends safely.
      </li>
      <li>
        Nothing is deleted on either side, both accounts stay connected, and what belongs together stays remembered.
      </li>
      <li>
        You can start again at any time. You will see a preview first; nothing that is already linked is added a second
        time.
      </li>
      {mayBeKept(sync) && (
        <li>
          What was deleted in {right.label} and is still in {left.label} is offered again then.
        </li>
      )}
    </ConfirmDialog>
  );
}
