import type { Collection, NativeRecord, Observation, Present } from '@concord/core';
import type { Place } from '../errors.ts';
import { eventIdOf } from './event-ids.ts';
import { type Looked, type Looking, lookAt, lostOr, rowsOfAll, seen } from './event-looking.ts';
import { observe, type Seeing } from './event-observations.ts';
import {
  type EventPage,
  type EventRequests,
  parseEvents,
  parseRound,
  tokenAfter,
  tokenWithin,
} from './event-requests.ts';
import { withMoved } from './moved-events.ts';
import { isCancelled, isSeries, type NativeEvent, seriesIdOf, whole } from './native-event.ts';
import { maxSeriesAtOnce } from './profile.ts';

/** Looking at a calendar. A complete pass is its whole list; `changes` go on from the token at its end. */
export function createEventReading(
  looking: Looking,
): Pick<Collection, 'scan' | 'changes' | 'read' | 'records' | 'find'> {
  async function readPage(token: string | undefined) {
    const round = token === undefined ? { pages: 0 } : parseRound(token);
    const { syncToken, pageToken, done = 0 } = round;
    const askedAt = looking.clock.now();
    const position = { ...(syncToken ? { syncToken } : {}), ...(pageToken ? { pageToken } : {}) };
    const page = await listPage(looking, position, token === undefined ? 'call' : 'token');
    const isLast = page.nextPageToken === undefined;
    // Only where one page shows all rows of a calendar are those of a series certainly all there.
    const shows = syncToken ? 'changes' : pageToken === undefined && isLast ? 'all' : 'some';
    const sorted = sortPage(page, { askedAt, role: page.role }, shows);
    const part = sorted.unclear.slice(done, done + maxSeriesAtOnce);
    const read = await readUnclear(looking, part, { askedAt, role: page.role }, shows);
    const observations = done === 0 ? [...sorted.observations, ...read] : read;
    const isWhole = done + part.length >= sorted.unclear.length;
    const next = isWhole ? tokenAfter(page, round) : tokenWithin(round, done + part.length);
    return { observations, next, more: !isLast || !isWhole };
  }

  return {
    scan: async (token) => {
      const { observations, next, more } = await readPage(token);
      return { observations, ...(more ? { next } : { cursor: next }) };
    },
    changes: async (cursor) => {
      const { observations, next, more } = await readPage(cursor);
      return { observations, cursor: next, more };
    },
    read: async (ids) => {
      const observations = (await lookAt(looking, ids)).map(({ observation }) => observation);
      return await withMoved(looking, observations);
    },
    records: async (ids) => (await lookAt(looking, ids)).map((looked) => recordOf(looked)),
    /** A marker says under which id it was created. */
    find: async (sought) => {
      const found = await lookAt(
        looking,
        sought.map(({ marker }) => eventIdOf(marker)),
      );
      return found.map(({ observation }): readonly Present[] => (observation.kind === 'present' ? [observation] : []));
    },
  };
}

async function listPage({ calls, requests }: Looking, position: Position, place: Place): Promise<EventPage> {
  try {
    return parseEvents(await calls(requests.list(position), place));
  } catch (error) {
    throw lostOr(error);
  }
}
type Position = Parameters<EventRequests['list']>[0];

type Shows = 'all' | 'some' | 'changes';

/** The rows that a page has under one id, and, where it is among them, the event or series itself. */
type Rows = { readonly id: string; readonly rows: readonly NativeEvent[]; readonly own?: NativeEvent };

/** Each event and each series of a page once; of those that are `unclear` the page need not show everything. */
function sortPage({ events }: EventPage, seeing: Seeing, shows: Shows) {
  const observations: Observation[] = [];
  const unclear: Rows[] = [];
  for (const [id, rows] of Map.groupBy(events, (event) => seriesIdOf(event) ?? event.id)) {
    const own = rows.findLast((row) => row.id === id);
    const others = rows.filter((row) => row.id !== id);
    if (own && isCancelled(own)) observations.push({ kind: 'gone', id, askedAt: seeing.askedAt, confirmed: false });
    else if (own && !isSeries(own) && others.length === 0) observations.push(observe(whole(own), seeing));
    else if (own && shows === 'all') observations.push(observe(whole(own, others), seeing));
    else unclear.push({ id, rows, ...(own ? { own } : {}) });
  }
  return { observations, unclear };
}

async function readUnclear(
  looking: Looking,
  unclear: readonly Rows[],
  seeing: Seeing,
  shows: Shows,
): Promise<readonly Observation[]> {
  const shown = unclear.flatMap(({ own }) => own ?? []);
  const hidden = unclear.filter(({ own }) => own === undefined);
  const wholes = await rowsOfAll(looking, shown);
  const ids = hidden.map(({ id }) => id);
  const looked = await lookAt(looking, ids);
  return [
    ...wholes.map((one) => seen(one, seeing)),
    ...looked.flatMap((one, index) => settled(one, hidden[index]?.rows ?? [], seeing, shows)),
  ];
}

/**
 * What a page shows of a series that had to be read. Who is invited to single dates of somebody's series has rows, and no
 * series: they are events of their own.
 */
function settled(
  { observation, whole: shown }: Looked,
  rows: readonly NativeEvent[],
  seeing: Seeing,
  shows: Shows,
): readonly Observation[] {
  // In a complete pass the page that has the series itself shows it.
  if (observation.kind !== 'gone' || shown !== undefined) return shows === 'some' ? [] : [observation];
  const { askedAt } = seeing;
  return rows.flatMap((row): readonly Observation[] => {
    if (!isCancelled(row)) return [observe(whole(row), seeing)];
    return shows !== 'changes' ? [] : [{ kind: 'gone', id: row.id, askedAt, confirmed: false }];
  });
}

function recordOf({ observation, whole: shown }: Looked): NativeRecord | undefined {
  if (observation.kind !== 'present' || shown === undefined) return undefined;
  const { event, exceptions } = shown;
  return { ...event, ...(exceptions.length === 0 ? {} : { exceptions }) };
}
