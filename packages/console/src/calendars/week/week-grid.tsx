import type { SyncView, WeekEntry } from '@concord/core';
import { useMemo } from 'react';
import type { Day } from './days.ts';
import { type Block, type PlacedWeek, placeWeek } from './place.ts';
import { sayLongDay, sayMinutes, sayShortDay } from './say-entry.ts';
import { type Drawn, stopsOf, useWalk } from './use-walk.ts';
import { type OpenEntry, WeekEvent } from './week-event.tsx';
import styles from './week-grid.module.css';

export type WeekProps = {
  readonly entries: readonly WeekEntry[];
  readonly days: readonly Day[];
  readonly today: Day;
  readonly zone: string;
  readonly sync: SyncView;
  readonly onOpen: OpenEntry;
};

/** A week as a picture: whole days above, hours below. The arrow keys walk from event to event, and Enter opens one. */
export function WeekGrid({ entries, days, today, zone, sync, onOpen }: WeekProps) {
  const placed = useMemo(() => placeWeek(entries, days, zone), [entries, days, zone]);
  const stops = useMemo(() => stopsOf(placed), [placed]);
  const { grid, current, setCurrent, press } = useWalk(stops);
  const hours = hoursOf(placed);
  const eventOf = (drawn: Drawn) => {
    const at = stops.findIndex((stop) => stop.drawn === drawn);
    return {
      entry: drawn.entry,
      sync,
      zone,
      onOpen,
      isCurrent: at === current,
      ...(at === -1 ? {} : { at, onFocus: () => setCurrent(at) }),
    };
  };
  return (
    <div className={styles.scroll}>
      <div ref={grid} className={styles.grid} role="group" aria-label="Events of the week" onKeyDown={press}>
        <span className={styles.corner} />
        {days.map((day) => (
          <DayHead key={day} day={day} isToday={day === today} />
        ))}
        <span className={styles.whole}>All day</span>
        <div className={styles.banners}>
          {placed.banners.map((banner) => (
            <WeekEvent
              key={`${banner.entry.id} ${banner.entry.start}`}
              {...eventOf(banner)}
              className={styles.banner}
              style={{ gridColumn: `${banner.first + 1} / ${banner.last + 2}`, gridRow: banner.line + 1 }}
            />
          ))}
        </div>
        <Hours hours={hours} />
        {placed.days.map((blocks, index) => (
          <div
            key={days[index]}
            className={styles.day}
            data-today={days[index] === today || undefined}
            style={{ height: heightOf(hours) }}
          >
            {blocks.map((block) => (
              <WeekEvent
                key={`${block.entry.id} ${block.entry.start}`}
                {...eventOf(block)}
                isNarrow={block.columns > 2}
                time={sayMinutes(block.top)}
                className={styles.block}
                style={boxOf(block, hours)}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

function DayHead({ day, isToday }: { readonly day: Day; readonly isToday: boolean }) {
  return (
    <h3 className={styles.head} data-today={isToday || undefined} title={sayLongDay(day)}>
      {sayShortDay(day)}
      {isToday && <span className={styles.today}>Today</span>}
    </h3>
  );
}

type Hours = { readonly first: number; readonly last: number };

function Hours({ hours }: { readonly hours: Hours }) {
  return (
    <div className={styles.hours} style={{ height: heightOf(hours) }} aria-hidden>
      {Array.from({ length: hours.last - hours.first }, (_, index) => hours.first + index).map((hour) => (
        <span key={hour}>{sayMinutes(hour * 60)}</span>
      ))}
    </div>
  );
}

/** The height of an hour; the lines behind the events follow it in the style sheet. */
const rem = 2.5;
const heightOf = ({ first, last }: Hours): string => `${(last - first) * rem}rem`;

/** An office day, and whatever lies outside of it. */
function hoursOf({ days }: PlacedWeek): Hours {
  const blocks = days.flat();
  return {
    first: Math.min(8, ...blocks.map(({ top }) => Math.floor(top / 60))),
    last: Math.max(18, ...blocks.map(({ bottom }) => Math.ceil(bottom / 60))),
  };
}

function boxOf({ top, bottom, column, columns }: Block, { first }: Hours) {
  return {
    top: `${(top / 60 - first) * rem}rem`,
    height: `${((bottom - top) / 60) * rem}rem`,
    left: `${(column / columns) * 100}%`,
    width: `${100 / columns}%`,
  };
}
