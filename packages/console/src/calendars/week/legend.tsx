import type { SyncView, WeekEntry } from '@concord/core';
import { IconPlayerTrackNext } from '@tabler/icons-react';
import styles from './legend.module.css';
import { fateOf, fates, looks } from './looks.ts';

type LegendProps = { readonly entries: readonly WeekEntry[]; readonly sync: SyncView };

/** What the colours and signs of this week mean. */
export function Legend({ entries, sync }: LegendProps) {
  const shown = new Set(entries.map(fateOf));
  const isMarked = entries.some((entry) => entry.oneWay !== undefined && fateOf(entry) !== 'oneWay');
  if (shown.size === 0) return null;
  return (
    <ul className={styles.legend} aria-label="What the signs mean">
      {fates
        .filter((fate) => shown.has(fate))
        .map((fate) => {
          const { Icon, tone, say } = looks[fate];
          return (
            <li key={fate} className={styles.fate} data-tone={tone} data-fate={fate}>
              <Icon size={14} stroke={2} aria-hidden />
              {say(sync)}
            </li>
          );
        })}
      {isMarked && (
        <li className={styles.fate}>
          <IconPlayerTrackNext size={14} stroke={2} aria-hidden />
          One way only, because of guests
        </li>
      )}
    </ul>
  );
}
