import type { SyncView } from '@concord/core';
import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ActivityList } from '../activity/activity-list.tsx';
import { useStart } from '../api/syncs.ts';
import { TwoSides } from '../diagram/two-sides.tsx';
import { reconnectPath, syncPath } from '../routing/routes.ts';
import { Checked, Freshness } from '../settings/freshness.tsx';
import { ActionButton } from '../shell/action-button.tsx';
import { Card } from '../shell/card.tsx';
import { Failure } from '../shell/failure.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { WaitingList } from '../waiting/waiting-list.tsx';
import { sayNumber } from '../words/numbers.ts';
import styles from './live-stage.module.css';
import { ManageCard } from './manage-card.tsx';
import type { StageProps } from './sync-page.tsx';

/** A sync that lives, or is paused and says why: how fresh it is, what waits for a person, what was written lately. */
export function LiveStage({ sync, session }: StageProps) {
  const isPaused = sync.state === 'paused';
  const waiting = sync.waiting.held + sync.waiting.parked;
  return (
    <>
      {isPaused ? (
        <PageHeading title="Paused">Nothing is lost. What changes meanwhile is carried over afterwards.</PageHeading>
      ) : (
        <PageHeading title={`${sync.left.label} and ${sync.right.label} are in step`} tab="Live">
          {sync.sentence}
        </PageHeading>
      )}
      {isPaused && <Trouble sync={sync} session={session} />}
      <Card>
        <TwoSides motion={isPaused ? 'paused' : 'live'} left={sync.left} right={sync.right} />
        <Facts sync={sync} />
      </Card>
      {waiting > 0 && (
        <Card title={`Waiting for you (${sayNumber(waiting)})`} flush>
          <WaitingList sync={sync} first={3} />
        </Card>
      )}
      <ActivityList sync={sync} />
      <ManageCard sync={sync} session={session} />
    </>
  );
}

function Trouble({ sync, session }: StageProps) {
  const broken = session.connections.find(
    (one) => one.state !== 'active' && (one.id === sync.right.connection || one.label === sync.left.label),
  );
  return (
    <div className={styles.trouble} role="alert">
      <IconAlertTriangle size={22} stroke={1.7} aria-hidden />
      <div>
        <p>{sync.sentence}</p>
        {sync.trouble && <p className={styles.code}>For support: {sync.trouble}</p>}
        {broken ? (
          <Button component="a" mt="sm" href={reconnectPath(broken.provider, syncPath(sync.id))}>
            Reconnect {broken.label}
          </Button>
        ) : (
          <GoOn sync={sync} />
        )}
      </div>
    </div>
  );
}

/** The accounts are fine, so what stopped it may have passed, or a person may say that it was meant (the brake). */
function GoOn({ sync }: { readonly sync: SyncView }) {
  const start = useStart(sync.id);
  return (
    <>
      <ActionButton mt="sm" variant="default" isBusy={start.isPending} onClick={() => start.mutate(runOf(sync))}>
        Go on
      </ActionButton>
      {start.error && <Failure error={start.error} />}
    </>
  );
}

/** Going on from a pause takes up what was paused; the API wants a run named all the same. */
const runOf = (sync: SyncView): string => sync.preview?.run ?? 'paused';

function Facts({ sync }: { readonly sync: SyncView }) {
  const { freshness } = sync;
  return (
    <ul className={styles.facts} aria-label="How fresh this is">
      {freshness && (
        <li className={styles.fresh}>
          <strong>
            <Freshness freshness={freshness} />
          </strong>
          <Checked freshness={freshness} />
        </li>
      )}
      <li>
        <strong>{sayNumber(sync.linked)}</strong>
        linked
      </li>
      {freshness && (
        <li>
          <strong>{sayNumber(freshness.changesToday)}</strong>
          {freshness.changesToday === 1 ? 'change today' : 'changes today'}
        </li>
      )}
    </ul>
  );
}
