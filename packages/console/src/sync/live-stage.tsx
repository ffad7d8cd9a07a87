import type { SyncView } from '@concord/core';
import { ActivityList } from '../activity/activity-list.tsx';
import { TwoSides } from '../diagram/two-sides.tsx';
import { Checked, Freshness, InStep } from '../settings/freshness.tsx';
import { Card } from '../shell/card.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { WaitingList } from '../waiting/waiting-list.tsx';
import { sayNumber } from '../words/numbers.ts';
import { nameOfSide } from '../words/sides.ts';
import { Lags } from './lags.tsx';
import styles from './live-stage.module.css';
import { ManageCard } from './manage-card.tsx';
import { Refresh } from './refresh.tsx';
import type { StageProps } from './sync-page.tsx';
import { Trouble } from './trouble.tsx';

/** A sync that lives, or is paused and says why: how fresh it is, what waits for a person, what was written lately. */
export function LiveStage({ sync, session }: StageProps) {
  const isPaused = sync.state === 'paused';
  const waiting = sync.waiting.held + sync.waiting.parked;
  return (
    <>
      {isPaused ? (
        <PageHeading title="Paused">Nothing is lost. What changes meanwhile is carried over afterwards.</PageHeading>
      ) : (
        <PageHeading title={`${nameOfSide(sync, 'left')} and ${nameOfSide(sync, 'right')} are in step`} tab="Live">
          {sync.sentence}
        </PageHeading>
      )}
      {isPaused && <Trouble sync={sync} session={session} />}
      <Card>
        <TwoSides motion={isPaused ? 'paused' : 'live'} itemType={sync.itemType} left={sync.left} right={sync.right} />
        <Facts sync={sync} />
        {sync.freshness?.lag && <Lags sync={sync} lag={sync.freshness.lag} />}
      </Card>
      {waiting > 0 && (
        <Card title={`Waiting for you (${sayNumber(waiting)})`} flush>
          <WaitingList sync={sync} first={3} />
        </Card>
      )}
      <ActivityList sync={sync} />
      {!isPaused && <Refresh sync={sync} />}
      <ManageCard sync={sync} session={session} />
    </>
  );
}

function Facts({ sync }: { readonly sync: SyncView }) {
  const { freshness } = sync;
  return (
    <ul className={styles.facts} aria-label="How fresh this is">
      {freshness && (
        <li className={styles.fresh}>
          <strong>
            <Freshness freshness={freshness} />
          </strong>
          <InStep at={sync.inStepAt} />
          <Checked freshness={freshness} />
        </li>
      )}
      <li>
        <strong>{sayNumber(sync.linked)}</strong>
        linked
      </li>
      {sync.outside > 0 && (
        <li>
          <strong>{sayNumber(sync.outside)}</strong>
          not chosen
        </li>
      )}
      {freshness && (
        <li>
          <strong>{sayNumber(freshness.changesToday)}</strong>
          {freshness.changesToday === 1 ? 'change today' : 'changes today'}
        </li>
      )}
    </ul>
  );
}
