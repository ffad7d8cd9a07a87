import {
  type Item,
  isSyncError,
  type Operation,
  type Outcome,
  parseWhen,
  type ReasonCode,
  reasonSentences,
} from '@concord/core';
import { type Attempt, afterSending, beforeSending } from '../outcomes.ts';
import { entries as facts, calendar as limits } from '../profile.ts';
import { etagOf } from '../version.ts';
import { writeInOrder } from '../write-in-order.ts';
import { type EntryRecord, isRedacted } from './entry-record.ts';
import { createEntry, deleteEntry, updateEntry } from './entry-requests.ts';
import { lastDayOf, timesOf } from './entry-times.ts';
import { presentOf } from './event-observations.ts';
import { readOne } from './event-reading.ts';
import type { EventSession } from './event-session.ts';
import { cannotHold, exceptionsOf, isElsewhen, repeats, textOf, writeEvent } from './events.ts';
import { sendEntry } from './exchange-entry.ts';
import { carryToInstances } from './instance-writing.ts';
import { readWholes, tellingOf, type Whole } from './wholes.ts';

type Create = Extract<Operation, { kind: 'create' }>;
type Update = Extract<Operation, { kind: 'update' }>;
type Delete = Extract<Operation, { kind: 'delete' }>;

/** A single event is one request; a series with exceptions a few more, and one for each date that differs. */
export function writeEvents(session: EventSession, operations: readonly Operation[]): Promise<readonly Outcome[]> {
  return writeInOrder(operations, facts.batchSize, (operation) => writeOne(session, operation));
}

async function writeOne(session: EventSession, operation: Operation): Promise<Attempt> {
  try {
    if (operation.kind === 'delete') return await deleteOne(session, operation);
    if (operation.kind === 'update') return await updateOne(session, operation);
    return await createOne(session, operation);
  } catch (error) {
    if (!isSyncError(error)) throw error;
    return beforeSending(error, operation.kind === 'delete' ? {} : operation.item);
  }
}

async function createOne(session: EventSession, { marker, item }: Create): Promise<Attempt> {
  const zone = await zoneFor(session, item);
  const unheld = cannotHold(item, zone);
  if (unheld !== undefined) return refusal(unheldSentence(unheld));
  const data = writeEvent(undefined, item, zone ?? 'UTC') ?? {};
  const calendar = await session.calendar();
  reserveFor(session, item);
  const sent = await sendEntry(session, createEntry(session.host, calendar, marker, data), item);
  if (sent.kind === 'failed') return sent.attempt.outcome.kind === 'gone' ? refusal(missingReference) : sent.attempt;
  return await afterwards(async () => {
    const entry = await onItsDays(session, sent.entry, item);
    const bare = await bareWhole(session, entry, item);
    if (exceptionsOf(item).length === 0 || !repeats(item)) return written(session, bare, sent.askedAt);
    return await withInstances(session, entry, item, { askedAt: sent.askedAt, already: 'made', onlyNew: true });
  });
}

const missingReference = 'Clio misses the calendar';
const refusal = (detail: string): Attempt => ({ outcome: { kind: 'refused', code: 'refused', detail } });

/** Only of what repeats or lasts whole days; other times are instants. */
async function zoneFor(session: EventSession, item: Item): Promise<string | undefined> {
  const when = parseWhen(textOf(item.when));
  return when?.allDay || when?.rule !== undefined ? await session.zone() : undefined;
}

async function updateOne(session: EventSession, operation: Update): Promise<Attempt> {
  const { id, version, known, item } = operation;
  const { dayEnd } = known.keep ?? {};
  if (dayEnd === 'dayAfter' || dayEnd === 'lastDay') session.dayEnds.learn(dayEnd);
  const isMoved = isElsewhen(known.item, item);
  const unheld = isMoved ? await unheldBy(session, known.item, item) : undefined;
  if (unheld !== undefined) return refusal(unheld);
  const patch = writeEvent(known.item, item, isMoved ? ((await zoneFor(session, item)) ?? 'UTC') : 'UTC');
  const hasExceptions = exceptionsOf(known.item).length > 0 || exceptionsOf(item).length > 0;
  const isLookedAt = patch === undefined || hasExceptions;
  const before = isLookedAt ? await look(session, id, item) : undefined;
  if (isLookedAt && before === undefined) return { outcome: { kind: 'gone' } };
  if (before && !isVersion(session, before, version)) return { outcome: { kind: 'conflict' } };
  if (hasExceptions) reserveFor(session, item);
  if (patch === undefined && before?.whole)
    return await carry(session, before.whole, item, { askedAt: before.askedAt, already: 'nothing', onlyNew: false });
  const sent = await sendEntry(session, updateEntry(session.host, id, etagOf(version), patch ?? {}), item);
  if (sent.kind === 'failed') return sent.attempt;
  const { askedAt } = sent;
  return await afterwards(async () => {
    const entry = isMoved ? await onItsDays(session, sent.entry, item) : sent.entry;
    const bare = await bareWhole(session, entry, item);
    if (!hasExceptions || !repeats(item)) return written(session, bare, askedAt);
    return await withInstances(session, entry, item, { askedAt, already: 'changed', onlyNew: isMoved });
  });
}

/** What is written in several requests should not be left half done, as far as one minute's requests suffice. */
function reserveFor(session: EventSession, item: Item): void {
  session.reserve(Math.min(exceptionsOf(item).length + 1, limits.reserved));
}

/**
 * Whole days begin at midnight in the zone of the account, and that may be another than it was when the account was
 * connected. Then the answer tells other times than were sent, the zone is asked for, and the days are written again.
 */
