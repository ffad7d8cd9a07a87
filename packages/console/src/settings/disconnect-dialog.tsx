import type { ConnectionView } from '@concord/core';
import { Checkbox } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useDisconnect } from '../api/session.ts';
import { navigate } from '../routing/location.ts';
import { announce } from '../shell/announcer.tsx';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { disconnectWords } from './disconnect-words.tsx';

type DisconnectDialogProps = {
  readonly connection: Pick<ConnectionView, 'id' | 'provider' | 'label' | 'account'>;
  /** What the account is used for: what stops and what stays differs. */
  readonly use?: keyof typeof disconnectWords;
  readonly isOpen: boolean;
  readonly onClose: () => void;
};

/** Leaving an account; forgetting everything about it on top is asked a second time, because nothing brings that back. */
export function DisconnectDialog({ connection, use = 'sync', isOpen, onClose }: DisconnectDialogProps) {
  const { Left, Forgotten, forgets, returnTo } = disconnectWords[use];
  const { disconnect, isForgotten, setForgotten, isAskedAgain, confirm, close } = useDisconnection(
    connection,
    returnTo,
    onClose,
  );
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
          description={`${forgets} You are asked once more.`}
        />
      }
    >
      <Left {...connection} />
    </ConfirmDialog>
  );
}

function useDisconnection(connection: DisconnectDialogProps['connection'], returnTo: string, onClose: () => void) {
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
    navigate(returnTo);
    queries.removeQueries({ queryKey: ['sync'] });
  };
  const confirm = (): void => {
    if (isForgotten && !isAskedAgain) setAskedAgain(true);
    else disconnect.mutate({ connection: connection.id, isForgotten }, { onSuccess: leave });
  };
  return { disconnect, isForgotten, setForgotten, isAskedAgain, confirm, close };
}
