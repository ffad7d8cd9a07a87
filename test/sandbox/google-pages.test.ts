import { describe, expect, it } from 'vitest';
import { bo, createBench, named, namesOf, versionOf } from './google-contacts-world.ts';

type Bench = ReturnType<typeof createBench>;
type Texts = Readonly<Record<string, string | readonly string[]>>;
const contacts = '/google/contacts';

const open = ({ service }: Bench, path: string) =>
  service.answer({ method: 'GET', url: `http://sandbox.test${path}`, headers: {} });
const read = async (bench: Bench, path: string) => (await open(bench, path)).body;
function send({ service }: Bench, path: string, form: Texts = {}) {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(form)) for (const one of [value].flat()) body.append(name, one);
  return service.answer({ method: 'POST', url: `http://sandbox.test${path}`, headers: {}, body: body.toString() });
}
const pathOf = ({ resourceName }: { readonly resourceName: string }) => resourceName.replace('people', contacts);
const rows = (html: string) => [...html.matchAll(/<tr><td>/gu)].length;

/** What the forms of a page would send as they stand. */
function formOn(html: string): Record<string, string> {
  const inputs = [...html.matchAll(/<input type="(?:text|hidden)" name="([^"]*)" value="([^"]*)"/gu)];
  const areas = [...html.matchAll(/<textarea name="([^"]*)"[^>]*>([^<]*)</gu)];
  const selects = [...html.matchAll(/<select name="([^"]*)">(.*?)<\/select>/gu)];
  const chosen = selects.map(([, name = '', options = '']) => [
    name,
    /value="([^"]*)" selected/u.exec(options)?.[1] ?? '',
  ]);
  return Object.fromEntries([
    ...[...inputs, ...areas].map(([, name = '', value = '']) => [name, unescaped(value)]),
    ...chosen,
  ]);
}

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

describe('the list of contacts of the Google look-alike', () => {
  it('shows a hundred at a time, by name, and finds names, e-mails, phones and companies', async () => {
    const bench = createBench();
    bench.control.addMany(
      'ada@byron.example',
      Array.from({ length: 250 }, (_, n) => ({
        names: [{ givenName: n === 7 ? 'Zoë' : `P${String(n).padStart(3, '0')}` }],
        emailAddresses: [{ value: `p${n}@x.example` }],
        phoneNumbers: [{ value: `+1 416 555 ${1_000 + n}` }],
        organizations: [{ name: n === 8 ? 'Fabrikam' : 'Contoso' }],
      })),
    );
    const html = await read(bench, contacts);
    expect(rows(html)).toBe(100);
    expect(html).toContain('250 contacts · page 1 of 3');
    expect(html.indexOf('P001')).toBeLessThan(html.indexOf('P002'));
    expect(rows(await read(bench, `${contacts}?page=3`))).toBe(50);
    for (const query of ['zoe', 'p7@x', '555 1007', 'FABRIKAM'])
      expect([query, rows(await read(bench, `${contacts}?query=${encodeURIComponent(query)}`))]).toEqual([query, 1]);
    expect(await read(bench, `${contacts}?query=nobody`)).toContain('Nobody matches');
  });

  it('shows one label when asked, and the account that was chosen', async () => {
    const bench = createBench();
    bench.people.add({ names: [{ givenName: 'Client' }] }, ['Clients']);
    bench.people.add({ names: [{ givenName: 'Friend' }] });
    bench.control.contacts(bo.email).add({ names: [{ givenName: 'Only Bo knows' }] });
    expect(rows(await read(bench, contacts))).toBe(2);
    expect(rows(await read(bench, `${contacts}?label=Clients`))).toBe(1);
    expect(await read(bench, `${contacts}?account=${encodeURIComponent(bo.email)}`)).toContain('Only Bo knows');
    expect((await open(bench, `${contacts}?account=nobody%40x.example`)).status).toBe(404);
  });

  it('has a version that moves whenever something changed', async () => {
    const bench = createBench();
    const version = async () => JSON.parse(await read(bench, `${contacts}/version`)).version;
    expect(await version()).toBe(0);
    await bench.create(named('Ada'));
    expect(await version()).toBe(1);
    expect(rows(await read(bench, contacts))).toBe(1);
    expect(await read(bench, contacts)).toContain('/google/contacts/version?account=ada%40byron.example');
  });

  it('shows what people wrote as text, never as HTML', async () => {
    const bench = createBench();
    const nasty = '"><img src=x onerror=alert(1)></script>';
    const contact = bench.people.add(
      {
        names: [{ givenName: nasty }],
        organizations: [{ name: nasty, title: nasty }],
        emailAddresses: [{ value: nasty, type: nasty }],
        biographies: [{ value: nasty }],
      },
      [nasty],
    );
    const pages = [
      contacts,
      `${contacts}?query=${encodeURIComponent(nasty)}`,
      pathOf(contact),
      `${pathOf(contact)}/delete`,
    ];
    for (const path of pages) {
      const html = await read(bench, path);
      expect([path, html.includes('<img')]).toEqual([path, false]);
      expect(html).toContain('&lt;img');
    }
    bench.people.remove(contact.resourceName);
    expect(await read(bench, `${contacts}/trash`)).not.toContain('<img');
  });
});

