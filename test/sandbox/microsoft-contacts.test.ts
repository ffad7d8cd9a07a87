import { describe, expect, test } from 'vitest';
import { ada, createBench, main } from './microsoft-world.ts';

const property = 'String {8ECCC264-6880-4EBE-992F-8888D2EEAA1D} Name OurContactId';
const byProperty = (value: string, id = property) =>
  `$filter=${encodeURIComponent(`singleValueExtendedProperties/any(ep: ep/id eq '${id}' and ep/value eq '${value}')`)}`;

describe('the body of a contact', () => {
  test('shows null, [] and {} for what is not set, and every field of the canonical shape', async () => {
    const bench = createBench();
    const { status, headers, body } = await bench.graph('POST', '/me/contacts', {
      givenName: 'Garth',
      surname: 'Fort',
    });
    expect(status).toBe(201);
    expect(headers.get('location')).toContain(body.id);
    expect(headers.get('etag')).toBe(body['@odata.etag']);
    expect(body).toMatchObject({
      displayName: 'Garth Fort',
      fileAs: 'Fort, Garth',
      mobilePhone: null,
      birthday: null,
      emailAddresses: [],
      businessPhones: [],
      homeAddress: {},
      createdDateTime: '2026-01-05T09:00:00Z',
      lastModifiedDateTime: '2026-01-05T09:00:00Z',
    });
    expect(body['@odata.etag']).toBe(`W/"${body.changeKey}"`);
    expect(Object.keys(body)).toHaveLength(3 + 4 + 33);
  });

  test('holds only what $select names, and always the id and the etag', async () => {
    const bench = createBench();
    const { id } = bench.people.add({ givenName: 'Garth' });
    const { body } = await bench.graph('GET', `/me/contacts/${id}?$select=surname,changeKey`);
    expect(Object.keys(body).sort()).toEqual(['@odata.context', '@odata.etag', 'changeKey', 'id', 'surname']);
    const wrong = await bench.graph('GET', `/me/contacts/${id}?$select=shoeSize`);
    expect([wrong.status, wrong.body.error.message]).toEqual([
      400,
      "Could not find a property named 'shoeSize' on type 'microsoft.graph.contact'.",
    ]);
  });

  test('gives a birthday the time 11:59 UTC whatever time was sent', async () => {
    const bench = createBench();
    const dates = ['1974-07-22', '1974-07-22T11:59:00Z', '1974-07-22T00:00:00.000Z'];
    for (const birthday of dates) {
      const { body } = await bench.graph('POST', '/me/contacts', { birthday });
      expect(body.birthday).toBe('1974-07-22T11:59:00Z');
    }
    expect((await bench.graph('POST', '/me/contacts', { birthday: 'soon' })).status).toBe(400);
  });

  test('names an e-mail by its address when no name came', async () => {
    const bench = createBench();
    const { body } = await bench.graph('POST', '/me/contacts', { emailAddresses: [{ address: 'a@b.example' }] });
    expect(body.emailAddresses).toEqual([{ name: 'a@b.example', address: 'a@b.example' }]);
  });

  test('shows the three e-mails one by one when asked for', async () => {
    const bench = createBench();
    const { id } = bench.people.add({ emailAddresses: [{ address: 'a@b.example' }] });
    const { body } = await bench.graph('GET', `/me/contacts/${id}?$select=primaryEmailAddress,tertiaryEmailAddress`);
    expect(body).toMatchObject({
      primaryEmailAddress: { name: 'a@b.example', address: 'a@b.example' },
      tertiaryEmailAddress: null,
    });
  });
});

