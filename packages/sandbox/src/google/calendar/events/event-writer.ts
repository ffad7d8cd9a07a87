import { randomId, type World } from '../../../kernel/world.ts';
import type { Directory } from '../../directory.ts';
import { refusal } from '../api/refusal.ts';
import type { CalendarBook, NextRow } from './calendar-book.ts';
import type { Calendars, StoredCalendar } from './calendars.ts';
import { createGuestCopies } from './guest-copies.ts';
import { type Act, isNews, type MailTrap } from './mail-trap.ts';
import { instanceOf, isOriginalStart, isSeries, type Room, sameTimes } from './series.ts';
import type { EventFields, EventType, Person, StoredEvent } from './stored-event.ts';

export type NewEvent = {
  readonly fields: EventFields;
  readonly id?: string | undefined;
  readonly iCalUID?: string | undefined;
  readonly eventType?: EventType | undefined;
  readonly organizer?: Person | undefined;
  readonly privateCopy?: true | undefined;
};

/** All writes of events, whoever makes them: versions, exceptions of a series, guests' copies and mails follow from here. */
export type EventWriter = {
  readonly room: (calendar: StoredCalendar) => Room;
  readonly add: (calendar: StoredCalendar, made: NewEvent, act: Act) => StoredEvent;
  /** The row, or an instance that nobody changed yet. A cancelled one comes back to life. */
  readonly change: (calendar: StoredCalendar, row: StoredEvent, fields: EventFields, act: Act) => StoredEvent;
  /** Deletes; of a series one instance, when the row is one. */
  readonly cancel: (calendar: StoredCalendar, row: StoredEvent, act: Act) => StoredEvent;
  readonly move: (from: StoredCalendar, to: StoredCalendar, row: StoredEvent, act: Act) => StoredEvent;
  /** A new version with nothing new in it. */
  readonly touch: (calendar: StoredCalendar, row: StoredEvent) => StoredEvent;
};

export type WriterParts = {
  readonly world: World;
  readonly directory: Directory;
  readonly calendars: Calendars;
  readonly mails: MailTrap;
};

