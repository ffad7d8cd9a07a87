import type { Clock, HttpRequest } from '@concord/core';
import { batchRequest, hasItemAnswers, parseBatch } from './batch.ts';
import { type Answer, errorOf, garbled, isSuccess, type Place } from './errors.ts';
import type { Graph } from './graph.ts';
import type { BatchItem } from './graph-requests.ts';

/** Requests of which nothing but an answer will do: what a service says against it is thrown as `SyncError`. */
export type Calls = {
  readonly succeed: (request: HttpRequest, place?: Place) => Promise<Answer>;
  /** One answer of any status for each item, in order. */
  readonly answerAll: (items: readonly BatchItem[]) => Promise<readonly Answer[]>;
  readonly succeedAll: (items: readonly BatchItem[]) => Promise<readonly Answer[]>;
};

export function createCalls(graph: Graph, clock: Clock): Calls {
  const succeeded = (answer: Answer, place?: Place): Answer => {
    if (isSuccess(answer)) return answer;
    throw errorOf(answer, clock.now(), place);
  };
  const answerAll = async (items: readonly BatchItem[]): Promise<readonly Answer[]> => {
    const answer = await graph(batchRequest(items));
    if (!hasItemAnswers(answer)) throw errorOf(answer, clock.now());
    return parseBatch(answer, items.length).map((part) => {
      if (part === undefined) throw garbled('a batch with an answer missing');
      return part;
    });
  };
  return {
    succeed: async (request, place) => succeeded(await graph(request), place),
    answerAll,
    succeedAll: async (items) => (await answerAll(items)).map((answer) => succeeded(answer)),
  };
}
