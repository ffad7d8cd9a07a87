import type { ClioContactChange } from '@concord/sandbox';
import { describe, expect, it } from 'vitest';
import { clioWorld, person } from './clio-world.ts';

function watched() {
  const clio = clioWorld();
  const seen: ClioContactChange[] = [];
  const end = clio.control.contacts.watch((change) => seen.push(change));
  const kinds = () => seen.map(({ kind }) => kind);
  return { ...clio, seen, kinds, end };
}

describe('watching the contacts of the Clio look-alike', () => {
  it('tells at once of what a person does, with the views before and after', () => {
    const { control, seen } = watched();
    const id = control.contacts.add(person('Zoë', 'Reyes'));
    const made = control.contacts.get(id);
    control.contacts.edit(id, { title: 'Notary' });
    const edited = control.contacts.get(id);
    control.contacts.remove(id);
    const about = { firm: 501, id: String(id) };
    expect(seen).toEqual([
      { kind: 'created', ...about, after: made },
      { kind: 'changed', ...about, before: made, after: edited },
      { kind: 'deleted', ...about, before: edited },
    ]);
    expect([made?.title, edited?.title]).toEqual([null, 'Notary']);
  });

  it('tells of what comes through the API, before it is answered', async () => {
    const { call, kinds } = watched();
    const made = call('POST', 'contacts', { type: 'Person', first_name: 'Zoë' });
    const { id } = (await made).body.data;
    await call('PATCH', `contacts/${id}`, { email_addresses: [{ address: 'z@x.example' }] });
    await call('DELETE', `contacts/${id}`);
    expect(kinds()).toEqual(['created', 'changed', 'deleted']);
  });

  it('tells of a merge as the deletion of one and the change of the other', () => {
    const { control, seen } = watched();
    const [kept, lost] = [person('A', 'A'), person('B', 'B', { title: 'Notary' })].map((one) =>
      control.contacts.add(one),
    );
    seen.length = 0;
    control.contacts.merge(kept ?? 0, lost ?? 0);
    expect(seen.map(({ kind, id }) => [kind, Number(id)])).toEqual([
      ['deleted', lost],
      ['changed', kept],
    ]);
  });

  it('tells of filling, companies that are made along the way included', () => {
    const { control, seen } = watched();
    control.contacts.addMany([person('A', 'A', { company: 'Orchard Ltd' }), { type: 'Person' }]);
    expect(seen.map(({ kind, after }) => [kind, after?.name])).toEqual([
      ['created', 'Orchard Ltd'],
      ['created', 'A A'],
    ]);
  });

  it('says nothing of a write that changes nothing, and "touched" when only the version moves', async () => {
    const { control, call, world, kinds, seen } = watched();
    const id = control.contacts.add(person('Zoë', 'Reyes'));
    await call('PATCH', `contacts/${id}`, { first_name: 'Zoë' });
    expect(kinds()).toEqual(['created']);
    world.awkward.set('clio.etagBump', { rate: 1, amount: 500 });
    await call('PATCH', `contacts/${id}`, { first_name: 'Zed' });
    await world.advance(500);
    expect(kinds()).toEqual(['created', 'changed', 'touched']);
    expect(seen[2]?.before?.etag).not.toBe(seen[2]?.after?.etag);
  });

  it('tells of people who show their company otherwise, when it is renamed and when it goes', () => {
    const { control, seen } = watched();
    const zoe = control.contacts.add(person('Zoë', 'Reyes', { company: 'Orchard Ltd' }));
    control.contacts.add(person('Al', 'Ames'));
    const company = control.contacts.get(zoe)?.company?.id ?? 0;
    seen.length = 0;
    control.contacts.edit(company, { email_addresses: [{ address: 'office@orchard.example' }] });
    control.contacts.edit(company, { name: 'Grove Ltd' });
    control.contacts.remove(company);
    const told = seen.map(({ kind, id, before, after }) => [
      kind,
      Number(id),
      before?.company?.name,
      after?.company?.name,
    ]);
    expect(told).toEqual([
      ['changed', company, undefined, undefined],
      ['changed', company, undefined, undefined],
      ['changed', zoe, 'Orchard Ltd', 'Grove Ltd'],
      ['deleted', company, undefined, undefined],
      ['changed', zoe, 'Grove Ltd', undefined],
    ]);
    expect(seen[4]?.after).toEqual(control.contacts.get(zoe));
  });

  it('tells of every firm by its id, until it is ended', () => {
    const { control, seen, end } = watched();
    control.addFirm({ id: 502, name: 'Cole LLP', users: [{ id: 81, name: 'Cy Cole', email: 'cy@cole.example' }] });
    control.contacts.add(person('A', 'A'));
    control.contacts.add(person('B', 'B'), 502);
    end();
    control.contacts.add(person('C', 'C'));
    expect(seen.map(({ firm, after }) => [firm, after?.name])).toEqual([
      [501, 'A A'],
      [502, 'B B'],
    ]);
  });

  it('hands out views that nobody can change', () => {
    const { control, seen } = watched();
    const id = control.contacts.add(person('Zoë', 'Reyes', { email_addresses: [{ address: 'z@x.example' }] }));
    expect(() => Object.assign(seen[0]?.after?.email_addresses[0] ?? {}, { address: 'other' })).toThrow(TypeError);
    expect(control.contacts.get(id)?.email_addresses[0]?.address).toBe('z@x.example');
  });
});
