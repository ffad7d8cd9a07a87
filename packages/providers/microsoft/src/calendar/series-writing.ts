import { type Clock, type Item, isSyncError, type Outcome } from '@concord/core';
import type { Calls } from '../calls.ts';
import { type Answer, errorOf, garbled, isSuccess } from '../errors.ts';
import type { Graph } from '../graph.ts';
import { type BatchItem, parseRow, parseRows, parts } from '../graph-requests.ts';
import { isAmbiguous } from '../outcomes.ts';
import { maxBatchItems } from '../profile.ts';
import { sendBatch } from '../sending.ts';
import { toPresent } from './observations.ts';
import { maxSlotRounds } from './profile.ts';
import { wholeAnswers } from './reading.ts';
import { deleteItem, type EventRow, instancesItem, updateItem } from './requests.ts';
import { idsBySlot, planSlots, type SlotWrite, spansOf } from './slot-writes.ts';

/** A series that was written, or of which only dates change. */
export type Series = {
  readonly row: EventRow;
  /** What is special about its dates may have changed with it: it is read again first. */
  readonly isUnsure: boolean;
  readonly target: Item;
  readonly isNew: boolean;
};

/** What became of the dates of a series. `refused`: for good. `later`: certainly not done, and may be. `lost`: not known. */
type Fate = 'written' | 'refused' | 'later' | 'lost';
type Todo = { readonly at: number; readonly write: SlotWrite; readonly id: string };

type WriteDates = (
  series: readonly (Series | undefined)[],
  outcomes: readonly Outcome[],
) => Promise<readonly Outcome[]>;

/**
 * Writes the dates that differ from their series, one request each, and looks at last at what is there. Throws nothing: the
 * series themselves are written by then. A new one whose dates are missing says so, and they are carried over next.
 */
