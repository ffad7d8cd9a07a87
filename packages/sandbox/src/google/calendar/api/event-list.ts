import type { Look } from '../events/event-view.ts';
import type { Room } from '../events/series.ts';
import type { StoredEvent } from '../events/stored-event.ts';
import type { CalendarCall } from './call.ts';
import { matcherOf } from './event-filter.ts';
import { type ListState, readToken, refuseExpired, refuseOther } from './list-tokens.ts';
import { lookOf } from './look.ts';
import { readCount, readFlag, readInstant } from './parameters.ts';
import { badRequest, CalendarRefusal, refusal } from './refusal.ts';
import { readWindow, type Window } from './window.ts';

export const usualResults = 250;
export const maxResults = 2_500;

/** How far back `updatedMin` may lie is not said. */
const updatedMinMs = 28 * 86_400_000;

/** Documented: none of these goes together with a sync token. */
export const forbiddenWithSync = [
  'iCalUID',
  'orderBy',
  'privateExtendedProperty',
  'q',
  'sharedExtendedProperty',
  'timeMin',
  'timeMax',
  'updatedMin',
] as const;

export type List = {
  readonly call: CalendarCall;
  readonly room: Room;
  readonly state: ListState;
  readonly look: Look;
  readonly count: number;
  readonly single: boolean;
  readonly showDeleted: boolean;
  readonly order: string | null;
  readonly window: Window;
  readonly updatedMin: number | undefined;
  readonly matches: (row: StoredEvent) => boolean;
  /** Up to when this page shows what happened. */
  readonly horizon: number;
};

export function readList(call: CalendarCall): List {
  const { query, world, writer, calendar } = call;
  const room = writer.room(calendar);
  const single = readFlag(query, 'singleEvents');
  const order = readOrder(query, single);
  const state = readState(call, room);
  const isSync = state.from !== undefined;
  const updatedMin = readInstant(query, 'updatedMin');
  if (updatedMin !== undefined) refuseLongAgo(call, updatedMin);
  const showDeleted = readFlag(query, 'showDeleted');
  const [min, max] = state.window ?? [null, null];
  return {
    call,
    room,
    state,
    look: lookOf(call, showDeleted),
    count: readCount(query, 'maxResults', usualResults, maxResults),
    single,
    showDeleted,
    order,
    window: [min ?? Number.NEGATIVE_INFINITY, max ?? Number.POSITIVE_INFINITY],
    updatedMin,
    matches: matcherOf(call),
    horizon: horizonOf(world, room, isSync),
  };
}

/** Observed: an order and a sync token do not go together. */
function readOrder(query: URLSearchParams, single: boolean): string | null {
  const order = query.get('orderBy') || null;
  if (order === null) return null;
  if (query.get('syncToken'))
    throw new CalendarRefusal(400, {
      domain: 'calendar',
      reason: 'syncTokenWithNonDefaultOrdering',
      message: 'Sync token cannot be used together with a non default ordering.',
      locationType: 'parameter',
      location: 'orderBy',
    });
  if (order === 'updated' || (order === 'startTime' && single)) return order;
  throw badRequest('The requested ordering is not available for the particular query.', 'badRequest', 'orderBy');
}

function readState(call: CalendarCall, room: Room): ListState {
  const { query, world, account, calendar, calendars } = call;
  const [pageToken, syncToken] = [query.get('pageToken'), query.get('syncToken')];
  if (syncToken) refuseForbidden(query);
  const parameters = parametersOf(query, ['pageToken', 'syncToken', 'showDeleted', 'maxResults', ...forbiddenWithSync]);
  const rest = parametersOf(query, ['pageToken', 'syncToken']);
  const [sub, calendarId] = [account.sub, calendar.id];
  if (pageToken) {
    const state = readToken(pageToken, 'page', sub, calendarId);
    const expected = `${parameters}${state.from === undefined ? rest : ''}`;
    if (state.parameters !== expected) refuseOther(world, state, expected);
    return state;
  }
  const startedAt = room.book.head();
  if (!syncToken) {
    const [from, to] = readWindow(query);
    const finite = (instant: number): number | null => (Number.isFinite(instant) ? instant : null);
    return {
      kind: 'page',
      sub,
      calendarId,
      parameters: `${parameters}${rest}`,
      generation: calendars.generation(sub, calendarId),
      position: 0,
      offset: 0,
      startedAt,
      issuedAt: world.now(),
      window: [finite(from), finite(to)],
    };
  }
  const known = readToken(syncToken, 'sync', sub, calendarId);
  refuseExpired(world, calendars, known);
  refuseOther(world, known, parameters);
  return { ...known, from: known.position, startedAt, issuedAt: world.now() };
}

/** Exact words are known for an order only. */
function refuseForbidden(query: URLSearchParams): void {
  const name = forbiddenWithSync.find((one) => query.get(one));
  if (name !== undefined) throw badRequest(`Sync token cannot be used together with ${name}.`, 'invalid', name);
  if (query.get('showDeleted') === 'false')
    throw badRequest('Sync token cannot be used together with showDeleted=false.', 'invalid', 'showDeleted');
}

export function parametersOf(query: URLSearchParams, without: readonly string[]): string {
  const entries = [...query].filter(([name]) => !without.includes(name) && !ignored.has(name));
  return JSON.stringify(entries.map((entry) => entry.join('=')).toSorted());
}

/** These say nothing about the rows. */
const ignored: ReadonlySet<string> = new Set(['alt', 'fields', 'key', 'prettyPrint', 'quotaUser', 'userIp']);

function refuseLongAgo({ world }: CalendarCall, updatedMin: number): void {
  const isLongAgo = updatedMin < world.now() - updatedMinMs;
  if (isLongAgo || world.awkward.strikes('google.calendar.updatedMinTooLongAgo')) throw refusal('updatedMinTooLongAgo');
}

/** Observed: a list shows an acknowledged write at once. Nobody promises it. */
function horizonOf({ awkward, now }: Room['world'], { book }: Room, isSync: boolean): number {
  const habit = isSync ? 'google.staleSync' : 'google.staleList';
  if (!awkward.strikes(habit)) return now();
  const horizon = now() - awkward.amount(habit, 120_000);
  if (book.log.headAt(horizon) === book.head()) awkward.missed(habit);
  return horizon;
}
