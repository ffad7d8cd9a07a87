import { describe, expect, it } from 'vitest';
import { type Bench, createBench, named, namesOf, type Person, versionOf } from './google-contacts-world.ts';

const readMask = 'metadata,names,clientData';
const createAll = ({ ask }: Bench, people: readonly unknown[], more: object = { readMask }) =>
  ask('POST', 'people:batchCreateContacts', { contacts: people.map((contactPerson) => ({ contactPerson })), ...more });
const updateAll = ({ ask }: Bench, contacts: Readonly<Record<string, unknown>>, more: object = {}) =>
  ask('POST', 'people:batchUpdateContacts', { contacts, updateMask: 'names', readMask, ...more });
const deleteAll = ({ ask }: Bench, resourceNames: readonly string[]) =>
  ask('POST', 'people:batchDeleteContacts', { resourceNames });
const getAll = ({ ask }: Bench, names: readonly string[]) =>
  ask('GET', `people:batchGet?personFields=names&${names.map((name) => `resourceNames=${name}`).join('&')}`);
const many = (count: number) => Array.from({ length: count }, (_, n) => named(`P${n}`));

async function three() {
  const bench = createBench();
  const { body } = await createAll(bench, many(3));
  const made = body.createdPeople.map(({ person }) => person as Person);
  const ids = made.map(({ resourceName }) => resourceName ?? '');
  const changed = (index: number, givenName = `Q${index}`) => ({
    ...versionOf(made[index] ?? {}),
    ...named(givenName),
  });
  return { bench, made, ids, changed };
}

describe('a batch of creates at the Google look-alike', () => {
  it('answers with each person, as far as the mask goes', async () => {
    const { bench, made } = await three();
    expect(namesOf(made)).toEqual(['P0', 'P1', 'P2']);
    expect(Object.keys(made[0] ?? {}).sort()).toEqual(['etag', 'metadata', 'names', 'resourceName']);
    expect(namesOf(bench.people.list())).toEqual(['P0', 'P1', 'P2']);
  });

  it('tells nothing without a mask', async () => {
    const bench = createBench();
    expect((await createAll(bench, many(2), {})).text).toBe('{}');
    expect(bench.people.list()).toHaveLength(2);
  });

  it('takes two hundred, and fills an account up to twenty-five thousand', async () => {
    const bench = createBench();
    expect((await createAll(bench, many(201))).status).toBe(400);
    expect((await createAll(bench, [])).status).toBe(400);
    expect((await createAll(bench, many(200))).body.createdPeople).toHaveLength(200);
    bench.control.addMany(
      'ada@byron.example',
      Array.from({ length: 24_799 }, () => ({})),
    );
    expect((await createAll(bench, many(2))).status).toBe(400);
    expect((await bench.create(named('Last'))).status).toBe(200);
    expect((await bench.create(named('More'))).status).toBe(400);
  });

  it('makes nobody when one of them is refused, and names that one', async () => {
    const bench = createBench();
    const two = { names: [{ givenName: 'A' }, { givenName: 'B' }] };
    const { status, body } = await createAll(bench, [named('Ada'), two]);
    expect([status, body.error.status]).toEqual([400, 'INVALID_ARGUMENT']);
    expect(body.error.details).toEqual([
      {
        '@type': 'type.googleapis.com/google.people.v1.BatchCreateContactsErrorDetails',
        contactErrors: { 1: { code: 3, message: 'Cannot have more than one person.names per source.' } },
      },
    ]);
    expect(bench.people.list()).toHaveLength(0);
  });
});

