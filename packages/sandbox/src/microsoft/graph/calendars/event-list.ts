import type { World } from '../../../kernel/world.ts';
import type { CalendarBox } from '../../calendar/calendar-box.ts';
import type { EventItem, StoredEvent } from '../../calendar/event.ts';
import { fieldsOf, instancesIn, instantOfMoment, isWithin, type Window } from '../../calendar/instances.ts';
import type { Answer, Call } from '../call.ts';
import { expandedProperties } from '../contact-list.ts';
import { nextLink, readNumber, readTop } from '../paging.ts';
import { badRequest } from '../refusal.ts';
import { eventBody, readEventSelect, versionOf, viewOf } from './event-body.ts';
import { readEventExpand } from './event-expand.ts';
import { filterEvents, instantIn } from './event-filters.ts';
import { type EventPlace, findCalendar, findItem } from './find-event.ts';

/** `GET .../events`: single events and whole series, in the order of creation. */
export function listEvents(world: World, call: Call, calendarId: string | undefined): Answer {
  const { box } = call.calendars();
  const filter = call.query.get('$filter');
  const seen = visibleEvents(world, box, findCalendar(box, calendarId).id, filter !== null);
  const events = filter === null ? seen : filterEvents(box, seen, filter);
  return pageOf(
    world,
    call,
    sorted(
      events.map((event) => ({ event })),
      call.query.get('$orderby'),
    ),
    'events',
  );
}

export function countEvents(world: World, call: Call, calendarId: string | undefined): Answer {
  const { box } = call.calendars();
  const events = visibleEvents(world, box, findCalendar(box, calendarId).id, true);
  const filter = call.query.get('$filter');
  return { status: 200, body: String((filter === null ? events : filterEvents(box, events, filter)).length) };
}

/** `GET .../calendarView`: single events and instances of series that touch the window, in the order of time. */
export function listView(world: World, call: Call, calendarId: string | undefined): Answer {
  const { box } = call.calendars();
  const window = readWindow(call);
  const events = visibleEvents(world, box, findCalendar(box, calendarId).id, false);
  const items = sorted(
    events.flatMap((event) => itemsIn(event, window)),
    call.query.get('$orderby') ?? 'start/dateTime',
  );
  return pageOf(world, call, items, 'calendarView');
}

/** `GET .../events/{id}/instances`: those of one series. */
export function listInstances(world: World, call: Call, place: EventPlace): Answer {
  const window = readWindow(call);
  const { event } = findItem(world, call.calendars().box, place);
  if (event.fields.recurrence === undefined)
    throw badRequest('The event is not the master of a series.', 'ErrorInvalidRequest');
  return pageOf(world, call, itemsIn(event, window), 'instances');
}

export function itemsIn(event: StoredEvent, window: Window): readonly EventItem[] {
  if (event.fields.recurrence !== undefined) return instancesIn(event, window).map(({ date }) => ({ event, date }));
  const { start, end } = event.fields;
  const isIn = isWithin({ startsAt: instantOfMoment(start), endsAt: instantOfMoment(end) }, window);
  return isIn ? [{ event }] : [];
}

const mostMs = 1_825 * 86_400_000;

/** `startDateTime` and `endDateTime`, each with its own offset, or UTC. The preferred zone does not count. */
export function readWindow({ query }: Call): Window {
  const [start, end] = ['startDateTime', 'endDateTime'].map(
    (name) => [...query.entries()].find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1],
  );
  if (!start || !end) {
    throw badRequest(
      'This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.',
      'ErrorInvalidParameter',
    );
  }
  const window = { from: instantIn(start), to: instantIn(end) };
  if (window.to < window.from) throw badRequest('The end time is before the start time.', 'ErrorInvalidParameter');
  // How wide a view may be is remembered of Exchange (five years), and not in the documentation of Graph: assumed.
  if (window.to - window.from > mostMs) {
    throw badRequest(
      'The requested time duration specified for calendar view is too long.',
      'ErrorCalendarViewRangeTooBig',
    );
  }
  return window;
}

/** The calendar as this read sees it. */
function visibleEvents(world: World, box: CalendarBox, calendarId: string, isSearch: boolean): readonly StoredEvent[] {
  const { awkward } = world;
  const current = box.inCalendar(calendarId);
  if (!isSearch && awkward.strikes('microsoft.emptyListing')) {
    if (current.length === 0) awkward.missed('microsoft.emptyListing');
    return [];
  }
  if (!awkward.strikes('microsoft.staleRead')) return current;
  const horizon = world.now() - awkward.amount('microsoft.staleRead', 5_000);
  const entries = [...box.log(calendarId).after(0, horizon)];
  const then = entries.flatMap(({ id, gone }) => (gone ? [] : (box.getAt(id, horizon) ?? [])));
  const known = new Set(current);
  if (then.length === known.size && then.every((event) => known.has(event))) awkward.missed('microsoft.staleRead');
  return then;
}

const orders = {
  'start/datetime': (item) => instantOfMoment(fieldsOf(item).start),
  'end/datetime': (item) => instantOfMoment(fieldsOf(item).end),
  createddatetime: ({ event }) => event.createdAt,
  lastmodifieddatetime: ({ event }) => event.modifiedAt,
  subject: (item) => fieldsOf(item).subject,
} as const satisfies Record<string, (item: EventItem) => number | string>;

function sorted(items: readonly EventItem[], orderBy: string | null): readonly EventItem[] {
  if (orderBy === null) return items;
  const [, name = '', direction = 'asc'] = /^([\w/]+)(?:\s+(asc|desc))?$/iu.exec(orderBy.trim()) ?? [];
  const key = name.toLowerCase();
  if (!isOrder(key)) throw badRequest(`The order '${orderBy}' is not supported.`, 'ErrorInvalidUrlQuery');
  const sign = direction.toLowerCase() === 'desc' ? -1 : 1;
  const compared = (one: number | string, other: number | string): number => (one < other ? -1 : one > other ? 1 : 0);
  return items.toSorted((one, other) => sign * compared(orders[key](one), orders[key](other)));
}

function isOrder(name: string): name is keyof typeof orders {
  return Object.hasOwn(orders, name);
}

function pageOf(world: World, call: Call, items: readonly EventItem[], context: string): Answer {
  const view = viewOf(world, call);
  const top = readTop(call);
  const skip = readNumber(call.query, '$skip') ?? 0;
  const select = readEventSelect(call.query.get('$select'))?.filter((name) => name !== 'cancelledOccurrences');
  const { properties } = readEventExpand(call.query.get('$expand'));
  const rows = items.slice(skip, skip + top).map((item) => ({
    ...eventBody(item, view, select),
    ...expandedProperties(versionOf(item), properties),
  }));
  return {
    status: 200,
    body: {
      '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#users('${call.account.oid}')/${context}`,
      ...(call.query.get('$count') === 'true' ? { '@odata.count': items.length } : {}),
      value: rows,
      ...(skip + top < items.length ? { '@odata.nextLink': nextLink(call, skip + top) } : {}),
    },
  };
}