describe('an update', () => {
  test('keeps absent fields, replaces lists and addresses whole, and clears with null, [] and {}', async () => {
    const bench = createBench();
    const { id } = bench.people.add({
      givenName: 'Ada',
      jobTitle: 'Countess',
      companyName: 'Engines',
      businessPhones: ['1', '2'],
      homePhones: ['3'],
      homeAddress: { street: 'St James', city: 'London' },
      otherAddress: { city: 'Ockham' },
    });
    const patch = {
      jobTitle: null,
      businessPhones: ['2'],
      homePhones: [],
      homeAddress: { city: 'Paris' },
      otherAddress: {},
    };
    const { status, body } = await bench.graph('PATCH', `/me/contacts/${id}`, patch);
    expect(status).toBe(200);
    expect(body).toMatchObject({ givenName: 'Ada', companyName: 'Engines', jobTitle: null, businessPhones: ['2'] });
    expect(body).toMatchObject({ homePhones: [], homeAddress: { city: 'Paris' }, otherAddress: {} });
    expect(body.homeAddress).toEqual({ city: 'Paris' });
  });

  test('moves the change key on each time, also when nothing changes', async () => {
    const bench = createBench();
    const { id, changeKey } = bench.people.add({ givenName: 'Ada' });
    const { body } = await bench.graph('PATCH', `/me/contacts/${id}`, { givenName: 'Ada' });
    expect(body.changeKey).not.toBe(changeKey);
  });

  test('composes displayName and fileAs anew when the name changes without them, even if customised', async () => {
    const bench = createBench();
    const { id } = bench.people.add({ givenName: 'Ada', surname: 'Byron', displayName: 'The Countess', fileAs: 'Zzz' });
    const other = await bench.graph('PATCH', `/me/contacts/${id}`, { jobTitle: 'Analyst' });
    expect(other.body).toMatchObject({ displayName: 'The Countess', fileAs: 'Zzz' });
    const kept = await bench.graph('PATCH', `/me/contacts/${id}`, { surname: 'King', displayName: 'The Countess' });
    expect(kept.body).toMatchObject({ displayName: 'The Countess', fileAs: 'King, Ada' });
    const lost = await bench.graph('PATCH', `/me/contacts/${id}`, { surname: 'Lovelace' });
    expect(lost.body).toMatchObject({ displayName: 'Ada Lovelace', fileAs: 'Lovelace, Ada' });
  });

  test('falls back to the company where there is no name', async () => {
    const bench = createBench();
    const { body } = await bench.graph('POST', '/me/contacts', { companyName: 'Fabrikam' });
    expect(body).toMatchObject({ displayName: 'Fabrikam', fileAs: 'Fabrikam' });
    const named = await bench.graph('PATCH', `/me/contacts/${body.id}`, { givenName: 'Pavel' });
    expect(named.body).toMatchObject({ displayName: 'Pavel', fileAs: 'Pavel' });
  });

  test('answers 204 without a body when the client prefers a minimal return', async () => {
    const bench = createBench();
    const { id } = bench.people.add({ givenName: 'Ada' });
    const prefer = 'IdType="ImmutableId", return=minimal';
    const reply = await bench.graph('PATCH', `/me/contacts/${id}`, { surname: 'King' }, { prefer });
    expect([reply.status, reply.text]).toEqual([204, '']);
    expect(reply.headers.get('preference-applied')).toBe('IdType="ImmutableId", return=minimal');
    expect(bench.people.get(id)?.surname).toBe('King');
  });

  test('does not move a contact by its parentFolderId, and ignores read-only and unknown properties', async () => {
    const bench = createBench();
    const card = bench.people.add({ givenName: 'Ada' });
    const { body } = await bench.graph('PATCH', `/me/contacts/${card.id}`, {
      id: 'x',
      changeKey: 'x',
      parentFolderId: bench.people.folders()[1]?.id,
      shoeSize: 38,
    });
    expect(body).toMatchObject({ id: card.id, parentFolderId: card.parentFolderId });
    expect(body).not.toHaveProperty('shoeSize');
  });

  test('refuses values of the wrong kind', async () => {
    const bench = createBench();
    const wrong = [
      { givenName: 7 },
      { businessPhones: '1' },
      { businessPhones: [1] },
      { emailAddresses: [7] },
      { homeAddress: 'x' },
    ];
    for (const body of [...wrong, { homeAddress: { city: 1 } }, [], 'text', '{']) {
      expect((await bench.graph('POST', '/me/contacts', body)).status).toBe(400);
    }
    expect(bench.people.list()).toHaveLength(0);
  });
});

describe('lists that are too long', () => {
  const cases = [
    ['EmailAddresses', { emailAddresses: [1, 2, 3, 4].map((n) => ({ address: `${n}@x.example` })) }, 4, 3],
    ['BusinessPhones', { businessPhones: ['1', '2', '3'] }, 3, 2],
    ['HomePhones', { homePhones: ['1', '2', '3'] }, 3, 2],
    ['ImAddresses', { imAddresses: ['1', '2', '3', '4'] }, 4, 3],
  ] as const;
  test.each(cases)('refuse the whole write: %s', async (name, part, count, max) => {
    const bench = createBench();
    const { id } = bench.people.add({ givenName: 'Ada' });
    const reply = await bench.graph('PATCH', `/me/contacts/${id}`, { givenName: 'Changed', ...part });
    expect([reply.status, reply.body.error.message]).toEqual([
      400,
      `The multi value property ${name} has ${count} entries, that exceeds the max allowed value of ${max}`,
    ]);
    expect(bench.people.get(id)?.givenName).toBe('Ada');
  });
});

