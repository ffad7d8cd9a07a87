import { describe, expect, test } from 'vitest';
import { awkwardnesses } from '../../packages/sandbox/src/microsoft/index.ts';
import { ada, type Bench, createBench } from './microsoft-world.ts';

type Texts = Readonly<Record<string, string>>;
const people = '/outlook/people';

const open = (bench: Bench, path: string) => bench.microsoft.pages.handle(new Request(`http://sandbox${path}`));
const read = async (bench: Bench, path: string) => (await open(bench, path)).text();
const send = (bench: Bench, path: string, form: Texts = {}) =>
  bench.microsoft.pages.handle(
    new Request(`http://sandbox${path}`, { method: 'POST', body: new URLSearchParams(form) }),
  );
const pathOf = (id: string) => `${people}/${encodeURIComponent(id)}`;

/** What the form of a page would send as it stands. */
function formOn(html: string): Record<string, string> {
  const inputs = [...html.matchAll(/<input type="[^"]*" name="([^"]*)" value="([^"]*)"/gu)];
  return Object.fromEntries(inputs.map(([, name = '', value = '']) => [name, unescaped(value)]));
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

const rows = (html: string) => [...html.matchAll(/<tr><td>/gu)].length;

describe('the list', () => {
  test('shows a hundred at a time, by "file as", and finds names, e-mails, phones and companies', async () => {
    const bench = createBench();
    bench.control.addMany(
      ada.email,
      Array.from({ length: 250 }, (_, n) => ({
        givenName: n === 7 ? 'Zoë' : `P${n}`,
        surname: `S${249 - n}`,
        emailAddresses: [{ address: `p${n}@x.example` }],
        businessPhones: [`+1 416 555 ${1000 + n}`],
        companyName: n === 8 ? 'Fabrikam' : 'Contoso',
      })),
    );
    const html = await read(bench, people);
    expect(rows(html)).toBe(100);
    expect(html).toContain('250 contacts · page 1 of 3');
    expect(rows(await read(bench, `${people}?page=3`))).toBe(50);
    expect(html.indexOf('P249 S0')).toBeLessThan(html.indexOf('P248 S1'));
    for (const query of ['zoe', 'ZOË', 'p7@x', '5551007', '555 1007']) {
      const found = rows(await read(bench, `${people}?query=${encodeURIComponent(query)}`));
      expect([query, found]).toEqual([query, query === '5551007' ? 0 : 1]);
    }
    expect(rows(await read(bench, `${people}?query=fabrikam`))).toBe(1);
    expect(await read(bench, `${people}?query=nobody`)).toContain('Nobody matches');
  });

  test('shows what people wrote as text, never as HTML', async () => {
    const bench = createBench();
    const nasty = '"><img src=x onerror=alert(1)></script>';
    const { id } = bench.people.add({ givenName: nasty, companyName: nasty, emailAddresses: [{ address: nasty }] });
    for (const path of [people, `${people}?query=${encodeURIComponent(nasty)}`, pathOf(id), `${pathOf(id)}/delete`]) {
      const html = await read(bench, path);
      expect(html).not.toContain('<img');
      expect(html).toContain('&lt;img');
    }
  });

  test('offers the mailboxes when there are several, and says when there is none', async () => {
    const bench = createBench();
    expect(await read(bench, people)).not.toContain('<select name="mailbox">');
    bench.control.addAccount({ ...ada, oid: 'o-2', name: 'Bo', email: 'bo@byron.example' });
    bench.control.addAccount({ ...ada, oid: 'o-3', name: 'No', email: 'no@byron.example', mailbox: false });
    bench.control.contacts('bo@byron.example').add({ givenName: 'Only Bo knows' });
    const html = await read(bench, `${people}?mailbox=bo%40byron.example`);
    expect(html).toContain('<option value="bo@byron.example" selected>');
    expect(html).not.toContain('no@byron.example');
    expect(html).toContain('Only Bo knows');
    expect(await read(bench, people)).not.toContain('Only Bo knows');
    expect((await open(bench, `${people}?mailbox=no%40byron.example`)).status).toBe(404);
  });

  test('has a version that moves whenever something changed', async () => {
    const bench = createBench();
    const version = () => read(bench, `${people}/version`);
    const first = await version();
    expect(JSON.parse(first)).toEqual({ version: 0 });
    expect(await version()).toBe(first);
    await bench.graph('POST', '/me/contacts', { givenName: 'Ada' });
    expect(await version()).not.toBe(first);
    expect(rows(await read(bench, people))).toBe(1);
    bench.people.add({ givenName: 'Bo' });
    expect(rows(await read(bench, people))).toBe(2);
    expect(await read(bench, people)).toContain('/outlook/people/version?mailbox=ada%40byron.example');
  });
});

describe('a person', () => {
  const typed = {
    title: 'Dr',
    givenName: ' Ada ',
    middleName: 'K',
    surname: 'Byron',
    companyName: 'Engines',
    jobTitle: 'Analyst',
    businessHomePage: 'https://ada.example',
    'email.0.address': 'ada@x.example',
    'email.2.address': 'third@x.example',
    'email.2.name': 'Third',
    'businessPhones.1': '+1 416 555 0101',
    'homePhones.0': '+1 416 555 0102',
    mobilePhone: '+1 416 555 0103',
    'imAddresses.0': 'im:ada',
    'businessAddress.street': '1 Main St',
    'otherAddress.countryOrRegion': 'Canada',
    birthday: '1815-12-10',
  };

  test('is added with every mapped field, and Graph shows it', async () => {
    const bench = createBench();
    const response = await send(bench, `${people}/new?mailbox=ada%40byron.example`, typed);
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      '/outlook/people?mailbox=ada%40byron.example&done=added',
    ]);
    const { body } = await bench.graph('GET', '/me/contacts');
    expect(body.value[0]).toMatchObject({
      title: 'Dr',
      givenName: 'Ada',
      displayName: 'Ada K Byron',
      fileAs: 'Byron, Ada K',
      emailAddresses: [
        { address: 'ada@x.example', name: 'ada@x.example' },
        { address: 'third@x.example', name: 'Third' },
      ],
      businessPhones: ['+1 416 555 0101'],
      homePhones: ['+1 416 555 0102'],
      mobilePhone: '+1 416 555 0103',
      imAddresses: ['im:ada'],
      businessAddress: { street: '1 Main St' },
      homeAddress: {},
      otherAddress: { countryOrRegion: 'Canada' },
      businessHomePage: 'https://ada.example',
      birthday: '1815-12-10T11:59:00Z',
    });
    expect(await read(bench, '/outlook/people?done=added')).toContain('The contact was added.');
  });

  test('is shown in the form and saved from it unchanged, with unmapped fields kept', async () => {
    const bench = createBench();
    await send(bench, `${people}/new`, typed);
    const before = bench.people.list()[0];
    if (!before) throw new Error('not added');
    bench.people.edit(before.id, { personalNotes: 'kept', categories: ['Red'] });
    const form = formOn(await read(bench, pathOf(before.id)));
    expect((await send(bench, pathOf(before.id), form)).status).toBe(303);
    const after = bench.people.get(before.id);
    expect(after).toMatchObject({ personalNotes: 'kept', categories: ['Red'], displayName: 'Ada K Byron' });
    expect(after?.emailAddresses).toEqual(before.emailAddresses);
  });

  test('is put into categories, and out of them', async () => {
    const bench = createBench();
    const { id } = bench.people.add({ givenName: 'Ada' });
    const edit = async (categories: string) => {
      await send(bench, pathOf(id), { ...formOn(await read(bench, pathOf(id))), categories });
      return bench.people.get(id)?.categories;
    };
    expect(await edit(' Clients ,VIP,, VIP')).toEqual(['Clients', 'VIP']);
    expect(formOn(await read(bench, pathOf(id))).categories).toBe('Clients, VIP');
    expect(await edit('')).toEqual([]);
  });

  test('gets a new display name with a new name, unless somebody wrote one', async () => {
    const bench = createBench();
    const { id } = bench.people.add({ givenName: 'Ada', surname: 'Byron' });
    const edit = async (change: Texts) => {
      await send(bench, pathOf(id), { ...formOn(await read(bench, pathOf(id))), ...change });
      const { displayName, fileAs } = bench.people.get(id) ?? {};
      return [displayName, fileAs];
    };
    expect(await edit({ surname: 'King' })).toEqual(['Ada King', 'King, Ada']);
    expect(await edit({ displayName: 'The Countess', fileAs: 'Countess' })).toEqual(['The Countess', 'Countess']);
    expect(await edit({ surname: 'Lovelace' })).toEqual(['The Countess', 'Countess']);
    expect(await edit({ displayName: '', fileAs: '' })).toEqual(['Ada Lovelace', 'Lovelace, Ada']);
  });

  test('that was changed meanwhile is shown again before it is overwritten', async () => {
    const bench = createBench();
    const { id } = bench.people.add({ givenName: 'Ada' });
    const form = { ...formOn(await read(bench, pathOf(id))), jobTitle: 'Mine' };
    await bench.graph('PATCH', `/me/contacts/${id}`, { jobTitle: 'Theirs' });
    const response = await send(bench, pathOf(id), form);
    const html = await response.text();
    expect(html).toContain('changed by someone else meanwhile');
    expect(bench.people.get(id)?.jobTitle).toBe('Theirs');
    await send(bench, pathOf(id), formOn(html));
    expect(bench.people.get(id)?.jobTitle).toBe('Mine');
  });

  test('is not saved with a birthday that is none, and what was typed stays', async () => {
    const bench = createBench();
    const response = await send(bench, `${people}/new`, { ...typed, birthday: 'tomorrow' });
    const html = await response.text();
    expect(response.status).toBe(422);
    expect(html).toContain('role="alert"');
    expect(html).toContain('value="third@x.example"');
    expect(bench.people.list()).toHaveLength(0);
  });

  test('is deleted to Deleted Items after a question, and from there for good', async () => {
    const bench = createBench();
    const { id } = bench.people.add({ givenName: 'Ada' });
    expect(await read(bench, `${pathOf(id)}/delete`)).toContain('goes to Deleted Items');
    expect(bench.people.list()).toHaveLength(1);
    await send(bench, `${pathOf(id)}/delete`);
    expect([bench.people.list().length, bench.people.list('Deleted Items').length]).toEqual([0, 1]);
    expect(await read(bench, `${people}?folder=Deleted+Items`)).toContain('Ada');
    expect(await read(bench, `${pathOf(id)}/delete`)).toContain('gone for good');
    await send(bench, `${pathOf(id)}/delete`);
    expect(bench.people.list('Deleted Items')).toHaveLength(0);
    expect((await open(bench, pathOf(id))).status).toBe(404);
  });

  test('is moved to a new sub-folder and back', async () => {
    const bench = createBench();
    const { id } = bench.people.add({ givenName: 'Ada' });
    await send(bench, `${pathOf(id)}/move`, { folder: 'Contacts', newFolder: 'Friends' });
    expect(bench.people.folderOf(id)).toBe('Friends');
    expect(await read(bench, pathOf(id))).toContain('<option selected>Friends</option>');
    await send(bench, `${pathOf(id)}/move`, { folder: 'Contacts', newFolder: ' ' });
    expect(bench.people.folderOf(id)).toBe('Contacts');
  });
});

