import type { PreviewCounts, SyncView, WeekEntry } from '@concord/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { serverNow } from '../../api/server-clock.ts';
import { useWeek } from '../../api/week.ts';
import { HelpLink } from '../../help/help-link.tsx';
import { useAnnouncement } from '../../shell/announcer.tsx';
import { Card } from '../../shell/card.tsx';
import { Failure } from '../../shell/failure.tsx';
import { RowsPlaceholder } from '../../shell/placeholder.tsx';
import { sayCount } from '../../words/numbers.ts';
import { addDays, type Day, ownZone, startOfDay, wallIn, weekOf } from './days.ts';
import { Legend } from './legend.tsx';
import { RecordDialog } from './record-dialog.tsx';
import { sayWeek } from './say-entry.ts';
import { WeekBar, type WeekLook } from './week-bar.tsx';
import styles from './week-card.module.css';
import { WeekGrid } from './week-grid.tsx';
import { WeekList } from './week-list.tsx';

type WeekCardProps = { readonly sync: SyncView; readonly counts: PreviewCounts };

/** What the preview puts where, week by week: as a picture, or in words where there is no room for one or somebody prefers them. */
export function WeekCard({ sync, counts: { run } }: WeekCardProps) {
  const [zone] = useState(ownZone);
  const [today] = useState(() => wallIn(zone, serverNow()).day);
  const [days, setDays] = useState(() => weekOf(today));
  const [chosen, setLook] = useState<WeekLook>('grid');
  const [opened, setOpened] = useState<WeekEntry>();
  const [isOpen, setOpen] = useState(false);
  const isNarrow = useMediaQuery('(max-width: 40em)', false, { getInitialValueInEffect: false });
  const week = useWeek(sync.id, run, spanOf(days, zone));
  const entries = week.data?.entries ?? [];
  const monday = days[0] ?? today;
  const isHere = week.data !== undefined && !week.isPlaceholderData;
  useAnnouncement(isHere ? `${sayWeek(monday)}: ${sayCount(entries.length, 'event', 'events')}` : '');
  const open = (entry: WeekEntry): void => {
    setOpened(entry);
    setOpen(true);
  };
  const Week = isNarrow || chosen === 'list' ? WeekList : WeekGrid;
  return (
    <Card title={`Week of ${sayWeek(monday)}`} flush aside={<HelpLink topic="calendars" />}>
      <WeekBar
        today={today}
        monday={monday}
        look={chosen}
        hasChoice={!isNarrow}
        onDay={(day) => setDays(weekOf(day))}
        onLook={setLook}
      />
      {week.isPending && <RowsPlaceholder rows={4} />}
      {week.error && (
        <div className={styles.said}>
          <Failure error={week.error} onRetry={() => week.refetch()} />
        </div>
      )}
      {week.data && (
        <div
          aria-busy={week.isPlaceholderData}
          data-faded={week.isPlaceholderData || undefined}
          className={styles.week}
        >
          <Week entries={entries} days={days} today={today} zone={zone} sync={sync} onOpen={open} />
          <div className={styles.said}>
            {isHere && entries.length === 0 && <p>Nothing in this week.</p>}
            {week.data.isCut && (
              <p>There are more in this week than can be shown here. Every record is listed below.</p>
            )}
            <p>Times are those of {zone.replaceAll('_', ' ')}, as on this device.</p>
            {Week === WeekGrid && <Legend entries={entries} sync={sync} />}
          </div>
        </div>
      )}
      <RecordDialog sync={sync} run={run} zone={zone} entry={opened} isOpen={isOpen} onClose={() => setOpen(false)} />
    </Card>
  );
}

const spanOf = (days: readonly Day[], zone: string) => {
  const [first = '', last = first] = [days[0], days.at(-1)];
  return { from: startOfDay(zone, first), to: startOfDay(zone, addDays(last, 1)) };
};
