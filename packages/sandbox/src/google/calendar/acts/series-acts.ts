import type { GoogleCalendars } from '../../google-calendars.ts';
import type { StoredCalendar } from '../events/calendars.ts';
import { atWall, endAfter, instantOfTime, lengthMs, readTime, wallOfTime } from '../events/event-times.ts';
import type { Act } from '../events/mail-trap.ts';
import { continued, truncated } from '../events/recurrence.ts';
import {
  instanceId,
  instanceOf,
  isOriginalStart,
  isSeries,
  originalStarts,
  type Room,
  seriesOf,
} from '../events/series.ts';
import type { EventFields, StoredEvent, StoredTime } from '../events/stored-event.ts';
import { type Person, typed } from './acting.ts';

type SeriesActs = Pick<GoogleCalendars, 'editInstance' | 'cancelInstance' | 'editFollowing' | 'removeFollowing'>;

/** What a person does to one instance of a series, or to it and the following. */
export function createSeriesActs(person: Person): SeriesActs {
  const { writer, calendarOf, named, act, show, change } = person;
  const instance = (calendar: StoredCalendar, seriesId: string, originalStart: string): StoredEvent => {
    const series = seriesNamed(person, calendar, seriesId);
    return named(calendar, instanceId(series, occurrence(person, calendar, series, originalStart)));
  };
  return {
    editInstance: (seriesId, originalStart, input, acting = {}) =>
      change(instance(calendarOf(acting.calendarId), seriesId, originalStart).id, input, 'editInstance', acting),
    cancelInstance: (seriesId, originalStart, acting = {}) => {
      const calendar = calendarOf(acting.calendarId);
      writer.cancel(calendar, instance(calendar, seriesId, originalStart), act('cancelInstance', acting));
    },
    editFollowing: (seriesId, originalStart, input, acting = {}) => {
      const calendar = calendarOf(acting.calendarId);
      const series = seriesNamed(person, calendar, seriesId);
      const start = occurrence(person, calendar, series, originalStart);
      const fields = typed(restOf(writer.room(calendar), series, start), input);
      const by = act('editFollowing', acting);
      endBefore(person, calendar, series, start, by);
      return show(calendar, writer.add(calendar, { fields, organizer: series.organizer }, by));
    },
    removeFollowing: (seriesId, originalStart, acting = {}) => {
      const calendar = calendarOf(acting.calendarId);
      const series = seriesNamed(person, calendar, seriesId);
      const start = occurrence(person, calendar, series, originalStart);
      endBefore(person, calendar, series, start, act('removeFollowing', acting));
    },
  };
}

function seriesNamed({ named }: Person, calendar: StoredCalendar, id: string): StoredEvent {
  const row = named(calendar, id);
  if (!isSeries(row)) throw new Error(`The event ${id} is no series`);
  return row;
}

function occurrence({ writer }: Person, calendar: StoredCalendar, series: StoredEvent, text: string): StoredTime {
  const time = readTime(text.includes('T') ? { dateTime: text } : { date: text }, 'start');
  if (!isOriginalStart(writer.room(calendar), series, time))
    throw new Error(`The series ${series.id} has no instance at ${text}`);
  return instanceOf(series, time).originalStart ?? time;
}

/** What a series is from one of its instances on. */
function restOf(room: Room, { fields, ...series }: StoredEvent, start: StoredTime): EventFields {
  const wall = wallOfTime(start, room.zone);
  const before = originalStarts(room, { ...series, fields }, 0, instantOfTime(start, room.zone));
  const done = before.filter((time) => wallOfTime(time, room.zone) < wall).length;
  const begin = atWall(fields.start, wall, room.zone);
  return {
    ...fields,
    start: begin,
    end: endAfter(begin, lengthMs(fields.start, fields.end), fields.end),
    recurrence: continued(fields.recurrence ?? [], done),
  };
}

/** Nothing is left of a series that ends before its first instance. */
function endBefore(
  { writer }: Person,
  calendar: StoredCalendar,
  series: StoredEvent,
  start: StoredTime,
  by: Act,
): void {
  const wall = wallOfTime(start, calendar.timeZone);
  const recurrence = truncated(seriesOf(series, calendar.timeZone), wall);
  const isWhole = wall <= wallOfTime(series.fields.start, calendar.timeZone);
  if (isWhole) writer.cancel(calendar, series, by);
  else writer.change(calendar, series, { ...series.fields, recurrence }, by);
}
