import type { SyncView } from '@concord/core';
import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useStop } from '../api/syncs.ts';
import { privateWords } from '../calendars/private-events.tsx';
import { HelpLink } from '../help/help-link.tsx';
import { linkTo } from '../routing/location.ts';
import { setUpPath } from '../routing/routes.ts';
import { Authorized } from '../settings/authorized.tsx';
import { DisconnectDialog } from '../settings/disconnect-dialog.tsx';
import { ActionButton } from '../shell/action-button.tsx';
import { Card } from '../shell/card.tsx';
import styles from './manage-card.module.css';
import { StopDialog } from './stop-dialog.tsx';
import type { StageProps } from './sync-page.tsx';

/** Whose account this is, what was chosen, and the ways to end it. */
export function ManageCard({ sync, session }: Omit<StageProps, 'resend'>) {
  const [isStopping, stopping] = useDisclosure(false);
  const [isDisconnecting, disconnecting] = useDisclosure(false);
  const { right } = sync;
  const connection = session.connections.find((one) => one.id === right.connection);
  const hasChosen = sync.state !== 'draft' && sync.state !== 'stopped';
  const canStop = sync.state === 'running' || sync.state === 'live' || sync.state === 'paused';
  return (
    <Card title="This sync">
      <p className={styles.line}>
        {!connection || connection.state === 'active' ? <Authorized as={right.account} /> : connection.sentence}
      </p>
      {hasChosen && <p className={styles.line}>When both sides changed the same detail, {sayWinner(sync)}.</p>}
      {hasChosen && sync.policy.private && <p className={styles.line}>{privateWords[sync.policy.private].after}</p>}
      {sync.itemType === 'event' && (
        <p className={styles.line}>
          {connection && (
            <a {...linkTo(setUpPath(connection.provider, sync.itemType, connection.id))}>Choose other calendars</a>
          )}{' '}
          {hasChosen && <HelpLink topic="calendars" />}
        </p>
      )}
      <Group gap="sm" mt="md">
        {sync.state === 'previewed' && <ChangeChoices sync={sync} />}
        {canStop && (
          <Button variant="default" onClick={stopping.open}>
            Stop Sync
          </Button>
        )}
        {connection?.state !== 'disconnected' && (
          <Button variant="default" onClick={disconnecting.open}>
            Disconnect account
          </Button>
        )}
      </Group>
      <StopDialog sync={sync} isOpen={isStopping} onClose={stopping.close} />
      <DisconnectDialog
        connection={{
          id: right.connection,
          provider: connection?.provider ?? '',
          label: right.label,
          account: right.account,
        }}
        isOpen={isDisconnecting}
        onClose={disconnecting.close}
      />
    </Card>
  );
}

/** Leaves the preview; the choices come again, and after them another preview. */
function ChangeChoices({ sync }: { readonly sync: SyncView }) {
  const stop = useStop(sync.id);
  return (
    <ActionButton variant="default" isBusy={stop.isPending} onClick={() => stop.mutate()}>
      Change choices
    </ActionButton>
  );
}

function sayWinner({ policy, left, right }: SyncView): string {
  const winners = { left: `${left.label} wins`, right: `${right.label} wins`, ask: 'Concord asks you' } as const;
  return winners[policy.conflicts];
}
