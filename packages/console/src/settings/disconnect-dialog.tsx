import type { ConnectionView } from '@concord/core';
import { Checkbox } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useDisconnect } from '../api/session.ts';
import { navigate } from '../routing/location.ts';
import { settingsPath } from '../routing/routes.ts';
import { announce } from '../shell/announcer.tsx';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';

type DisconnectDialogProps = {
  readonly connection: Pick<ConnectionView, 'id' | 'provider' | 'label' | 'account'>;
  readonly isOpen: boolean;
  readonly onClose: () => void;
};

/** Leaving an account; forgetting everything about it on top is asked a second time, because nothing brings that back. */
export function DisconnectDialog({ connection, isOpen, onClose }: DisconnectDialogProps) {
  const { disconnect, isForgotten, setForgotten, isAskedAgain, confirm, close } = useDisconnection(connection, onClose);
  const common = { isOpen, isBusy: disconnect.isPending, error: disconnect.error, onConfirm: confirm };
  if (isAskedAgain)
    return (
      <ConfirmDialog
        {...common}
        title={`Forget everything about ${connection.label}?`}
        confirm="Forget everything"
        keep="Stay connected"
        onClose={close}
      >
        <Forgotten {...connection} />
      </ConfirmDialog>
    );
  return (
    <ConfirmDialog
      {...common}
      title={`Disconnect ${connection.label}?`}
      confirm={isForgotten ? 'Continue' : 'Disconnect'}
      keep="Stay connected"
      onClose={close}
      choice={
        <Checkbox
          checked={isForgotten}
          onChange={(event) => setForgotten(event.currentTarget.checked)}
          label="Forget everything"
          description="Also destroys what Concord remembers of its syncs. You are asked once more."
        />
      }
    >
      <Left {...connection} />
    </ConfirmDialog>
  );
}

function Left({ provider, label, account }: DisconnectDialogProps['connection']) {
  return (
    <>
      <li>
        At once, Concord stops using {account || label} and destroys its permission.{' '}
        {provider === 'clio'
          ? 'Clio is one side of every sync, so all of your syncs stop.'
          : `Syncs that use ${label} stop.`}
      </li>
      <li>Nothing is deleted: what is on both sides stays as it is.</li>
      <li>
        What belongs together stays remembered. To go on later, connect the <strong>same account</strong> again; after a
        preview nothing is doubled.
      </li>
    </>
  );
}

function Forgotten({ account, label }: DisconnectDialogProps['connection']) {
  return (
    <>
      <li>{account || label} is disconnected, and what is on both sides stays as it is.</li>
      <li>
        Concord forgets what belongs together, all previews, and the history of what it changed. Nothing brings that
        back.
      </li>
      <li>
        A later sync begins as if it were the first: only what is plainly the same on both sides is linked by itself.
      </li>
    </>
  );
}

function useDisconnection(connection: DisconnectDialogProps['connection'], onClose: () => void) {
  const queries = useQueryClient();
  const disconnect = useDisconnect();
  const [isForgotten, setForgotten] = useState(false);
  const [isAskedAgain, setAskedAgain] = useState(false);
  const close = (): void => {
    setForgotten(false);
    setAskedAgain(false);
    disconnect.reset();
    onClose();
  };
  const leave = (): void => {
    close();
    if (!isForgotten) return;
    announce(`Everything about ${connection.label} is being forgotten.`);
    navigate(settingsPath);
    queries.removeQueries({ queryKey: ['sync'] });
  };
  const confirm = (): void => {
    if (isForgotten && !isAskedAgain) setAskedAgain(true);
    else disconnect.mutate({ connection: connection.id, isForgotten }, { onSuccess: leave });
  };
  return { disconnect, isForgotten, setForgotten, isAskedAgain, confirm, close };
}
