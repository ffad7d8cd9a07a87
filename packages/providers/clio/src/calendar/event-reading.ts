import {
  type ChangesPage,
  type Instant,
  isSyncError,
  type NativeRecord,
  type Observation,
  type Retrieved,
  type Sought,
} from '@concord/core';
import { entries as facts, calendar as limits, reading } from '../profile.ts';
import { followPage } from '../requests.ts';
import { wholeFields } from './entry-fields.ts';
import { type EntryRecord, isRedacted, type RedactedEntry } from './entry-record.ts';
import {
  type EntriesFilter,
  getCalendar,
  getEntry,
  listEntries,
  parseCalendar,
  parseEntriesPage,
  parseNativeEntries,
  parseOneEntry,
  parseTimeEntries,
} from './entry-requests.ts';
import { presentOf, toObservation } from './event-observations.ts';
import type { EventSession } from './event-session.ts';
import { cursorFrom, parseCursor } from './event-tokens.ts';
import { allEntries, readWholes } from './wholes.ts';

export type Entry = EntryRecord | RedactedEntry;

/**
 * One page of what changed, and the series of which an instance did. The cursor moves on only when the last page was read,
 * and then to when the first was asked for. A cancelled instance may leave no trace here: its notice or a full pass tells it.
 */
export async function changes(session: EventSession, cursor: string): Promise<ChangesPage> {
  const calendar = await session.calendar();
  const { since, startedAt = session.context.clock.now(), next, dayEnd } = parseCursor(cursor, calendar);
  if (dayEnd !== undefined) session.dayEnds.learn(dayEnd);
  const { rows, page, askedAt } = await readPage(session, { calendar, updatedSince: since }, next);
  const observations = await observe(session, rows, askedAt);
  const now = session.dayEnds.known();
  const place = { calendar, ...(now && { dayEnd: now }) };
  if (page.next !== undefined)
    return { observations, cursor: JSON.stringify({ ...place, since, startedAt, next: page.next }), more: true };
  return { observations, cursor: cursorFrom(startedAt, place), more: false };
}

export async function readPage(session: EventSession, filter: EntriesFilter, url?: string) {
  const request = url === undefined ? listEntries(session.host, filter) : followPage(session.host, url);
  const { response, askedAt } = await session.send(request);
  const page = parseEntriesPage(response);
  return { rows: page.rows, page, askedAt };
}

/** What entries show; an instance shows its series. Each once, in the order in which they are first named. */
export async function observe(
  session: EventSession,
  rows: readonly Entry[],
  askedAt: Instant,
): Promise<readonly Observation[]> {
  const known = new Map(rows.flatMap((row) => (row.parent === null ? [[row.id, row] as const] : [])));
  const missing = [...new Set(rows.flatMap(({ parent }) => (parent === null || known.has(parent) ? [] : [parent])))];
  for (const row of await listByIds(session, missing)) if (row.parent === null) known.set(row.id, row);
  const calendar = await session.calendar();
  const seen = [...known.values()];
  const wholes = await readWholes(
    session,
    seen.filter((row): row is EntryRecord => !isRedacted(row)),
  );
  const hidden = seen.filter(isRedacted).map(({ id }): Observation => ({ kind: 'hidden', id, askedAt }));
  return [...wholes.map((whole) => toObservation(whole, calendar, askedAt)), ...hidden];
}

export async function listByIds(session: EventSession, ids: readonly string[]): Promise<readonly Entry[]> {
  const rows: Entry[] = [];
  for (let first = 0; first < ids.length; first += limits.idsAtOnce)
    rows.push(...(await allEntries(session, { ids: ids.slice(first, first + limits.idsAtOnce) })));
  return rows;
}

