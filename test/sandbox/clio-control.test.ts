import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileStore } from '@concord/sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clioWorld, owner, person } from './clio-world.ts';

describe('the control of the Clio look-alike', () => {
  it('gives a person a company by name, created once and found whatever its case', () => {
    const { control } = clioWorld();
    control.contacts.add(person('A', 'A', { company: 'Orchard Ltd' }));
    control.contacts.addMany([person('B', 'B', { company: ' orchard LTD ' }), person('C', 'C', { company: 'Zebra' })]);
    const all = control.contacts.list();
    expect(all.filter(({ type }) => type === 'Company').map(({ name }) => name)).toEqual(['Orchard Ltd', 'Zebra']);
    expect(all.find(({ first_name }) => first_name === 'B')?.company?.name).toBe('Orchard Ltd');
  });

  it('finds a company that came through the API or was renamed, and makes another for a deleted one', async () => {
    const { control, call } = clioWorld();
    const made = await call('POST', 'contacts', { type: 'Company', name: 'Orchard Ltd' });
    const companyOf = (name: string) =>
      control.contacts.get(control.contacts.add(person('A', 'A', { company: name })))?.company?.id;
    expect(companyOf('Orchard Ltd')).toBe(made.body.data.id);
    control.contacts.edit(made.body.data.id, { name: 'Grove Ltd' });
    expect(companyOf('Grove Ltd')).toBe(made.body.data.id);
    expect(companyOf('Orchard Ltd')).not.toBe(made.body.data.id);
    control.contacts.remove(made.body.data.id);
    expect(companyOf('Grove Ltd')).not.toBe(made.body.data.id);
  });

  it('edits as a person does: what is not named stays, a list that is named is the whole list, and a company can be unset', () => {
    const { control } = clioWorld();
    const rows = [
      { name: 'Work', address: 'a@x.example' },
      { name: 'Home', address: 'b@x.example', default: true },
    ];
    const id = control.contacts.add(
      person('Zoë', 'Reyes', { title: 'Notary', company: 'Orchard Ltd', email_addresses: rows }),
    );
    const before = control.contacts.get(id);
    const [work] = before?.email_addresses ?? [];
    control.contacts.edit(id, {
      title: null,
      company: null,
      email_addresses: [{ id: work?.id ?? 0, address: 'a2@x.example' }],
    });
    expect(control.contacts.get(id)).toMatchObject({
      first_name: 'Zoë',
      title: null,
      company: null,
      email_addresses: [{ id: work?.id, name: 'Work', address: 'a2@x.example', primary: true }],
    });
    expect(control.contacts.get(id)?.email_addresses).toHaveLength(1);
  });

  it('lets people use names of rows that the API does not write', () => {
    const { control } = clioWorld();
    const id = control.contacts.add(
      person('Z', 'R', { email_addresses: [{ name: 'Cottage', address: 'a@x.example' }] }),
    );
    expect(control.contacts.get(id)?.email_addresses[0]?.name).toBe('Cottage');
  });

  it('merges two contacts: the kept one fills its blanks and takes the rows, the other is deleted', async () => {
    const { control, call, world, delivered } = clioWorld();
    await call('POST', 'webhooks', { url: 'http://127.0.0.1/hook', model: 'contact', fields: 'id' });
    await world.advance(0);
    delivered.length = 0;
    const phones = (number: string) => [{ name: 'Work', number }];
    const kept = control.contacts.add(person('Zoë', 'Reyes', { phone_numbers: phones('1') }));
    const lost = control.contacts.add(
      person('Zoe', 'Reyes', { title: 'Notary', company: 'Orchard Ltd', phone_numbers: phones('2') }),
    );
    const etag = control.contacts.get(kept)?.etag;
    control.contacts.merge(kept, lost);
    await world.advance(0);
    const merged = control.contacts.get(kept);
    expect(control.contacts.get(lost)).toBeUndefined();
    expect(merged).toMatchObject({ first_name: 'Zoë', title: 'Notary', company: { name: 'Orchard Ltd' } });
    expect(merged?.phone_numbers.map(({ number, primary }) => [number, primary])).toEqual([
      ['1', true],
      ['2', false],
    ]);
    expect(merged?.etag).not.toBe(etag);
    const events = delivered.map(({ body }) => [body.meta.event, body.data.id]);
    expect(events.slice(-2)).toEqual([
      ['deleted', lost],
      ['updated', kept],
    ]);
  });

  it('lists what it could not add, and adds the rest', () => {
    const { control } = clioWorld();
    const many = Array.from({ length: 21 }, (_, index) => ({ number: String(index) }));
    const { ids, refused } = control.contacts.addMany([
      person('A', 'A'),
      { type: 'Person' },
      person('B', 'B', { phone_numbers: many }),
      person('C', 'C'),
    ]);
    expect(ids.map((id) => id !== undefined)).toEqual([true, false, false, true]);
    expect(refused).toEqual([
      { index: 1, reason: 'At least one of first name or last name must be provided' },
      { index: 2, reason: 'A contact can have at most 20 phone numbers' },
    ]);
    expect(control.contacts.list()).toHaveLength(2);
  });

  it('counts requests by kind, refused ones too, and starts anew on demand', async () => {
    const { control, call } = clioWorld();
    await call('GET', 'contacts');
    await call('GET', 'contacts.json?limit=5');
    await call('GET', 'contacts/5');
    await call('POST', 'contacts', { type: 'Person' });
    await call('GET', 'nonsense');
    expect(control.requests()).toEqual({ 'GET contacts': 2, 'GET contact': 1, 'POST contact': 1, 'GET unknown': 1 });
    control.resetRequests();
    expect(control.requests()).toEqual({});
  });

  it('fills an account with ten thousand contacts in less than a second of one processor', () => {
    const { control } = clioWorld();
    const inputs = Array.from({ length: 10_000 }, (_, index) =>
      person(`First${index}`, 'Last', {
        company: `Company ${index % 500}`,
        email_addresses: [{ address: `p${index}@x.example` }],
        phone_numbers: [{ number: `${index}` }],
      }),
    );
    const before = process.threadCpuUsage();
    control.contacts.addMany(inputs);
    const { user, system } = process.threadCpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(1_000);
    expect(control.contacts.list()).toHaveLength(10_500);
  });
});

describe('a Clio look-alike on a file', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'clio-store-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is the same after its process ended: credentials, grants, contacts, webhooks, and ids that are never used twice', async () => {
    const path = join(folder, 'sandbox.sqlite');
    const first = clioWorld({ store: createFileStore(path), contacts: [person('Zoë', 'Reyes')] });
    const grant = first.control.grant(owner.id);
    await first.call('POST', 'webhooks', { url: 'http://127.0.0.1/hook', model: 'contact', fields: 'id' });
    const last = first.control.contacts.add(person('Al', 'Ames'));
    first.control.contacts.remove(last);

    const second = clioWorld({ store: createFileStore(path), seed: 2 });
    expect(second.control.appCredentials).toEqual(first.control.appCredentials);
    expect(second.control.contacts.list()).toEqual(first.control.contacts.list());
    const headers = { authorization: `Bearer ${grant.access_token}` };
    expect((await second.call('GET', 'webhooks', undefined, { headers })).body.data).toHaveLength(1);
    expect(second.control.contacts.add(person('New', 'One'))).toBeGreaterThan(last);
  });
});
