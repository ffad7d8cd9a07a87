import type { Item } from '@concord/core';
import { describe, expect, test } from 'vitest';
import { isOutside, parseGroups } from '../../packages/providers/google/src/groups.ts';
import { createAllRequest, listRequest, marked } from '../../packages/providers/google/src/requests.ts';
import { changesAll, present, scanAll } from '../contract/collection-contract.ts';
import { createAccount } from '../contract/google-account.ts';

const anna: Item = { kind: 'person', firstName: 'Anna', lastName: 'Reyes' };
const answer = (body: unknown) => ({ status: 200, headers: {}, body });
const inGroup = (name: string) => ({ contactGroupMembership: { contactGroupResourceName: name } });

describe('labels', () => {
  test('are asked for with every person, chosen or not: there is one mask', () => {
    expect(new URLSearchParams(listRequest({}).path.split('?')[1]).get('personFields')).toContain('memberships');
  });

  test('go along with somebody new, beside "My Contacts", and only when one was chosen', () => {
    expect(marked({}, 'm').memberships).toBeUndefined();
    const person = marked({}, 'm', 'contactGroups/7');
    expect(person.memberships).toEqual([inGroup('contactGroups/myContacts'), inGroup('contactGroups/7')]);
    expect(createAllRequest([person]).body).toMatchObject({ contacts: [{ contactPerson: person }] });
  });

  test('are told by resource name, and who shows none is in none', () => {
    expect(isOutside({ memberships: [inGroup('contactGroups/7')] }, 'contactGroups/7')).toBe(false);
    expect(isOutside({ memberships: [inGroup('contactGroups/8')] }, 'contactGroups/7')).toBe(true);
    expect([isOutside({}, 'contactGroups/7'), isOutside({}, undefined)]).toEqual([true, false]);
  });

  test('of a list without groups, or without names, are garbled or passed over', () => {
    expect(() => parseGroups(answer({}))).toThrow(expect.objectContaining({ code: 'garbled' }));
    const nameless = { contactGroups: [{ resourceName: 'contactGroups/7' }, { name: 'x' }, 7] };
    expect(parseGroups(answer(nameless))).toEqual({ groups: [] });
  });
});

describe('the labels of an account', () => {
  test('are those that people made, by name, and "Starred", in one request', async () => {
    const { people, open, sent } = createAccount();
    for (const name of ['Vendors', 'clients']) people.addLabel(name);
    const groups = await open().groups?.();
    expect(groups?.map(({ name, takesNew }) => [name, takesNew])).toEqual([
      ['clients', true],
      ['Vendors', true],
      ['Starred', true],
    ]);
    expect(sent).toEqual(['GET /v1/contactGroups']);
  });

  test('keep whoever is created with one in "My Contacts", too', async () => {
    const { people, open } = createAccount();
    const { resourceName: group } = people.addLabel('Clients');
    const creates = ['m1', 'm2'].map((marker) => ({ kind: 'create' as const, marker, item: anna }));
    await open({ group }).write(creates);
    const groups = people.list().map(({ memberships }) => memberships?.map((one) => one.contactGroupMembership));
    const own = [{ contactGroupResourceName: 'contactGroups/myContacts' }, { contactGroupResourceName: group }];
    expect(groups).toMatchObject([own, own]);
  });

  test('are not on somebody new where Google does not take them, and the write says so', async () => {
    const { people, open, world } = createAccount();
    const { resourceName: group } = people.addLabel('Clients');
    world.awkward.set('google.ignoresNewMemberships', { rate: 1 });
    const [outcome] = await open({ group }).write([{ kind: 'create', marker: 'm', item: anna }]);
    expect(outcome).toMatchObject({ kind: 'written', observation: { outside: true } });
    expect(people.list()).toHaveLength(1);
  });

  test('that are gone leave everybody outside, refuse newcomers, and stop nobody', async () => {
    const { people, open, world } = createAccount();
    const known = people.add({ names: [{ givenName: 'Bea' }] }, ['Clients']);
    const group = 'contactGroups/gone';
    const book = open({ group });
    const { observations, cursor } = await scanAll(book);
    expect(observations).toMatchObject([{ id: known.resourceName, outside: true }]);
    const [outcome] = await book.write([{ kind: 'create', marker: 'm', item: anna }]);
    expect(outcome).toMatchObject({ kind: 'refused' });
    await world.advance(3_600_000);
    expect((await changesAll(book, cursor)).observations).toEqual([]);
  });

  test('are left as they are by an update in a batch', async () => {
    const { people, open } = createAccount();
    const labels = ['Clients', 'Starred'];
    const ids = ['Bea', 'Cleo'].map((givenName) => people.add({ names: [{ givenName }] }, labels).resourceName);
    const { resourceName: group } = people.addLabel('Clients');
    const book = open({ group });
    const seen = (await book.read(ids)).map((observation) => present(observation));
    const outcomes = await book.write(
      seen.map(({ id, version, item }) => ({
        kind: 'update',
        id,
        version,
        known: { item },
        item: { ...item, lastName: 'Okoye' },
      })),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(['written', 'written']);
    expect(ids.map((id) => people.labelsOf(id))).toEqual([labels, labels]);
  });
});