describe('a batch of updates at the Google look-alike', () => {
  it('answers by resource name, with one mask for all', async () => {
    const { bench, ids, changed } = await three();
    const { body } = await updateAll(bench, { [ids[0] ?? '']: changed(0), [ids[2] ?? '']: changed(2) });
    expect(Object.keys(body.updateResult)).toEqual([ids[0], ids[2]]);
    expect(body.updateResult[ids[2] ?? '']).toMatchObject({ httpStatusCode: 200, person: { resourceName: ids[2] } });
    expect(namesOf(bench.people.list())).toEqual(['Q0', 'P1', 'Q2']);
  });

  it('changes nobody when one is stale and one is gone, and names both', async () => {
    const { bench, ids, changed } = await three();
    bench.people.touch(ids[1] ?? '');
    bench.people.remove(ids[2] ?? '');
    const all = Object.fromEntries(ids.map((id, index) => [id, changed(index)]));
    const { status, body } = await updateAll(bench, all);
    const errors = body.error.details?.[0]?.contactErrors ?? {};
    expect(status).toBe(400);
    expect(Object.entries(errors).map(([id, { code }]) => [id, code])).toEqual([
      [ids[1], 9],
      [ids[2], 5],
    ]);
    expect(namesOf(bench.people.list())).toEqual(['P0', 'P1']);
  });

  it('google.batchHalfDone writes the good ones all the same', async () => {
    const { bench, ids, changed } = await three();
    bench.people.touch(ids[1] ?? '');
    bench.on('batchHalfDone');
    const { status } = await updateAll(bench, { [ids[0] ?? '']: changed(0), [ids[1] ?? '']: changed(1) });
    expect([status, namesOf(bench.people.list())]).toEqual([400, ['Q0', 'P1', 'P2']]);
    const struck = bench.world.awkward.struck();
    await updateAll(bench, { [ids[1] ?? '']: changed(1) });
    expect(bench.world.awkward.struck()).toEqual(struck);
  });

  it('needs a mask, and entries, two hundred at most', async () => {
    const { bench, ids, changed } = await three();
    const one = { [ids[0] ?? '']: changed(0) };
    expect((await updateAll(bench, one, { updateMask: '' })).status).toBe(400);
    expect((await updateAll(bench, {})).status).toBe(400);
    const crowd = Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`people/c${n}`, {}]));
    expect((await updateAll(bench, crowd)).body.error.message).toContain('at most 200');
    expect((await updateAll(bench, one, { readMask: '' })).text).toBe('{}');
    expect(namesOf(bench.people.list())[0]).toBe('Q0');
  });
});

describe('a batch of deletes at the Google look-alike', () => {
  it('answers with nothing, and takes five hundred', async () => {
    const { bench, ids } = await three();
    expect((await deleteAll(bench, ids.slice(0, 2))).text).toBe('{}');
    expect(namesOf(bench.people.list())).toEqual(['P2']);
    const crowd = Array.from({ length: 501 }, (_, n) => `people/c${n}`);
    expect((await deleteAll(bench, crowd)).body.error.message).toContain('at most 500');
    expect((await deleteAll(bench, [])).status).toBe(400);
  });

  it('deletes nobody when one is not there, unless google.batchDeleteIgnoresMissing strikes', async () => {
    const { bench, ids } = await three();
    bench.people.remove(ids[0] ?? '');
    expect((await deleteAll(bench, ids)).status).toBe(404);
    expect(bench.people.list()).toHaveLength(2);
    bench.on('batchDeleteIgnoresMissing');
    expect((await deleteAll(bench, ids)).status).toBe(200);
    expect(bench.people.list()).toHaveLength(0);
    expect(bench.world.awkward.struck()).toEqual({ 'google.batchDeleteIgnoresMissing': 1 });
  });
});

describe('a batch of reads at the Google look-alike', () => {
  it('answers each name, and one that is not there with its status', async () => {
    const { bench, ids } = await three();
    bench.people.remove(ids[1] ?? '');
    const { status, body } = await getAll(bench, ids);
    expect(status).toBe(200);
    expect(
      body.responses.map(({ httpStatusCode, requestedResourceName }) => [requestedResourceName, httpStatusCode]),
    ).toEqual([
      [ids[0], 200],
      [ids[1], 404],
      [ids[2], 200],
    ]);
    expect(body.responses[1]).toMatchObject({ status: { code: 5, message: 'Requested entity was not found.' } });
    expect(body.responses[0]).toMatchObject({ status: {}, person: { resourceName: ids[0] } });
  });

  it('takes two hundred names, and one at least', async () => {
    const bench = createBench();
    expect((await getAll(bench, [])).status).toBe(400);
    expect(
      (
        await getAll(
          bench,
          Array.from({ length: 201 }, (_, n) => `people/c${n}`),
        )
      ).status,
    ).toBe(400);
    expect(
      (
        await getAll(
          bench,
          Array.from({ length: 200 }, (_, n) => `people/c${n}`),
        )
      ).status,
    ).toBe(200);
  });

  it('google.batchGetRefuses refuses it as a whole when one is not there', async () => {
    const { bench, ids } = await three();
    bench.on('batchGetRefuses');
    expect((await getAll(bench, ids)).status).toBe(200);
    expect(bench.world.awkward.struck()).toEqual({});
    bench.people.remove(ids[1] ?? '');
    expect((await getAll(bench, ids)).status).toBe(404);
  });

  it('google.shufflesBatches gives the answers in another order', async () => {
    const { bench, ids } = await three();
    bench.on('shufflesBatches');
    const { body } = await getAll(bench, ids);
    expect(body.responses.map(({ requestedResourceName }) => requestedResourceName)).toEqual(ids.toReversed());
    const created = await createAll(bench, [named('X'), named('Y')]);
    expect(namesOf(created.body.createdPeople.map(({ person }) => person ?? {}))).toEqual(['Y', 'X']);
    await getAll(bench, ids.slice(0, 1));
    expect(bench.world.awkward.struck()).toEqual({ 'google.shufflesBatches': 2 });
  });
});

