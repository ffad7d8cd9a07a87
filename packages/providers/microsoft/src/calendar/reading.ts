import type { Collection, CollectionContext, NativeRecord, Observation, Present } from '@concord/core';
import type { Calls } from '../calls.ts';
import { type Answer, errorOf, recordOf } from '../errors.ts';
import { type BatchItem, parseDeltaPage, parseRow, parseRows, parts } from '../graph-requests.ts';
import { maxBatchItems } from '../profile.ts';
import { type SortedRows, sortRows, toPresent } from './observations.ts';
import type { Places, Where } from './places.ts';
import { usualWindow } from './profile.ts';
import {
  type EventRow,
  findItem,
  followRequest,
  placeItem,
  plainItem,
  plainRecordItem,
  recordItem,
  scanRequest,
  wholeItem,
} from './requests.ts';
import { parsePlace, placeAfter } from './round.ts';

type Reading = Pick<Collection, 'scan' | 'changes' | 'read' | 'records' | 'find'>;
export type Looking = Pick<CollectionContext, 'clock' | 'collection' | 'window'>;

/**
 * Looking at one calendar. A complete pass is the first round of the delta of a view, whose window is frozen into its links;
 * `changes` are the rounds after. What left the window looks there like what was deleted: only a read by id tells.
 */
export function createReading(calls: Calls, places: Places, context: Looking): Reading {
  const { clock, collection, window } = context;

  async function readPage(token: string | undefined) {
    const askedAt = clock.now();
    const place = token === undefined ? undefined : parsePlace(token);
    if (place) places.learn(place.canEdit);
    const request = place ? followRequest(place.round.link) : scanRequest(collection, window ?? usualWindow(askedAt));
    const page = parseDeltaPage<EventRow>(await calls.succeed(request, place ? 'link' : 'call'));
    const canEdit = await places.canEdit();
    const sorted = sortRows(page.rows, { askedAt, canEdit }, new Set(place?.seen));
    const next = placeAfter(page, place, sorted.seen, canEdit);
    return { observations: await settled(sorted), next, more: page.nextLink !== undefined };
  }

  /** What a page leaves open is in this calendar: it need not be asked where it lies. */
  async function settled({ observations, unclear, doubtful }: SortedRows): Promise<readonly Observation[]> {
    const askedAt = clock.now();
    const answers = await wholeAnswers(calls, unclear);
    const canEdit = await places.canEdit();
    const seen = unclear.map((id, index) => seenAs(id, answers[index], { askedAt, canEdit }));
    return [...observations, ...seen, ...(await read(doubtful))];
  }

  function seenAs(id: string, answer: Answer | undefined, seeing: { askedAt: number; canEdit: boolean }): Observation {
    const { askedAt } = seeing;
    if (answer?.status === 200) return toPresent(parseRow<EventRow>(answer.body), seeing);
    const error = errorOf(answer ?? noAnswer, clock.now());
    if (error.code === 'notFound') return { kind: 'gone', id, askedAt, confirmed: true };
    // An id that Graph will not look at says nothing about the event.
    if (error.code === 'refused') return { kind: 'hidden', id, askedAt };
    throw error;
  }

  async function read(ids: readonly string[]): Promise<readonly Observation[]> {
    const askedAt = clock.now();
    const answers = await masterAnswers(ids, await wholeAnswers(calls, ids));
    const shown = answers.flatMap(({ status, body }) => (status === 200 ? parseRow<EventRow>(body).id : []));
    const found = [...new Set(shown)];
    const where = new Map<string, Where>();
    const told = await allAnswers(
      calls,
      found.map((id) => placeItem(id)),
    );
    for (const [index, answer] of told.entries())
      where.set(found[index] ?? '', await places.whereFrom(answer, clock.now()));
    // Where one lies here, its calendar has said so.
    const canEdit = [...where.values()].includes('here') && (await places.canEdit());
    return ids.map((asked, index) => {
      const seen = seenAs(asked, answers[index], { askedAt, canEdit });
      const place = where.get(seen.id);
      if (seen.kind !== 'present' || place === 'here') return seen;
      if (place === 'elsewhere') return { kind: 'elsewhere', id: seen.id, askedAt };
      return { kind: 'gone', id: seen.id, askedAt, confirmed: true };
    });
  }

  /** A notice may name a date of a series: then the series is what is seen. */
  async function masterAnswers(ids: readonly string[], answers: readonly Answer[]): Promise<readonly Answer[]> {
    const masters = answers.map(({ status, body }) =>
      status === 200 ? (parseRow<EventRow>(body).seriesMasterId ?? undefined) : undefined,
    );
    const wanted = [...new Set(masters.filter((id) => id !== undefined))];
    const read = await wholeAnswers(calls, wanted);
    const byId = new Map(wanted.map((id, index) => [id, read[index]]));
    return ids.map((_, index) => byId.get(masters[index] ?? '') ?? answers[index] ?? noAnswer);
  }

  async function records(ids: readonly string[]): Promise<readonly (NativeRecord | undefined)[]> {
    const answers = await withFallback(calls, ids, recordItem, plainRecordItem, () => true);
    return answers.map((answer) => {
      if (answer.status === 200) return recordOf(answer.body);
      const error = errorOf(answer, clock.now());
      if (error.code === 'notFound' || error.code === 'refused') return undefined;
      throw error;
    });
  }

  async function findPart(markers: readonly string[]): Promise<readonly (readonly Present[])[]> {
    const askedAt = clock.now();
    const answers = await calls.succeedAll(markers.map((marker) => findItem(collection, marker)));
    const rows = answers.map((answer) => parseRows<EventRow>(answer));
    const all = rows.flat();
    if (all.length === 0) return rows.map(() => []);
    const series = all.filter(({ type }) => type !== 'singleInstance').map(({ id }) => id);
    const whole = await wholeAnswers(calls, series);
    const seeing = { askedAt, canEdit: await places.canEdit() };
    const seen = new Map(series.map((id, index) => [id, seenAs(id, whole[index], seeing)]));
    return rows.map((found) =>
      found
        .map((row) => (row.type === 'singleInstance' ? toPresent(row, seeing) : seen.get(row.id)))
        .filter((one) => one?.kind === 'present'),
    );
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
    read,
    records,
    find: async (sought) => {
      const found: (readonly Present[])[] = [];
      const markers = sought.map(({ marker }) => marker);
      for (const part of parts(markers, maxBatchItems)) found.push(...(await findPart(part)));
      return found;
    },
  };
}