describe('If-Match', () => {
  test('refuses a write against another version with 412, and takes one against the current', async () => {
    const bench = createBench();
    const { id, changeKey } = bench.people.add({ givenName: 'Ada' });
    bench.people.edit(id, { jobTitle: 'Analyst' });
    const stale = { 'if-match': `W/"${changeKey}"` };
    for (const method of ['PATCH', 'DELETE']) {
      const reply = await bench.graph(
        method,
        `/me/contacts/${id}`,
        method === 'PATCH' ? { givenName: 'X' } : undefined,
        stale,
      );
      expect([reply.status, reply.body.error.code]).toEqual([412, 'ErrorIrresolvableConflict']);
    }
    const current = { 'if-match': `W/"${bench.people.get(id)?.changeKey}"` };
    expect((await bench.graph('PATCH', `/me/contacts/${id}`, { givenName: 'X' }, current)).status).toBe(200);
    expect((await bench.graph('DELETE', `/me/contacts/${id}`, undefined, { 'if-match': '*' })).status).toBe(204);
  });

  test('can be ignored, and can fail without reason', async () => {
    const bench = createBench();
    const { id } = bench.people.add({ givenName: 'Ada' });
    bench.on('ignoreIfMatch');
    expect(
      (await bench.graph('PATCH', `/me/contacts/${id}`, { givenName: 'X' }, { 'if-match': 'W/"old"' })).status,
    ).toBe(200);
    bench.on('spuriousConflict');
    expect((await bench.graph('PATCH', `/me/contacts/${id}`, { givenName: 'Y' })).status).toBe(412);
    expect(bench.people.get(id)?.givenName).toBe('X');
  });
});

describe('ids', () => {
  test('come in the format that the request prefers: 72 characters immutable, at least 140 classic', async () => {
    const bench = createBench();
    const { id } = bench.people.add({ givenName: 'Ada' });
    const classic = await bench.graph('GET', `/me/contacts/${id}`, undefined, { prefer: '' });
    expect(id).toHaveLength(72);
    expect(classic.body.id.length).toBeGreaterThanOrEqual(140);
    expect((await bench.graph('GET', `/me/contacts/${classic.body.id}`)).body.id).toBe(id);
  });

  test('survive a move between folders only when they are immutable', async () => {
    const bench = createBench();
    const { id } = bench.people.add({ givenName: 'Ada' });
    const classic = (await bench.graph('GET', `/me/contacts/${id}`, undefined, { prefer: '' })).body.id;
    bench.people.move(id, 'Friends');
    expect((await bench.graph('GET', `/me/contacts/${id}`)).status).toBe(200);
    expect((await bench.graph('GET', `/me/contacts/${classic}`)).body.error.code).toBe('ErrorItemNotFound');
  });

  test('are called malformed when they are no ids', async () => {
    const bench = createBench();
    const reply = await bench.graph('GET', '/me/contacts/nonsense');
    expect([reply.status, reply.body.error.code]).toEqual([400, 'ErrorInvalidIdMalformed']);
  });
});

