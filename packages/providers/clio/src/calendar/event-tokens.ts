import { type Instant, SyncError } from '@concord/core';
import { reading } from '../profile.ts';
import type { DayEnd } from './entry-times.ts';

/** What travels with every token: whose entries these are, and how ends of all-day ones are told, as far as that is known. */
export type Place = { readonly calendar: string; readonly dayEnd?: DayEnd };

/** `next`: where the changes since then go on that were first asked for at `startedAt`. */
export type Cursor = Place & { readonly since: Instant; readonly startedAt?: Instant; readonly next?: string };

/** Which page of which list comes next. `earlier`: after the entries, series that began before the span are looked for. */
export type ScanPlace = {
  readonly phase: 'entries' | 'earlier';
  readonly url?: string;
  /** The list of entries has shown a series that began before the span, so it shows them all. */
  readonly showsEarlier?: true;
  /** Series that were come across while looking for earlier ones. */
  readonly met?: readonly string[];
};

/** Where a pass over everything stands. */
export type ScanToken = Place & {
  readonly startedAt: Instant;
  /** Series whose instances are still to be looked at. */
  readonly pending: readonly string[];
  /** Absent when all lists were read. */
  readonly next?: ScanPlace;
};

export const cursorFrom = (startedAt: Instant, place: Place): string =>
  JSON.stringify({ ...place, since: startedAt - reading.overlapMs });

/** Throws `cursorExpired` for what is none, or of another calendar. */
export function parseCursor(text: string, calendar: string): Cursor {
  const { since, startedAt, next, ...place } = parseToken(text, calendar);
  if (typeof since !== 'number') throw unknownToken();
  if (typeof startedAt !== 'number' || typeof next !== 'string') return { ...placeOf(place, calendar), since };
  return { ...placeOf(place, calendar), since, startedAt, next };
}

/** Throws `cursorExpired` for what is none, or of another calendar. */
export function parseScanToken(text: string, calendar: string): ScanToken {
  const { startedAt, pending, next, ...place } = parseToken(text, calendar);
  if (typeof startedAt !== 'number' || !Array.isArray(pending)) throw unknownToken();
  const token = { ...placeOf(place, calendar), startedAt, pending: pending.map(String) };
  return next === undefined ? token : { ...token, next: parsePlace(next) };
}

function parsePlace(value: unknown): ScanPlace {
  const { phase, url, showsEarlier, met } = Object(value) as Readonly<Record<string, unknown>>;
  if (phase !== 'entries' && phase !== 'earlier') throw unknownToken();
  return {
    phase,
    ...(typeof url === 'string' ? { url } : {}),
    ...(showsEarlier === true ? { showsEarlier } : {}),
    ...(Array.isArray(met) ? { met: met.map(String) } : {}),
  };
}

function placeOf({ dayEnd }: Readonly<Record<string, unknown>>, calendar: string): Place {
  return dayEnd === 'lastDay' || dayEnd === 'dayAfter' ? { calendar, dayEnd } : { calendar };
}

function parseToken(text: string, calendar: string): Readonly<Record<string, unknown>> {
  const token = parsedOf(text);
  if (token.calendar !== calendar) throw unknownToken();
  return token;
}

function parsedOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw unknownToken();
  }
}

const unknownToken = (): SyncError => new SyncError('cursorExpired', 'this is no cursor of ours', { provider: 'clio' });
