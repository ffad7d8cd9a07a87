import type { SyncView, WeekEntry } from '@concord/core';
import { UnstyledButton } from '@mantine/core';
import { type Day, wallIn } from './days.ts';
import legend from './legend.module.css';
import { fateOf, looks } from './looks.ts';
import { touched } from './place.ts';
import { sayLongDay, sayTime } from './say-entry.ts';
import type { OpenEntry } from './week-event.tsx';
import type { WeekProps } from './week-grid.tsx';
import styles from './week-list.module.css';

/** A week in words: each event under the first of these days that it touches. */
export function WeekList({ entries, days, today, zone, sync, onOpen }: WeekProps) {
  const filled = days
    .map((day) => ({ day, own: entries.filter((entry) => isUnder(entry, day, days, zone)).toSorted(inOrder(zone)) }))
    .filter(({ own }) => own.length > 0);
  return filled.map(({ day, own }) => (
    <section key={day} className={styles.day}>
      <h3 className={styles.head}>
        {sayLongDay(day)}
        {day === today && ' (today)'}
      </h3>
      <ul>
        {own.map((entry) => (
          <Line key={`${entry.id} ${entry.start}`} entry={entry} zone={zone} sync={sync} onOpen={onOpen} />
        ))}
      </ul>
    </section>
  ));
}

type LineProps = {
  readonly entry: WeekEntry;
  readonly zone: string;
  readonly sync: SyncView;
  readonly onOpen: OpenEntry;
};

function Line({ entry, zone, sync, onOpen }: LineProps) {
  const fate = fateOf(entry);
  const { Icon, tone, say } = looks[fate];
  return (
    <li>
      <UnstyledButton className={styles.line ?? ''} onClick={() => onOpen(entry)}>
        <span className={styles.what}>
          <bdi className={styles.title}>{entry.title}</bdi>
          <span className={styles.time}>
            {sayTime(entry, zone)}
            {entry.isOfSeries && ' · one of a series'}
            {entry.oneWay !== undefined && fate !== 'oneWay' && ' · one way only'}
          </span>
        </span>
        <span className={legend.fate} data-tone={tone} data-fate={fate}>
          <Icon size={14} stroke={2} aria-hidden />
          {say(sync)}
        </span>
      </UnstyledButton>
    </li>
  );
}

function isUnder(entry: WeekEntry, day: Day, days: readonly Day[], zone: string): boolean {
  const [from, to] = touched(entry, zone);
  return from === day || (day === days[0] && from < day && to >= day);
}

/** Whole days first. */
const inOrder = (zone: string) => (a: WeekEntry, b: WeekEntry) => minutesOf(a, zone) - minutesOf(b, zone);
const minutesOf = ({ allDay, start }: WeekEntry, zone: string): number =>
  allDay ? -1 : wallIn(zone, Date.parse(start)).minutes;
