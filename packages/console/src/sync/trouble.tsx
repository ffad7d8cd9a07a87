import type { ConnectionView, SyncView } from '@concord/core';
import { Group } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useStart } from '../api/syncs.ts';
import { HelpLink } from '../help/help-link.tsx';
import { syncPath } from '../routing/routes.ts';
import { AdminPanel } from '../settings/admin-panel.tsx';
import { connectionLooks } from '../settings/connection-look.ts';
import { NextButton } from '../settings/next-button.tsx';
import { useNews } from '../settings/use-news.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { Failure } from '../shell/failure.tsx';
import { Since } from '../shell/since.tsx';
import { BrakeOffers } from './brake-offers.tsx';
import { runOf } from './run-of.ts';
import type { StageProps } from './sync-page.tsx';
import styles from './trouble.module.css';

/** Why a sync is paused, and the one thing to press. */
export function Trouble({ sync, session }: Omit<StageProps, 'resend'>) {
  const broken = session.connections.find(
    (one) => one.state !== 'active' && (one.id === sync.right.connection || one.provider === 'clio'),
  );
  return (
    <div className={styles.trouble} role="alert">
      <IconAlertTriangle size={22} stroke={1.7} aria-hidden />
      <div>
        <p>{sync.sentence}</p>
        {sync.trouble && <p className={styles.code}>For support: {sync.trouble}</p>}
        {broken ? <Mend connection={broken} sync={sync} /> : <Unbroken sync={sync} />}
      </div>
    </div>
  );
}

function Mend({ connection, sync }: { readonly connection: ConnectionView; readonly sync: SyncView }) {
  const news = useNews(connection);
  return (
    <>
      {news && <p className={styles.news}>{news}</p>}
      {connection.since !== undefined && (
        <p className={styles.code}>
          <Since at={connection.since} />
        </p>
      )}
      <Group mt="sm" gap="md">
        <NextButton connection={connection} returnTo={syncPath(sync.id)} />
        <HelpLink topic={connectionLooks[connection.state].topic} />
      </Group>
      <div className={styles.admin}>
        <AdminPanel connection={connection} />
      </div>
    </>
  );
}

function Unbroken({ sync }: { readonly sync: SyncView }) {
  // Only who paused it can let it go on.
  if (sync.trouble === 'operator') return null;
  return sync.brake ? <BrakeOffers sync={sync} brake={sync.brake} /> : <TryAgain sync={sync} />;
}

/** The accounts are fine, so what stopped it may have passed. */
function TryAgain({ sync }: { readonly sync: SyncView }) {
  const start = useStart(sync.id);
  return (
    <>
      <ActionButton mt="sm" variant="default" isBusy={start.isPending} onClick={() => start.mutate(runOf(sync))}>
        Try again
      </ActionButton>
      {start.error && <Failure error={start.error} />}
    </>
  );
}
