import type { SyncView, WeekEntry } from '@concord/core';
import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconPlayerTrackNext } from '@tabler/icons-react';
import type { CSSProperties } from 'react';
import legend from './legend.module.css';
import { fateOf, looks } from './looks.ts';
import { sayEntry } from './say-entry.ts';
import styles from './week-grid.module.css';

export type OpenEntry = (entry: WeekEntry) => void;

type WeekEventProps = {
  readonly entry: WeekEntry;
  readonly sync: SyncView;
  readonly zone: string;
  /** Its place in the walk through the week; absent for the rest of an event of which the beginning is shown. */
  readonly at?: number;
  readonly isCurrent: boolean;
  /** It shares its day with so many that the sign must not take the words' room. */
  readonly isNarrow?: boolean;
  /** "10:00". */
  readonly time?: string;
  readonly className: string | undefined;
  readonly style: CSSProperties;
  readonly onFocus?: () => void;
  readonly onOpen: OpenEntry;
};

/** An event in the picture of a week. */
export function WeekEvent({
  entry,
  sync,
  zone,
  at,
  isCurrent,
  isNarrow,
  time,
  className,
  style,
  onFocus,
  onOpen,
}: WeekEventProps) {
  const fate = fateOf(entry);
  const { Icon, tone } = looks[fate];
  const isRest = at === undefined;
  const words = sayEntry(entry, sync, zone);
  return (
    <UnstyledButton
      className={`${legend.fate} ${styles.event} ${className}`}
      style={style}
      data-tone={tone}
      data-fate={fate}
      data-at={at}
      data-narrow={isNarrow || undefined}
      tabIndex={isCurrent && !isRest ? 0 : -1}
      {...(isRest ? { 'aria-hidden': true } : {})}
      onFocus={onFocus}
      onClick={() => onOpen(entry)}
    >
      <Icon size={14} stroke={2} aria-hidden />
      <span className={styles.what} title={`${entry.title}, ${words}`}>
        <bdi className={styles.title}>{entry.title}</bdi>
        {time && (
          <span className={styles.time} aria-hidden>
            {time}
          </span>
        )}
        <VisuallyHidden>{words}</VisuallyHidden>
      </span>
      {entry.oneWay !== undefined && fate !== 'oneWay' && <IconPlayerTrackNext size={13} stroke={2} aria-hidden />}
    </UnstyledButton>
  );
}
