import { type Instant, type Item, type List, type Operation, type Outcome } from '@concord/core';
import type { ApiRequest } from '../api.ts';
import type { Attempt } from '../attempt.ts';
import { errorOf } from '../errors.ts';
import { failureOf, notDone } from '../outcomes.ts';
import { eventIdOf, instanceIdOf } from './event-ids.ts';
import { assembled, type Looking, uidOf } from './event-looking.ts';
import { observe } from './event-observations.ts';
import { type EventPage, parseEvents } from './event-requests.ts';
import { exceptionsOf, newEvent, writeEvent } from './events.ts';
import { type InstanceChange, planExceptions } from './exceptions.ts';
import { isCancelled, isSeries, type NativeEvent, parseEvent, type Whole, whole } from './native-event.ts';
import { maxInstanceWrites, maxSeriesPages } from './profile.ts';
import { parsedWhen, readWhen, slotOf, slotStart } from './times.ts';

/** One operation on its way: it asks for one request at a time, is told what became of it, and ends with the outcome. */
export type Writing = Generator<ApiRequest, Outcome, Attempt>;
type Steps<Result> = Generator<ApiRequest, Result, Attempt>;

/** The event, then each of its dates that differs. What could not be written of those is missing in what is shown. */
export function* creating(looking: Looking, { marker, item }: Extract<Operation, { kind: 'create' }>): Writing {
  const { requests, clock } = looking;
  const event = { id: eventIdOf(marker), ...newEvent(item) };
  const askedAt = clock.now();
  const sent = yield requests.create(event);
  if (sent.kind === 'refused' && sent.answer.status === 409) return yield* takingOver(looking, event, item);
  if (sent.kind !== 'done') return outcomeOf('create', sent, looking);
  return yield* finishing(looking, whole(parseEvent(sent.answer.body)), item, askedAt);
}

/**
 * The id is taken, by an earlier try of this very create. What it made counts as written where it says what it was to say;
 * else somebody has changed it since, and it is for `find`. One that was deleted keeps its id for ever, so that a new event
 * can only come about under it.
 */
function* takingOver(looking: Looking, event: { readonly id: string }, item: Item): Writing {
  const { requests, clock } = looking;
  const askedAt = clock.now();
  const found = yield requests.read(event.id);
  if (found.kind !== 'done') return outcomeOf('create', found, looking);
  const there = parseEvent(found.answer.body);
  if (!isCancelled(there)) {
    const shown = isSeries(there) ? yield* readingRows(looking, there) : whole(there);
    return shown && saysAll(shown, item) ? written(shown, askedAt) : { kind: 'unknown' };
  }
  const sent = yield requests.replace(event.id, { status: 'confirmed', ...event });
  if (sent.kind !== 'done') return outcomeOf('create', sent, looking);
  const revived = parseEvent(sent.answer.body);
  if (isCancelled(revived)) return { kind: 'refused', code: 'refused', detail: 'Google keeps it deleted' };
  const shown = isSeries(revived) ? yield* readingRows(looking, revived) : whole(revived);
  return shown ? yield* finishing(looking, shown, item, askedAt) : { kind: 'unknown' };
}

function saysAll(shown: Whole, item: Item): boolean {
  const seen = observe(shown, { askedAt: 0 });
  if (seen.kind !== 'present') return false;
  return writeEvent(shown, seen.item, item) === undefined && planExceptions(shown, exceptionsOf(item)).length === 0;
}

function* finishing(looking: Looking, shown: Whole, item: Item, askedAt: Instant): Writing {
  const changes = planExceptions(shown, exceptionsOf(item));
  if (changes.length === 0) return written(shown, askedAt);
  yield* changing(looking, shown.event, changes);
  const readAt = looking.clock.now();
  const after = yield* readingRows(looking, shown.event);
  return after ? written(after, readAt) : written(shown, askedAt);
}

