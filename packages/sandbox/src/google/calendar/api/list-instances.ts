import { instantOfTime } from '../events/event-times.ts';
import { showEvent } from '../events/event-view.ts';
import { farMs } from '../events/recurrence.ts';
import { instancesOf, isSeries } from '../events/series.ts';
import { inCalendar } from './access.ts';
import type { Answer, Call } from './call.ts';
import { maxResults, parametersOf, usualResults } from './event-list.ts';
import { head } from './list-head.ts';
import { type ListState, readToken, refuseOther, writeToken } from './list-tokens.ts';
import { lookOf } from './look.ts';
import { readCount, readFlag, readInstant } from './parameters.ts';
import { refusal } from './refusal.ts';
import { overlaps, readWindow } from './window.ts';

/** `GET calendars/{id}/events/{event}/instances` */
export function listInstances(call: Call): Answer {
  const inside = inCalendar(call);
  const { query, writer, calendar, path } = inside;
  const room = writer.room(calendar);
  const series = room.book.get(path.eventId ?? '');
  if (series === undefined || series.cancelled || !isSeries(series)) throw refusal('notFound');
  const [from, to] = readWindow(query);
  const last = Math.min(to, room.world.now() + farMs);
  const showDeleted = readFlag(query, 'showDeleted');
  const original = readInstant(query, 'originalStart');
  const all = instancesOf(room, series, Math.max(from, 0), last)
    .filter(({ cancelled }) => showDeleted || !cancelled)
    .filter((row) => overlaps(room, row, [from, to]))
    .filter(
      (row) => original === undefined || instantOfTime(row.originalStart ?? row.fields.start, room.zone) === original,
    );
  const parameters = parametersOf(query, ['pageToken']);
  const token = query.get('pageToken');
  const start = {
    kind: 'page',
    sub: inside.account.sub,
    calendarId: calendar.id,
    parameters,
    generation: 0,
    position: 0,
    offset: 0,
    startedAt: 0,
    issuedAt: 0,
  } as const;
  const state: ListState = token ? readToken(token, 'page', start.sub, calendar.id) : start;
  if (state.parameters !== parameters) refuseOther(call.world, state, parameters);
  const end = state.offset + readCount(query, 'maxResults', usualResults, maxResults);
  const look = lookOf(inside, showDeleted);
  const items = all.slice(state.offset, end).map((row) => showEvent(row, look));
  const more = end < all.length ? { nextPageToken: writeToken({ ...state, offset: end }) } : {};
  return { ...head(inside, look), items, ...more };
}
