import { describe, expect, it } from 'vitest';
import { type Answer, clerk, clioWorld, firm, owner, person } from './clio-world.ts';

const crowd = (count: number) =>
  Array.from({ length: count }, (_, index) => person(`First${String(index).padStart(4, '0')}`, 'Last'));

describe('lists of the Clio look-alike', () => {
  it('page by cursor through absolute addresses until next is missing, with the count of all', async () => {
    const { call } = clioWorld({ contacts: crowd(450) });
    const pages: Answer[] = [await call('GET', 'contacts.json?order=id(asc)&fields=id,first_name')];
    for (let next = pages[0]?.body.meta.paging.next; next !== undefined && pages.length < 5; ) {
      expect(next).toMatch(/^http:\/\/sandbox\.test\/clio\/api\/v4\/contacts\.json\?/u);
      const page = await call('GET', next);
      pages.push(page);
      next = page.body.meta.paging.next;
    }
    expect(pages.map(({ body }) => body.data.length)).toEqual([200, 200, 50]);
    expect(pages.map(({ body }) => body.meta.records)).toEqual([450, 450, 450]);
    const names = pages.flatMap(({ body }) => body.data.map((row) => row.first_name));
    expect(names).toEqual(crowd(450).map(({ first_name }) => first_name));
    expect(pages[0]?.body.meta.paging).not.toHaveProperty('previous');
    const back = await call('GET', String(pages[2]?.body.meta.paging.previous));
    expect(back.body.data.map((row) => row.id)).toEqual(pages[1]?.body.data.map((row) => row.id));
  });

  it('show a person’s company as it is called now, to each user in the own time zone', async () => {
    const { call, control } = clioWorld();
    const zoe = control.contacts.add(person('Zoë', 'Reyes', { company: 'Orchard Ltd' }));
    const company = control.contacts.get(zoe)?.company?.id ?? 0;
    const far = { id: 73, name: 'Fay Far', email: 'fay@abbott.example.com', time_zone: 'Asia/Tokyo' };
    control.addFirm({ ...firm, users: [owner, clerk, far] });
    const shown = async (user: number) =>
      (await call('GET', 'contacts?type=Person&fields=created_at,company{id,name}', undefined, { user })).body.data[0];
    expect(await shown(owner.id)).toMatchObject({ company: { id: company, name: 'Orchard Ltd' } });
    control.contacts.edit(company, { name: 'Grove Ltd' });
    expect(await shown(owner.id)).toMatchObject({ company: { name: 'Grove Ltd' } });
    control.contacts.remove(company);
    expect((await shown(owner.id))?.company).toBeNull();
    expect(String((await shown(owner.id))?.created_at)).toMatch(/-05:00$/u);
    expect(String((await shown(far.id))?.created_at)).toMatch(/\+09:00$/u);
  });

  it('skip nobody and repeat nobody when contacts come and go between two pages', async () => {
    const { call, control } = clioWorld({ contacts: crowd(6) });
    const [first, second] = control.contacts.list();
    const page = await call('GET', 'contacts?limit=3&fields=first_name');
    control.contacts.remove(first?.id ?? 0);
    control.contacts.remove(second?.id ?? 0);
    control.contacts.add(person('First9999', 'Last'));
    const next = await call('GET', String(page.body.meta.paging.next));
    expect(next.body.data.map((row) => row.first_name)).toEqual(['First0003', 'First0004', 'First0005']);
  });

  it('page by offset in any documented order, and end at 10,000 with a 422', async () => {
    const { call } = clioWorld({ contacts: [person('B', 'B'), person('C', 'C'), person('A', 'A')] });
    const names = async (query: string) =>
      (await call('GET', `contacts?fields=name&${query}`)).body.data.map((row) => row.name);
    expect(await names('order=name(asc)')).toEqual(['A A', 'B B', 'C C']);
    expect(await names('order=name(desc)&offset=1')).toEqual(['B B', 'A A']);
    expect(await names('order=id(desc)')).toEqual(['A A', 'C C', 'B B']);
    const first = await call('GET', 'contacts?fields=name&order=name(asc)&limit=2');
    const second = await call('GET', String(first.body.meta.paging.next));
    expect(second.body.data.map((row) => row.name)).toEqual(['C C']);
    expect((await call('GET', 'contacts?offset=10000')).status).toBe(200);
    expect((await call('GET', 'contacts?offset=10001')).body.error.type).toBe('ArgumentError');
  });

  it.each([
    'limit=201',
    'limit=0',
    'limit=x',
    'order=updated_at(asc)',
    'page_token=nonsense',
    'updated_since=yesterday',
  ])('answer 422 to %s', async (query) => {
    const { call } = clioWorld();
    expect((await call('GET', `contacts?${query}`)).status).toBe(422);
  });

  it('ignore parameters that Clio does not know, so that a misspelt filter returns everything', async () => {
    const { call } = clioWorld({ contacts: crowd(3) });
    expect((await call('GET', 'contacts?update_since=2030-01-01&q=nobody')).body.data).toHaveLength(3);
  });

  it('show what changed or was made after an instant', async () => {
    const { call, control, world } = clioWorld({ contacts: crowd(3) });
    const since = encodeURIComponent(new Date(world.now()).toISOString());
    const [first] = control.contacts.list();
    await world.advance(1_000);
    control.contacts.edit(first?.id ?? 0, { last_name: 'Changed' });
    control.contacts.add(person('New', 'One'));
    const names = async (filter: string) =>
      (await call('GET', `contacts?fields=name&${filter}=${since}`)).body.data.map((row) => row.name);
    expect(await names('updated_since')).toEqual(['First0000 Changed', 'New One']);
    expect(await names('created_since')).toEqual(['New One']);
  });

  it('filter by ids, type, first letter, and having an e-mail address', async () => {
    const { call, control } = clioWorld({
      contacts: [
        person('Ann', 'Zimmer', { email_addresses: [{ address: 'ann@x.example' }] }),
        { type: 'Company', name: 'Zebra Ltd' },
        person('Bob', 'Young'),
      ],
    });
    const [ann, zebra, bob] = control.contacts.list();
    const names = async (query: string) =>
      (await call('GET', `contacts?fields=name&${query}`)).body.data.map((row) => row.name);
    expect(await names(`ids[]=${bob?.id}&ids[]=${ann?.id}&ids[]=5`)).toEqual(['Ann Zimmer', 'Bob Young']);
    expect(await names(`exclude_ids[]=${zebra?.id}`)).toEqual(['Ann Zimmer', 'Bob Young']);
    expect(await names('type=Company')).toEqual(['Zebra Ltd']);
    expect(await names('initial=z')).toEqual(['Ann Zimmer', 'Zebra Ltd']);
    expect(await names('email_only=true')).toEqual(['Ann Zimmer']);
    expect(await names('client_only=true')).toEqual([]);
  });

  it('search names, titles, rows and the name of the company, every word somewhere', async () => {
    const { call } = clioWorld({
      contacts: [
        person('Ann', 'Zimmer', {
          title: 'Notary',
          company: 'Orchard Ltd',
          phone_numbers: [{ number: '416 555-0100' }],
        }),
        person('Bob', 'Young', { email_addresses: [{ address: 'Bob@Orchard.example' }] }),
      ],
    });
    const names = async (query: string) =>
      (await call('GET', `contacts?type=Person&fields=first_name&query=${encodeURIComponent(query)}`)).body.data.map(
        (row) => row.first_name,
      );
    expect(await names('orchard')).toEqual(['Ann', 'Bob']);
    expect(await names('bob@orchard.example')).toEqual(['Bob']);
    expect(await names('notary zimm')).toEqual(['Ann']);
    expect(await names('555-0100')).toEqual(['Ann']);
    expect(await names('notary bob')).toEqual([]);
  });
});