/** The event itself, where it changes, and each date that differs from what is wanted then. */
export function* updating(
  looking: Looking,
  { known, item }: Extract<Operation, { kind: 'update' }>,
  before: Whole,
): Writing {
  const { requests, clock } = looking;
  const patch = writeEvent(before, known.item, item);
  const wanted = exceptionsOf(item);
  let [shown, askedAt] = [before, clock.now()];
  if (patch !== undefined) {
    const sent = yield requests.patch(before.event.id, patch, before.event.etag ?? undefined);
    if (sent.kind !== 'done') return outcomeOf('update', sent, looking);
    const after = yield* afterPatch(looking, before, parseEvent(sent.answer.body), wanted);
    if (after === undefined) return { kind: 'conflict' };
    shown = after;
  }
  const changes = planExceptions(shown, wanted);
  if (changes.length === 0) return written(shown, askedAt);
  const { done, failure } = yield* changing(looking, shown.event, changes);
  if (failure && patch === undefined && done === 0) return outcomeOf('update', failure, looking);
  // Somebody decides again on what is left of it.
  if (failure || changes.length > maxInstanceWrites) return { kind: 'conflict' };
  askedAt = clock.now();
  const after = yield* readingRows(looking, shown.event);
  return after ? written(after, askedAt) : { kind: 'conflict' };
}

/** "Changing the master may reset exceptions": where there are some, they are looked at again. */
function* afterPatch(looking: Looking, before: Whole, event: NativeEvent, wanted: List): Steps<Whole | undefined> {
  const hasRows = before.exceptions.length > 0 || wanted.length > 0;
  return isSeries(event) && hasRows ? yield* readingRows(looking, event) : whole(event);
}

export function* removing({ requests, ...looking }: Looking, { event }: Whole): Writing {
  const sent = yield requests.remove(event.id, event.etag ?? undefined);
  return sent.kind === 'done' ? { kind: 'deleted' } : outcomeOf('delete', sent, looking);
}

type Changed = { readonly done: number; readonly failure?: Attempt };

/** One after another: writes to instances of one series may get in each other's way. */
function* changing(looking: Looking, event: NativeEvent, changes: readonly InstanceChange[]): Steps<Changed> {
  let done = 0;
  let failure: Attempt | undefined;
  for (const change of changes.slice(0, maxInstanceWrites)) {
    const sent = yield* changingOne(looking, event, change);
    if (sent.kind === 'done') done += 1;
    else failure ??= sent;
    if (sent.kind === 'failed' || sent.kind === 'unknown') break;
  }
  return { done, ...(failure ? { failure } : {}) };
}

function* changingOne({ requests }: Looking, event: NativeEvent, { slot, row, patch }: InstanceChange): Steps<Attempt> {
  if (row) return yield requests.patch(row.id, patch, row.etag ?? undefined);
  const series = parsedWhen(readWhen(event));
  if (series === undefined) return { kind: 'unknown' };
  const begins = slotStart(series, slot);
  const sent = yield requests.patch(instanceIdOf(event.id, series.allDay ? slot : begins), patch);
  if (sent.kind !== 'refused' || sent.answer.status !== 404) return sent;
  const listed = yield requests.instances(event.id, begins - dayMs, begins + 2 * dayMs);
  const found = pageOf(listed)?.events.find(({ originalStartTime }) => slotOf(series, originalStartTime) === slot);
  return found ? yield requests.patch(found.id, patch, found.etag ?? undefined) : sent;
}

const dayMs = 24 * 60 * 60 * 1000;

/** A series with its rows; undefined when they cannot be had. */
function* readingRows({ requests }: Looking, event: NativeEvent): Steps<Whole | undefined> {
  const rows: NativeEvent[] = [];
  let pageToken: string | undefined;
  for (let pages = 0; pages < maxSeriesPages; pages += 1) {
    const page = pageOf(yield requests.series(uidOf(event), pageToken));
    if (page === undefined) return undefined;
    rows.push(...page.events);
    pageToken = page.nextPageToken;
    if (pageToken === undefined) return assembled(event, rows);
  }
  return undefined;
}

const pageOf = (sent: Attempt): EventPage | undefined => (sent.kind === 'done' ? parseEvents(sent.answer) : undefined);

function written(shown: Whole, askedAt: Instant): Outcome {
  const observation = observe(shown, { askedAt });
  return observation.kind === 'present' ? { kind: 'written', observation } : { kind: 'unknown' };
}

function outcomeOf(kind: Operation['kind'], sent: Attempt, { clock }: Pick<Looking, 'clock'>): Outcome {
  if (sent.kind === 'refused') return failureOf({ kind }, errorOf(sent.answer, clock.now()));
  return sent.kind === 'failed' ? notDone(sent.error.code, sent.error.retryAfterMs) : { kind: 'unknown' };
}