/** By id in one request, and the instances of series in another; an id that does not come back is asked for by itself. */
export async function read(session: EventSession, ids: readonly string[]): Promise<readonly Observation[]> {
  if (ids.length === 0) return [];
  if (ids.length > facts.batchSize) throw new Error(`${ids.length} ids in one read`);
  const askedAt = session.context.clock.now();
  const rows = new Map((await listByIds(session, ids)).map((row) => [row.id, row]));
  for (const id of ids) {
    const row = rows.get(id) ?? (await readOne(session, id));
    if (row !== undefined) rows.set(id, row);
  }
  const observed = await observe(session, [...new Set(rows.values())], askedAt);
  const found = new Map(observed.map((observation) => [observation.id, observation]));
  const isSure = ids.every((id) => rows.has(id)) || (await seesCalendar(session));
  return ids.map((id): Observation => {
    const observation = found.get(rows.get(id)?.parent ?? id);
    if (observation !== undefined) return observation;
    return isSure ? { kind: 'gone', id, askedAt, confirmed: true } : { kind: 'hidden', id, askedAt };
  });
}

/** Undefined when it is not there. */
export async function readOne(session: EventSession, id: string): Promise<Entry | undefined> {
  try {
    return parseOneEntry((await session.send(getEntry(session.host, id))).response);
  } catch (error) {
    if (isSyncError(error) && error.code === 'notFound') return undefined;
    if (isSyncError(error) && error.code === 'forbidden') return { id, parent: null, redacted: true };
    throw error;
  }
}

/** Of a calendar that is shared with this account no longer, every entry answers 404, and none of them is gone. */
async function seesCalendar(session: EventSession): Promise<boolean> {
  try {
    const { response } = await session.send(getCalendar(session.host, await session.calendar()));
    return shows.includes(parseCalendar(response).permission);
  } catch (error) {
    if (isSyncError(error) && (error.code === 'notFound' || error.code === 'forbidden')) return false;
    throw error;
  }
}

const shows: readonly string[] = ['owner', 'editor', 'viewer'];

/** By the marker that every create leaves: one request for two hundred entries of ours that were made since. */
export async function find(
  session: EventSession,
  sought: readonly Sought[],
): Promise<readonly (readonly Retrieved[])[]> {
  if (sought.length === 0) return [];
  const createdSince = Math.min(...sought.map(({ since }) => since)) - reading.overlapMs;
  const askedAt = session.context.clock.now();
  const rows = await allEntries(session, { marked: true, createdSince });
  // An instance may take over what its series carries.
  const ours = rows.filter((row): row is EntryRecord => !isRedacted(row) && row.parent === null);
  const found = sought.map(({ marker }) => ours.find((row) => row.marker?.value === marker));
  const wholes = await readWholes(
    session,
    found.filter((row) => row !== undefined),
  );
  const shown = new Map(wholes.map((whole) => [whole.entry, presentOf(whole, askedAt)]));
  return found.map((row) => (row && shown.get(row) ? [shown.get(row)].filter((one) => one !== undefined) : []));
}

/** In one request; undefined for what does not come back. */
export async function records(
  session: EventSession,
  ids: readonly string[],
): Promise<readonly (NativeRecord | undefined)[]> {
  if (ids.length === 0) return [];
  if (ids.length > facts.batchSize) throw new Error(`${ids.length} ids in one read`);
  const { response } = await session.send(listEntries(session.host, { ids }, wholeFields));
  const found = parseNativeEntries(response);
  return ids.map((id) => found.get(id));
}

/** Those for which somebody recorded time; undefined when this account or app may not see that. */
export async function inUse(session: EventSession, ids: readonly string[]): Promise<readonly string[] | undefined> {
  const used: string[] = [];
  for (let first = 0; first < ids.length; first += limits.idsAtOnce) {
    const filter = { ids: ids.slice(first, first + limits.idsAtOnce) };
    try {
      const { response } = await session.send(listEntries(session.host, filter, 'id,time_entries_count'));
      for (const [id, count] of parseTimeEntries(response)) if (count > 0) used.push(id);
    } catch (error) {
      if (isSyncError(error) && error.code === 'forbidden') return undefined;
      throw error;
    }
  }
  return used;
}