export function createEventWriter(parts: WriterParts): EventWriter {
  const { world, calendars, mails } = parts;
  const { strikes } = world.awkward;
  const bookOf = ({ id }: StoredCalendar): CalendarBook => calendars.book(id);
  const room = (calendar: StoredCalendar): Room => ({ world, book: bookOf(calendar), zone: calendar.timeZone });
  const copies = createGuestCopies(parts);
  const wrote = (calendar: StoredCalendar, before: StoredEvent | undefined, after: StoredEvent, act: Act): void => {
    mails.wrote(calendar, before, after, act);
    copies.follow(calendar, before, after);
  };
  const tombstone = (calendar: StoredCalendar, row: StoredEvent): StoredEvent =>
    bookOf(calendar).save({ ...row, cancelled: true });

  /** The changed instances of a series after it changed itself. */
  const followSeries = (calendar: StoredCalendar, before: StoredEvent, after: StoredEvent): void => {
    const rows = bookOf(calendar).exceptionsOf(after.id);
    const isMoved = !sameTimes(before.fields, after.fields);
    const isReset = isMoved && rows.length > 0 && strikes('google.calendar.resetsExceptions');
    const isKept = rows.length > 0 && strikes('google.calendar.exceptionsKeepFields');
    for (const row of rows) {
      if (isMoved && !isOriginalStart(room(calendar), after, row.originalStart ?? row.fields.start)) {
        if (!row.cancelled) tombstone(calendar, row);
      } else if (isReset) bookOf(calendar).save(plain(after, row));
      else if (!row.cancelled && !isKept) followFields(calendar, before, after, row);
    }
  };
  const followFields = (calendar: StoredCalendar, before: StoredEvent, after: StoredEvent, row: StoredEvent): void => {
    const fields = withNews(before.fields, after.fields, row.fields);
    if (JSON.stringify(fields) !== JSON.stringify(row.fields)) bookOf(calendar).save({ ...row, fields });
  };

  const change = (calendar: StoredCalendar, row: StoredEvent, fields: EventFields, act: Act): StoredEvent => {
    const { cancelled: _, ...living } = row;
    const isMoved = !sameTimes(row.fields, fields);
    const sequence = row.sequence + (isMoved ? 1 : 0);
    const after = bookOf(calendar).save({ ...living, fields, sequence }, isQuiet(row, fields));
    if (isSeries(row)) followSeries(calendar, row, after);
    wrote(calendar, row, after, act);
    return after;
  };

  return {
    room,
    add: (
      calendar,
      { fields, id = newEventId(world), iCalUID, eventType = 'default', organizer, privateCopy },
      act,
    ) => {
      const own: Person = calendar.kind === 'primary' ? { email: calendar.id } : calendarPerson(calendar);
      const row: NextRow = {
        id,
        iCalUID: iCalUID ?? `${id}@google.com`,
        fields,
        eventType,
        creator: { email: act.email },
        organizer: organizer ?? own,
        sequence: 0,
        ...(privateCopy ? { privateCopy } : {}),
      };
      const after = bookOf(calendar).save(row);
      wrote(calendar, undefined, after, act);
      return after;
    },
    change,
    cancel: (calendar, row, act) => {
      const after = tombstone(calendar, row);
      const isSilent = strikes('google.calendar.exceptionsGoUnsaid');
      if (isSeries(row) && !isSilent)
        for (const one of bookOf(calendar).exceptionsOf(row.id)) if (!one.cancelled) tombstone(calendar, one);
      wrote(calendar, row, after, act);
      return after;
    },
    move: (from, to, row, act) => {
      const rows = [row, ...bookOf(from).exceptionsOf(row.id)];
      if (rows.some(({ id }) => bookOf(to).get(id) !== undefined && !bookOf(to).get(id)?.cancelled))
        throw refusal('duplicate');
      const organizer = to.kind === 'primary' ? { email: to.id } : calendarPerson(to);
      const moved = rows.map((one) => {
        bookOf(from).save({ ...one, cancelled: true, organizer });
        return bookOf(to).save({ ...one, organizer });
      });
      const [after = row] = moved;
      wrote(to, row, after, act);
      return after;
    },
    touch: (calendar, row) => bookOf(calendar).save(row),
  };
}

/** Events of a calendar that is nobody's own are organized by the calendar. */
const calendarPerson = ({ id, summary }: StoredCalendar): Person => ({ email: id, displayName: summary });

/** Twenty-six characters of base32hex, as Google's own are (captures). */
export function newEventId(world: World): string {
  const text = randomId(world, 26).toLowerCase();
  return text.replace(/[w-z]/gu, (letter) => String(letter.charCodeAt(0) - 119));
}

/** Documented: reminders do not move `updated`. */
function isQuiet(before: StoredEvent, after: EventFields): boolean {
  const { reminders: _, ...one } = before.fields;
  const { reminders: __, ...other } = after;
  const isChanged = JSON.stringify(before.fields.reminders) !== JSON.stringify(after.reminders);
  return isChanged && !before.cancelled && !isNews(one, other) && JSON.stringify(one) === JSON.stringify(other);
}

/** A changed instance as the series alone would have it. */
function plain(series: StoredEvent, row: StoredEvent): StoredEvent {
  const { cancelled: _, ...living } = row;
  return { ...living, fields: instanceOf(series, row.originalStart ?? row.fields.start).fields };
}

/** What an instance has as the series had it follows the series; what somebody changed of it stays (assumption). */
function withNews(before: EventFields, after: EventFields, own: EventFields): EventFields {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof EventFields>;
  const fields: Partial<Record<keyof EventFields, unknown>> = { ...own };
  for (const name of names) {
    if (name === 'start' || name === 'end' || name === 'recurrence') continue;
    if (JSON.stringify(own[name]) !== JSON.stringify(before[name])) continue;
    if (after[name] === undefined) delete fields[name];
    else fields[name] = after[name];
  }
  return fields as EventFields;
}
