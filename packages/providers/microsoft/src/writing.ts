import { type Collection, isSyncError, type Operation, type Outcome } from '@concord/core';
import { batchRequest, hasItemAnswers, parseBatch } from './batch.ts';
import { writeContact } from './contacts.ts';
import { type Answer, errorOf } from './errors.ts';
import type { Graph } from './graph.ts';
import { etagOf } from './observations.ts';
import { isAmbiguous, notDone, outcomeOf } from './outcomes.ts';
import type { Looking } from './reading.ts';
import { type BatchItem, createItem, deleteItem, readItem, updateItem } from './requests.ts';

/** One `$batch` for all of it, sent once: what went wrong is said per operation, and trying again is the engine's. */
export function createWriting(graph: Graph, { clock, phoneRegion, group }: Looking): Pick<Collection, 'write'> {
  return {
    write: async (operations) => {
      if (operations.length === 0) return [];
      const askedAt = clock.now();
      const items = operations.map((operation) => itemOf(operation, group));
      const answer = await send(graph, items);
      if ('kind' in answer) return operations.map(() => answer);
      if (isAmbiguous(answer)) return operations.map(() => ({ kind: 'unknown' }));
      if (!hasItemAnswers(answer)) throw errorOf(answer, clock.now());
      const answers = answersOf(answer, operations.length);
      const asked = { askedAt, now: clock.now(), phoneRegion, group };
      return operations.map((operation, index) => {
        const outcome = outcomeOf(operation, answers[index], asked);
        return items[index]?.method === 'GET' ? unlessChanged(operation, outcome) : outcome;
      });
    },
  };
}

/** An outcome for every operation alike when no answer came; throws what says that nothing was sent. */
async function send(graph: Graph, items: readonly BatchItem[]): Promise<Answer | Outcome> {
  try {
    return await graph(batchRequest(items));
  } catch (error) {
    if (!isSyncError(error)) throw error;
    if (error.code === 'timeout' || error.code === 'garbled') return { kind: 'unknown' };
    if (error.code === 'network') return notDone('network', error.retryAfterMs);
    throw error;
  }
}

/** A batch that was taken but whose answer cannot be read: nothing is known of any item. */
function answersOf(answer: Answer, count: number): readonly (Answer | undefined)[] {
  try {
    return parseBatch(answer, count);
  } catch (error) {
    if (!isSyncError(error)) throw error;
    return [];
  }
}

/** What was only read has nothing to be refused by: whether somebody else wrote is for us to see. */
function unlessChanged(operation: Operation, outcome: Outcome): Outcome {
  const isOld =
    outcome.kind === 'written' && 'version' in operation && outcome.observation.version !== operation.version;
  return isOld ? { kind: 'conflict' } : outcome;
}

/** An update that would change nothing is a read: its outcome is what the contact holds now. */
function itemOf(operation: Operation, group: string | undefined): BatchItem {
  if (operation.kind === 'delete') return deleteItem(operation.id, etagOf(operation.version));
  if (operation.kind === 'create')
    return createItem(operation.marker, writeContact(undefined, operation.item) ?? {}, group);
  const patch = writeContact(operation.known, operation.item);
  return patch ? updateItem(operation.id, etagOf(operation.version), patch) : readItem(operation.id, group);
}
