import { describe, expect, test } from 'vitest';
import { listVersion } from '../../packages/providers/google/src/contact-fields.ts';
import { contactsProfile } from '../../packages/providers/google/src/profile.ts';
import {
  createAllRequest,
  createRequest,
  deleteAllRequest,
  deleteRequest,
  listRequest,
  marked,
  markersOf,
  parseList,
  parsePerson,
  parseRound,
  readAllRequest,
  readRequest,
  recentRequest,
  tokenAfter,
  updateAllRequest,
  updated,
  updateRequest,
} from '../../packages/providers/google/src/requests.ts';

const fields =
  'addresses,birthdays,clientData,emailAddresses,imClients,memberships,metadata,names,organizations,phoneNumbers,urls';
const source = 'READ_SOURCE_TYPE_CONTACT';
const queryOf = ({ path }: { readonly path: string }) =>
  Object.fromEntries(new URL(path, 'https://people.googleapis.com').searchParams);
const answer = (body: unknown) => ({ status: 200, headers: {}, body });

describe('the list of connections', () => {
  /** Whoever changes these has to raise the version: tokens are good only for the parameters that they came from. */
  test('asks for the same in every call of one version', () => {
    const always = { personFields: fields, sources: source, pageSize: '1000', requestSyncToken: 'true' };
    expect(listVersion).toBe(2);
    expect(listRequest({}).path.split('?')[0]).toBe('/v1/people/me/connections');
    expect(queryOf(listRequest({}))).toEqual(always);
    expect(queryOf(listRequest({ syncToken: 's=', pageToken: 'p&' }))).toEqual({
      ...always,
      syncToken: 's=',
      pageToken: 'p&',
    });
  });

  test('with the latest changed first asks for no sync token, which Google would refuse', () => {
    expect(queryOf(recentRequest('p'))).toEqual({
      personFields: fields,
      sources: source,
      pageSize: '1000',
      pageToken: 'p',
      sortOrder: 'LAST_MODIFIED_DESCENDING',
    });
  });

  test('may have no connections at all, and pages without any', () => {
    expect(parseList(answer({ nextSyncToken: 's' }))).toEqual({ people: [], nextSyncToken: 's' });
    expect(parseList(answer({ nextPageToken: 'p', totalItems: 3 }))).toEqual({
      people: [],
      nextPageToken: 'p',
      total: 3,
    });
  });

  test.each([
    ['an HTML page', undefined],
    ['a list', []],
  ])('is not read from %s', (_, body) => {
    expect(() => parseList(answer(body))).toThrow('no list of people');
  });

  test('names everybody', () => {
    expect(() => parseList(answer({ connections: [{ etag: '%1' }] }))).toThrow('without a name');
  });
});

describe('a round through the list', () => {
  test('goes on with the page, and with the sync token that it began with', () => {
    const token = tokenAfter({ nextPageToken: 'p2' }, { syncToken: 's1', pages: 0 });
    expect(parseRound(token)).toEqual({ pageToken: 'p2', syncToken: 's1', pages: 1 });
  });

  test('ends with the token of the next', () => {
    const token = tokenAfter({ nextSyncToken: 's2' }, { syncToken: 's1', pageToken: 'p9', pages: 9 });
    expect(parseRound(token)).toEqual({ syncToken: 's2', pages: 0 });
  });

  test('without a token at its end is no round', () => {
    expect(() => tokenAfter({}, { pages: 0 })).toThrow('without a token');
  });

  test('without end is given up', () => {
    expect(() => tokenAfter({ nextPageToken: 'p' }, { pages: 99 })).toThrow('without end');
  });

  test.each([
    ['no token', 'nonsense'],
    ['another version of the mask', JSON.stringify({ version: listVersion + 1, syncToken: 's', pages: 0 })],
    ['none at all', JSON.stringify({ version: listVersion, pages: 0 })],
    ['no count', JSON.stringify({ version: listVersion, syncToken: 's' })],
  ])('is not gone on with from %s', (_, token) => {
    expect(() => parseRound(token)).toThrow(expect.objectContaining({ code: 'cursorExpired' }));
  });
});

describe('a read', () => {
  test('by id asks with the same mask as every list, so that etags are comparable', () => {
    expect(queryOf(readRequest('people/c1'))).toEqual({ personFields: fields, sources: source });
    const { path, method } = readAllRequest(['people/c1', 'people/c2&x=1']);
    const query = new URL(path, 'https://people.googleapis.com').searchParams;
    expect([method, path.split('?')[0]]).toEqual(['GET', '/v1/people:batchGet']);
    expect(query.getAll('resourceNames')).toEqual(['people/c1', 'people/c2&x=1']);
    expect([query.get('personFields'), query.get('sources'), query.get('x')]).toEqual([fields, source, null]);
  });

  test('stays where people are, whatever an id says', () => {
    expect(readRequest('people/../../contactGroups/1').path).toMatch(
      /^\/v1\/people\/\.\.%2F\.\.%2FcontactGroups%2F1\?/u,
    );
    expect(deleteRequest('people/c1?x#y').path).toBe('/v1/people/c1%3Fx%23y:deleteContact');
  });
});

describe('a write', () => {
  const person = parsePerson({
    resourceName: 'people/c1',
    etag: '%1',
    metadata: {
      sources: [
        { type: 'PROFILE', id: '9' },
        { type: 'CONTACT', id: '1f', etag: '#1', updateTime: '2026-01-01T00:00:00Z' },
      ],
    },
    names: [{ familyName: 'Berg' }],
  });

  test('of somebody new carries its marker, and asks to be shown', () => {
    const anna = marked({ names: [{ givenName: 'Anna' }] }, 'm.1');
    expect(markersOf(anna)).toEqual(['m.1']);
    expect(createRequest(anna)).toMatchObject({ method: 'POST', body: anna });
    expect(queryOf(createRequest(anna))).toEqual({ personFields: fields, sources: source });
    expect(createAllRequest([anna])).toEqual({
      method: 'POST',
      path: '/v1/people:batchCreateContacts',
      body: { contacts: [{ contactPerson: anna }], readMask: fields, sources: [source] },
    });
  });

  test('takes nobody else’s client data for a marker', () => {
    expect(markersOf({ clientData: [{ key: 'other', value: 'm.1' }, { key: 'concord' }] })).toEqual([]);
  });

  test('of somebody known carries the etags as they were read, of the contact source alone', () => {
    const sent = updated(person, { names: [{ familyName: 'Borg' }] });
    expect(sent).toEqual({
      resourceName: 'people/c1',
      etag: '%1',
      metadata: { sources: [{ type: 'CONTACT', id: '1f', etag: '#1' }] },
      names: [{ familyName: 'Borg' }],
    });
    const one = updateRequest(sent, ['names', 'urls']);
    expect([one.method, one.path.split('?')[0]]).toEqual(['PATCH', '/v1/people/c1:updateContact']);
    expect(queryOf(one)).toEqual({ updatePersonFields: 'names,urls', personFields: fields, sources: source });
    expect(updateAllRequest([sent], ['names']).body).toEqual({
      contacts: { 'people/c1': sent },
      updateMask: 'names',
      readMask: fields,
      sources: [source],
    });
  });

  test('that deletes names who is to go', () => {
    expect(deleteRequest('people/c1')).toEqual({ method: 'DELETE', path: '/v1/people/c1:deleteContact' });
    expect(deleteAllRequest(['people/c1', 'people/c2']).body).toEqual({ resourceNames: ['people/c1', 'people/c2'] });
  });
});

test('the time to finish is reckoned by batches', () => {
  expect(contactsProfile.writesPerMinute).toBe(1_000);
});