async function onItsDays(session: EventSession, entry: EntryRecord, item: Item): Promise<EntryRecord> {
  const when = parseWhen(textOf(item.when));
  if (!when?.allDay || !entry.allDay) return entry;
  session.learnZone([entry]);
  if (session.knownZone() !== undefined) return entry;
  const data = timesOf(textOf(item.when), await session.zone(), false);
  const sent = await sendEntry(session, updateEntry(session.host, entry.id, entry.etag, data), item);
  return sent.kind === 'shown' ? sent.entry : entry;
}

/** A series keeps its own clocks when it is moved; otherwise it gets those of the account. */
async function unheldBy(session: EventSession, known: Item, item: Item): Promise<string | undefined> {
  const own = repeats(known) ? parseWhen(textOf(known.when))?.zone : undefined;
  if (own !== undefined && cannotHold(item, own) === undefined) return undefined;
  const unheld = cannotHold(item, await zoneFor(session, item));
  return unheld && unheldSentence(unheld);
}

/** Which service the other side is nobody says here. */
const unheldSentence = (code: ReasonCode): string =>
  reasonSentences[code].replaceAll('{left}', 'Clio').replaceAll('{right}', 'the other calendar');

type Way = {
  readonly askedAt: number;
  /** What was written of the series itself. What was made counts, whatever becomes of its exceptions. */
  readonly already: 'nothing' | 'changed' | 'made';
  /** Its instances have nothing of their own by now. */
  readonly onlyNew: boolean;
};

async function withInstances(session: EventSession, entry: EntryRecord, item: Item, way: Way): Promise<Attempt> {
  const [whole] = await readWholes(session, [entry], untilFor(session, item));
  if (whole !== undefined && !whole.isPartial) return await carry(session, whole, item, way);
  // Its instances do not show yet: they are written by and by.
  if (way.already === 'made') return written(session, await bareWhole(session, entry, item), way.askedAt);
  return { outcome: { kind: 'conflict' } };
}

async function carry(session: EventSession, whole: Whole, item: Item, way: Way): Promise<Attempt> {
  const { written: count, isUnseen, stopped, ...carried } = await carryToInstances(session, whole, item, way.onlyNew);
  if (stopped?.outcome.kind === 'unknown') return stopped;
  const rest = stopped?.rest === undefined ? {} : { rest: stopped.rest };
  if (stopped && way.already !== 'made') {
    const isUntouched = count === 0 && way.already === 'nothing';
    return isUntouched ? stopped : { outcome: { kind: 'conflict' }, ...rest };
  }
  if (!isUnseen || stopped) return { ...written(session, carried.whole, way.askedAt), ...rest };
  const after = await look(session, whole.entry.id, item);
  if (after?.whole === undefined) return { outcome: { kind: 'unknown' } };
  return written(session, after.whole, after.askedAt);
}

/** Trouble after something was written leaves open what it shows. */
async function afterwards(look: () => Promise<Attempt>): Promise<Attempt> {
  try {
    return await look();
  } catch (error) {
    if (!isSyncError(error)) throw error;
    return { outcome: { kind: 'unknown' } };
  }
}

type Looked = { readonly whole?: Whole; readonly askedAt: number };

/** Undefined when it is not there; without a whole when it is not to be seen. */
async function look(session: EventSession, id: string, item: Item): Promise<Looked | undefined> {
  const askedAt = session.context.clock.now();
  const entry = await readOne(session, id);
  if (entry === undefined) return undefined;
  if (isRedacted(entry)) return { askedAt };
  const [whole] = await readWholes(session, [entry], untilFor(session, item));
  return whole === undefined || whole.isPartial ? { askedAt } : { whole, askedAt };
}

/** As far ahead as exceptions go that are to be written, and no less than is told of. */
function untilFor({ until }: EventSession, item: Item): number {
  const slots = exceptionsOf(item).map(({ slot }) => Date.parse(slot ?? ''));
  return Math.max(until, ...slots.filter((slot) => !Number.isNaN(slot)).map((slot) => slot + dayMs));
}

const dayMs = 86_400_000;

/** An entry without instances of its own. */
async function bareWhole(session: EventSession, entry: EntryRecord, item: Item): Promise<Whole> {
  const when = parseWhen(textOf(item.when));
  if (when?.allDay) session.dayEnds.learnFrom(entry, lastDayOf(when));
  return { entry, instances: [], telling: await tellingOf(session, [entry]) };
}

const isVersion = (session: EventSession, { whole, askedAt }: Looked, version: string): boolean =>
  whole !== undefined && presentOf(upTo(session, whole), askedAt).version === version;

const written = (session: EventSession, whole: Whole, askedAt: number): Attempt => ({
  outcome: { kind: 'written', observation: presentOf(upTo(session, whole), askedAt) },
});

/** What lies further ahead is not told of, here as in reading. */
function upTo({ until }: EventSession, whole: Whole): Whole {
  const instances = whole.instances.filter(({ planned }) => Date.parse(planned.split('/')[0] ?? '') <= until);
  return { ...whole, instances };
}

/** Clio's DELETE takes no If-Match, so the version is compared right before. What is gone already is deleted. */
async function deleteOne(session: EventSession, { id, version }: Delete): Promise<Attempt> {
  const current = await look(session, id, {});
  if (current === undefined) return { outcome: { kind: 'deleted' } };
  if (!isVersion(session, current, version)) return { outcome: { kind: 'conflict' } };
  try {
    await session.send(deleteEntry(session.host, id));
    return { outcome: { kind: 'deleted' } };
  } catch (error) {
    if (!isSyncError(error)) throw error;
    return error.code === 'notFound' ? { outcome: { kind: 'deleted' } } : afterSending(error, {});
  }
}
