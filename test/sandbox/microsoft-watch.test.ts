import { describe, expect, it } from 'vitest';
import type { OutlookChange } from '../../packages/sandbox/src/microsoft/people.ts';
import { ada, createBench, main } from './microsoft-world.ts';

function watched() {
  const bench = createBench();
  const seen: OutlookChange[] = [];
  const end = bench.people.watch((change) => seen.push(change));
  const kinds = () => seen.map(({ kind }) => kind);
  return { ...bench, seen, kinds, end };
}

describe('watching a mailbox of the Microsoft look-alike', () => {
  it('tells at once of what a person does, with the views and the folders before and after', () => {
    const { people, seen } = watched();
    const made = people.add({ givenName: 'Zoë' });
    const edited = people.edit(made.id, { jobTitle: 'Notary' });
    const moved = people.move(made.id, 'Private');
    const [here, there] = [{ folder: 'Contacts' }, { folder: 'Private' }];
    expect(seen).toEqual([
      { kind: 'created', id: made.id, after: { ...made, ...here } },
      { kind: 'changed', id: made.id, before: { ...made, ...here }, after: { ...edited, ...here } },
      { kind: 'moved', id: made.id, before: { ...edited, ...here }, after: { ...moved, ...there } },
    ]);
    expect(moved).toMatchObject({ jobTitle: 'Notary', parentFolderId: people.folders().at(-1)?.id });
  });

  it('tells of a deletion as a move to Deleted Items, and of one for good as a deletion', () => {
    const { people, seen } = watched();
    const { id } = people.add({ givenName: 'Zoë' });
    people.remove(id);
    people.remove(id);
    expect(seen.map(({ kind, before, after }) => [kind, before?.folder, after?.folder])).toEqual([
      ['created', undefined, 'Contacts'],
      ['moved', 'Contacts', 'Deleted Items'],
      ['deleted', 'Deleted Items', undefined],
    ]);
    expect(seen[2]?.before?.givenName).toBe('Zoë');
  });

  it('tells of what comes through Graph, in batches too', async () => {
    const { graph, kinds } = watched();
    const { body } = await graph('POST', main, { givenName: 'Zoë' });
    const headers = { 'content-type': 'application/json' };
    const patch = { id: '1', method: 'PATCH', url: `/me/contacts/${body.id}`, headers, body: { surname: 'Reyes' } };
    await graph('POST', '/$batch', { requests: [patch] });
    await graph('DELETE', `/me/contacts/${body.id}`);
    expect(kinds()).toEqual(['created', 'changed', 'moved']);
  });

  it('says "touched" when nothing but the version moves, and "changed" for an extended property', async () => {
    const { people, graph, kinds, on, advance } = watched();
    const { id } = people.add({ givenName: 'Zoë', emailAddresses: [{ address: 'z@x.example' }] });
    await graph('PATCH', `/me/contacts/${id}`, { givenName: 'Zoë' });
    on('changeKeyBump', 1, 500);
    await graph('PATCH', `/me/contacts/${id}`, {
      singleValueExtendedProperties: [
        { id: 'String {8ECCC264-6880-4EBE-992F-8888D2EEAA1D} Name OurContactId', value: 'c_1' },
      ],
    });
    await advance(500);
    expect(kinds()).toEqual(['created', 'touched', 'changed', 'touched']);
  });

  it('tells of filling, until it is ended, and of no other mailbox', () => {
    const { control, people, kinds, end } = watched();
    const bo = { ...ada, oid: '7e163156-2222-4222-8222-000000000003', email: 'bo@byron.example' };
    control.addAccount(bo);
    control.addMany(ada.email, [{ givenName: 'A' }, { givenName: 'B' }]);
    control.addMany(bo.email, [{ givenName: 'C' }]);
    end();
    people.add({ givenName: 'D' });
    expect(kinds()).toEqual(['created', 'created']);
  });

  it('hands out views that nobody can change, and keeps nothing that a caller may still change', () => {
    const { people, seen } = watched();
    const given = { emailAddresses: [{ address: 'z@x.example' }], businessPhones: ['1'] };
    const { id } = people.add(given);
    given.businessPhones.push('2');
    expect(() => (seen[0]?.after?.businessPhones as string[]).push('2')).toThrow(TypeError);
    expect(people.get(id)?.businessPhones).toEqual(['1']);
  });
});
