import type { ApiRequest } from './api.ts';
import { listVersion, personFields, wholeFields } from './contact-fields.ts';
import { type Answer, garbled, recordOf, recordsOf } from './errors.ts';
import { membershipsIn } from './groups.ts';
import { contactSourceOf, type Person, type PersonResponse, type Source } from './person.ts';
import { contactsProfile, markerKey } from './profile.ts';
import { createRounds, type Onward, type Position } from './rounds.ts';

const mask = personFields.join(',');
/** Without it profiles are mixed in, and "primary" may be theirs. "Other contacts" are never in a list of connections. */
const source = 'READ_SOURCE_TYPE_CONTACT';
/** What a write shows afterwards: without a mask there is no answer, and a new contact has no name for us. */
const shows = { readMask: mask, sources: [source] };

/** Rounds through the list of everybody. */
export const { parseRound, tokenAfter } = createRounds(listVersion);

/** Everything but the tokens must stay as it is from call to call: a change raises `listVersion`. */
export function listRequest(position: Position): ApiRequest {
  return connections({ ...position, requestSyncToken: 'true' });
}

/** The latest changed first: not to be had with a sync token. */
export function recentRequest(pageToken?: string): ApiRequest {
  return connections({ ...(pageToken === undefined ? {} : { pageToken }), sortOrder: 'LAST_MODIFIED_DESCENDING' });
}

const connections = (query: Readonly<Record<string, string>>): ApiRequest =>
  get('/v1/people/me/connections', { pageSize: String(contactsProfile.pageSize), ...query });

export type ListPage = Onward & {
  readonly people: readonly NamedPerson[];
  readonly total?: number;
};

/** A list without changes has no `connections` at all, and a page may be empty and not the last. */
export function parseList(answer: Answer): ListPage {
  const body = recordOf(answer.body);
  if (body === undefined) throw garbled('no list of people');
  const { nextPageToken, nextSyncToken, totalItems } = body;
  return {
    people: recordsOf(body.connections).map((person) => parsePerson(person)),
    ...(isText(nextPageToken) ? { nextPageToken } : {}),
    ...(isText(nextSyncToken) ? { nextSyncToken } : {}),
    ...(typeof totalItems === 'number' ? { total: totalItems } : {}),
  };
}

export type NamedPerson = Person & { readonly resourceName: string };

export function parsePerson(value: unknown): NamedPerson {
  const person = recordOf(value) as Person | undefined;
  if (!isText(person?.resourceName)) throw garbled('a person without a name of its own');
  return { ...person, resourceName: person.resourceName };
}

export function readRequest(id: string): ApiRequest {
  return get(`/v1/${pathOf(id)}`, {});
}

/** At most `batchSize`. */
export function readAllRequest(ids: readonly string[]): ApiRequest {
  return get('/v1/people:batchGet', {}, ids);
}

/** The same with everything that the account keeps of them. */
export function readWholeRequest(ids: readonly string[]): ApiRequest {
  return get('/v1/people:batchGet', {}, ids, wholeFields.join(','));
}

/** One answer for each person that was asked for; also what `batchCreateContacts` gives. */
export function parseResponses(answer: Answer, property: 'responses' | 'createdPeople'): readonly PersonResponse[] {
  const responses = recordOf(answer.body)?.[property];
  if (!Array.isArray(responses)) throw garbled(`no ${property}`);
  return recordsOf(responses);
}

/** A person to be created. It lands in "My Contacts" by itself, and in the chosen group when told. */
export const marked = (patch: Person, marker: string, group?: string): Person => ({
  ...patch,
  ...(group === undefined ? {} : { memberships: membershipsIn(group) }),
  clientData: [{ key: markerKey, value: marker }],
});

export const markersOf = ({ clientData }: Person): readonly string[] =>
  (clientData ?? []).flatMap(({ key, value }) => (key === markerKey && value ? [value] : []));

export function createRequest(person: Person): ApiRequest {
  return post(`/v1/people:createContact?${reads({})}`, person);
}

export function createAllRequest(people: readonly Person[]): ApiRequest {
  return post('/v1/people:batchCreateContacts', {
    contacts: people.map((contactPerson) => ({ contactPerson })),
    ...shows,
  });
}

/** Etags as read, both of them: which one counts is documented one way and observed the other. */
export function updated(person: NamedPerson, patch: Person): NamedPerson {
  const own = contactSourceOf(person);
  return {
    ...patch,
    resourceName: person.resourceName,
    ...(person.etag ? { etag: person.etag } : {}),
    metadata: { sources: own ? [sourceAsRead(own)] : [] },
  };
}

const sourceAsRead = ({ id, etag }: Source): Source => ({
  type: 'CONTACT',
  ...(id ? { id } : {}),
  ...(etag ? { etag } : {}),
});

export function updateRequest(person: NamedPerson, updateMask: readonly string[]): ApiRequest {
  const query = reads({ updatePersonFields: updateMask.join(',') });
  return { method: 'PATCH', path: `/v1/${pathOf(person.resourceName)}:updateContact?${query}`, body: person };
}

/** One mask for all: each person must hold every field of it. */
export function updateAllRequest(people: readonly NamedPerson[], updateMask: readonly string[]): ApiRequest {
  const contacts = Object.fromEntries(people.map((person) => [person.resourceName, person]));
  return post('/v1/people:batchUpdateContacts', { contacts, updateMask: updateMask.join(','), ...shows });
}

/** A map by resource name. */
export function parseUpdates(answer: Answer): readonly PersonResponse[] {
  const result = recordOf(recordOf(answer.body)?.updateResult);
  if (result === undefined) throw garbled('no updateResult');
  return Object.entries(result).map(([requestedResourceName, response]) => ({
    requestedResourceName,
    ...(recordOf(response) as PersonResponse | undefined),
  }));
}

export function deleteRequest(id: string): ApiRequest {
  return { method: 'DELETE', path: `/v1/${pathOf(id)}:deleteContact` };
}

export function deleteAllRequest(ids: readonly string[]): ApiRequest {
  return post('/v1/people:batchDeleteContacts', { resourceNames: ids });
}

const post = (path: string, body: object): ApiRequest => ({ method: 'POST', path, body });

function get(
  path: string,
  query: Readonly<Record<string, string>>,
  ids: readonly string[] = [],
  fields: string = mask,
): ApiRequest {
  const names = ids.map((id) => `resourceNames=${encodeURIComponent(id)}&`).join('');
  return { method: 'GET', path: `${path}?${names}${reads(query, fields)}` };
}

const reads = (query: Readonly<Record<string, string>>, fields: string = mask): string =>
  new URLSearchParams({ ...query, personFields: fields, sources: source }).toString();

/** Names look like `people/c1234`: whatever else one may be, it stays within its place in the path. */
function pathOf(id: string): string {
  return `people/${encodeURIComponent(id.replace(/^people\//u, ''))}`;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
