import { refusal } from '../graph/refusal.ts';
import { dateOf, dayNumber } from './day.ts';
import type { EventFields, StoredEvent } from './event.ts';
import { createEvent, type EventWriter, sendUpdates } from './event-writes.ts';
import { dayOfStart, fieldsOf } from './instances.ts';
import type { EventPatch } from './read-event.ts';
import { type Recurrence, seriesDates } from './recurrence.ts';

export function isFirstDay(series: StoredEvent, date: string): boolean {
  return datesBefore(recurrenceOf(series), date).length === 0;
}

/** As Outlook does "this and following": what comes before the day stays as it was, changed instances too. */
export function endSeriesBefore(writer: EventWriter, series: StoredEvent, date: string): StoredEvent {
  const recurrence = recurrenceOf(series);
  const range = {
    ...recurrence.range,
    type: 'endDate',
    endDate: dateOf(dayNumber(date) - 1),
    numberOfOccurrences: 0,
  } as const;
  const isKept = ([day]: readonly [string, unknown]): boolean => day < date;
  const next = writer.box.change(series, {
    fields: { ...series.fields, recurrence: { ...recurrence, range } },
    exceptions: Object.fromEntries(Object.entries(series.exceptions).filter(isKept)),
    cancelled: Object.fromEntries(Object.entries(series.cancelled).filter(isKept)),
  });
  sendUpdates(writer, { event: next }, 'the series ends earlier');
  return next;
}

/** Another series from that day on. Marks that apps left on the first one are not copied: an assumption. */
export function startSeriesAt(writer: EventWriter, series: StoredEvent, date: string, patch: EventPatch): StoredEvent {
  const { recurrence: _, ...fields } = { ...fieldsOf({ event: series, date }), ...patch.set };
  const recurrence = patch.recurrence ?? restOf(recurrenceOf(series), date, { ...fields, recurrence: undefined });
  return createEvent(writer, series.folderId, { ...patch, set: fields, recurrence });
}

function restOf({ pattern, range }: Recurrence, date: string, fields: EventFields): Recurrence {
  const startDate = dayOfStart(fields, range.recurrenceTimeZone);
  const passed = range.type === 'numbered' ? datesBefore({ pattern, range }, date).length : 0;
  return {
    pattern,
    range: { ...range, startDate, numberOfOccurrences: Math.max(0, range.numberOfOccurrences - passed) },
  };
}

const datesBefore = (recurrence: Recurrence, date: string): readonly string[] => [
  ...seriesDates(recurrence, dateOf(dayNumber(date) - 1)),
];

function recurrenceOf({ fields }: StoredEvent): Recurrence {
  if (fields.recurrence === undefined) throw refusal('invalidValue');
  return fields.recurrence;
}
