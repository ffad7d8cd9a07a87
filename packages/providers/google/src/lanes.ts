import type { Operation } from '@concord/core';
import type { ApiRequest } from './api.ts';
import { type PatchProperty, patchFor, propertiesOf } from './contacts.ts';
import { type Answer, recordOf, recordsOf } from './errors.ts';
import { contactSourceOf, type Person, type PersonResponse } from './person.ts';
import {
  createAllRequest,
  createRequest,
  deleteAllRequest,
  deleteRequest,
  markersOf,
  type NamedPerson,
  parseResponses,
  parseUpdates,
  updateAllRequest,
  updated,
  updateRequest,
} from './requests.ts';
import { answerFor, answerWith } from './response.ts';

/** One operation that has to be sent. `at`: which of those that were asked for. */
type Job = { readonly at: number; readonly operation: Operation };
/** `patch`: the whole person. */
export type Create = Job & { readonly marker: string; readonly patch: Person };
export type Update = Job & { readonly person: NamedPerson; readonly patch: Person };
export type Delete = Job & { readonly resourceName: string };

/** One kind of writes: how to send one, and how to send many in one request. */
export type Lane<One extends Job> = {
  readonly one: (job: One) => ApiRequest;
  readonly all: (jobs: readonly One[]) => ApiRequest;
  /** The answer that each would have had by itself; undefined where there is none. Throws `garbled`. */
  readonly answers: (answer: Answer, jobs: readonly One[]) => readonly (Answer | undefined)[];
  /** What the errors of a refused batch call it. */
  readonly nameOf: (job: One, index: number) => string;
  /** Whether it may be sent again when a part of it may have been done. */
  readonly mayRepeat: boolean;
};

export const creating: Lane<Create> = {
  one: ({ patch }) => createRequest(patch),
  all: (jobs) => createAllRequest(jobs.map(({ patch }) => patch)),
  answers: (answer, jobs) => {
    const responses = parseResponses(answer, 'createdPeople');
    return jobs.map(({ marker }, index) => createdAnswer(responses, marker, index, jobs.length));
  },
  nameOf: (_, index) => String(index),
  mayRepeat: false,
};

/** Whether the answers come in the order of the request is not documented: the marker tells. A failed one has none. */
function createdAnswer(
  responses: readonly PersonResponse[],
  marker: string,
  index: number,
  count: number,
): Answer | undefined {
  const own = responses.find(({ person }) => markersOf(person ?? {}).includes(marker));
  if (own) return answerFor(own);
  const other = responses.length === count ? responses[index] : undefined;
  return other && !other.person ? answerFor(other) : undefined;
}

export const updating: Lane<Update> = {
  one: ({ person, patch }) => updateRequest(updated(person, patch), propertiesOf(patch)),
  all: (jobs) => {
    const mask = [...new Set(jobs.flatMap(({ patch }) => propertiesOf(patch)))];
    return updateAllRequest(
      jobs.map((job) => updatedWhole(job, mask)),
      mask,
    );
  },
  answers: (answer, jobs) => {
    const responses = parseUpdates(answer);
    return jobs.map(({ person }) => {
      const own = responses.find((response) => isOf(response, person));
      return own && answerFor(own);
    });
  },
  nameOf: ({ person }) => person.resourceName,
  mayRepeat: true,
};

const updatedWhole = ({ person, patch }: Update, mask: readonly PatchProperty[]): NamedPerson =>
  updated(person, patchFor(mask, person, patch));

/** A write may change the very name that it was sent under: the contact source stays. */
function isOf({ requestedResourceName, person: shown }: PersonResponse, person: NamedPerson): boolean {
  const source = contactSourceOf(person)?.id;
  if (requestedResourceName === person.resourceName) return true;
  return source !== undefined && shown != null && contactSourceOf(shown)?.id === source;
}

export const deleting: Lane<Delete> = {
  one: ({ resourceName }) => deleteRequest(resourceName),
  all: (jobs) => deleteAllRequest(jobs.map(({ resourceName }) => resourceName)),
  answers: (answer, jobs) => jobs.map(() => answer),
  nameOf: ({ resourceName }) => resourceName,
  mayRepeat: true,
};

/** "A list of errors for each invalid contact" of a refused batch, by what the batch calls it. */
export function errorsOf({ body }: Answer): ReadonlyMap<string, Answer> {
  const details = recordsOf(recordOf(recordOf(body)?.error)?.details);
  return new Map(
    details
      .flatMap(({ contactErrors }) => Object.entries(recordOf(contactErrors) ?? {}))
      .map(([name, status]) => [name, answerWith(recordOf(status) as PersonResponse['status'], 400)]),
  );
}
