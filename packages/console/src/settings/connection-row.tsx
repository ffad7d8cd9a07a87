import type { ConnectionView } from '@concord/core';
import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { settingsPath } from '../routing/routes.ts';
import { StateTag } from '../shell/state-tag.tsx';
import { AdminPanel } from './admin-panel.tsx';
import { connectionLooks } from './connection-look.ts';
import { ConnectionStatus } from './connection-status.tsx';
import { DisconnectDialog } from './disconnect-dialog.tsx';
import { NextButton } from './next-button.tsx';
import rows from './rows.module.css';

/** An account at a provider: whose it is, whether it works, how to mend or leave it. */
export function ConnectionRow({ connection }: { readonly connection: ConnectionView }) {
  const [isAsking, { open, close }] = useDisclosure(false);
  // Nobody has come back yet: there is nothing to leave.
  const canDisconnect = connection.state !== 'disconnected' && connection.state !== 'connecting';
  const { Icon, label, tone } = connectionLooks[connection.state];
  return (
    <li className={rows.row}>
      <span className={rows.icon} data-tone={tone} aria-hidden>
        <Icon size={22} stroke={1.5} />
      </span>
      <div className={rows.body}>
        <div className={rows.head}>
          <h3 className={rows.title}>{connection.label}</h3>
          <StateTag label={label} tone={tone} />
        </div>
        <ConnectionStatus connection={connection} />
      </div>
      <Group gap="xs">
        <NextButton connection={connection} returnTo={settingsPath} />
        {canDisconnect && (
          <Button variant="default" aria-label={`Disconnect account: ${connection.label}`} onClick={open}>
            Disconnect account
          </Button>
        )}
      </Group>
      <AdminPanel connection={connection} />
      <DisconnectDialog connection={connection} isOpen={isAsking} onClose={close} />
    </li>
  );
}
