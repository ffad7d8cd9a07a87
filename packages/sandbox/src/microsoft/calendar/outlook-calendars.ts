import type { World } from '../../kernel/world.ts';
import { itemsIn } from '../graph/calendars/event-list.ts';
import { itemOf } from '../graph/calendars/find-event.ts';
import type { Calendar, EventChange, EventItem, StoredEvent } from './event.ts';
import { type OutlookEvent, showItem } from './event-view.ts';
import { changeEvent, changeInstance, createEvent, deleteItem, type EventWriter } from './event-writes.ts';
import { instanceId } from './instances.ts';
import { createInvitations, type Invitations } from './invitations.ts';
import { type OutlookEventInput, readEvent } from './read-event.ts';
import { endSeriesBefore, isFirstDay, startSeriesAt } from './split-series.ts';
import { customZone } from './zones.ts';

export type OutlookCalendar = Pick<Calendar, 'id' | 'name' | 'canEdit' | 'isDefault'>;
export type Guest = {
  readonly address: string;
  readonly name?: string;
  readonly type?: 'required' | 'optional' | 'resource';
};

/** `touched`: nothing but the version moved on. `moved`: into another calendar, Deleted Items among them; `deleted`: for good. */
export type OutlookEventChange = {
  readonly kind: 'created' | 'changed' | 'touched' | 'moved' | 'deleted';
  readonly id: string;
  readonly before?: OutlookEvent;
  readonly after?: OutlookEvent;
};

/**
 * What a person does in Outlook's calendars. Change keys move on, subscribers hear of it, and guests are written to, as with
 * any other write. Ids are of events, of series, or of single instances; calendars go by name, `Calendar` is the main one.
 */
export type OutlookCalendars = Invitations & {
  readonly calendars: () => readonly OutlookCalendar[];
  readonly addCalendar: (name: string, options?: { readonly canEdit?: boolean }) => OutlookCalendar;
  /** With all its events. */
  readonly removeCalendar: (name: string) => void;
  /** Single events and whole series. */
  readonly list: (calendar?: string) => readonly OutlookEvent[];
  /** Single events and instances of series between two instants, in the order of time. */
  readonly agenda: (from: number, to: number, calendar?: string) => readonly OutlookEvent[];
  readonly get: (id: string) => OutlookEvent | undefined;
  readonly add: (input: OutlookEventInput, calendar?: string) => OutlookEvent;
  /** Fields that are absent stay. With the id of an instance, that one alone. */
  readonly edit: (id: string, input: OutlookEventInput) => OutlookEvent;
  /** The one instance that the series has on this day (`YYYY-MM-DD`, in the zone of the series). */
  readonly editInstance: (seriesId: string, date: string, input: OutlookEventInput) => OutlookEvent;
  /** "This and following": the series ends before that day, and another one begins on it. Returns the new one. From its first instance on it is the series itself. */
  readonly editFollowing: (seriesId: string, date: string, input: OutlookEventInput) => OutlookEvent;
  /** To Deleted Items; from there for good. An instance is called off. */
  readonly remove: (id: string) => void;
  readonly removeInstance: (seriesId: string, date: string) => void;
  readonly removeFollowing: (seriesId: string, date: string) => void;
  /** To another calendar of theirs, or out of Deleted Items. */
  readonly move: (id: string, calendar: string) => OutlookEvent;
  readonly makePrivate: (id: string) => OutlookEvent;
  readonly addGuests: (id: string, guests: readonly Guest[]) => OutlookEvent;
  readonly goOnline: (id: string) => OutlookEvent;
  /** As from a zone that somebody made by hand in desktop Outlook: its name says nothing. */
  readonly makeZoneCustom: (id: string) => OutlookEvent;
  /** Number that grows with every change. */
  readonly version: () => number;
  /** Tells at once of every change, whoever made it, filling included; returns what ends it. Changed instances are changes of their series. */
  readonly watch: (listener: (change: OutlookEventChange) => void) => () => void;
};

