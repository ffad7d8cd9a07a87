import type { CollectionContext, HttpRequest } from '@concord/core';
import { type Answer, answerOf } from './errors.ts';

/** A request to the People API; `path` is what follows the host. */
export type PeopleRequest = {
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly body?: object;
};

export type People = (request: PeopleRequest) => Promise<Answer>;

/** Sends requests, once each. Any status is an answer; what the transport or the token throws comes out as it is. */
export function createPeople({
  transport,
  accessToken,
  hosts,
}: Pick<CollectionContext, 'transport' | 'accessToken' | 'hosts'>): People {
  return async ({ method, path, body }) =>
    answerOf(
      await transport({
        method,
        url: `${hosts.people}${path}`,
        headers: {
          authorization: `Bearer ${await accessToken()}`,
          accept: 'application/json',
          // Formatted names and labels come in this language; a constant one, so that nothing changes with it.
          'accept-language': 'en',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
}
