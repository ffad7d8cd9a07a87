import type { Event } from '@microsoft/microsoft-graph-types';
import { frozen } from '../../kernel/frozen.ts';
import { type EventView, eventBody, itemId, versionOf } from '../graph/calendars/event-body.ts';
import { holdsJoinBlock } from './bodies.ts';
import type { EventItem, StoredEvent } from './event.ts';
import { fieldsOf, instantOfMoment, kindOf } from './instances.ts';

/**
 * An event, a series, or one instance of it, as Graph would show it under its immutable id; but `start` and `end` in the
 * zone in which somebody wrote them, and `body` as it was written.
 */
export type OutlookEvent = Event & {
  readonly id: string;
  readonly changeKey: string;
  readonly type: NonNullable<Event['type']>;
  /** Name of its calendar, or `Deleted Items`. */
  readonly calendar: string;
  /** Milliseconds since 1970; of a series, those of its first instance. */
  readonly startsAt: number;
  readonly endsAt: number;
  /** Of an instance: the day on which the series has it. */
  readonly date?: string;
  /** Of a series: days of the instances that were called off, and of those that were changed. */
  readonly cancelled: readonly string[];
  readonly changed: readonly string[];
  /** Whether the body still says how to join; without it nobody can. */
  readonly joinBlock: 'none' | 'present' | 'destroyed';
  /** Single-value extended properties, by their canonical ids. */
  readonly properties: Readonly<Record<string, string>>;
};

const asPlain: EventView = {
  awkward: { strikes: () => false, missed: () => undefined },
  idKind: 'immutable',
  timeZone: 'UTC',
  textBody: false,
};

const views = new WeakMap<StoredEvent, OutlookEvent>();

/** A version never changes, so the view of a whole event is made once. Its calendar never changes its name meanwhile, or the name is the old one. */
export function showItem(item: EventItem, calendarName: string): OutlookEvent {
  const known = item.date === undefined ? views.get(item.event) : undefined;
  if (known?.calendar === calendarName) return known;
  const view = frozen(viewOfItem(item, calendarName));
  if (item.date === undefined) views.set(item.event, view);
  return view;
}

function viewOfItem(item: EventItem, calendar: string): OutlookEvent {
  const { event, date } = item;
  const fields = fieldsOf(item);
  const [startsAt, endsAt] = [instantOfMoment(fields.start), instantOfMoment(fields.end)];
  return {
    ...eventBody(item, asPlain),
    changeKey: versionOf(item).changeKey,
    type: kindOf(item),
    id: itemId(item, 'immutable'),
    start: { dateTime: `${fields.start.wall}.0000000`, timeZone: fields.start.zone },
    end: { dateTime: `${fields.end.wall}.0000000`, timeZone: fields.end.zone },
    body: { ...fields.body },
    calendar,
    startsAt,
    endsAt,
    ...(date === undefined ? {} : { date }),
    cancelled: date === undefined ? Object.keys(event.cancelled).toSorted() : [],
    changed: date === undefined ? Object.keys(event.exceptions).toSorted() : [],
    joinBlock: joinBlockOf(item),
    properties: (date === undefined ? event : event.exceptions[date])?.properties ?? {},
  };
}

function joinBlockOf(item: EventItem): OutlookEvent['joinBlock'] {
  const { join } = item.event;
  if (join === undefined) return 'none';
  return join.block === 'present' && holdsJoinBlock(fieldsOf(item).body, join) ? 'present' : 'destroyed';
}
