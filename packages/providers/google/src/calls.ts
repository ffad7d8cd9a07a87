import type { Clock } from '@concord/core';
import { type Answer, errorOf, isSuccess, type Place } from './errors.ts';
import type { People, PeopleRequest } from './people.ts';

/** Requests of which nothing but an answer will do: what Google says against it is thrown as `SyncError`. */
export type Calls = (request: PeopleRequest, place?: Place) => Promise<Answer>;

export function createCalls(people: People, clock: Clock): Calls {
  return async (request, place) => {
    const answer = await people(request);
    if (!isSuccess(answer)) throw errorOf(answer, clock.now(), place);
    return answer;
  };
}
