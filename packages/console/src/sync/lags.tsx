import type { LagView, SyncView } from '@concord/core';
import { sayDuration } from '../words/time.ts';
import styles from './live-stage.module.css';

type LagsProps = { readonly sync: SyncView; readonly lag: LagView };

/** How long changes take, and whose time it is. */
export function Lags({ sync, lag }: LagsProps) {
  return (
    <ul className={styles.lags} aria-label="How long changes take">
      {(['left', 'right'] as const).map((side) => {
        const known = lag[side];
        if (known === undefined) return null;
        const { label } = sync[side];
        return (
          <li key={side}>
            Changes in {label}: {label} shows them after {sayDuration(known.providerMs)}, and Concord has written them{' '}
            {sayDuration(known.oursMs)} later.
          </li>
        );
      })}
    </ul>
  );
}
