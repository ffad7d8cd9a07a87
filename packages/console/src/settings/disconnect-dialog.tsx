import type { ConnectionView } from '@concord/core';
import { useDisconnect } from '../api/session.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';

type DisconnectDialogProps = {
  readonly connection: Pick<ConnectionView, 'id' | 'label' | 'account'>;
  readonly isOpen: boolean;
  readonly onClose: () => void;
};

export function DisconnectDialog({ connection, isOpen, onClose }: DisconnectDialogProps) {
  const disconnect = useDisconnect();
  return (
    <ConfirmDialog
      title={`Disconnect ${connection.label}?`}
      confirm="Disconnect"
      keep="Stay connected"
      isOpen={isOpen}
      isBusy={disconnect.isPending}
      error={disconnect.error}
      onClose={onClose}
      onConfirm={() => disconnect.mutate(connection.id, { onSuccess: onClose })}
    >
      <li>Concord forgets its permission for {connection.account}; syncs that use it stop.</li>
      <li>Nothing is deleted: the contacts on both sides stay as they are.</li>
      <li>
        To go on later, connect the <strong>same account</strong> again. Another account would be a new sync, with a
        preview of its own.
      </li>
    </ConfirmDialog>
  );
}