describe('a delete', () => {
  test('moves to Deleted Items, where Graph does not find it any more', async () => {
    const bench = createBench();
    const { id } = bench.people.add({ givenName: 'Ada' });
    expect((await bench.graph('DELETE', `/me/contacts/${id}`)).status).toBe(204);
    for (const [method, body] of [['GET'], ['PATCH', { givenName: 'X' }], ['DELETE']] as const) {
      const reply = await bench.graph(method, `/me/contacts/${id}`, body);
      expect([reply.status, reply.body.error.code]).toEqual([404, 'ErrorItemNotFound']);
    }
    expect(bench.people.list('Deleted Items').map((card) => card.id)).toEqual([id]);
  });

  test('can leave the contact visible under its immutable id, with Deleted Items as its parent', async () => {
    const bench = createBench();
    const { id, parentFolderId } = bench.people.add({ givenName: 'Ada' });
    await bench.graph('DELETE', `/me/contacts/${id}`);
    bench.on('softDeleteVisible');
    const reply = await bench.graph('GET', `/me/contacts/${id}`);
    expect(reply.status).toBe(200);
    expect(reply.body.parentFolderId).not.toBe(parentFolderId);
    expect((await bench.graph('GET', `${main}/${id}`)).status).toBe(404);
  });

  test('is for good by permanentDelete', async () => {
    const bench = createBench();
    const { id } = bench.people.add({ givenName: 'Ada' });
    expect((await bench.graph('POST', `/me/contacts/${id}/permanentDelete`)).status).toBe(204);
    bench.on('softDeleteVisible');
    expect((await bench.graph('GET', `/me/contacts/${id}`)).status).toBe(404);
    expect(bench.people.list('Deleted Items')).toHaveLength(0);
  });
});

describe('folders', () => {
  test('are listed without the main one, which answers to the alias "contacts"', async () => {
    const bench = createBench();
    const { id } = bench.people.add({ givenName: 'Ada' }, 'Friends');
    const names = async () =>
      (await bench.graph('GET', '/me/contactFolders')).body.value.map((folder) => folder.displayName);
    expect(await names()).toEqual(['Friends']);
    bench.on('listsDefaultFolder');
    expect(await names()).toEqual(['Contacts', 'Friends']);
    const folder = await bench.graph('GET', '/me/contactFolders/contacts');
    expect(folder.body.displayName).toBe('Contacts');
    expect((await bench.graph('GET', `/me/contactFolders/${folder.body.id}/childFolders`)).body.value).toHaveLength(1);
    expect((await bench.graph('GET', '/me/contacts')).body.value).toEqual([]);
    expect((await bench.graph('GET', `/me/contacts/${id}`)).status).toBe(200);
    expect((await bench.graph('GET', `${main}/${id}`)).body.error.code).toBe('ErrorItemNotFound');
  });

  test('take contacts, also nested ones, and refuse a second one of the same name', async () => {
    const bench = createBench();
    const outer = (await bench.graph('POST', '/me/contactFolders', { displayName: 'Outer' })).body.id;
    const inner = (await bench.graph('POST', `/me/contactFolders/${outer}/childFolders`, { displayName: 'Inner' })).body
      .id;
    const path = `/me/contactFolders/${outer}/childFolders/${inner}/contacts`;
    const made = await bench.graph('POST', path, { givenName: 'Deep' });
    expect(made.body.parentFolderId).toBe(inner);
    expect((await bench.graph('GET', path)).body.value.map(({ id }) => id)).toEqual([made.body.id]);
    const again = await bench.graph('POST', '/me/contactFolders', { displayName: 'Outer' });
    expect([again.status, again.body.error.code]).toEqual([400, 'ErrorFolderExists']);
    expect((await bench.graph('GET', '/me/contactFolders/nowhere/contacts')).status).toBe(404);
    const bin = bench.people.folders().find((folder) => folder.displayName === 'Deleted Items')?.id;
    expect((await bench.graph('GET', `/me/contactFolders/${bin}/contacts`)).status).toBe(404);
  });
});

