import { describe, expect, it } from 'vitest';
import { clerk, clioWorld, person } from './clio-world.ts';

const shownFields =
  'id,etag,name,first_name,middle_name,last_name,email_addresses{id,name,address,primary},phone_numbers{id,name,number,primary},company{id,name}';

describe('creating a contact in the Clio look-alike', () => {
  it('answers 201 with id and etag alone, the etag in quotes of its own and repeated in the header', async () => {
    const { call } = clioWorld();
    const { status, headers, body } = await call('POST', 'contacts.json', { type: 'Person', first_name: 'Zoë' });
    expect(status).toBe(201);
    expect(Object.keys(body.data)).toEqual(['id', 'etag']);
    expect(body.data.etag).toMatch(/^"[0-9a-f]{32}"$/u);
    expect(headers.get('etag')).toBe(body.data.etag);
  });

  it('gives ids that do not fit 32 bits', async () => {
    const { call } = clioWorld();
    const { body } = await call('POST', 'contacts', { type: 'Person', first_name: 'Zoë' });
    expect(body.data.id).toBeGreaterThan(2 ** 32);
  });

  it('drops unknown keys without a word', async () => {
    const { call } = clioWorld();
    const sent = { type: 'Person', first_name: 'Zoë', nickname: 'Zed', __proto__x: 1 };
    const { status, body } = await call('POST', 'contacts?fields=first_name', sent);
    expect([status, body.data]).toEqual([201, { first_name: 'Zoë' }]);
  });

  it('wants at least a first or a last name of a person', async () => {
    const { call } = clioWorld();
    const { status, body } = await call('POST', 'contacts', { type: 'Person', first_name: '  ', prefix: 'Dr.' });
    expect(status).toBe(422);
    expect(body.error.message).toBe('At least one of first name or last name must be provided');
  });

  it('splits a name when a person comes with nothing else', async () => {
    const { call } = clioWorld();
    const { body } = await call('POST', `contacts?fields=${shownFields}`, {
      type: 'Person',
      name: 'Mary Jane van Dyk',
    });
    expect(body.data).toMatchObject({
      first_name: 'Mary',
      middle_name: 'Jane van',
      last_name: 'Dyk',
      name: 'Mary Jane van Dyk',
    });
  });

  it('prefers first and last name to a name', async () => {
    const { call } = clioWorld();
    const sent = { type: 'Person', name: 'Mary Dyk', first_name: 'May' };
    const { body } = await call('POST', 'contacts?fields=first_name,last_name', sent);
    expect(body.data).toEqual({ first_name: 'May', last_name: 'Dyk' });
  });

  it('wants a type, and a name of a company', async () => {
    const { call } = clioWorld();
    expect((await call('POST', 'contacts', { first_name: 'Zoë' })).status).toBe(422);
    expect((await call('POST', 'contacts', { type: 'Robot', first_name: 'Zoë' })).status).toBe(422);
    expect((await call('POST', 'contacts', { type: 'Company' })).status).toBe(422);
    expect((await call('POST', 'contacts', { type: 'Company', name: 'Orchard Ltd' })).status).toBe(201);
  });

  it('makes the first e-mail address and number primary when none is', async () => {
    const { call } = clioWorld();
    const sent = {
      type: 'Person',
      first_name: 'Zoë',
      email_addresses: [{ address: 'a@x.example' }, { address: 'b@x.example' }],
      phone_numbers: [{ number: '1' }, { number: '2', name: 'Mobile', default_number: true }],
    };
    const { body } = await call('POST', `contacts?fields=${shownFields}`, sent);
    expect(body.data.email_addresses.map((row) => [row.address, row.name, row.primary])).toEqual([
      ['a@x.example', 'Other', true],
      ['b@x.example', 'Other', false],
    ]);
    expect(body.data.phone_numbers.map((row) => row.primary)).toEqual([false, true]);
  });

  it('knows no other date than a real one', async () => {
    const { call } = clioWorld();
    const birth = async (date_of_birth: string) =>
      (await call('POST', 'contacts', { type: 'Person', first_name: 'Z', date_of_birth })).status;
    expect(await birth('1980-02-29')).toBe(201);
    expect(await birth('1981-02-29')).toBe(422);
    expect(await birth('29.02.1980')).toBe(422);
  });

  it('refuses a name of a row that is not of its list', async () => {
    const { call } = clioWorld();
    const sent = { type: 'Person', first_name: 'Z', email_addresses: [{ name: 'Weekend', address: 'a@x.example' }] };
    expect((await call('POST', 'contacts', sent)).status).toBe(422);
  });

  it('answers 400 to a body that is not JSON with data', async () => {
    const { call, fetchText, control } = clioWorld();
    expect((await call('POST', 'contacts')).status).toBe(400);
    const authorization = `Bearer ${control.grant(71).access_token}`;
    const request = new Request('http://sandbox.test/clio/api/v4/contacts', {
      method: 'POST',
      body: '[',
      headers: { authorization },
    });
    expect((await fetchText(request)).status).toBe(400);
  });
});

