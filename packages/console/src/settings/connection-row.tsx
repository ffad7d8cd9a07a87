import type { ConnectionView } from '@concord/core';
import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserCheck, IconUserX } from '@tabler/icons-react';
import { reconnectPath, settingsPath } from '../routing/routes.ts';
import { Authorized } from './authorized.tsx';
import { DisconnectDialog } from './disconnect-dialog.tsx';
import rows from './rows.module.css';

const looks = {
  active: { Icon: IconUserCheck, tone: 'left' },
  lost: { Icon: IconUserX, tone: 'bad' },
  disconnected: { Icon: IconUserX, tone: 'quiet' },
} as const satisfies Record<ConnectionView['state'], unknown>;

/** An account at a provider: whose it is, whether it works, how to mend or leave it. */
export function ConnectionRow({ connection }: { readonly connection: ConnectionView }) {
  const [isAsking, { open, close }] = useDisclosure(false);
  const { Icon, tone } = looks[connection.state];
  return (
    <li className={rows.row}>
      <span className={rows.icon} data-tone={tone} aria-hidden>
        <Icon size={22} stroke={1.5} />
      </span>
      <div className={rows.body}>
        <h3 className={rows.title}>{connection.label}</h3>
        <p className={rows.text}>
          {connection.state === 'active' ? <Authorized as={connection.account} /> : connection.sentence}
        </p>
      </div>
      <Group gap="xs">
        {connection.state !== 'active' && (
          <Button component="a" href={reconnectPath(connection.provider, settingsPath)}>
            Reconnect {connection.label}
          </Button>
        )}
        {connection.state !== 'disconnected' && (
          <Button variant="default" aria-label={`Disconnect account: ${connection.label}`} onClick={open}>
            Disconnect account
          </Button>
        )}
      </Group>
      <DisconnectDialog connection={connection} isOpen={isAsking} onClose={close} />
    </li>
  );
}
