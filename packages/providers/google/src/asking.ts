import type { CollectionContext } from '@concord/core';
import { type ApiHost, type ApiRequest, createSend } from './api.ts';
import { type Attempt, attemptOf, attemptThatThrew } from './attempt.ts';
import { batchRequest, parseBatch } from './batch.ts';
import { type Answer, answerOf, errorOf, garbled, isSuccess } from './errors.ts';

/** Where an API takes batches, and how many requests one of them holds. */
export type BatchDoor = { readonly host: ApiHost; readonly path: string; readonly maxParts: number };

/** Requests to one API, many in one where there are many. */
export type Asking = {
  /** An answer each, in order, of whatever status. Throws `SyncError` where there is none. */
  readonly askAll: (requests: readonly ApiRequest[]) => Promise<readonly Answer[]>;
  /** What is known of each afterwards. No two of them may write the same thing: those of a batch go side by side. */
  readonly tryAll: (requests: readonly ApiRequest[]) => Promise<readonly Attempt[]>;
};

export function createAsking(
  context: Pick<CollectionContext, 'transport' | 'accessToken' | 'hosts' | 'clock'>,
  { host, path, maxParts }: BatchDoor,
): Asking {
  const { clock } = context;
  const send = createSend(context, host);

  /** Of a batch that was turned away as a whole, each has that answer. */
  async function sent(requests: readonly ApiRequest[]): Promise<readonly (Answer | undefined)[]> {
    const [only] = requests;
    if (only && requests.length === 1) return [answerOf(await send(only))];
    const response = await send(batchRequest(path, requests));
    const whole = answerOf(response);
    return isSuccess(whole) ? parseBatch(response, requests.length) : requests.map(() => whole);
  }

  async function tried(requests: readonly ApiRequest[]): Promise<readonly Attempt[]> {
    try {
      const answers = await sent(requests);
      return answers.map((answer) => (answer ? attemptOf(answer, clock) : { kind: 'unknown' }));
    } catch (error) {
      const failure = attemptThatThrew(error);
      return requests.map(() => failure);
    }
  }

  return {
    askAll: async (requests) => {
      const all: Answer[] = [];
      for (const part of parts(requests)) {
        for (const answer of await sent(part)) {
          if (answer === undefined) throw garbled('a batch that lacks an answer');
          all.push(answer);
        }
      }
      return all;
    },
    tryAll: async (requests) => {
      const all: Attempt[] = [];
      for (const part of parts(requests)) all.push(...(await tried(part)));
      return all;
    },
  };

  function parts(requests: readonly ApiRequest[]): readonly (readonly ApiRequest[])[] {
    const count = Math.ceil(requests.length / maxParts);
    return Array.from({ length: count }, (_, index) => requests.slice(index * maxParts, (index + 1) * maxParts));
  }
}

/** Throws what an answer says against a request that nothing but success will do for. */
export function succeeded(answer: Answer, now: number): Answer {
  if (!isSuccess(answer)) throw errorOf(answer, now);
  return answer;
}
