import type { CalendarView, SyncView } from '@concord/core';
import { kindWords } from './calendar-words.ts';
import styles from './calendars-page.module.css';
import { KeptWith } from './kept-with.tsx';
import { Unavailable } from './unavailable.tsx';

type OtherCalendarProps = { readonly calendar: CalendarView; readonly kept: readonly SyncView[] };

/** A calendar of the other account: whether it can be chosen beside one of Clio's, and if not, why. */
export function OtherCalendar({ calendar, kept }: OtherCalendarProps) {
  const { name, kind, unavailable } = calendar;
  return (
    <li data-off={unavailable === undefined ? undefined : true}>
      <div>
        <h3 className={styles.name}>
          <bdi>{name}</bdi>
        </h3>
        {kindWords[kind] && <p className={styles.kind}>{kindWords[kind]}</p>}
        <KeptWith syncs={kept} side="left" />
        {kept.length === 0 &&
          (unavailable === undefined ? (
            <p className={styles.kind}>Not synced</p>
          ) : (
            <Unavailable reason={unavailable} />
          ))}
      </div>
    </li>
  );
}
