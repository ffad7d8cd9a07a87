import type { SideName, SyncView } from '@concord/core';
import { linkTo } from '../routing/location.ts';
import { syncPath } from '../routing/routes.ts';
import { StateDot } from '../shell/state-dot.tsx';
import styles from './calendars-page.module.css';

type KeptWithProps = { readonly syncs: readonly SyncView[]; readonly side: SideName };

/** With which calendars of that side it is in a sync already, and how each of them goes. */
export function KeptWith({ syncs, side }: KeptWithProps) {
  return syncs.map((sync) => (
    <p key={sync.id} className={styles.kept}>
      In a sync with{' '}
      <a {...linkTo(syncPath(sync.id))}>
        <bdi>{sync[side].collection}</bdi>
      </a>{' '}
      <StateDot state={sync.state} />
    </p>
  ));
}
