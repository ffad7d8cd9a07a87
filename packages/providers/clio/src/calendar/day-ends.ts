import type { Sender } from '../sending.ts';
import { type EntryRecord, isRedacted, type RedactedEntry } from './entry-record.ts';
import { listEntries, parseEntriesPage } from './entry-requests.ts';
import { type DayEnd, dayEndToldBy, nextDate } from './entry-times.ts';

/**
 * How Clio tells the end of all-day entries is not documented, and one that lasts from the 15th to the 16th by its dates may
 * be of one day or of two. An entry that ends on its first day shows it, as does the answer to a write of ours. Where nothing
 * else does, all-day entries of all calendars are looked at, once a session; if none of them ends on its first day, ends are
 * taken to be the day after (assumption: that is how iCalendar and both other providers tell them).
 */
export type DayEnds = {
  readonly known: () => DayEnd | undefined;
  readonly learn: (dayEnd: DayEnd) => void;
  /** `shown`: what a write of an all-day entry was answered, whose last day is known. */
  readonly learnFrom: (shown: EntryRecord, lastDay: string) => void;
  /** How these are to be read. */
  readonly of: (entries: readonly (EntryRecord | RedactedEntry)[]) => Promise<DayEnd>;
};

export function createDayEnds({ send }: Sender, host: string): DayEnds {
  let known: DayEnd | undefined;
  const learn = (dayEnd: DayEnd | undefined): void => {
    known = dayEnd ?? known;
  };
  return {
    known: () => known,
    learn,
    learnFrom: (shown, lastDay) => {
      if (shown.allDay && shown.endDate === lastDay) learn('lastDay');
      if (shown.allDay && shown.endDate === nextDate(lastDay, 1)) learn('dayAfter');
    },
    of: async (entries) => {
      const allDay = allDayOnes(entries);
      learn(toldBy(allDay));
      if (allDay.length === 0 || known !== undefined) return known ?? 'dayAfter';
      const { rows } = parseEntriesPage((await send(listEntries(host, { allDay: true }))).response);
      learn(toldBy(allDayOnes(rows)) ?? 'dayAfter');
      return known ?? 'dayAfter';
    },
  };
}

const allDayOnes = (entries: readonly (EntryRecord | RedactedEntry)[]): readonly EntryRecord[] =>
  entries.flatMap((entry) => (!isRedacted(entry) && entry.allDay ? [entry] : []));

const toldBy = (entries: readonly EntryRecord[]): DayEnd | undefined =>
  entries.map(dayEndToldBy).find((told) => told !== undefined);