describe('groups of the Google look-alike', () => {
  it('are listed, those of people before those of the system', async () => {
    const bench = createBench();
    const contact = bench.people.add({ names: [{ givenName: 'Ada' }] }, ['Clients']);
    const { body } = await bench.ask('GET', 'contactGroups');
    expect(body.contactGroups.map(({ name }) => name)).toEqual([
      'Clients',
      'starred',
      'friends',
      'family',
      'coworkers',
      'myContacts',
      'chatBuddies',
      'all',
      'blocked',
    ]);
    expect(body.contactGroups[0]).toMatchObject({ groupType: 'USER_CONTACT_GROUP', memberCount: 1 });
    expect(body.contactGroups[1]).toEqual({
      resourceName: 'contactGroups/starred',
      groupType: 'SYSTEM_CONTACT_GROUP',
      name: 'starred',
      formattedName: 'Starred',
    });
    const { resourceName } = body.contactGroups[0] ?? {};
    const one = await bench.ask('GET', `${resourceName}?maxMembers=5`);
    expect(one.body.memberResourceNames).toEqual([contact.resourceName]);
    const paged = await bench.ask('GET', 'contactGroups?pageSize=8');
    expect(paged.body.contactGroups).toHaveLength(8);
    const rest = await bench.ask('GET', `contactGroups?pageSize=8&pageToken=${paged.body.nextPageToken}`);
    expect(rest.body.contactGroups.map(({ name }) => name)).toEqual(['blocked']);
  });

  it('are made, renamed and deleted, with 409 for a name that is taken or an etag that is old', async () => {
    const { ask, people } = createBench();
    const group = (fields: object) => ({ contactGroup: fields });
    const made = (await ask('POST', 'contactGroups', group({ name: 'Clients' }))).body;
    expect((await ask('POST', 'contactGroups', group({ name: 'Clients' }))).status).toBe(409);
    const path = made.resourceName ?? '';
    const { etag } = made;
    expect((await ask('PUT', path, group({ name: 'X', etag: 'old' }))).status).toBe(409);
    expect((await ask('PUT', path, group({ name: 'starred', etag }))).status).toBe(409);
    expect((await ask('PUT', path, group({ name: 'Old clients', etag }))).body.name).toBe('Old clients');
    expect((await ask('PUT', 'contactGroups/starred', group({ name: 'X' }))).status).toBe(400);
    const contact = people.add({ names: [{ givenName: 'Ada' }] }, ['Old clients']);
    expect((await ask('DELETE', path)).text).toBe('{}');
    expect(people.labelsOf(contact.resourceName)).toEqual([]);
    expect((await ask('GET', path)).status).toBe(404);
  });

  it('delete their contacts too when asked', async () => {
    const { ask, people } = createBench();
    people.add({ names: [{ givenName: 'Ada' }] }, ['Clients']);
    people.add({ names: [{ givenName: 'Bo' }] });
    const { resourceName } = people.groups()[0] ?? {};
    await ask('DELETE', `${resourceName}?deleteContacts=true`);
    expect(namesOf(people.list())).toEqual(['Bo']);
  });

  it('take along whoever is in no other', async () => {
    const { ask, create, people } = createBench();
    const { body: group } = await ask('POST', 'contactGroups', { contactGroup: { name: 'Clients' } });
    const membership = { contactGroupMembership: { contactGroupResourceName: group.resourceName } };
    await create({ ...named('Ada'), memberships: [membership] });
    await ask('DELETE', group.resourceName ?? '');
    expect([people.list().length, people.trash().length]).toEqual([0, 1]);
  });

  it('take and give back members, which moves their etags, and never the last group of anybody', async () => {
    const { ask, people } = createBench();
    const ada = people.add({ names: [{ givenName: 'Ada' }] });
    const modify = (group: string, body: object) => ask('POST', `${group}/members:modify`, body);
    await modify('contactGroups/starred', { resourceNamesToAdd: [ada.resourceName] });
    expect(people.labelsOf(ada.resourceName)).toEqual(['Starred']);
    expect(people.get(ada.resourceName)?.etag).not.toBe(ada.etag);
    await modify('contactGroups/myContacts', { resourceNamesToRemove: [ada.resourceName] });
    const last = await modify('contactGroups/starred', { resourceNamesToRemove: [ada.resourceName, 'people/c1'] });
    expect(last.body).toEqual({
      notFoundResourceNames: ['people/c1'],
      canNotRemoveLastContactGroupResourceNames: [ada.resourceName],
    });
    expect((await modify('contactGroups/friends', { resourceNamesToAdd: [ada.resourceName] })).status).toBe(400);
  });
});
