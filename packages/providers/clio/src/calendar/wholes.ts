import { type HttpResponse, parseWhen, SyncError } from '@concord/core';
import { calendar } from '../profile.ts';
import { followPage } from '../requests.ts';
import { type EntryRecord, isRedacted, type RedactedEntry } from './entry-record.ts';
import { listEntries, parseEntriesPage } from './entry-requests.ts';
import { type DayEnd, whenOfEntry } from './entry-times.ts';
import type { EventSession } from './event-session.ts';
import type { Telling } from './events.ts';
import { type Instance, instancesOf, slotsOf } from './instances.ts';

/** A single entry, or a series with what shows at each of its dates. */
export type Whole = {
  readonly entry: EntryRecord;
  readonly instances: readonly Instance[];
  readonly telling: Telling;
  /** Not all of its instances can be seen, so that nothing can be said about it. */
  readonly isPartial?: true;
};

/**
 * Looks at the instances of those that are series: one request for each 200 of all of them together, from the first of each
 * to `until`. Changed instances are to be found nowhere else as a whole, and cancelled ones only by their absence.
 */
export async function readWholes(
  session: EventSession,
  entries: readonly EntryRecord[],
  wanted: number = session.until,
): Promise<readonly Whole[]> {
  const until = Math.min(wanted, lastTold);
  const telling = await tellingOf(session, entries);
  const spans = entries.map((entry) => spanOf(entry, telling, until));
  const series = entries.filter((_, index) => isListable(spans[index]?.rows ?? 0));
  const rows = series.length === 0 ? noRows : await listInstances(session, series, until);
  return entries.map((entry, index): Whole => {
    const span = spans[index];
    if (span === undefined) return { entry, instances: [], telling };
    const own = rows.of.get(entry.id) ?? [];
    // A list that shows nothing of a series is behind, rather than that all of it was cancelled and the series left standing;
    // one that would be too long is not asked for.
    const isEmpty = span.rows > 0 && own.length === 0;
    const isPartial = rows.hidden.has(entry.id) || isEmpty;
    const sureTo = Math.max(session.context.clock.now(), Date.parse(entry.startAt)) + calendar.sureAheadMs;
    const instances = isPartial ? [] : instancesOf(entry, span.when, own, { until, sureTo });
    return { entry, instances, telling, ...(isPartial ? { isPartial } : {}) };
  });
}

const isListable = (rows: number): boolean => rows > 0 && rows < calendar.mostInstances;

/** Beyond it, times are not told: years have four digits. */
const lastTold = Date.UTC(9999, 9);

/** In how many rows a series is listed; undefined of a single entry, and of a rule that is not known here. */
function spanOf(entry: EntryRecord, { dayEnd, zone }: Telling, until: number) {
  const when = entry.rule === null ? undefined : whenOfEntry(entry, dayEnd, zone);
  return when === undefined || parseWhen(when)?.rule === undefined
    ? undefined
    : { when, rows: slotsOf(when, until).length };
}

/** For how many rows the instances of a series are, about. */
export function rowsOf(entry: EntryRecord, until: number): number {
  return spanOf(entry, { dayEnd: 'dayAfter', zone: 'UTC' }, until)?.rows ?? 0;
}

/** The zone of the account is asked for only when an entry does not say its own. */
export async function tellingOf(session: EventSession, entries: readonly EntryRecord[]): Promise<Telling> {
  session.learnZone(entries);
  const isZoneless = entries.some(({ zone, allDay }) => zone === null && !allDay);
  const dayEnd: DayEnd = await session.dayEnds.of(entries);
  return { dayEnd, zone: isZoneless ? await session.zone() : 'UTC' };
}

type Rows = {
  readonly of: Map<string, EntryRecord[]>;
  /** Series that have an instance which this account may not see. */
  readonly hidden: Set<string>;
};
const noRows: Rows = { of: new Map(), hidden: new Set() };

async function listInstances(session: EventSession, series: readonly EntryRecord[], until: number): Promise<Rows> {
  const rows: Rows = { of: new Map(), hidden: new Set() };
  for (let first = 0; first < series.length; first += calendar.idsAtOnce) {
    const chunk = series.slice(first, first + calendar.idsAtOnce);
    const from = Math.min(...chunk.map(({ startAt }) => Date.parse(startAt))) - calendar.aheadMs;
    const ids = chunk.map(({ id }) => id);
    const filter = { ids, expanded: true as const, from, to: until + calendar.aheadMs };
    for (const row of await allEntries(session, filter)) note(rows, row);
  }
  return rows;
}

function note({ of, hidden }: Rows, row: EntryRecord | RedactedEntry): void {
  const series = row.parent ?? row.id;
  if (isRedacted(row)) hidden.add(series);
  else if (of.get(series)?.push(row) === undefined) of.set(series, [row]);
}

/** All pages of a list. */
export async function allEntries(
  session: EventSession,
  filter: Parameters<typeof listEntries>[1],
): Promise<readonly (EntryRecord | RedactedEntry)[]> {
  const rows: (EntryRecord | RedactedEntry)[] = [];
  let url: string | undefined;
  for (let pages = 0; pages < calendar.maxPages; pages += 1) {
    const request = url === undefined ? listEntries(session.host, filter) : followPage(session.host, url);
    const { response }: { readonly response: HttpResponse } = await session.send(request);
    const page = parseEntriesPage(response);
    rows.push(...page.rows);
    if (page.next === undefined) return rows;
    url = page.next;
  }
  throw new SyncError('unavailable', `more than ${calendar.maxPages} pages of entries`, { provider: 'clio' });
}
