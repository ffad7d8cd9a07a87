import { isSyncError, type Outcome } from '@concord/core';
import { batchRequest, hasItemAnswers, parseBatch } from './batch.ts';
import { type Answer, errorOf } from './errors.ts';
import type { Graph } from './graph.ts';
import type { BatchItem } from './graph-requests.ts';
import { isAmbiguous, notDone } from './outcomes.ts';

/** What became of a batch of writes: an answer for each that has one, or the one outcome that all of them have. */
export type Sent =
  | { readonly kind: 'answered'; readonly answers: readonly (Answer | undefined)[] }
  | { readonly kind: 'same'; readonly outcome: Outcome };

/** Sends a batch once. Throws `SyncError` only when certainly nothing of it was done. */
export async function sendBatch(graph: Graph, items: readonly BatchItem[], now: () => number): Promise<Sent> {
  const answer = await post(graph, items);
  if ('kind' in answer) return { kind: 'same', outcome: answer };
  if (isAmbiguous(answer)) return { kind: 'same', outcome: { kind: 'unknown' } };
  if (!hasItemAnswers(answer)) throw errorOf(answer, now());
  return { kind: 'answered', answers: answersOf(answer, items.length) };
}

/** An outcome for every operation alike when no answer came; throws what says that nothing was sent. */
async function post(graph: Graph, items: readonly BatchItem[]): Promise<Answer | Outcome> {
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
