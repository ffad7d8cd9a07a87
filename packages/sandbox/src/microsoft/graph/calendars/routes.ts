import type { Call } from '../call.ts';
import type { Place, Route } from '../routes.ts';
import {
  deleteCalendar,
  getCalendar,
  getCalendarOf,
  listCalendars,
  patchCalendar,
  postCalendar,
} from './calendar-calls.ts';
import { deleteEvent, getEvent, patchEvent, postEvent } from './event-calls.ts';
import { countEvents, listEvents, listInstances, listView } from './event-list.ts';
import { type EventPlace, findCalendar } from './find-event.ts';
import { readViewDelta } from './view-delta.ts';

/** The event's calendar when the path names one; a bare `/me/events/{id}` finds it in any of them. */
const placeOf = (call: Call, { calendar, id }: Place): EventPlace => ({
  id,
  calendarId: calendar === undefined ? undefined : findCalendar(call.calendars().box, idIn(calendar)).id,
});

/** `me/calendar` is the main one; so is a path without any: that `/me/events` lists no other is assumed. */
const idIn = (calendar: string | undefined): string | undefined => (calendar === mainCalendar ? undefined : calendar);
export const mainCalendar = 'calendar';

export const calendarRoutes: Readonly<Record<string, Route>> = {
  'GET calendars': { kind: 'GET calendars', needs: 'readEvents', answer: (_, call) => listCalendars(call) },
  'POST calendars': { kind: 'POST calendar', needs: 'writeEvents', answer: (_, call) => postCalendar(call) },
  'GET calendar': {
    kind: 'GET calendar',
    needs: 'readEvents',
    answer: (_, call, { calendar }) => getCalendar(call, idIn(calendar)),
  },
  'PATCH calendar': {
    kind: 'PATCH calendar',
    needs: 'writeEvents',
    answer: (_, call, { calendar }) => patchCalendar(call, idIn(calendar)),
  },
  'DELETE calendar': {
    kind: 'DELETE calendar',
    needs: 'writeEvents',
    answer: (_, call, { calendar }) => deleteCalendar(call, idIn(calendar)),
  },
  'GET events': {
    kind: 'GET events',
    needs: 'readEvents',
    answer: ({ world }, call, { calendar }) => listEvents(world, call, idIn(calendar)),
  },
  'GET events/$count': {
    kind: 'GET events count',
    needs: 'readEvents',
    answer: ({ world }, call, { calendar }) => countEvents(world, call, idIn(calendar)),
  },
  'POST events': {
    kind: 'POST event',
    needs: 'writeEvents',
    answer: ({ world }, call, { calendar }) => postEvent(world, call, idIn(calendar)),
  },
  'GET events/{id}': {
    kind: 'GET event',
    needs: 'readEvents',
    answer: ({ world }, call, place) => getEvent(world, call, placeOf(call, place)),
  },
  'PATCH events/{id}': {
    kind: 'PATCH event',
    needs: 'writeEvents',
    answer: ({ world }, call, place) => patchEvent(world, call, placeOf(call, place)),
  },
  'DELETE events/{id}': {
    kind: 'DELETE event',
    needs: 'writeEvents',
    answer: ({ world }, call, place) => deleteEvent(world, call, placeOf(call, place)),
  },
  'GET events/{id}/calendar': {
    kind: 'GET event calendar',
    needs: 'readEvents',
    answer: ({ world }, call, place) => getCalendarOf(world, call, placeOf(call, place)),
  },
  'GET events/{id}/instances': {
    kind: 'GET instances',
    needs: 'readEvents',
    answer: ({ world }, call, place) => listInstances(world, call, placeOf(call, place)),
  },
  'GET calendarView': {
    kind: 'GET calendarView',
    needs: 'readEvents',
    answer: ({ world }, call, { calendar }) => listView(world, call, idIn(calendar)),
  },
  'GET calendarView/delta': {
    kind: 'GET view delta',
    needs: 'readEvents',
    answer: ({ world, tokensOf }, call, { calendar }) =>
      readViewDelta(world, tokensOf(call.account.oid), call, idIn(calendar)),
  },
};
