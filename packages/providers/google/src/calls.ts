import type { Clock } from '@concord/core';
import type { Api, ApiRequest } from './api.ts';
import { type Answer, errorOf, isSuccess, type Place } from './errors.ts';

/** Requests of which nothing but an answer will do: what Google says against it is thrown as `SyncError`. */
export type Calls = (request: ApiRequest, place?: Place) => Promise<Answer>;

export function createCalls(api: Api, clock: Clock): Calls {
  return async (request, place) => {
    const answer = await api(request);
    if (!isSuccess(answer)) throw errorOf(answer, clock.now(), place);
    return answer;
  };
}