describe('editing a contact in the Clio look-alike', () => {
  const contacts = [
    person('Zoë', 'Reyes', {
      email_addresses: [
        { name: 'Work', address: 'a@x.example' },
        { name: 'Home', address: 'b@x.example' },
      ],
    }),
  ];
  const withZoe = async () => {
    const clio = clioWorld({ contacts });
    const [zoe] = clio.control.contacts.list();
    if (zoe === undefined) throw new Error('nobody there');
    const patch = (data: object, headers: Record<string, string> = {}) =>
      clio.call('PATCH', `contacts/${zoe.id}?fields=${shownFields}`, data, { headers });
    return { ...clio, zoe, patch };
  };

  it('appends a row without id, changes one with id, destroys one on demand, and leaves the others alone', async () => {
    const { patch, zoe } = await withZoe();
    const [work, home] = zoe.email_addresses;
    const { status, body } = await patch({
      email_addresses: [
        { id: work?.id, address: 'z@x.example' },
        { address: 'c@x.example' },
        { id: home?.id, _destroy: true },
      ],
    });
    expect(status).toBe(200);
    expect(body.data.email_addresses.map((row) => [row.id === work?.id, row.name, row.address])).toEqual([
      [true, 'Work', 'z@x.example'],
      [false, 'Other', 'c@x.example'],
    ]);
  });

  it('appends again when the same list is sent again, as Clio does', async () => {
    const { patch } = await withZoe();
    const { body } = await patch({ email_addresses: [{ name: 'Work', address: 'a@x.example' }] });
    expect(body.data.email_addresses).toHaveLength(3);
  });

  it('moves the primary flag with default_email, and to the first row when the primary one is destroyed', async () => {
    const { patch, zoe } = await withZoe();
    const [work, home] = zoe.email_addresses;
    const moved = await patch({ email_addresses: [{ id: home?.id, default_email: true }] });
    expect(moved.body.data.email_addresses.map((row) => row.primary)).toEqual([false, true]);
    const destroyed = await patch({ email_addresses: [{ id: home?.id, _destroy: true }] });
    expect(destroyed.body.data.email_addresses.map((row) => [row.id, row.primary])).toEqual([[work?.id, true]]);
  });

  it('does not take primary for default_email', async () => {
    const { patch, zoe } = await withZoe();
    const { body } = await patch({ email_addresses: [{ id: zoe.email_addresses[1]?.id, primary: true }] });
    expect(body.data.email_addresses.map((row) => row.primary)).toEqual([true, false]);
  });

  it('takes twenty rows of a kind and refuses the whole write with one more', async () => {
    const { patch, control, zoe } = await withZoe();
    const more = (count: number) => Array.from({ length: count }, (_, index) => ({ address: `${index}@x.example` }));
    expect((await patch({ email_addresses: more(18) })).status).toBe(200);
    const refused = await patch({ last_name: 'Changed', email_addresses: more(1) });
    expect(refused.status).toBe(422);
    expect(control.contacts.get(zoe.id)?.last_name).toBe('Reyes');
    expect(control.contacts.get(zoe.id)?.email_addresses).toHaveLength(20);
  });

  it('refuses a row that is not there and a row without text', async () => {
    const { patch } = await withZoe();
    expect((await patch({ email_addresses: [{ id: 1, address: 'q@x.example' }] })).status).toBe(422);
    expect((await patch({ email_addresses: [{ address: ' ' }] })).status).toBe(422);
  });

  it('writes nothing when If-Match is not the etag, and writes when it is or is absent', async () => {
    const { patch, zoe, control } = await withZoe();
    expect((await patch({ last_name: 'A' }, { 'if-match': '"0"' })).status).toBe(412);
    expect(control.contacts.get(zoe.id)?.last_name).toBe('Reyes');
    expect((await patch({ last_name: 'B' }, { 'if-match': zoe.etag })).status).toBe(200);
    expect((await patch({ last_name: 'C' }, { 'if-match': zoe.etag })).status).toBe(412);
    expect((await patch({ last_name: 'D' })).body.data.last_name).toBe('D');
  });

  it('changes etag and updated_at when a row changes, and neither when nothing changes', async () => {
    const { patch, zoe, world, control } = await withZoe();
    await world.advance(60_000);
    await patch({ last_name: 'Reyes', email_addresses: [{ id: zoe.email_addresses[0]?.id, address: 'a@x.example' }] });
    expect(control.contacts.get(zoe.id)).toEqual(zoe);
    await patch({ email_addresses: [{ id: zoe.email_addresses[0]?.id, address: 'new@x.example' }] });
    const after = control.contacts.get(zoe.id);
    expect(after?.etag).not.toBe(zoe.etag);
    expect(after?.updated_at).not.toBe(zoe.updated_at);
    expect(after?.created_at).toBe(zoe.created_at);
  });

  it('clears a text with null and with an empty text, but not the last name part', async () => {
    const { patch } = await withZoe();
    expect((await patch({ first_name: null })).body.data.first_name).toBeNull();
    expect((await patch({ last_name: '' })).status).toBe(422);
  });

  it('links an existing company, refuses a person or nobody as one, and cannot unset it', async () => {
    const { patch, control, zoe } = await withZoe();
    const company = control.contacts.add({ type: 'Company', name: 'Orchard Ltd' });
    const linked = await patch({ company: { id: company } });
    expect(linked.body.data.company).toEqual({ id: company, name: 'Orchard Ltd' });
    expect((await patch({ company: { id: zoe.id } })).status).toBe(422);
    expect((await patch({ company: { id: 12 } })).status).toBe(422);
    expect((await patch({ company: null })).status).toBe(422);
    expect(control.contacts.get(zoe.id)?.company?.id).toBe(company);
  });

  it('shows no company once the company is deleted', async () => {
    const { patch, control, zoe } = await withZoe();
    const company = control.contacts.add({ type: 'Company', name: 'Orchard Ltd' });
    await patch({ company: { id: company } });
    control.contacts.remove(company);
    expect(control.contacts.get(zoe.id)?.company).toBeNull();
  });

  it('never turns a person into a company', async () => {
    const { patch, control, zoe } = await withZoe();
    await patch({ type: 'Company', last_name: 'Chang' });
    expect(control.contacts.get(zoe.id)).toMatchObject({ type: 'Person', last_name: 'Chang' });
  });
});

