import type { ScanPage } from '@concord/core';
import { calendar as limits } from '../profile.ts';
import { isRedacted } from './entry-record.ts';
import { type Entry, listByIds, observe, readPage } from './event-reading.ts';
import type { EventSession } from './event-session.ts';
import { cursorFrom, parseScanToken, type ScanPlace, type ScanToken } from './event-tokens.ts';
import { rowsOf } from './wholes.ts';

/**
 * One step of a pass over everything in the span of time: a page of entries, with the instances of its series. Of these
 * no more are listed in a step than a minute's requests allow for; the other series wait in the token.
 */
export async function scan(session: EventSession, next: string | undefined): Promise<ScanPage> {
  const calendar = await session.calendar();
  const startedAt = session.context.clock.now();
  const token: ScanToken =
    next === undefined
      ? { calendar, startedAt, pending: [], next: { phase: 'entries' } }
      : parseScanToken(next, calendar);
  if (token.dayEnd !== undefined) session.dayEnds.learn(token.dayEnd);
  if (token.pending.length > 0) return await scanPending(session, token);
  const { next: place = { phase: 'entries' }, ...rest } = token;
  const { rows, following, total } = await lists[place.phase](session, calendar, place);
  const page = await step(session, { ...rest, ...(following && { next: following }) }, rows);
  return total === undefined ? page : { ...page, total };
}

async function scanPending(session: EventSession, token: ScanToken): Promise<ScanPage> {
  const chunk = token.pending.slice(0, limits.idsAtOnce);
  return await step(session, { ...token, pending: token.pending.slice(chunk.length) }, await listByIds(session, chunk));
}

/** `token`: what is to be done after these rows. */
async function step(session: EventSession, token: ScanToken, rows: readonly Entry[]): Promise<ScanPage> {
  const { now, later } = byEffort(session, rows);
  const observations = await observe(session, now, session.context.clock.now());
  const dayEnd = session.dayEnds.known();
  const place = { calendar: token.calendar, ...(dayEnd && { dayEnd }) };
  const pending = [...later.map(({ id }) => id), ...token.pending];
  if (pending.length === 0 && token.next === undefined)
    return { observations, cursor: cursorFrom(token.startedAt, place) };
  return { observations, next: JSON.stringify({ ...token, ...place, pending }) };
}

/** What one step lists instances of, and what is left for the next ones; one series at least. */
function byEffort({ until }: EventSession, rows: readonly Entry[]) {
  let listed = 0;
  const isNow = (row: Entry): boolean => {
    const effort = isRedacted(row) ? 0 : rowsOf(row, until);
    const fits = effort === 0 || listed === 0 || listed + effort <= limits.rowsPerStep;
    if (fits) listed += effort;
    return fits;
  };
  const now: Entry[] = [];
  const later: Entry[] = [];
  for (const row of rows) (isNow(row) ? now : later).push(row);
  return { now, later };
}

type Listed = { readonly rows: readonly Entry[]; readonly following?: ScanPlace; readonly total?: number };

const lists = {
  /** Changed instances are seen among those of their series. */
  entries: async (session: EventSession, calendar: string, { url, showsEarlier }: ScanPlace): Promise<Listed> => {
    const { window } = session.context;
    const { rows, page } = await readPage(session, { calendar, ...window }, url);
    const shows = showsEarlier ?? rows.some((row) => isEarlierSeries(session, row));
    const mark = shows ? { showsEarlier: true as const } : {};
    const more: ScanPlace | undefined =
      page.next === undefined ? undefined : { phase: 'entries', url: page.next, ...mark };
    const earlier: ScanPlace | undefined = shows || window === undefined ? undefined : { phase: 'earlier', met: [] };
    const following = more ?? earlier;
    const total = page.total === undefined ? {} : { total: page.total };
    return { rows: rows.filter(({ parent }) => parent === null), ...(following && { following }), ...total };
  },
  /**
   * Whether a list without instances has the series that began before its span is not documented. When it has shown none,
   * the instances of a year are looked through for some: one request for each 200 of what happens in that year.
   */
  earlier: async (session: EventSession, calendar: string, { url, met = [] }: ScanPlace): Promise<Listed> => {
    const from = session.context.window?.from ?? session.context.clock.now();
    const filter = { calendar, expanded: true as const, from, to: from + limits.longestPauseMs };
    const { rows, page } = await readPage(session, filter, url);
    const series = new Set(rows.flatMap(({ parent }) => parent ?? []));
    for (const id of met) series.delete(id);
    const found = (await listByIds(session, [...series])).filter((row) => isEarlierSeries(session, row));
    if (page.next === undefined) return { rows: found };
    return { rows: found, following: { phase: 'earlier', url: page.next, met: [...met, ...series] } };
  },
} as const;

const isEarlierSeries = ({ context: { window } }: EventSession, row: Entry): boolean =>
  !isRedacted(row) && row.rule !== null && window !== undefined && Date.parse(row.endAt) < window.from;
