import { type CollectionContext, type Observation, SyncError } from '@concord/core';
import { type Asking, succeeded } from '../asking.ts';
import type { Calls } from '../calls.ts';
import { type Answer, errorOf, garbled, isSuccess } from '../errors.ts';
import { observe, type Seeing } from './event-observations.ts';
import { type EventRequests, parseEvents } from './event-requests.ts';
import { isCancelled, isSeries, type NativeEvent, parseEvent, seriesIdOf, type Whole, whole } from './native-event.ts';
import { maxSeriesPages } from './profile.ts';

export type Looking = {
  readonly calls: Calls;
  readonly asking: Asking;
  readonly requests: EventRequests;
  readonly clock: CollectionContext['clock'];
};
/** What there is under an id, as it is read; nothing of what is hidden or not there. */
export type Looked = { readonly observation: Observation; readonly whole?: Whole };

/** By id, in as few requests as may be; one answer each, in order. A series is read with all of its rows. */
export async function lookAt(looking: Looking, ids: readonly string[]): Promise<readonly Looked[]> {
  if (ids.length === 0) return [];
  const { asking, requests, clock } = looking;
  const askedAt = clock.now();
  // The first says whether the calendar itself is there, without which a 404 would prove nothing, and what may be done in it.
  const [place, ...answers] = await asking.askAll([requests.place(), ...ids.map((id) => requests.read(id))]);
  const seeing = { askedAt, role: roleIn(place, clock.now()) };
  const events = answers.map((answer) => eventIn(answer, clock.now()));
  const wholes = await wholesOf(looking, events);
  return ids.map((id, index): Looked => {
    const [event, shown] = [events[index], wholes[index]];
    if (event === undefined) return { observation: { kind: 'gone', id, askedAt, confirmed: true } };
    if (isCancelled(event)) return { observation: { kind: 'gone', id, askedAt, confirmed: true }, whole: whole(event) };
    return shown
      ? { observation: seen(shown, seeing), whole: shown }
      : { observation: { kind: 'elsewhere', id, askedAt } };
  });
}

function roleIn(answer: Answer | undefined, now: number): string | undefined {
  if (answer === undefined) throw garbled('no answer of a calendar');
  try {
    return parseEvents(succeeded(answer, now)).role;
  } catch (error) {
    throw lostOr(error);
  }
}

/** Undefined for one that is not there. */
function eventIn(answer: Answer, now: number): NativeEvent | undefined {
  if (isSuccess(answer)) return parseEvent(answer.body);
  const error = errorOf(answer, now);
  if (error.code === 'notFound') return undefined;
  throw error;
}

/** Single events as they are, series with their rows; undefined for what is a date of a series that is there itself. */
async function wholesOf(
  looking: Looking,
  events: readonly (NativeEvent | undefined)[],
): Promise<readonly (Whole | undefined)[]> {
  const living = events.flatMap((event) => (event && !isCancelled(event) ? [event] : []));
  const series = living.filter((event) => isSeries(event));
  const rows = await rowsOfAll(looking, series);
  const owners = await livingSeries(
    looking,
    living.flatMap((event) => seriesIdOf(event) ?? []),
  );
  return events.map((event) => {
    if (event === undefined) return undefined;
    const index = series.indexOf(event);
    if (index >= 0) return rows[index];
    return owners.has(seriesIdOf(event) ?? '') ? undefined : whole(event);
  });
}

async function livingSeries(
  { asking, requests, clock }: Looking,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const known = [...new Set(ids)];
  const answers = await asking.askAll(known.map((id) => requests.read(id)));
  return new Set(
    known.filter((_, index) => {
      const answer = answers[index];
      const event = answer && eventIn(answer, clock.now());
      return event !== undefined && !isCancelled(event);
    }),
  );
}

/** Each series with its rows: one request a series, many in one. */
export async function rowsOfAll(looking: Looking, series: readonly NativeEvent[]): Promise<readonly Whole[]> {
  const { asking, requests } = looking;
  const answers = await asking.askAll(series.map((event) => requests.series(uidOf(event))));
  const wholes: Whole[] = [];
  for (const [index, event] of series.entries()) {
    const answer = answers[index];
    if (answer === undefined) throw garbled('no answer of a series');
    wholes.push(await wholeOf(looking, event, answer));
  }
  return wholes;
}

/** The rest of the pages of a series, where there are more. */
async function wholeOf(looking: Looking, event: NativeEvent, first: Answer): Promise<Whole> {
  const { asking, requests, clock } = looking;
  const rows: NativeEvent[] = [];
  let page = parseEvents(succeeded(first, clock.now()));
  for (let pages = 1; pages <= maxSeriesPages; pages += 1) {
    rows.push(...page.events);
    if (page.nextPageToken === undefined) return assembled(event, rows);
    const [answer] = await asking.askAll([requests.series(uidOf(event), page.nextPageToken)]);
    if (answer === undefined) break;
    page = parseEvents(succeeded(answer, clock.now()));
  }
  throw garbled('pages without end');
}

/** As the list has it, which is the later answer. */
export function assembled(event: NativeEvent, rows: readonly NativeEvent[]): Whole {
  const own = rows.find(({ id }) => id === event.id) ?? event;
  return whole(
    own,
    rows.filter((row) => seriesIdOf(row) === event.id),
  );
}

export function uidOf({ iCalUID }: NativeEvent): string {
  if (!iCalUID) throw garbled('a series without its iCalUID');
  return iCalUID;
}

/** It may have been deleted since the list that showed it. */
export function seen(shown: Whole, seeing: Seeing): Observation {
  const { id } = shown.event;
  if (isCancelled(shown.event)) return { kind: 'gone', id, askedAt: seeing.askedAt, confirmed: false };
  return observe(shown, seeing);
}

/** A calendar that is not there any more, or that the account may not see any more: Google tells the two apart nowhere. */
export function lostOr(error: unknown): unknown {
  if (!(error instanceof SyncError) || error.code !== 'notFound') return error;
  return new SyncError('forbidden', 'The calendar is not there for this account any more', {
    provider: 'google',
    cause: error,
  });
}