const noAnswer: Answer = { status: 503, headers: {}, body: undefined };

/** One answer of any status for each id, in order: events, and series with what is special about their dates. */
export const wholeAnswers = (calls: Calls, ids: readonly string[]): Promise<readonly Answer[]> =>
  withFallback(calls, ids, wholeItem, plainItem, (plain) => recordOf(plain.body)?.type !== 'seriesMaster');

/**
 * That a single event is shown too where the dates of a series are asked for is an assumption: what is refused is asked
 * plainly. `suffices`: whether that says enough.
 */
async function withFallback(
  calls: Calls,
  ids: readonly string[],
  item: (id: string) => BatchItem,
  plain: (id: string) => BatchItem,
  suffices: (plain: Answer) => boolean,
): Promise<readonly Answer[]> {
  const answers = await allAnswers(calls, ids.map(item));
  const refused = ids.filter((_, index) => answers[index]?.status === 400);
  const again = (await allAnswers(calls, refused.map(plain))).map((answer) => (suffices(answer) ? answer : undefined));
  const byId = new Map(refused.map((id, index) => [id, again[index]]));
  return ids.map((id, index) => byId.get(id) ?? answers[index] ?? noAnswer);
}

async function allAnswers(calls: Calls, items: readonly BatchItem[]): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const part of parts(items, maxBatchItems)) answers.push(...(await calls.answerAll(part)));
  return answers;
}