describe('a contact on the pages of the Google look-alike', () => {
  const typed = {
    honorificPrefix: 'Dr.',
    givenName: ' Ada ',
    familyName: 'Byron',
    honorificSuffix: 'Jr.',
    nickname: 'A',
    'work.name': 'Engines',
    'work.title': 'Analyst',
    'email.0.value': 'ada@x.example',
    'email.0.type': 'work',
    'email.2.value': 'third@x.example',
    'phone.1.value': '+1 416 555 0101',
    'phone.1.type': 'mobile',
    'address.0.city': 'London',
    'address.0.type': 'home',
    'site.0.value': 'https://ada.example',
    'messenger.0.username': 'ada',
    birthday: '--12-10',
    notes: 'Met in court',
  };

  it('is added with every field, and the API shows it', async () => {
    const bench = createBench();
    const { status, headers } = await send(bench, `${contacts}/new`, typed);
    expect([status, headers.location]).toEqual([303, '/google/contacts?account=ada%40byron.example&done=added']);
    const { body } = await bench.get(bench.people.list()[0]?.resourceName ?? '');
    expect(body).toMatchObject({
      names: [{ givenName: 'Ada', displayName: 'Dr. Ada Byron, Jr.' }],
      nicknames: [{ value: 'A' }],
      organizations: [{ name: 'Engines', title: 'Analyst' }],
      emailAddresses: [{ value: 'ada@x.example', type: 'work' }, { value: 'third@x.example' }],
      phoneNumbers: [{ value: '+1 416 555 0101', type: 'mobile' }],
      addresses: [{ city: 'London', type: 'home' }],
      urls: [{ value: 'https://ada.example' }],
      imClients: [{ username: 'ada' }],
      birthdays: [{ date: { month: 12, day: 10 } }],
      biographies: [{ value: 'Met in court' }],
    });
  });

  it('stays as it is when nothing is typed, with all that the page does not show', async () => {
    const bench = createBench();
    const { body } = await bench.create({
      names: [{ givenName: 'Ada', phoneticGivenName: 'AY-da' }],
      nicknames: [{ value: 'A' }, { value: 'Second' }],
      organizations: [
        { name: 'Engines', department: 'R', current: true, startDate: { year: 1_843 } },
        { name: 'Other' },
      ],
      emailAddresses: [{ value: 'a@x.example', displayName: 'Ada!', type: 'Chambers' }],
      addresses: [{ city: 'London', extendedAddress: 'Attic', formattedValue: 'London, in the attic' }],
      birthdays: [{ date: { year: 1_815, month: 12, day: 10 } }],
      clientData: [{ key: 'ours', value: 'm1' }],
      relations: [{ person: 'Charles', type: 'friend' }],
    });
    const { resourceName = '' } = body;
    const path = pathOf({ resourceName: resourceName ?? '' });
    const { status } = await send(bench, path, formOn(await read(bench, path)));
    expect(status).toBe(303);
    const after = (await bench.get(resourceName ?? '')).body;
    const plain = ({ etag: _, metadata: __, ...rest }: typeof body) => rest;
    expect(plain(after)).toEqual(plain(body));
  });

  it('drops a written address when its parts change, and a value whose row is emptied', async () => {
    const bench = createBench();
    const contact = bench.people.add({
      addresses: [{ city: 'London', formattedValue: 'Near the river' }],
      emailAddresses: [{ value: 'a@x.example' }, { value: 'b@x.example' }],
    });
    const form = formOn(await read(bench, pathOf(contact)));
    await send(bench, pathOf(contact), { ...form, 'address.0.city': 'Paris', 'email.0.value': '' });
    const after = bench.people.get(contact.resourceName);
    expect(after?.addresses?.[0]?.formattedValue).toBe('Paris');
    expect(after?.emailAddresses?.map(({ value }) => value)).toEqual(['b@x.example']);
  });

  it('loses its name when every part of it is emptied', async () => {
    const bench = createBench();
    const contact = bench.people.add({ names: [{ givenName: 'Ada' }], nicknames: [{ value: 'A' }] });
    await send(bench, pathOf(contact), { ...formOn(await read(bench, pathOf(contact))), givenName: '' });
    expect(bench.people.get(contact.resourceName)).not.toHaveProperty('names');
  });

  it('shows the contact’s own name, not that of a profile, and writes no other', async () => {
    const bench = createBench();
    const { resourceName } = bench.people.add({ names: [{ givenName: 'Ada' }] });
    const linked = bench.people.linkProfile(resourceName, { id: '9', givenName: 'Countess', familyName: 'L' });
    const form = formOn(await read(bench, pathOf(linked)));
    expect(form.givenName).toBe('Ada');
    await send(bench, pathOf(linked), { ...form, givenName: 'Augusta' });
    expect(bench.people.get(resourceName)?.names?.map(({ givenName }) => givenName)).toEqual(['Augusta', 'Countess']);
  });

  it('that was changed meanwhile is shown again before it is overwritten', async () => {
    const bench = createBench();
    const contact = bench.people.add({ names: [{ givenName: 'Ada' }] });
    const form = { ...formOn(await read(bench, pathOf(contact))), givenName: 'Mine' };
    await bench.update(contact.resourceName, 'names', { ...versionOf(contact), ...named('Theirs') });
    const { status, body } = await send(bench, pathOf(contact), form);
    expect([status, body.includes('changed by someone else meanwhile')]).toEqual([422, true]);
    expect(namesOf(bench.people.list())).toEqual(['Theirs']);
    await send(bench, pathOf(contact), formOn(body));
    expect(namesOf(bench.people.list())).toEqual(['Mine']);
  });

  it('is not saved with a birthday that is none, and what was typed stays', async () => {
    const bench = createBench();
    const { status, body } = await send(bench, `${contacts}/new`, { ...typed, birthday: '1815-02-30' });
    expect([status, body.includes('role="alert"'), body.includes('value="third@x.example"')]).toEqual([
      422,
      true,
      true,
    ]);
    expect(bench.people.list()).toHaveLength(0);
  });

  it('is labelled', async () => {
    const bench = createBench();
    const contact = bench.people.add({ names: [{ givenName: 'Ada' }] }, ['Clients']);
    expect(await read(bench, pathOf(contact))).toContain('value="Clients" checked');
    await send(bench, `${pathOf(contact)}/label`, { label: ['Starred'], newLabel: ' Experts ' });
    expect(bench.people.labelsOf(contact.resourceName)).toEqual(['Starred', 'Experts']);
  });

  it('is deleted after a question, and recovered from the trash', async () => {
    const bench = createBench();
    const contact = bench.people.add({ names: [{ givenName: 'Ada' }] });
    expect(await read(bench, `${pathOf(contact)}/delete`)).toContain('goes to the trash');
    await send(bench, `${pathOf(contact)}/delete`);
    expect(bench.people.list()).toHaveLength(0);
    expect((await open(bench, pathOf(contact))).status).toBe(404);
    expect(await read(bench, `${contacts}/trash`)).toContain(`${pathOf(contact)}/restore?account=ada%40byron.example`);
    expect((await open(bench, `${pathOf(contact)}/restore`)).status).toBe(404);
    expect(bench.people.list()).toHaveLength(0);
    await send(bench, `${pathOf(contact)}/restore`);
    expect(bench.people.list().map(({ resourceName }) => resourceName)).toEqual([contact.resourceName]);
    expect(await read(bench, `${contacts}/trash`)).toContain('The trash is empty.');
    expect((await send(bench, `${pathOf(contact)}/restore`)).status).toBe(404);
  });

  it('is not there for an address that is made up', async () => {
    const bench = createBench();
    for (const path of [`${contacts}/x`, `${contacts}/c1`, `${contacts}/c1/label`, `${contacts}/c1/elsewhere`])
      expect((await open(bench, path)).status).toBe(404);
    expect((await open(bench, '/google/contactsx')).status).toBe(400);
  });
});