describe('a list', () => {
  test('comes ten at a time with a canonical link to the next page', async () => {
    const bench = createBench();
    bench.control.addMany(
      ada.email,
      Array.from({ length: 25 }, (_, n) => ({ givenName: `P${n}` })),
    );
    const seen: (string | null | undefined)[] = [];
    let link: string | undefined = '/me/contacts?$select=givenName&$count=true';
    for (let pages = 0; link !== undefined && pages < 5; pages += 1) {
      const { body }: { body: Awaited<ReturnType<typeof bench.graph>>['body'] } = await bench.graph('GET', link);
      expect(body['@odata.count']).toBe(25);
      seen.push(...body.value.map((row) => row.givenName));
      link = body['@odata.nextLink'];
      if (link !== undefined) expect(link).toMatch(/^https:\/\/graph\.microsoft\.com\/v1\.0\/me\/contacts\?/u);
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => `P${n}`));
    expect((await bench.graph('GET', '/me/contacts/$count')).text).toBe('25');
  });

  test('takes $top up to 1000 and $skip, and refuses more', async () => {
    const bench = createBench();
    bench.control.addMany(
      ada.email,
      Array.from({ length: 30 }, (_, n) => ({ givenName: `P${n}` })),
    );
    const page = await bench.graph('GET', '/me/contacts?$top=1000&$skip=28');
    expect(page.body.value.map((row) => row.givenName)).toEqual(['P28', 'P29']);
    expect(page.body['@odata.nextLink']).toBeUndefined();
    expect((await bench.graph('GET', '/me/contacts?$top=30')).body['@odata.nextLink']).toBeUndefined();
    for (const query of ['$top=1001', '$top=0', '$top=x', '$skip=-1']) {
      expect((await bench.graph('GET', `/me/contacts?${query}`)).status).toBe(400);
    }
  });

  test('is ordered by name when asked to', async () => {
    const bench = createBench();
    for (const givenName of ['b', 'a', 'c']) bench.people.add({ givenName });
    const order = async (orderby: string) =>
      (await bench.graph('GET', `/me/contacts?$orderby=${encodeURIComponent(orderby)}`)).body.value.map(
        (row) => row.givenName,
      );
    expect(await order('displayName')).toEqual(['a', 'b', 'c']);
    expect(await order('displayName desc')).toEqual(['c', 'b', 'a']);
    expect((await bench.graph('GET', '/me/contacts?$orderby=personalNotes')).status).toBe(400);
  });

  test('is filtered by an e-mail address, whatever its case, and by nothing cleverer', async () => {
    const bench = createBench();
    const ids = ["o'hara@x.example", 'plus+tag@x.example'].map(
      (address) => bench.people.add({ emailAddresses: [{ address }] }).id,
    );
    const find = async (filter: string) => bench.graph('GET', `/me/contacts?$filter=${encodeURIComponent(filter)}`);
    const byEmail = (address: string) => `emailAddresses/any(a:a/address eq '${address}')`;
    const idsOf = async (filter: string) => (await find(filter)).body.value.map(({ id }) => id);
    expect(await idsOf(byEmail("O''Hara@x.example"))).toEqual([ids[0]]);
    expect(await idsOf(`${byEmail("o''hara@x.example")} or ${byEmail('plus+tag@x.example')}`)).toEqual(ids);
    expect(await idsOf(byEmail('nobody@x.example'))).toEqual([]);
    for (const filter of ["emailAddresses/any(a:a/name eq 'x')", "startswith(givenName,'x')"]) {
      expect((await find(filter)).status).toBe(400);
    }
    // An unencoded plus is a space on the wire.
    const raw = `/me/contacts?$filter=emailAddresses/any(a:a/address%20eq%20'plus+tag@x.example')`;
    expect((await bench.graph('GET', raw)).body.value).toEqual([]);
  });

  test('can come back empty, unless it is a search', async () => {
    const bench = createBench();
    bench.people.add({ givenName: 'Ada', emailAddresses: [{ address: 'ada@x.example' }] });
    bench.on('emptyListing');
    expect((await bench.graph('GET', '/me/contacts')).body.value).toEqual([]);
    const search = encodeURIComponent("emailAddresses/any(a:a/address eq 'ada@x.example')");
    expect((await bench.graph('GET', `/me/contacts?$filter=${search}`)).body.value).toHaveLength(1);
  });
});

