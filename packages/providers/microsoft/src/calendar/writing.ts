import { type Collection, isSyncError, type Operation, type Outcome } from '@concord/core';
import type { Calls } from '../calls.ts';
import { type Answer, errorOf, graphCodeOf } from '../errors.ts';
import type { Graph } from '../graph.ts';
import { type BatchItem, parseRow } from '../graph-requests.ts';
import { failureOf, notDone, outcomeOf } from '../outcomes.ts';
import { versionOf } from '../rows.ts';
import { sendBatch } from '../sending.ts';
import { readEvent, writeEvent } from './events.ts';
import { hasGuests, isInvitation } from './guests.ts';
import { toPresent, wholeVersion } from './observations.ts';
import { type Looking, wholeAnswers } from './reading.ts';
import { createItem, deleteItem, type EventRow, updateItem } from './requests.ts';
import { createSeriesWriting, type Series } from './series-writing.ts';

/** What one operation has come to: done, or about to be sent, with what was there just before. */
type Step =
  | { readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly kind: 'send'; readonly item: BatchItem; readonly fresh?: EventRow }
  /** Only dates of it change. */
  | { readonly kind: 'dates'; readonly fresh: EventRow };

/**
 * Everything that is to be changed or deleted is read just before, together: an event that has guests is not written, for
 * Exchange would mail them. Then one `$batch` of writes, sent once; then the dates of series that differ from it.
 */
export function createWriting(
  graph: Graph,
  calls: Calls,
  find: Collection['find'],
  { clock, collection }: Looking,
): Pick<Collection, 'write'> {
  const writeDates = createSeriesWriting(graph, calls, clock);

  async function write(operations: readonly Operation[]): Promise<readonly Outcome[]> {
    if (operations.length === 0) return [];
    const askedAt = clock.now();
    const fresh = await readFresh(operations);
    const steps = operations.map((operation, index) => stepOf(operation, fresh[index], askedAt));
    const sent = await foundAgain(operations, await sendAll(operations, steps, askedAt));
    const series = sent.map((made, index) => seriesOf(operations[index], steps[index], made));
    return writeDates(
      series,
      sent.map(({ outcome }) => outcome),
    );
  }

  async function readFresh(operations: readonly Operation[]): Promise<readonly (Answer | undefined)[]> {
    const ids = operations.flatMap((operation) => (operation.kind === 'create' ? [] : [operation.id]));
    const answers = [...(await wholeAnswers(calls, ids))];
    return operations.map((operation) => (operation.kind === 'create' ? undefined : answers.shift()));
  }

  function stepOf(operation: Operation, answer: Answer | undefined, askedAt: number): Step {
    if (operation.kind === 'create') {
      const patch = writeEvent(undefined, operation.item);
      if (patch === 'notHeld') return done(notHeld);
      return { kind: 'send', item: createItem(collection, operation.marker, patch ?? {}) };
    }
    if (answer?.status !== 200)
      return done(answer ? failureOf(operation, errorOf(answer, clock.now())) : notDone('garbled'));
    const fresh = parseRow<EventRow>(answer.body);
    const isOurs = !hasGuests(fresh) && !isInvitation(fresh) && wholeVersion(fresh) === operation.version;
    if (!isOurs) return done({ kind: 'conflict' });
    if (operation.kind === 'delete') return { kind: 'send', item: deleteItem(operation.id, versionOf(fresh)) };
    const patch = patchOf(operation, fresh);
    if (patch === 'notHeld') return done(notHeld);
    if (patch) return { kind: 'send', item: updateItem(operation.id, versionOf(fresh), patch), fresh };
    return isSeries(fresh)
      ? { kind: 'dates', fresh }
      : done({ kind: 'written', observation: toPresent(fresh, { askedAt, canEdit: true }) });
  }

  async function sendAll(
    operations: readonly Operation[],
    steps: readonly Step[],
    askedAt: number,
  ): Promise<readonly Made[]> {
    const items = steps.flatMap((step) => (step.kind === 'send' ? [step.item] : []));
    const sent = items.length === 0 ? undefined : await sendBatch(graph, items, clock.now);
    const answers = sent?.kind === 'answered' ? [...sent.answers] : [];
    const seen = (row: EventRow) => toPresent(row, { askedAt, canEdit: true });
    return steps.map((step, index): Made => {
      if (step.kind === 'done') return step;
      if (step.kind === 'dates')
        return { outcome: { kind: 'written', observation: seen(step.fresh) }, row: step.fresh };
      if (sent?.kind === 'same') return { outcome: sent.outcome };
      const answer = answers.shift();
      if (answer && graphCodeOf(answer) === usedMarker) return { outcome: usedBefore };
      const operation = operations[index] ?? { kind: 'delete' };
      const outcome = outcomeOf(operation, answer, clock.now(), (body) => seen(parseRow<EventRow>(body)));
      return outcome.kind === 'written' ? { outcome, row: parseRow<EventRow>(answer?.body) } : { outcome };
    });
  }

  /** A marker that was used before proves that an earlier create came through; what was made of it may be gone since. */
  async function foundAgain(operations: readonly Operation[], made: readonly Made[]): Promise<readonly Made[]> {
    const creates = operations.map((operation, index) =>
      operation.kind === 'create' && made[index]?.outcome === usedBefore
        ? [{ marker: operation.marker, item: operation.item, since: 0 }]
        : [],
    );
    const sought = creates.flat();
    if (sought.length === 0) return made;
    const found = [...(await find(sought).catch(nothingKnown))];
    return made.map((one, index) => {
      if (creates[index]?.length !== 1) return one;
      const here = found.shift();
      const [observation] = here ?? [];
      if (here === undefined) return { outcome: { kind: 'unknown' } };
      return observation ? { outcome: { kind: 'written', observation } } : one;
    });
  }

  return { write };
}

