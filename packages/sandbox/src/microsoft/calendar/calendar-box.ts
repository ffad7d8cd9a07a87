import { randomId, type World } from '../../kernel/world.ts';
import type { FolderChange } from '../mailbox/card.ts';
import { createCardIndex } from '../mailbox/card-index.ts';
import type { ChangeLog } from '../mailbox/change-log.ts';
import { createFolderLogs } from '../mailbox/folder-logs.ts';
import { createHistory, type History } from '../mailbox/history.ts';
import type { Calendar, EventChange, EventDraft, Exception, StoredEvent } from './event.ts';

/** One person's calendars and the events in them. */
export type CalendarBox = {
  readonly defaultId: string;
  /** Where deleted events lie; no calendar of the person's. */
  readonly deletedId: string;
  readonly calendars: () => readonly Calendar[];
  readonly calendar: (id: string) => Calendar | undefined;
  readonly addCalendar: (wish: Pick<Calendar, 'name'> & Partial<Calendar>) => Calendar;
  readonly changeCalendar: (calendar: Calendar, wish: Partial<Pick<Calendar, 'name' | 'color'>>) => Calendar;
  /** With all its events. */
  readonly dropCalendar: (calendar: Calendar) => void;
  /** An event or a series, by the immutable or the classic id. */
  readonly get: (id: string) => StoredEvent | undefined;
  /** The version that was current then; undefined before it was made and after it was purged. */
  readonly getAt: (id: string, instant: number) => StoredEvent | undefined;
  readonly inCalendar: (calendarId: string) => readonly StoredEvent[];
  readonly withProperty: (propertyId: string, value: string) => readonly StoredEvent[];
  /** Deleted ones too, until they are purged. */
  readonly withTransaction: (transactionId: string) => readonly StoredEvent[];
  /** `quiet` tells nobody: for filling. */
  readonly add: (calendarId: string, draft: EventDraft, quiet?: boolean) => StoredEvent;
  /** The next version; without news only the change key moves on. */
  readonly change: (event: StoredEvent, news?: Partial<EventDraft>) => StoredEvent;
  /** The next version of a series of which one instance has changed, or (undefined) is no more. */
  readonly changeInstance: (
    event: StoredEvent,
    date: string,
    news: Pick<Exception, 'fields' | 'properties'> | undefined,
  ) => StoredEvent;
  readonly move: (event: StoredEvent, calendarId: string) => StoredEvent;
  readonly purge: (event: StoredEvent) => void;
  readonly log: (calendarId: string) => ChangeLog;
  readonly history: History<StoredEvent>;
  /** Number of the latest change anywhere in the calendars. */
  readonly head: () => number;
  /** Tells at once of every change, quiet ones included; returns what ends it. */
  readonly watch: (listener: (change: EventChange) => void) => () => void;
};