describe('extended properties', () => {
  test('are stored by a write, not echoed, expanded on request, and found by value', async () => {
    const bench = createBench();
    const made = await bench.graph('POST', '/me/contacts', {
      givenName: 'Ada',
      singleValueExtendedProperties: [{ id: property, value: 'c_123' }],
    });
    expect(made.body).not.toHaveProperty('singleValueExtendedProperties');
    const expand = `$expand=${encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${property}')`)}`;
    const { body } = await bench.graph('GET', `/me/contacts/${made.body.id}?${expand}`);
    expect(body.singleValueExtendedProperties?.map(({ value }) => value)).toEqual(['c_123']);
    for (const value of ['c_123', 'C_123']) {
      expect((await bench.graph('GET', `/me/contacts?${byProperty(value)}`)).body.value).toHaveLength(1);
    }
    const lowerGuid = property.replace('ECCC', 'eccc');
    expect((await bench.graph('GET', `/me/contacts?${byProperty('c_123', lowerGuid)}`)).body.value).toHaveLength(1);
    const otherName = property.replace('Our', 'our');
    expect((await bench.graph('GET', `/me/contacts?${byProperty('c_123', otherName)}`)).body.value).toHaveLength(0);
  });

  test('follow an update and vanish from the folder with the contact', async () => {
    const bench = createBench();
    const set = (value: string | null) => ({ singleValueExtendedProperties: [{ id: property, value }] });
    const { id } = (await bench.graph('POST', '/me/contacts', set('one'))).body;
    const count = async (value: string) =>
      (await bench.graph('GET', `/me/contacts?${byProperty(value)}`)).body.value.length;
    await bench.graph('PATCH', `/me/contacts/${id}`, set('two'));
    expect([await count('one'), await count('two')]).toEqual([0, 1]);
    await bench.graph('PATCH', `/me/contacts/${id}`, { givenName: 'Kept' });
    expect(await count('two')).toBe(1);
    await bench.graph('DELETE', `/me/contacts/${id}`);
    expect(await count('two')).toBe(0);
    const bad = await bench.graph('POST', '/me/contacts', {
      singleValueExtendedProperties: [{ id: 'mine', value: 'x' }],
    });
    expect(bad.status).toBe(400);
  });
});

describe('what saving does to values, when switched on', () => {
  test('cuts long texts, reformats numbers, drops a field', async () => {
    const bench = createBench();
    bench.on('trimsValues', 1, 5);
    bench.on('reformatsPhones');
    bench.on('dropsField.jobTitle');
    const { body } = await bench.graph('POST', '/me/contacts', {
      givenName: 'Alexandra',
      jobTitle: 'Analyst',
      mobilePhone: '+1 416-555-0100',
      businessPhones: ['4165550101', '+44 20 7946 0958'],
      homeAddress: { city: 'Llanfairpwll' },
    });
    expect(body).toMatchObject({
      givenName: 'Alexa',
      jobTitle: null,
      mobilePhone: '(416) 555-0100',
      businessPhones: ['(416) 555-0101', '+44 20 7946 0958'],
      homeAddress: { city: 'Llanf' },
    });
  });

  test('ignores a new name for a known e-mail and loses an address that is none', async () => {
    const bench = createBench();
    bench.on('ignoresEmailName');
    bench.on('losesBadAddress');
    const { id } = bench.people.add({ emailAddresses: [{ name: 'Old', address: 'a@x.example' }] });
    const emailAddresses = [
      { name: 'New', address: 'a@x.example' },
      { name: 'Bad', address: 'a@x.example,' },
    ];
    const { body } = await bench.graph('PATCH', `/me/contacts/${id}`, { emailAddresses });
    expect(body.emailAddresses).toEqual([{ name: 'Old', address: 'a@x.example' }, { name: 'Bad' }]);
  });

  test('moves the change key once more some time later', async () => {
    const bench = createBench();
    bench.on('changeKeyBump', 1, 3_000);
    const { body } = await bench.graph('POST', '/me/contacts', { givenName: 'Ada' });
    await bench.advance(2_999);
    expect(bench.people.get(body.id)?.changeKey).toBe(body.changeKey);
    await bench.advance(1);
    expect(bench.people.get(body.id)?.changeKey).not.toBe(body.changeKey);
    expect(bench.people.get(body.id)?.givenName).toBe('Ada');
  });
});

describe('stale reads', () => {
  test('show the mailbox as it was: old values, no new contact, a deleted one still there', async () => {
    const bench = createBench();
    const edited = bench.people.add({ givenName: 'Old' });
    const removed = bench.people.add({ givenName: 'Gone' });
    await bench.advance(10_000);
    bench.people.edit(edited.id, { givenName: 'New' });
    bench.people.remove(removed.id);
    const created = bench.people.add({ givenName: 'Fresh' });
    bench.on('staleRead', 1, 5_000);
    expect((await bench.graph('GET', `/me/contacts/${edited.id}`)).body.givenName).toBe('Old');
    expect((await bench.graph('GET', `/me/contacts/${removed.id}`)).status).toBe(200);
    expect((await bench.graph('GET', `/me/contacts/${created.id}`)).status).toBe(404);
    const names = (await bench.graph('GET', '/me/contacts')).body.value.map((row) => row.givenName);
    expect(names).toEqual(['Old', 'Gone']);
    await bench.advance(5_000);
    expect((await bench.graph('GET', `/me/contacts/${edited.id}`)).body.givenName).toBe('New');
    expect((await bench.graph('GET', '/me/contacts')).body.value).toHaveLength(2);
  });
});