describe('fields of the Clio look-alike', () => {
  const contacts = [person('Zoë', 'Reyes', { company: 'Orchard Ltd', email_addresses: [{ address: 'z@x.example' }] })];
  const read = async (fields: string) => {
    const { call, control } = clioWorld({ contacts });
    const zoe = control.contacts.list().find(({ first_name }) => first_name === 'Zoë');
    return call('GET', `contacts/${zoe?.id}?fields=${encodeURIComponent(fields)}`);
  };

  it('show one level of nesting, and the defaults of a nested record without braces', async () => {
    const { body } = await read('first_name,company{name,email_addresses},email_addresses');
    expect(body.data.first_name).toBe('Zoë');
    expect(body.data.company).toEqual({ name: 'Orchard Ltd', email_addresses: [] });
    expect(Object.keys(body.data.email_addresses[0] ?? {})).toEqual(['id', 'etag']);
  });

  it('show null for what is not there', async () => {
    const { body } = await read(
      'prefix,avatar{url},custom_field_values,primary_address{city},primary_email_address,secondary_email_address',
    );
    expect(body.data).toEqual({
      prefix: null,
      avatar: null,
      custom_field_values: [],
      primary_address: null,
      primary_email_address: 'z@x.example',
      secondary_email_address: null,
    });
  });

  it.each([
    'firstname',
    'id,constructor',
    'company{id,nickname}',
    'company{email_addresses{address}}',
    'first_name{id}',
    'company{}',
    'company{id',
    'company}',
    'id,,etag',
  ])('answer 400 to %s', async (fields) => {
    expect((await read(fields)).status).toBe(400);
  });

  it('are judged even when the list is empty', async () => {
    const { call } = clioWorld();
    expect((await call('GET', 'contacts?fields=nonsense')).status).toBe(400);
  });

  it('give times with the offset that the user’s zone has at that time', async () => {
    const { call, control, world } = clioWorld({ startAt: Date.UTC(2026, 0, 15, 12), contacts });
    const [zoe] = control.contacts.list();
    await world.advance(180 * 24 * 60 * 60_000);
    control.contacts.edit(zoe?.id ?? 0, { title: 'Notary' });
    const { body } = await call('GET', `contacts/${zoe?.id}?fields=created_at,updated_at`, undefined, {
      headers: { authorization: `Bearer ${control.grant(71).access_token}` },
    });
    expect(body.data).toEqual({ created_at: '2026-01-15T07:00:00-05:00', updated_at: '2026-07-14T08:00:00-04:00' });
  });
});

