import type { CalendarsView } from '@concord/core';
import { useEffect } from 'react';
import { ActionButton } from '../shell/action-button.tsx';
import { announce } from '../shell/announcer.tsx';
import { ProgressBar } from '../shell/progress-bar.tsx';
import { useNow } from '../shell/use-now.ts';
import { sayAgo, sayInstant } from '../words/time.ts';
import styles from './calendars-page.module.css';

type ReadCalendarsProps = {
  readonly label: string;
  readonly calendars: CalendarsView | undefined;
  readonly isBusy: boolean;
  readonly onRead: () => void;
};

/** When the lists were read, what is being waited for, or why the last try came to nothing; and the way to read them again. */
export function ReadCalendars({ label, calendars, isBusy, onRead }: ReadCalendarsProps) {
  const now = useNow();
  const isReading = isBusy || calendars?.isAsked === true;
  const { readAt, failure } = calendars ?? {};
  const doing = sayDoing(label, calendars);
  const isRead = readAt !== undefined && !isReading && failure === undefined;
  useEffect(() => {
    if (isRead) announce('The calendars are here.');
  }, [isRead]);
  const failed = isReading ? undefined : failure;
  useEffect(() => {
    if (failed !== undefined) announce(failed);
  }, [failed]);
  return (
    <div className={styles.read}>
      {isReading && <ProgressBar label={doing} percent={undefined} />}
      <div className={styles.line} data-failed={failed !== undefined || undefined}>
        <span {...(readAt === undefined ? {} : { title: sayInstant(readAt) })}>
          {isReading ? doing : (failed ?? sayRead(readAt, now))}
        </span>
        <ActionButton variant="default" size="xs" isBusy={isReading} onClick={onRead}>
          Read again
        </ActionButton>
      </div>
    </div>
  );
}

const sayDoing = (label: string, calendars: CalendarsView | undefined): string =>
  calendars?.making ? `Making “${calendars.making.name}” in ${label}.` : `Asking Clio and ${label} for your calendars.`;

const sayRead = (readAt: number | undefined, now: number): string =>
  readAt === undefined ? 'Nobody has read your calendars yet.' : `These lists were read ${sayAgo(now - readAt)}.`;
