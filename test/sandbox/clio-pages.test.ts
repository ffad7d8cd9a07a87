import { describe, expect, it } from 'vitest';
import { clioWorld, firm, person } from './clio-world.ts';

const contacts = [
  person('Zoë', 'Reyes', {
    title: 'Notary',
    company: 'Orchard Ltd',
    email_addresses: [
      { name: 'Work', address: 'a@x.example' },
      { name: 'Home', address: 'b@x.example' },
    ],
  }),
];

function pagesWorld(options: Parameters<typeof clioWorld>[0] = { contacts }) {
  const clio = clioWorld(options);
  const get = (path: string) => clio.fetchText(new Request(`http://sandbox.test/clio/${path}`));
  const post = async (path: string, fields: Record<string, string> = {}) => {
    const request = new Request(`http://sandbox.test/clio/${path}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
    });
    const answer = await clio.fetchText(request);
    return { ...answer, location: answer.headers.get('location') };
  };
  const zoe = clio.control.contacts.list().find(({ first_name }) => first_name === 'Zoë');
  return { ...clio, get, post, zoe, zoeId: zoe?.id ?? 0 };
}

/** The fields that a browser would send for a form as it is shown. */
function fieldsOf(html: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [tag] of html.matchAll(/<input [^>]*>/gu)) {
    const name = /name="([^"]*)"/u.exec(tag)?.[1] ?? '';
    const value = /value="([^"]*)"/u.exec(tag)?.[1] ?? '';
    const chosen = !/type="(?:radio|checkbox)"/u.test(tag) || tag.includes(' checked');
    if (name !== '' && chosen) fields[name] = value.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  }
  for (const [, name = '', options = ''] of html.matchAll(/<select name="([^"]*)">(.*?)<\/select>/gu)) {
    fields[name] = /<option selected>([^<]*)/u.exec(options)?.[1] ?? '';
  }
  return fields;
}

describe('the page "Clio contacts"', () => {
  it('says that it is a stand-in, and lists contacts with their primary address and company', async () => {
    const { get } = pagesWorld();
    const { status, text, headers } = await get('contacts');
    expect(status).toBe(200);
    expect(text).toContain('This is a stand-in for Clio, not Clio.');
    expect(text).toMatch(
      /<bdi>Zoë Reyes<\/bdi><\/a><\/td><td><bdi>Orchard Ltd<\/bdi>.*?<bdi>a@x\.example<\/bdi><small>and 1 more/u,
    );
    expect(headers.get('content-security-policy')).toMatch(
      /default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-/u,
    );
  });

  it('shows a hundred at a time in the order of last names, and finds by any word', async () => {
    const crowd = Array.from({ length: 250 }, (_, index) => person('Ann', `L${String(249 - index).padStart(3, '0')}`));
    const { get } = pagesWorld({ contacts: crowd });
    const names = async (query: string) =>
      [...(await get(`contacts?${query}`)).text.matchAll(/<bdi>Ann (L\d+)/gu)].map(([, name]) => name);
    const pages = [await names('page=1'), await names('page=2'), await names('page=3')];
    expect(pages.map((page) => page.length)).toEqual([100, 100, 50]);
    expect([pages[0]?.[0], pages[2]?.[49]]).toEqual(['L000', 'L249']);
    expect(await names('page=99')).toEqual(pages[2]);
    expect(await names('page=x')).toEqual(pages[0]);
    expect(await names('query=l01')).toHaveLength(10);
    expect((await get('contacts?query=%3Cscript%3E')).text).toContain('Nothing matches “&lt;script&gt;”');
  });

  it('shows a change at the next visit', async () => {
    const { get, control, zoeId } = pagesWorld();
    expect((await get('contacts')).text).toContain('Zoë Reyes');
    control.contacts.edit(zoeId, { last_name: 'Stone' });
    expect((await get('contacts')).text).toContain('Zoë Stone');
  });

  it('puts what changed last first on demand', async () => {
    const { get, control, world } = pagesWorld({ contacts: [person('A', 'A'), person('B', 'B')] });
    await world.advance(1_000);
    control.contacts.edit(control.contacts.list()[1]?.id ?? 0, { title: 'Notary' });
    const { text } = await get('contacts?sort=changed');
    expect(text.indexOf('>B B<')).toBeLessThan(text.indexOf('>A A<'));
  });

  it('has a version that changes with every change and with nothing else', async () => {
    const { get, control, zoeId, call } = pagesWorld();
    const version = async () => (await get(`contacts/version?firm=${firm.id}`)).text;
    const first = await version();
    await get('contacts');
    expect(await version()).toBe(first);
    control.contacts.edit(zoeId, { title: 'Judge' });
    const second = await version();
    expect(second).not.toBe(first);
    await call('DELETE', `contacts/${zoeId}`);
    expect(await version()).not.toBe(second);
  });

  it('shows names as text, whatever they are', async () => {
    const nasty = `"><img src=x onerror=alert(1)></script>{{7*7}}`;
    const { get, control } = pagesWorld({ contacts: [person(nasty, 'X', { company: nasty, title: nasty })] });
    const id = control.contacts.list().find(({ type }) => type === 'Person')?.id;
    for (const path of [
      'contacts',
      `contacts/${id}`,
      `contacts/${id}/delete`,
      `contacts?query=${encodeURIComponent(nasty)}`,
    ]) {
      expect((await get(path)).text).not.toContain('<img');
    }
  });

  it('adds a person with rows and a primary one, and says so', async () => {
    const { post, get, control } = pagesWorld({});
    const { status, location } = await post(`contacts/new?firm=${firm.id}`, {
      type: 'Person',
      first_name: ' Ann ',
      date_of_birth: '1980-02-29',
      company: 'Grove',
      'phone_numbers.0.name': 'Work',
      'phone_numbers.0.number': '1',
      'phone_numbers.1.name': 'Mobile',
      'phone_numbers.1.number': '2',
      'phone_numbers.2.name': 'Work',
      'phone_numbers.2.number': ' ',
      'phone_numbers.primary': '1',
    });
    expect([status, location]).toEqual([303, `/clio/contacts?done=added&firm=${firm.id}`]);
    expect((await get(`contacts?done=added`)).text).toContain('The contact was added.');
    const ann = control.contacts.list().find(({ first_name }) => first_name === 'Ann');
    expect(ann).toMatchObject({ date_of_birth: '1980-02-29', company: { name: 'Grove' } });
    expect(ann?.phone_numbers.map(({ name, number, primary }) => [name, number, primary])).toEqual([
      ['Work', '1', false],
      ['Mobile', '2', true],
    ]);
  });

  it('adds a company', async () => {
    const { post, control } = pagesWorld({});
    await post(`contacts/new?firm=${firm.id}`, { type: 'Company', name: 'Grove' });
    expect(control.contacts.list()).toMatchObject([{ type: 'Company', name: 'Grove' }]);
  });

  it('says what is wrong and keeps what was typed', async () => {
    const { post, control } = pagesWorld({});
    const { status, text } = await post(`contacts/new?firm=${firm.id}`, { type: 'Person', title: 'Judge "X"' });
    expect(status).toBe(422);
    expect(text).toContain('At least one of first name or last name must be provided.');
    expect(text).toContain('value="Judge &quot;X&quot;"');
    expect(control.contacts.list()).toEqual([]);
  });

  it('offers another row without saving, and keeps what was typed', async () => {
    const { post, control } = pagesWorld({});
    const fields = {
      type: 'Person',
      first_name: 'Ann',
      'addresses.0.name': 'Work',
      'addresses.0.city': 'Sarnia',
      more: 'addresses',
    };
    const { status, text } = await post(`contacts/new?firm=${firm.id}`, fields);
    expect([status, control.contacts.list().length]).toEqual([200, 0]);
    expect(text).toContain('name="addresses.0.city" value="Sarnia"');
    expect(text).toMatch(/name="addresses\.1\.street" value="" dir="auto" autofocus/u);
  });

  it('saves an untouched form without changing anything', async () => {
    const { get, post, zoe, zoeId, control } = pagesWorld();
    const fields = fieldsOf((await get(`contacts/${zoeId}`)).text);
    expect(fields).toMatchObject({
      first_name: 'Zoë',
      company: 'Orchard Ltd',
      'email_addresses.1.address': 'b@x.example',
      'email_addresses.primary': '0',
    });
    expect((await post(`contacts/${zoeId}`, fields)).status).toBe(303);
    expect(control.contacts.get(zoeId)).toEqual(zoe);
  });

  it('saves edits in place: texts, kinds, the primary choice, emptied and removed rows, an unset company', async () => {
    const { get, post, zoe, zoeId, control } = pagesWorld();
    const fields = fieldsOf((await get(`contacts/${zoeId}`)).text);
    await post(`contacts/${zoeId}`, {
      ...fields,
      last_name: 'Stone',
      company: '',
      'email_addresses.1.name': 'Other',
      'email_addresses.primary': '1',
    });
    expect(control.contacts.get(zoeId)).toMatchObject({ last_name: 'Stone', company: null });
    expect(control.contacts.get(zoeId)?.email_addresses).toEqual([
      { ...zoe?.email_addresses[0], primary: false },
      { ...zoe?.email_addresses[1], name: 'Other', primary: true },
    ]);
    const again = fieldsOf((await get(`contacts/${zoeId}`)).text);
    await post(`contacts/${zoeId}`, { ...again, 'email_addresses.0.address': '', 'email_addresses.1.remove': 'on' });
    expect(control.contacts.get(zoeId)?.email_addresses).toEqual([]);
  });

  it('does not overwrite what someone else changed meanwhile, unless the person saves once more', async () => {
    const { get, post, zoeId, control } = pagesWorld();
    const fields = fieldsOf((await get(`contacts/${zoeId}`)).text);
    control.contacts.edit(zoeId, { title: 'Judge' });
    const overtaken = await post(`contacts/${zoeId}`, { ...fields, title: 'Mine' });
    expect(overtaken.status).toBe(409);
    expect(overtaken.text).toContain('changed by someone else meanwhile');
    expect(control.contacts.get(zoeId)?.title).toBe('Judge');
    await post(`contacts/${zoeId}`, fieldsOf(overtaken.text));
    expect(control.contacts.get(zoeId)?.title).toBe('Mine');
  });

  it('deletes only after asking', async () => {
    const { get, post, zoeId, control } = pagesWorld();
    const asked = await get(`contacts/${zoeId}/delete`);
    expect(asked.text).toContain('Delete this contact?');
    expect(control.contacts.get(zoeId)).toBeDefined();
    expect((await post(`contacts/${zoeId}/delete`)).status).toBe(303);
    expect(control.contacts.get(zoeId)).toBeUndefined();
  });

  it('says so when a contact or a page is not there', async () => {
    const { get, post } = pagesWorld();
    for (const answer of [
      await get('contacts/5'),
      await post('contacts/5'),
      await post('contacts/5/delete'),
      await get('contacts/5/x'),
    ]) {
      expect(answer.status).toBe(404);
    }
  });

  it('keeps firms apart, and links from one to the other', async () => {
    const { get, control } = pagesWorld();
    control.addFirm({ id: 502, name: 'Other', users: [{ id: 80, name: 'O', email: 'o@other.example' }] });
    control.contacts.add(person('Only', 'There'), 502);
    const { text } = await get('contacts?firm=502');
    expect(text).toContain('Only There');
    expect(text).not.toContain('Zoë');
    expect(text).toContain('<a href="/clio/contacts?firm=501">');
  });
});