describe('reading and deleting a contact in the Clio look-alike', () => {
  it('answers 304 to the etag and to the time that the asker has, and 200 after a change', async () => {
    const { call, control, world } = clioWorld({ contacts: [person('Zoë', 'Reyes')] });
    const [zoe] = control.contacts.list();
    const read = (headers: Record<string, string>) => call('GET', `contacts/${zoe?.id}`, undefined, { headers });
    const first = await read({});
    const since = first.headers.get('last-modified') ?? '';
    expect((await read({ 'if-none-match': zoe?.etag ?? '' })).status).toBe(304);
    expect((await read({ 'if-modified-since': since })).status).toBe(304);
    await world.advance(5_000);
    control.contacts.edit(zoe?.id ?? 0, { last_name: 'Stone' });
    expect((await read({ 'if-none-match': zoe?.etag ?? '' })).status).toBe(200);
    expect((await read({ 'if-modified-since': since })).status).toBe(200);
  });

  it('deletes with 204 whatever If-Match says, and then knows nothing of the contact', async () => {
    const { call, control } = clioWorld({ contacts: [person('Zoë', 'Reyes')] });
    const [zoe] = control.contacts.list();
    const gone = await call('DELETE', `contacts/${zoe?.id}.json`, undefined, { headers: { 'if-match': '"0"' } });
    expect([gone.status, gone.text]).toEqual([204, '']);
    const answers = [
      await call('GET', `contacts/${zoe?.id}`),
      await call('DELETE', `contacts/${zoe?.id}`),
      await call('PATCH', `contacts/${zoe?.id}`, { last_name: 'X' }),
    ];
    for (const { status, body } of answers) {
      expect([status, body.error]).toEqual([404, { type: 'NotFoundError', message: 'Not Found' }]);
    }
    expect((await call('GET', 'contacts')).body.data).toEqual([]);
  });

  it('lists the rows of one contact', async () => {
    const { call, control } = clioWorld({
      contacts: [
        person('Zoë', 'Reyes', {
          phone_numbers: [
            { name: 'Fax', number: '1' },
            { name: 'Work', number: '2' },
          ],
        }),
      ],
    });
    const [zoe] = control.contacts.list();
    const { body } = await call('GET', `contacts/${zoe?.id}/phone_numbers.json?fields=name,number,primary&limit=1`);
    expect(body.data).toEqual([{ name: 'Fax', number: '1', primary: true }]);
    const next = await call('GET', String(body.meta.paging.next));
    expect(next.body.data).toEqual([{ name: 'Work', number: '2', primary: false }]);
    expect((await call('GET', `contacts/${zoe?.id}/email_addresses`)).body.data).toEqual([]);
  });

  it('shows a restricted user only what it made or was shown, and 404 for the rest', async () => {
    const { call, control } = clioWorld({
      contacts: [person('Hidden', 'One'), person('Shown', 'Two', { visible_to: [clerk.id] })],
    });
    const own = await call('POST', 'contacts', { type: 'Person', first_name: 'Own' }, { user: clerk.id });
    const { body } = await call('GET', 'contacts?fields=first_name', undefined, { user: clerk.id });
    expect(body.data.map((row) => row.first_name)).toEqual(['Shown', 'Own']);
    expect(own.status).toBe(201);
    const hidden = control.contacts.list()[0]?.id;
    expect((await call('GET', `contacts/${hidden}`, undefined, { user: clerk.id })).status).toBe(404);
    expect((await call('PATCH', `contacts/${hidden}`, { last_name: 'X' }, { user: clerk.id })).status).toBe(404);
    expect((await call('DELETE', `contacts/${hidden}`, undefined, { user: clerk.id })).status).toBe(404);
  });

  it('can show a restricted user the rest redacted', async () => {
    const { call, world } = clioWorld({ contacts: [person('Hidden', 'One', { phone_numbers: [{ number: '1' }] })] });
    world.awkward.set('clio.redacted', { rate: 1 });
    const { body } = await call('GET', 'contacts?fields=id,type,first_name,phone_numbers{number}', undefined, {
      user: clerk.id,
    });
    expect(body.data[0]).toMatchObject({ type: 'Person', first_name: null, phone_numbers: [], redacted: true });
    const one = await call('GET', `contacts/${body.data[0]?.id}?fields=last_name`, undefined, { user: clerk.id });
    expect(one.body.data).toEqual({ last_name: null, redacted: true });
  });
});

describe('versions', () => {
  it('echoes the version, by default the newest, and answers 410 to one that is not served', async () => {
    const { call } = clioWorld();
    const ask = (version?: string) =>
      call('GET', 'contacts', undefined, { headers: version === undefined ? {} : { 'x-api-version': version } });
    expect((await ask()).headers.get('x-api-version')).toBe('4.0.13');
    expect((await ask('4.0.11')).headers.get('x-api-version')).toBe('4.0.11');
    expect((await ask('3.9')).status).toBe(410);
  });
});