export function createOutlookCalendars(world: World, app: EventWriter): OutlookCalendars {
  const writer: EventWriter = { ...app, by: 'person' };
  const { box } = writer;
  const names = createNames(box);
  const itemOfId = (id: string): EventItem => {
    const item = itemOf(id, box.get);
    if (!item) throw new Error(`There is no event ${id} in these calendars`);
    return item;
  };
  const instanceOf = (seriesId: string, date: string): EventItem => {
    const item = itemOf(instanceId(seriesId, date), box.get);
    if (!item) throw new Error(`There is no instance on ${date} of an event ${seriesId}`);
    return item;
  };
  const eventOf = (id: string): StoredEvent => itemOfId(id).event;
  const show = (item: EventItem): OutlookEvent => showItem(item, names.of(item.event.folderId));
  const edit = (item: EventItem, input: OutlookEventInput): OutlookEvent => {
    const patch = readEvent(input);
    const { event, date } = item;
    if (date === undefined) return show({ event: changeEvent(writer, event, patch) });
    return show({ event: changeInstance(writer, { event, date }, patch), date });
  };
  const editById = (id: string, input: OutlookEventInput): OutlookEvent => edit(itemOfId(id), input);
  return {
    calendars: () => box.calendars().map(({ id, name, canEdit, isDefault }) => ({ id, name, canEdit, isDefault })),
    addCalendar: (name, options = {}) => box.addCalendar({ name, ...options }),
    removeCalendar: (name) => box.dropCalendar(names.calendar(name)),
    list: (calendar) => box.inCalendar(names.idOf(calendar)).map((event) => show({ event })),
    agenda: (from, to, calendar) =>
      box
        .inCalendar(names.idOf(calendar))
        .flatMap((event) => itemsIn(event, { from, to }))
        .map(show)
        .toSorted((one, other) => one.startsAt - other.startsAt),
    get: (id) => {
      const item = itemOf(id, box.get);
      return item && show(item);
    },
    add: (input, calendar) => show({ event: createEvent(writer, names.idOf(calendar), readEvent(input)) }),
    edit: editById,
    editInstance: (seriesId, date, input) => edit(instanceOf(seriesId, date), input),
    editFollowing: (seriesId, date, input) => {
      const { event } = instanceOf(seriesId, date);
      if (isFirstDay(event, date)) return editById(seriesId, input);
      endSeriesBefore(writer, event, date);
      return show({ event: startSeriesAt(writer, event, date, readEvent(input)) });
    },
    remove: (id) => deleteItem(writer, itemOfId(id)),
    removeInstance: (seriesId, date) => deleteItem(writer, instanceOf(seriesId, date)),
    removeFollowing: (seriesId, date) => {
      const { event } = instanceOf(seriesId, date);
      if (isFirstDay(event, date)) deleteItem(writer, { event });
      else endSeriesBefore(writer, event, date);
    },
    move: (id, calendar) => show({ event: box.move(eventOf(id), names.idOf(calendar)) }),
    makePrivate: (id) => editById(id, { sensitivity: 'private' }),
    addGuests: (id, guests) => {
      const known = show(itemOfId(id)).attendees ?? [];
      const added = guests.map(({ type = 'required', ...emailAddress }) => ({ type, emailAddress }) as const);
      return editById(id, { attendees: [...known, ...added] });
    },
    goOnline: (id) => editById(id, { isOnlineMeeting: true }),
    makeZoneCustom: (id) => show({ event: box.change(eventOf(id), { zoneShown: customZone }) }),
    ...createInvitations(world, writer, { idOf: names.idOf, eventOf, show, edit: editById }),
    version: box.head,
    watch: (listener) => box.watch((change) => listener(toShown(change, show))),
  };
}

function createNames(box: EventWriter['box']) {
  const calendar = (name = 'Calendar'): Calendar => {
    const found = box.calendars().find((known) => known.name === name);
    if (!found) throw new Error(`There is no calendar ${name} in this mailbox`);
    return found;
  };
  return {
    calendar,
    idOf: (name?: string): string =>
      name === 'Deleted Items' ? box.deletedId : name === undefined ? box.defaultId : calendar(name).id,
    of: (id: string): string => box.calendar(id)?.name ?? 'Deleted Items',
  };
}

function toShown(change: EventChange, show: (item: EventItem) => OutlookEvent): OutlookEventChange {
  const before = change.kind === 'created' ? undefined : change.before;
  const after = change.kind === 'deleted' ? undefined : change.after;
  return {
    kind: before && after && isSame(before, after) ? 'touched' : change.kind,
    id: (after ?? before)?.id ?? '',
    ...(before ? { before: show({ event: before }) } : {}),
    ...(after ? { after: show({ event: after }) } : {}),
  };
}

/** Whether two versions differ in nothing but the version. */
function isSame(before: StoredEvent, after: StoredEvent): boolean {
  const told = ({ changeKey: _, modifiedAt: _at, seq: _seq, ownSeq: _own, ...rest }: StoredEvent): string =>
    JSON.stringify(rest);
  return told(before) === told(after);
}