describe('users of the Clio look-alike', () => {
  it('say who is asking, with firm and ownership', async () => {
    const { call } = clioWorld();
    const { body } = await call('GET', 'users/who_am_i.json?fields=id,name,email,account_owner,account{id,name}');
    expect(body.data).toEqual({
      id: 71,
      name: 'Ada Abbott',
      email: 'ada@abbott.example.com',
      account_owner: true,
      account: { id: 501, name: 'Abbott & Bell LLP' },
    });
  });

  it('are listed up to 2000 a page, of the asker’s firm alone', async () => {
    const { call, control } = clioWorld();
    control.addFirm({ id: 502, name: 'Other', users: [{ id: 80, name: 'O', email: 'o@other.example' }] });
    const { body } = await call('GET', 'users?limit=2000&fields=id,last_name');
    expect(body.data).toEqual([
      { id: 71, last_name: 'Abbott' },
      { id: 72, last_name: 'Clerk' },
    ]);
    expect((await call('GET', 'users?limit=2001')).status).toBe(422);
    expect((await call('GET', 'users?name=cleo')).body.data).toHaveLength(1);
    expect((await call('GET', 'users/80')).status).toBe(404);
  });

  it('of one firm see nothing of another', async () => {
    const { call, control } = clioWorld({ contacts: [person('Zoë', 'Reyes')] });
    control.addFirm({ id: 502, name: 'Other', users: [{ id: 80, name: 'O', email: 'o@other.example' }] });
    const [zoe] = control.contacts.list();
    expect((await call('GET', `contacts/${zoe?.id}`, undefined, { user: 80 })).status).toBe(404);
    expect((await call('DELETE', `contacts/${zoe?.id}`, undefined, { user: 80 })).status).toBe(404);
    expect((await call('GET', 'contacts', undefined, { user: 80 })).body.data).toEqual([]);
  });
});

describe('the rate limit of the Clio look-alike', () => {
  it('lets 50 requests a minute through per token, says how many are left, and then says when to come back', async () => {
    const { call, world } = clioWorld({ limits: true });
    const first = await call('GET', 'contacts');
    expect(first.headers.get('x-ratelimit-limit')).toBe('50');
    expect(first.headers.get('x-ratelimit-remaining')).toBe('49');
    expect(first.headers.get('x-ratelimit-reset')).toBe(String((world.now() + 60_000) / 1_000));
    await world.advance(15_000);
    for (let count = 2; count <= 50; count += 1) expect((await call('GET', 'contacts')).status).toBe(200);
    const refused = await call('GET', 'contacts');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('45');
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    expect((await call('GET', 'users/who_am_i', undefined, { user: 72 })).status).toBe(200);
    await world.advance(45_000);
    expect((await call('GET', 'contacts')).status).toBe(200);
  });

  it('counts refusals of the API too, and is off when limits are off', async () => {
    const limited = clioWorld({ limits: true });
    expect((await limited.call('GET', 'contacts/1')).headers.get('x-ratelimit-remaining')).toBe('49');
    const free = clioWorld({ limits: false });
    for (let count = 0; count < 60; count += 1) expect((await free.call('GET', 'contacts')).status).toBe(200);
  });
});
