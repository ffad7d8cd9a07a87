import type { SyncState } from '@concord/core';
import styles from './state-dot.module.css';

const states = {
  draft: { label: 'Not started', tone: 'quiet' },
  scanning: { label: 'Preparing preview', tone: 'busy' },
  previewed: { label: 'Preview ready', tone: 'hold' },
  running: { label: 'Syncing', tone: 'busy' },
  live: { label: 'Live', tone: 'good' },
  paused: { label: 'Paused', tone: 'hold' },
  stopped: { label: 'Stopped', tone: 'quiet' },
} as const satisfies Record<SyncState, { label: string; tone: string }>;

/** The state of a sync in one word, with its colour. */
export function StateDot({ state }: { readonly state: SyncState }) {
  const { label, tone } = states[state];
  return (
    <span className={styles.state} data-tone={tone}>
      <span className={styles.dot} aria-hidden />
      {label}
    </span>
  );
}
