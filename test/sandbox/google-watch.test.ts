import { describe, expect, it } from 'vitest';
import type { GoogleChange } from '../../packages/sandbox/src/google/index.ts';
import { createBench, namesOf, sourceOf, versionOf } from './google-contacts-world.ts';

function watched() {
  const bench = createBench();
  const seen: GoogleChange[] = [];
  const end = bench.people.watch((change) => seen.push(change));
  return { ...bench, seen, kinds: () => seen.map(({ kind }) => kind), end };
}

describe('watching an account of the Google look-alike', () => {
  it('tells at once of what a person does, with the views before and after', () => {
    const { people, seen } = watched();
    const made = people.add({ names: [{ givenName: 'Zoë' }] });
    const edited = people.edit(made.resourceName, { urls: [{ value: 'https://zoe.example' }] });
    people.remove(made.resourceName);
    const restored = people.restore(made.resourceName);
    const { id } = sourceOf(made);
    const { resourceName } = made;
    expect(seen).toEqual([
      { kind: 'created', id, resourceName, after: made },
      { kind: 'changed', id, resourceName, before: made, after: edited },
      { kind: 'deleted', id, resourceName, before: edited },
      { kind: 'restored', id, resourceName, after: restored },
    ]);
    expect(namesOf([edited])).toEqual(['Zoë']);
  });

  it('keeps the id when the resource name changes', () => {
    const { people, seen } = watched();
    const made = people.add({ names: [{ givenName: 'Zoë' }] });
    const renamed = people.rename(made.resourceName);
    expect(seen[1]).toMatchObject({ kind: 'renamed', id: sourceOf(made).id, resourceName: renamed.resourceName });
  });

  it('says "touched" when nothing but the etag moves, and "changed" for a label', async () => {
    const { people, kinds, update } = watched();
    const made = people.add({
      names: [{ givenName: 'Zoë' }],
      addresses: [{ city: 'Paris' }],
      biographies: [{ value: 'Note' }],
    });
    people.touch(made.resourceName);
    people.label(made.resourceName, ['Clients']);
    const now = people.get(made.resourceName) ?? made;
    await update(made.resourceName, 'names,addresses,biographies', { ...now, ...versionOf(now) });
    expect(kinds()).toEqual(['created', 'touched', 'changed', 'touched']);
  });

  it('tells of what comes through the API, in batches too', async () => {
    const { ask, kinds, people } = watched();
    const contacts = ['A', 'B'].map((value) => ({ contactPerson: { urls: [{ value }] } }));
    await ask('POST', 'people:batchCreateContacts', { contacts });
    const [one, other] = people.list().map(({ resourceName }) => resourceName);
    people.merge(one ?? '', other ?? '');
    await ask('POST', 'people:batchDeleteContacts', { resourceNames: [one] });
    expect(kinds()).toEqual(['created', 'created', 'changed', 'deleted', 'deleted']);
  });

  it('tells of filling, until it is ended, and of no other account', () => {
    const { control, people, kinds, end } = watched();
    control.addMany('ada@byron.example', [{}, {}]);
    control.addMany('bo@other.example', [{}]);
    end();
    people.add({});
    expect(kinds()).toEqual(['created', 'created']);
  });

  it('hands out views that nobody can change, and keeps nothing that a caller may still change', () => {
    const { people, seen } = watched();
    const urls = [{ value: 'https://a.example' }];
    const { resourceName } = people.add({ urls });
    urls.push({ value: 'https://b.example' });
    expect(() => seen[0]?.after?.urls?.push({ value: 'x' })).toThrow(TypeError);
    expect(people.get(resourceName)?.urls).toHaveLength(1);
  });
});

describe('a person at the Google look-alike', () => {
  it('types names, which make their forms, and clears what is left empty', () => {
    const { people } = createBench();
    const { resourceName } = people.add({ names: [{ givenName: 'Ada', familyName: 'Byron' }], urls: [{ value: 'x' }] });
    const edited = people.edit(resourceName, { names: [{ givenName: 'Ada', familyName: 'King' }], urls: null });
    expect(edited.names?.[0]).toMatchObject({ displayName: 'Ada King', unstructuredName: 'Ada King' });
    expect(edited).not.toHaveProperty('urls');
    expect(() => people.edit(resourceName, { shoeSize: 38 } as object)).toThrow('cannot type "shoeSize"');
  });

  it('gives labels, which are made when they are new, and lists by them', () => {
    const { people } = createBench();
    const ada = people.add({ names: [{ givenName: 'Ada' }] }, ['Clients']);
    people.add({ names: [{ givenName: 'Bo' }] });
    people.label(ada.resourceName, ['Clients', 'Starred']);
    expect(people.labelsOf(ada.resourceName)).toEqual(['Clients', 'Starred']);
    expect(namesOf(people.list('Clients'))).toEqual(['Ada']);
    expect(people.list('Nobody')).toEqual([]);
    expect(people.groups().filter(({ name }) => name === 'Clients')).toHaveLength(1);
  });

  it('finds deleted contacts in the trash for thirty days', async () => {
    const { people, world } = createBench();
    const { resourceName } = people.add({ names: [{ givenName: 'Ada' }] });
    people.remove(resourceName);
    await world.advance(30 * 86_400_000 - 1);
    expect(namesOf(people.trash())).toEqual(['Ada']);
    await world.advance(1);
    expect(people.trash()).toEqual([]);
    expect(() => people.restore(resourceName)).toThrow('in this trash');
    expect(() => people.remove(resourceName)).toThrow('There is no contact');
  });
});
