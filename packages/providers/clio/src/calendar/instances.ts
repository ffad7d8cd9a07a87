import { formatWhen, type Occurrence, occurrences, parseWhen, type When } from '@concord/core';
import { calendar } from '../profile.ts';
import type { EntryRecord } from './entry-record.ts';

/** What shows at a date on which a series places an instance: nothing, when it was cancelled. */
export type Instance = {
  readonly slot: string;
  /** When the series would have it: the text of a single event. */
  readonly planned: string;
  readonly row?: EntryRecord;
  /** The row is at that time. */
  readonly isPunctual?: true;
};

/**
 * Which row of a list of a series' instances stands for which of its dates. A changed instance does not show the date that
 * it was moved from: its external property tells it, where Concord wrote it. Otherwise a row that begins when the series
 * says is at that date, and the other rows go to the dates that are left, the nearest first. A date without a row was
 * cancelled, but how far ahead Clio lists a series is not documented: where no row follows, that is believed up to `sureTo`.
 * Dates that begin after `until` are left out, as what takes their place may not be listed.
 */
export function instancesOf(
  entry: EntryRecord,
  when: string,
  rows: readonly EntryRecord[],
  { until, sureTo }: { readonly until: number; readonly sureTo: number },
): readonly Instance[] {
  const series = parseWhen(when);
  if (series?.rule === undefined) return [];
  const slots = slotsOf(when, until);
  const told = new Set(slots.map(({ slot }) => slot));
  const byBegin = new Map(slots.map(({ slot, start }) => [Date.parse(start), slot]));
  const found = new Map<string, EntryRecord>();
  const moved: EntryRecord[] = [];
  for (const row of [...rows].sort(bySurety)) {
    const slot = told.has(row.slot?.value ?? '') ? row.slot?.value : byBegin.get(beginOf(row, series) ?? Number.NaN);
    if (slot === undefined || found.has(slot)) moved.push(row);
    else found.set(slot, row);
  }
  const near = slots.filter(({ start }) => Date.parse(start) <= until);
  placeNearest(moved, near, found);
  const last = slots.findLastIndex(({ slot, start }) => found.has(slot) || Date.parse(start) <= sureTo);
  return near.slice(0, last + 1).map(({ slot, start, end }) => {
    const planned = formatWhen({ allDay: series.allDay, start, end, ...(series.zone && { zone: series.zone }) });
    return withRow(entry, { slot, planned }, { start, end }, found.get(slot));
  });
}

/** What shows at a date, with this row there. */
export function placed(entry: EntryRecord, { slot, planned }: Instance, row: EntryRecord | undefined): Instance {
  const { start = '', end = '' } = parseWhen(planned) ?? {};
  return withRow(entry, { slot, planned }, { start, end }, row);
}

function withRow(
  entry: EntryRecord,
  bare: Pick<Instance, 'slot' | 'planned'>,
  times: Omit<Occurrence, 'slot'>,
  row: EntryRecord | undefined,
): Instance {
  if (row === undefined) return bare;
  return isPunctual(entry, row, times) ? { ...bare, row, isPunctual: true } : { ...bare, row };
}

/** Whether an instance lasts as many hours as the series, or as long by the clock, in a night in which clocks change is not documented. */
function isPunctual(entry: EntryRecord, row: EntryRecord, planned: Omit<Occurrence, 'slot'>): boolean {
  if (row.allDay !== entry.allDay || startOf(row) !== Date.parse(planned.start)) return false;
  if (lengthOf(row) === lengthOf(entry) || row.allDay) return lengthOf(row) === lengthOf(entry);
  return Date.parse(row.endAt) === Date.parse(planned.end) || byTheClock(row) === byTheClock(entry);
}

const byTheClock = ({ startAt, endAt }: EntryRecord): number => wallOf(endAt) - wallOf(startAt);
const wallOf = (time: string): number => Date.parse(`${time.slice(0, 19)}Z`);

const lengthOf = (entry: EntryRecord): number =>
  (entry.allDay ? Date.parse(entry.endDate) : Date.parse(entry.endAt)) - startOf(entry);

/** The dates of a series, from its first on, and some further ahead than is told of: so a row there is known for what it is. */
export const slotsOf = (when: string, until: number): readonly Occurrence[] =>
  occurrences(when, { from: Date.UTC(calendar.firstYear, 0), to: until + calendar.aheadMs }, calendar.mostInstances);

/** Those that say their date come first. */
const bySurety = (a: EntryRecord, b: EntryRecord): number =>
  Number(b.slot !== undefined) - Number(a.slot !== undefined);

const beginOf = (row: EntryRecord, series: When): number | undefined =>
  row.allDay === series.allDay ? startOf(row) : undefined;

function placeNearest(
  moved: readonly EntryRecord[],
  slots: readonly Occurrence[],
  found: Map<string, EntryRecord>,
): void {
  const free = moved.length === 0 ? [] : slots.filter(({ slot }) => !found.has(slot));
  const pairs = moved
    .flatMap((row) => free.map(({ slot, start }) => ({ row, slot, away: Math.abs(startOf(row) - Date.parse(start)) })))
    .sort((a, b) => a.away - b.away);
  const placed = new Set<EntryRecord>();
  for (const { row, slot } of pairs) {
    if (placed.has(row) || found.has(slot)) continue;
    placed.add(row);
    found.set(slot, row);
  }
}

const startOf = ({ allDay, startAt, startDate }: EntryRecord): number => Date.parse(allDay ? startDate : startAt);
