import type { SyncState, SyncView } from '@concord/core';
import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { linkTo } from '../routing/location.ts';
import { syncPath } from '../routing/routes.ts';
import { Freshness } from '../settings/freshness.tsx';
import { StateDot } from '../shell/state-dot.tsx';
import { StopDialog } from '../sync/stop-dialog.tsx';
import { pairOf } from './calendar-words.ts';
import styles from './calendars-row.module.css';

/** What comes next in each state, on the page of the sync. */
const next = {
  draft: 'Choose',
  scanning: 'Open',
  previewed: 'See the preview',
  running: 'Open',
  live: 'Open',
  paused: 'Open',
  stopped: 'Start again',
} as const satisfies Record<SyncState, string>;

const canStop: ReadonlySet<SyncState> = new Set(['running', 'live', 'paused']);

/** One pair of calendars: how it goes, and how it is stopped or started. A start begins with a preview, on its own page. */
export function CalendarSyncLine({ sync }: { readonly sync: SyncView }) {
  const [isStopping, stopping] = useDisclosure(false);
  const { state, freshness } = sync;
  const pair = pairOf(sync);
  return (
    <li className={styles.line}>
      <div className={styles.body}>
        <div className={styles.head}>
          <h4 className={styles.name}>
            <bdi>{sync.left.calendar?.name ?? sync.left.collection}</bdi> and{' '}
            <bdi>{sync.right.calendar?.name ?? sync.right.collection}</bdi>
          </h4>
          <StateDot state={state} />
        </div>
        <p className={styles.text}>
          {state === 'live' && freshness ? <Freshness freshness={freshness} /> : sync.sentence}
        </p>
      </div>
      <Group gap="xs">
        {canStop.has(state) && (
          <Button variant="default" size="sm" aria-label={`Stop Sync: ${pair}`} onClick={stopping.open}>
            Stop Sync
          </Button>
        )}
        <Button
          component="a"
          variant="default"
          size="sm"
          aria-label={`${next[state]}: ${pair}`}
          {...linkTo(syncPath(sync.id))}
        >
          {next[state]}
        </Button>
      </Group>
      <StopDialog sync={sync} isOpen={isStopping} onClose={stopping.close} />
    </li>
  );
}