export function createCalendarBox(world: World, oid: string, tell: (change: FolderChange) => void): CalendarBox {
  const events = world.store.collection<StoredEvent>(`microsoft.${oid}.events`);
  const index = createCardIndex(events.values());
  const logs = createFolderLogs(world.store, `${oid}.events`, index.inFolder);
  const shelf = openCalendars(world, oid);
  const history = createHistory<StoredEvent>();
  const watchers = new Set<(change: EventChange) => void>();
  let head = [...events.values()].reduce((highest, event) => Math.max(highest, event.seq), logs.head);

  const byTransaction = new Map<string, string[]>();
  const remember = ({ id, transactionId }: StoredEvent): void => {
    if (transactionId !== undefined)
      byTransaction.set(transactionId, [...(byTransaction.get(transactionId) ?? []), id]);
  };
  for (const event of events.values()) remember(event);

  const stamp = () => {
    head += 1;
    return { changeKey: `DwAAABYAAAB${randomId(world, 29)}`, modifiedAt: world.now(), seq: head };
  };
  const newClassicId = (): string => `AAMkAGI1${oid.replaceAll('-', '').repeat(2)}BGAAAAAB${randomId(world, 60)}AAA=`;
  const save = (event: StoredEvent): StoredEvent => {
    logs.came(event);
    events.set(event.id, event);
    index.put(event);
    return event;
  };
  const end = (event: StoredEvent, leaves: boolean): void => {
    history.keep(event, world.now());
    if (leaves) {
      head += 1;
      logs.left(event, head, world.now());
      index.drop(event);
    }
  };
  const show = (change: EventChange): void => {
    for (const watcher of watchers) watcher(change);
  };
  const told = (kind: FolderChange['kind'], event: StoredEvent): void =>
    tell({ kind, folderId: event.folderId, card: event, item: 'Event' });
  const replace = (before: StoredEvent, after: StoredEvent): StoredEvent => {
    end(before, false);
    // Only then: what is dropped goes to the end of its calendar.
    if (before.properties !== after.properties) index.drop(before);
    save(after);
    told('updated', after);
    show({ kind: 'changed', before, after });
    return after;
  };
  const move = (event: StoredEvent, folderId: string): StoredEvent => {
    if (event.folderId === folderId) return event;
    end(event, true);
    const version = stamp();
    const next = save({ ...event, classicId: newClassicId(), folderId, ...version, ownSeq: version.seq });
    told('deleted', event);
    told('created', next);
    show({ kind: 'moved', before: event, after: next });
    return next;
  };
  const purge = (event: StoredEvent): void => {
    end(event, true);
    events.delete(event.id);
    told('deleted', event);
    show({ kind: 'deleted', before: event });
  };

  return {
    ...shelf,
    dropCalendar: (calendar) => {
      for (const event of index.inFolder(calendar.id).values()) purge(event);
      shelf.forget(calendar);
    },
    get: (id) => events.get(index.idOf(id)),
    getAt: (id, instant) => history.at(index.idOf(id), events.get(index.idOf(id)), instant),
    inCalendar: (calendarId) => [...index.inFolder(calendarId).values()],
    withProperty: (propertyId, value) => index.withProperty(propertyId, value).flatMap((id) => events.get(id) ?? []),
    withTransaction: (transactionId) => (byTransaction.get(transactionId) ?? []).flatMap((id) => events.get(id) ?? []),
    add: (folderId, draft, quiet = false) => {
      const version = stamp();
      const ids = { id: `AAkALg${randomId(world, 65)}=`, classicId: newClassicId(), iCalUId: newICalUId(world) };
      const event = save({
        ...draft,
        ...ids,
        folderId,
        createdAt: version.modifiedAt,
        ...version,
        ownSeq: version.seq,
      });
      remember(event);
      if (!quiet) told('created', event);
      show({ kind: 'created', after: event });
      return event;
    },
    change: (event, news = {}) => {
      const version = stamp();
      return replace(event, { ...event, ...news, ...version, ownSeq: version.seq });
    },
    changeInstance: (event, date, news) => {
      const { [date]: known, ...exceptions } = event.exceptions;
      const version = stamp();
      if (news === undefined) {
        return replace(event, {
          ...event,
          ...version,
          exceptions,
          cancelled: { ...event.cancelled, [date]: version.seq },
        });
      }
      const exception: Exception = { ...news, createdAt: known?.createdAt ?? version.modifiedAt, ...version };
      return replace(event, { ...event, ...stamp(), exceptions: { ...exceptions, [date]: exception } });
    },
    move,
    purge,
    log: logs.log,
    history,
    head: () => head,
    watch: (listener) => {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
  };
}

const uidStart = '040000008200E00074C5B7101A82E008';

function newICalUId(world: World): string {
  const hex = Array.from({ length: 40 }, () =>
    Math.floor(world.random() * 16)
      .toString(16)
      .toUpperCase(),
  );
  return `${uidStart}00000000${hex.join('')}`;
}

/** An instance has its day in the place where the series has zeros ("different for each occurrence", resource type event). */
export function iCalUIdOf(event: StoredEvent, date: string | undefined): string {
  if (date === undefined) return event.iCalUId;
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const hex = [year >> 8, year & 255, month, day].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase());
  return event.iCalUId.slice(0, uidStart.length) + hex.join('') + event.iCalUId.slice(uidStart.length + 8);
}

function openCalendars(world: World, oid: string) {
  const stored = world.store.collection<Calendar>(`microsoft.${oid}.calendars`);
  const newKey = (): string => randomId(world, 24);
  const make = (key: string | undefined, wish: Pick<Calendar, 'name'> & Partial<Calendar>): Calendar => {
    const id = `AQMkCal${randomId(world, 56)}=`;
    const calendar = { color: 'auto', canEdit: true, isDefault: false, ...wish, id, changeKey: newKey() };
    stored.set(key ?? id, calendar);
    return calendar;
  };
  const main = stored.get('calendar') ?? make('calendar', { name: 'Calendar', isDefault: true });
  const deleted = stored.get('deleteditems') ?? make('deleteditems', { name: 'Deleted Items' });
  const calendars = (): readonly Calendar[] => [...stored.values()].filter(({ id }) => id !== deleted.id);
  const keyOf = ({ id }: Calendar): string => (id === main.id ? 'calendar' : id);
  return {
    defaultId: main.id,
    deletedId: deleted.id,
    calendars,
    calendar: (id: string) => calendars().find((known) => known.id === id),
    addCalendar: (wish: Pick<Calendar, 'name'> & Partial<Calendar>) => make(undefined, wish),
    changeCalendar: (calendar: Calendar, wish: Partial<Pick<Calendar, 'name' | 'color'>>): Calendar => {
      const next = { ...calendar, ...wish, changeKey: newKey() };
      stored.set(keyOf(calendar), next);
      return next;
    },
    forget: (calendar: Calendar): void => void stored.delete(keyOf(calendar)),
  };
}