test('pages that are not there say so', async () => {
  const bench = createBench();
  for (const path of [`${people}/x`, `${people}/%E0%A4%A`, '/outlook/elsewhere', `${people}/x/move`]) {
    expect((await open(bench, path)).status).toBe(404);
  }
});

test('every awkwardness has a sentence, and its name says whose it is', () => {
  for (const [name, text] of Object.entries(awkwardnesses)) {
    expect(name).toMatch(/^microsoft\.[a-zA-Z.]+$/u);
    expect(text).toMatch(/\.$/u);
  }
});

test('every awkwardness that the code asks for is in the table, and the other way round', async () => {
  const { readdirSync, readFileSync } = await import('node:fs');
  const folder = new URL('../../packages/sandbox/src/microsoft/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const sources = files
    .filter((name) => name !== 'awkwardnesses.ts')
    .map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const asked = new Set(
    sources.flatMap((text) =>
      [...text.matchAll(/strikes\(['`](microsoft\.[^'`]+)['`]\)/gu)].map((match) => match[1] ?? ''),
    ),
  );
  const plain = [...asked].filter((name) => !name.includes('${')).sort();
  const prefixes = [...asked].filter((name) => name.includes('${')).map((name) => name.split('${')[0] ?? '');
  expect(plain.filter((name) => !(name in awkwardnesses))).toEqual([]);
  const unasked = Object.keys(awkwardnesses).filter(
    (name) => !asked.has(name) && !prefixes.some((prefix) => name.startsWith(prefix)),
  );
  expect(unasked).toEqual([]);
});