/** What an operation has come to, and what was shown of it then. */
type Made = { readonly outcome: Outcome; readonly row?: EventRow };

const done = (outcome: Outcome): Step => ({ kind: 'done', outcome });

const notHeld: Outcome = { kind: 'refused', code: 'refused', detail: 'Outlook cannot say when it is' };
const usedMarker = 'errorduplicatetransactionid';
const usedBefore: Outcome = { kind: 'refused', code: 'refused', detail: 'It was made before, and is gone since' };

/** The writes are done, and must not be taken for undone because a look failed. */
function nothingKnown(error: unknown): readonly never[] {
  if (!isSyncError(error)) throw error;
  return [];
}

const isSeries = (row: EventRow): boolean => row.type === 'seriesMaster';
const hasDates = ({ exceptionOccurrences, cancelledOccurrences }: EventRow): boolean =>
  (exceptionOccurrences?.length ?? 0) + (cancelledOccurrences?.length ?? 0) > 0;

/** What Outlook holds of the body may be more than text: then it is left alone, whoever asked. */
function patchOf({ known, item }: Extract<Operation, { kind: 'update' }>, fresh: EventRow) {
  const patch = writeEvent(known, item);
  if (patch === undefined || patch === 'notHeld' || !readEvent(fresh).isClosed) return patch;
  const { body: _, ...rest } = patch;
  return Object.keys(rest).length === 0 ? undefined : rest;
}

/** The series whose dates are to be looked at after its write: what was special about them may be gone with it. */
function seriesOf(
  operation: Operation | undefined,
  step: Step | undefined,
  { outcome, row }: Made,
): Series | undefined {
  if (outcome.kind !== 'written' || row === undefined || !isSeries(row)) return undefined;
  if (operation === undefined || operation.kind === 'delete' || step === undefined || step.kind === 'done')
    return undefined;
  const isUnsure = step.kind === 'send' && step.fresh !== undefined && hasDates(step.fresh);
  const hasWishes = operation.item['exceptions'] !== undefined;
  if (!isUnsure && !hasWishes && step.kind === 'send') return undefined;
  return { row, isUnsure, target: operation.item, isNew: operation.kind === 'create' };
}