export function createSeriesWriting(graph: Graph, calls: Calls, clock: Clock): WriteDates {
  async function writeDates(all: readonly (Series | undefined)[], outcomes: readonly Outcome[]) {
    const series = all.flatMap((one, at) => (one ? [{ ...one, at }] : []));
    if (series.length === 0) return outcomes;
    const askedAt = clock.now();
    const unsure = new Map(series.filter(({ isUnsure }) => isUnsure).map(({ at, row }) => [at, row.id]));
    const known = new Map([...series.map(({ at, row }) => [at, row] as const), ...(await readAgain(unsure))]);
    const plans = series.map((one) => ({ ...one, writes: planSlots(known.get(one.at) ?? one.row, one.target) }));
    const todos = await located(plans.map(({ at, writes }) => ({ at, writes, row: known.get(at) })));
    const fates = await inRounds(todos);
    const lookedAt = clock.now();
    const changed = new Map(series.filter(({ at }) => fates.has(at)).map(({ at, row }) => [at, row.id]));
    const last = new Map([...known, ...(await readAgain(changed))]);
    // What was shown by the write itself stays as it is.
    const after = new Map(
      series
        .filter(({ at }) => changed.has(at) || unsure.has(at))
        .map(({ at, isNew }) => [
          at,
          outcomeOf(last.get(at), changed.has(at) ? lookedAt : askedAt, isNew ? undefined : fates.get(at)),
        ]),
    );
    return outcomes.map((outcome, at) => after.get(at) ?? outcome);
  }

  async function readAgain(ids: ReadonlyMap<number, string>): Promise<ReadonlyMap<number, EventRow>> {
    const answers = await wholeAnswers(calls, [...ids.values()]);
    const rows = [...ids.keys()].map((at, index) => [at, rowOf(answers[index])] as const);
    return new Map(rows);
  }

  function rowOf(answer: Answer | undefined): EventRow {
    if (answer?.status === 200) return parseRow<EventRow>(answer.body);
    throw answer ? errorOf(answer, clock.now()) : garbled('a batch with an answer missing');
  }

  /** With the ids of the dates that nobody changed before; what is not found is not to be written. */
  async function located(
    plans: readonly { at: number; writes: readonly SlotWrite[]; row: EventRow | undefined }[],
  ): Promise<readonly Todo[]> {
    const asked = plans.flatMap(({ at, writes, row }) =>
      row ? spansOf(writes).map((span) => ({ at, row, span })) : [],
    );
    const found = new Map<number, Map<string, string>>();
    for (const part of parts(asked, maxBatchItems)) {
      const answers = await calls.succeedAll(part.map(({ row, span }) => instancesItem(row.id, span)));
      for (const [index, { at, row }] of part.entries()) {
        const ids = idsBySlot(row, parseRows<EventRow>(answers[index] ?? { status: 0, headers: {}, body: undefined }));
        found.set(at, new Map([...(found.get(at) ?? []), ...ids]));
      }
    }
    return plans.flatMap(({ at, writes }) =>
      writes.flatMap((write) => {
        const id = write.id ?? found.get(at)?.get(write.slot);
        return id === undefined ? [] : [{ at, write, id }];
      }),
    );
  }

  /** A date may be in the way of another until it is written itself: what is refused is tried again after the others. */
  async function inRounds(todos: readonly Todo[]): Promise<ReadonlyMap<number, Fate>> {
    const fates = new Map<number, Fate>();
    let left = todos;
    for (let round = 0; round < maxSlotRounds && left.length > 0; round += 1) {
      const results = await sendRound(left);
      for (const [index, fate] of results.entries()) {
        const { at } = left[index] ?? { at: -1 };
        fates.set(at, worse(fates.get(at), fate === 'refused' ? 'written' : fate));
      }
      const refused = left.filter((_, index) => results[index] === 'refused');
      if (refused.length === left.length) break;
      left = refused;
    }
    return fates;
  }

  async function sendRound(todos: readonly Todo[]): Promise<readonly Fate[]> {
    const fates: Fate[] = [];
    for (const part of parts(todos, maxBatchItems)) {
      const sent = await sendBatch(graph, part.map(itemOf), clock.now).catch(notSent);
      for (const index of part.keys()) {
        if (sent.kind === 'same') fates.push(sent.outcome.kind === 'unknown' ? 'lost' : 'later');
        else fates.push(fateOf(sent.answers[index]));
      }
    }
    return fates;
  }

  function fateOf(answer: Answer | undefined): Fate {
    if (answer === undefined || isAmbiguous(answer)) return 'lost';
    if (isSuccess(answer)) return 'written';
    const { code } = errorOf(answer, clock.now());
    return code === 'refused' || code === 'notFound' ? 'refused' : 'later';
  }

  return async (all, outcomes) => {
    try {
      return await writeDates(all, outcomes);
    } catch (error) {
      if (!isSyncError(error)) throw error;
      return outcomes.map((outcome, at) => (all[at] && !all[at].isNew ? { kind: 'conflict' } : outcome));
    }
  };
}

const order: readonly Fate[] = ['written', 'refused', 'later', 'lost'];
const worse = (one: Fate | undefined, other: Fate): Fate =>
  one !== undefined && order.indexOf(one) > order.indexOf(other) ? one : other;

const itemOf = ({ write: { patch, etag }, id }: Todo): BatchItem =>
  patch ? updateItem(id, etag, patch) : deleteItem(id, etag);

/** Certainly nothing of it was done. */
function notSent(error: unknown): { readonly kind: 'same'; readonly outcome: Outcome } {
  if (!isSyncError(error)) throw error;
  return { kind: 'same', outcome: { kind: 'notDone', code: error.code } };
}

/** A part that is certainly not there is looked at again; one of which nothing is known is found out. */
function outcomeOf(row: EventRow | undefined, askedAt: number, fate: Fate | undefined): Outcome | undefined {
  if (fate === 'later') return { kind: 'conflict' };
  if (fate === 'lost') return { kind: 'unknown' };
  return row && { kind: 'written', observation: toPresent(row, { askedAt, canEdit: true }) };
}
