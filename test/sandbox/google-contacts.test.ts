import { describe, expect, it } from 'vitest';
import { createBench, everything, named, namesOf, sourceOf, versionOf } from './google-contacts-world.ts';

const captured = {
  names: [{ honorificPrefix: 'Dr.', givenName: 'Ada', middleName: 'Byron', familyName: 'Lovelace' }],
  emailAddresses: [
    { value: 'ada.lovelace@example.test', type: 'work' },
    { value: 'ada@home.example.test', type: 'home' },
  ],
  phoneNumbers: [{ value: '06 12345678' }, { value: '+31 20 123 4567', type: 'work' }],
  addresses: [{ type: 'work', streetAddress: 'Keizersgracht 1', postalCode: '1015 CJ', city: 'Amsterdam' }],
  biographies: [{ value: 'Test note' }],
  birthdays: [{ date: { year: 1815, month: 12, day: 10 } }],
  clientData: [{ key: 'ours', value: 'm1' }],
};

describe('a contact of the Google look-alike', () => {
  it('looks as the captures do', async () => {
    const { create } = createBench();
    const { body } = await create(captured);
    const source = { type: 'CONTACT', id: sourceOf(body).id };
    expect(body.resourceName).toMatch(/^people\/c\d{19}$/u);
    expect(source.id).toMatch(/^[0-9a-f]{16}$/u);
    expect(body.names).toEqual([
      {
        metadata: { primary: true, source, sourcePrimary: true },
        ...captured.names[0],
        displayName: 'Dr. Ada Byron Lovelace',
        displayNameLastFirst: 'Lovelace, Dr. Ada Byron',
        unstructuredName: 'Dr. Ada Byron Lovelace',
      },
    ]);
    expect(body.emailAddresses).toEqual([
      { metadata: { primary: true, source }, value: 'ada.lovelace@example.test', type: 'work', formattedType: 'Work' },
      { metadata: { source }, value: 'ada@home.example.test', type: 'home', formattedType: 'Home' },
    ]);
    expect(body.metadata).toEqual({
      sources: [{ ...source, etag: sourceOf(body).etag, updateTime: '2026-01-05T09:00:00.000000Z' }],
      objectType: 'PERSON',
    });
    expect(body.memberships).toEqual([
      {
        metadata: { source },
        contactGroupMembership: {
          contactGroupId: 'myContacts',
          contactGroupResourceName: 'contactGroups/myContacts',
        },
      },
    ]);
    expect(body.biographies?.[0]).toMatchObject({ value: 'Test note', contentType: 'TEXT_PLAIN' });
    expect(body.clientData?.[0]).toMatchObject({ key: 'ours', value: 'm1' });
  });

  it('keeps numbers as they were typed, and adds a form by the region of the account', async () => {
    const { create, signIn } = createBench();
    const { body } = await create({ phoneNumbers: [{ value: '06 12345678' }, { value: 'ask Ada' }] });
    expect(body.phoneNumbers?.map(({ value, canonicalForm }) => [value, canonicalForm])).toEqual([
      ['06 12345678', '+31612345678'],
      ['ask Ada', undefined],
    ]);
    signIn(undefined, 'bo@other.example');
    const american = await create({ phoneNumbers: [{ value: '(415) 555-0100', type: 'homeFax' }] });
    expect(american.body.phoneNumbers?.[0]).toMatchObject({
      canonicalForm: '+14155550100',
      formattedType: 'Home Fax',
    });
  });

  it('composes an address unless somebody wrote it', async () => {
    const { create } = createBench();
    const composed = await create(captured);
    expect(composed.body.addresses?.[0]?.formattedValue).toBe('Keizersgracht 1\nAmsterdam 1015 CJ');
    const written = await create({ addresses: [{ city: 'Paris', formattedValue: 'By the river' }] });
    expect(written.body.addresses?.[0]?.formattedValue).toBe('By the river');
  });

  it('takes the value that the client calls primary, of which there is one at most', async () => {
    const { create } = createBench();
    const [first, second] = [{ value: 'a@x.example' }, { value: 'b@x.example', metadata: { sourcePrimary: true } }];
    const { body } = await create({ emailAddresses: [first, second] });
    expect(body.emailAddresses?.map(({ metadata }) => metadata?.primary)).toEqual([undefined, true]);
    expect((await create({ emailAddresses: [second, second] })).status).toBe(400);
  });

  it('has birthdays without a year, and none on days that are not', async () => {
    const { create } = createBench();
    const dateOf = async (date: object) => {
      const { status, body } = await create({ birthdays: [{ date }] });
      return status === 200 ? body.birthdays?.[0]?.date : status;
    };
    expect(await dateOf({ year: 0, month: 2, day: 29 })).toEqual({ month: 2, day: 29 });
    expect(await dateOf({ year: 2_024, month: 2, day: 29 })).toEqual({ year: 2_024, month: 2, day: 29 });
    expect(await dateOf({ year: 1_900, month: 2, day: 29 })).toBe(400);
    expect(await dateOf({ month: 13, day: 1 })).toBe(400);
    expect(await dateOf({ month: 4, day: 31 })).toBe(400);
    expect(await dateOf({ month: '4', day: 3 })).toBe(400);
  });

  it('takes a free form of a name apart, and makes it anew when parts come along', async () => {
    const { create } = createBench();
    const free = await create({ names: [{ unstructuredName: 'Ada Byron Lovelace' }] });
    expect(free.body.names?.[0]).toMatchObject({ givenName: 'Ada Byron', familyName: 'Lovelace' });
    const stale = await create({ names: [{ givenName: 'Bea', unstructuredName: 'Ada' }] });
    expect(stale.body.names?.[0]).toMatchObject({ unstructuredName: 'Bea', displayName: 'Bea' });
  });

  it('drops values that say nothing, and passes over what Google computes', async () => {
    const { create } = createBench();
    const { body } = await create({
      emailAddresses: [{ value: '' }, { value: 'a@x.example', type: '', formattedType: 'Mine' }],
      names: [{ givenName: 'Ada', displayName: 'Somebody else' }],
    });
    expect(body.emailAddresses).toHaveLength(1);
    expect(body.emailAddresses?.[0]).not.toHaveProperty('formattedType');
    expect(body.names?.[0]?.displayName).toBe('Ada');
  });

  it.each([
    ['two names', { names: [{ givenName: 'A' }, { givenName: 'B' }] }],
    ['two birthdays', { birthdays: [{ text: 'a' }, { text: 'b' }] }],
    ['two notes', { biographies: [{ value: 'a' }, { value: 'b' }] }],
    ['a field that there is not', { shoeSize: 38 }],
    ['a part that there is not', { names: [{ firstName: 'Ada' }] }],
    ['a number where a text belongs', { names: [{ givenName: 7 }] }],
    ['a value where a list belongs', { names: { givenName: 'Ada' } }],
    ['a text where a date belongs', { birthdays: [{ date: '1815-12-10' }] }],
    ['a text that is too long', { urls: [{ value: 'x'.repeat(1_025) }] }],
    ['too many values', { urls: Array.from({ length: 501 }, (_, n) => ({ value: `https://${n}.example` })) }],
    ['too much of it', { biographies: [{ value: 'x'.repeat(132_000) }] }],
    ['a group that there is not', { memberships: [membershipIn('contactGroups/none')] }],
    ['a group of the system', { memberships: [membershipIn('contactGroups/friends')] }],
    ['nothing readable', '{'],
    ['no object', '[]'],
  ])('is not made of %s', async (_title, person) => {
    const { create, people } = createBench();
    const { status, body } = await create(person);
    expect([status, body.error?.status]).toEqual([400, 'INVALID_ARGUMENT']);
    expect(people.list()).toHaveLength(0);
  });

  it('may have a note longer than other texts', async () => {
    const { create } = createBench();
    expect((await create({ biographies: [{ value: 'x'.repeat(20_000) }] })).status).toBe(200);
  });
});

const membershipIn = (contactGroupResourceName: string) => ({ contactGroupMembership: { contactGroupResourceName } });

describe('masks of the Google look-alike', () => {
  it('show the fields that they name, and the name and the etag always', async () => {
    const { people, get } = createBench();
    const { resourceName } = people.add({ names: [{ givenName: 'Ada' }], urls: [{ value: 'https://ada.example' }] });
    const { body } = await get(resourceName, 'urls');
    expect(Object.keys(body).sort()).toEqual(['etag', 'resourceName', 'urls']);
  });

  it.each(['shoeSize', ''])('are refused when they name "%s"', async (mask) => {
    const { people, ask } = createBench();
    const { resourceName } = people.add({ names: [{ givenName: 'Ada' }] });
    expect((await ask('GET', `${resourceName}?personFields=${mask}`)).status).toBe(400);
    expect((await ask('GET', `people/me/connections?personFields=${mask}`)).status).toBe(400);
    expect((await ask('GET', resourceName)).body.error.message).toContain('personFields mask is required');
  });

  it('give another etag of the person for another mask, and the same of the contact', async () => {
    const { people, get } = createBench();
    const { resourceName } = people.add({ names: [{ givenName: 'Ada' }] });
    const [one, other] = [await get(resourceName), await get(resourceName, 'metadata,names')];
    expect(one.body.etag).not.toBe(other.body.etag);
    expect(one.body.etag).toMatch(/^%/u);
    expect(sourceOf(one.body).etag).toBe(sourceOf(other.body).etag);
    expect(sourceOf(one.body).etag).toMatch(/^#/u);
  });
});

describe('an update at the Google look-alike', () => {
  async function made() {
    const bench = createBench();
    const { body } = await bench.create({
      names: [{ givenName: 'Ada', familyName: 'Byron' }],
      emailAddresses: [{ value: 'a@x.example' }, { value: 'b@x.example' }],
      userDefined: [{ key: 'Court', value: 'High' }],
      clientData: [{ key: 'theirs', value: '1' }],
    });
    return { ...bench, before: body, resourceName: body.resourceName ?? '' };
  }

  it('replaces the fields of its mask whole, clears those that are not sent, and leaves the others', async () => {
    const { update, before, resourceName } = await made();
    const { status, body } = await update(resourceName, 'names,emailAddresses,clientData', {
      ...versionOf(before),
      names: [{ givenName: 'Bea' }],
      emailAddresses: [{ value: 'c@x.example' }],
      userDefined: [{ key: 'Court', value: 'Low' }],
    });
    expect(status).toBe(200);
    expect(body.names?.[0]).toMatchObject({ givenName: 'Bea', displayName: 'Bea' });
    expect(body.names?.[0]).not.toHaveProperty('familyName');
    expect(body.emailAddresses?.map(({ value }) => value)).toEqual(['c@x.example']);
    expect(body).not.toHaveProperty('clientData');
    expect(body.userDefined?.[0]?.value).toBe('High');
  });

  it('moves the etag and the time on', async () => {
    const { update, before, resourceName, world } = await made();
    await world.advance(1_000);
    const { body } = await update(resourceName, 'urls', {
      ...versionOf(before),
      urls: [{ value: 'https://a.example' }],
    });
    expect(sourceOf(body).etag).not.toBe(sourceOf(before).etag);
    expect(sourceOf(body).updateTime).toBe('2026-01-05T09:00:01.000000Z');
    expect((await update(resourceName, 'urls', versionOf(body))).status).toBe(200);
  });

  it('is refused when the contact changed since, and goes with the etag of the last write', async () => {
    const { update, before, resourceName, people } = await made();
    people.touch(resourceName);
    const { status, body } = await update(resourceName, 'names', { ...versionOf(before), ...named('Bea') });
    expect([status, body.error]).toEqual([
      400,
      {
        code: 400,
        message:
          'Request person.etag is different than the current person.etag. Clear local cache and get the latest person.',
        status: 'FAILED_PRECONDITION',
      },
    ]);
    expect(namesOf(people.list())).toEqual(['Ada']);
  });

  it('goes with either etag, of any mask, and not with one in the place of the other', async () => {
    const { update, get, before, resourceName } = await made();
    const bySource = await update(resourceName, 'urls', { metadata: before.metadata });
    expect(bySource.status).toBe(200);
    const { etag } = (await get(resourceName, 'names')).body;
    const byPerson = await update(resourceName, 'urls', { etag });
    expect(byPerson.status).toBe(200);
    const swapped = await update(resourceName, 'urls', { etag: sourceOf(byPerson.body).etag });
    expect([swapped.status, swapped.body.error.status]).toEqual([400, 'FAILED_PRECONDITION']);
    const stale = await update(resourceName, 'urls', { etag: byPerson.body.etag, metadata: before.metadata });
    expect([stale.status, stale.body.error.status]).toEqual([400, 'FAILED_PRECONDITION']);
  });

  it.each([
    ['without any etag', {}, 'must set person.etag'],
    ['with a source that has none', { metadata: { sources: [{ type: 'CONTACT', id: '1' }] } }, 'must set person.etag'],
    [
      'with no contact among the sources',
      { etag: '%', metadata: { sources: [{ type: 'PROFILE' }] } },
      'contact source',
    ],
  ])('is refused %s', async (_title, version, words) => {
    const { update, resourceName } = await made();
    const { status, body } = await update(resourceName, 'names', { ...named('Bea'), ...version });
    expect([status, body.error.status]).toEqual([400, 'INVALID_ARGUMENT']);
    expect(body.error.message).toContain(words);
  });

  it.each(['photos', 'metadata', 'shoeSize', ''])('is refused with "%s" in its mask', async (mask) => {
    const { update, before, resourceName } = await made();
    expect((await update(resourceName, mask, versionOf(before))).status).toBe(400);
  });

  it('leaves nobody without a group, and takes groups that people made', async () => {
    const { update, before, resourceName, people } = await made();
    expect((await update(resourceName, 'memberships', versionOf(before))).status).toBe(400);
    const { resourceName: group = '' } = people.groups().find(({ name }) => name === 'starred') ?? {};
    const sent = { ...versionOf(before), ...named('Bea'), memberships: [membershipIn(group)] };
    const unmasked = await update(resourceName, 'names', sent);
    expect(people.labelsOf(resourceName)).toEqual([]);
    const { body } = await update(resourceName, 'memberships', { ...sent, ...versionOf(unmasked.body) });
    expect(body.memberships?.map(({ contactGroupMembership }) => contactGroupMembership?.contactGroupId)).toEqual([
      'starred',
    ]);
  });

  it('passes over values of a profile that come back', async () => {
    const { update, get, resourceName, people } = await made();
    const linked = people.linkProfile(resourceName, { id: '99', givenName: 'Countess', familyName: 'Lovelace' });
    const { body } = await get(linked.resourceName);
    expect(body.names?.map(({ metadata }) => metadata?.source?.type)).toEqual(['CONTACT', 'PROFILE']);
    expect(body.metadata?.sources).toHaveLength(2);
    const { status, body: after } = await update(linked.resourceName, 'names', body);
    expect([status, namesOf([after])]).toEqual([200, ['Ada']]);
    const own = await get(linked.resourceName, 'metadata,names&sources=READ_SOURCE_TYPE_CONTACT');
    expect([own.body.names?.length, own.body.metadata?.sources?.length]).toEqual([1, 1]);
    expect((await get(linked.resourceName, 'names&sources=SOMEWHERE')).status).toBe(400);
  });
});

describe('who is not there at the Google look-alike', () => {
  it('is answered 404, whatever is asked', async () => {
    const { people, get, update, remove } = createBench();
    const { resourceName } = people.add({ names: [{ givenName: 'Ada' }] });
    expect((await remove(resourceName)).text).toBe('{}');
    for (const answer of [
      await get(resourceName),
      await update(resourceName, 'names', { etag: '%', ...named('Bea') }),
      await remove(resourceName),
      await get('people/c1'),
    ])
      expect([answer.status, answer.body.error.status, answer.body.error.message]).toEqual([
        404,
        'NOT_FOUND',
        'Requested entity was not found.',
      ]);
    expect(people.trash().map(({ names }) => names?.[0]?.givenName)).toEqual(['Ada']);
  });

  it('is found by a name that it had before', async () => {
    const { people, get, update, ask } = createBench();
    const { resourceName } = people.add({ names: [{ givenName: 'Ada' }] });
    const renamed = people.rename(resourceName);
    expect(renamed.resourceName).not.toBe(resourceName);
    const { body } = await get(resourceName);
    expect(body.resourceName).toBe(renamed.resourceName);
    const { body: batch } = await ask('GET', `people:batchGet?resourceNames=${resourceName}&personFields=metadata`);
    expect(batch.responses[0]).toMatchObject({
      requestedResourceName: resourceName,
      person: { resourceName: renamed.resourceName },
    });
    expect((await update(resourceName, 'names', { ...versionOf(body), ...named('Bea') })).status).toBe(200);
  });
});

describe('who may ask the Google look-alike', () => {
  const contactsScope = 'https://www.googleapis.com/auth/contacts';

  it('needs a token that is alive', async () => {
    const { ask, get, control, world } = createBench();
    const path = `people/me/connections?personFields=${everything}`;
    for (const authorization of ['', 'Bearer nobody', 'Basic x']) {
      const { status, body } = await ask('GET', path, undefined, { authorization });
      expect([status, body.error.status, body.error.errors?.[0]?.reason]).toEqual([
        401,
        'UNAUTHENTICATED',
        'authError',
      ]);
    }
    expect((await get('people/me')).status).toBe(200);
    control.act('ada@byron.example', 'removeApp');
    expect((await get('people/me')).status).toBe(401);
    await world.advance(3_600_000);
  });

  it('needs the scope: reading is granted with either, writing with one', async () => {
    const { signIn, list, create } = createBench();
    signIn(['openid', 'email']);
    const { status, body } = await list();
    expect([status, body.error.errors?.[0]?.reason]).toEqual([403, 'insufficientPermissions']);
    expect(body.error).not.toHaveProperty('details');
    signIn([`${contactsScope}.readonly`]);
    expect((await list()).status).toBe(200);
    expect((await create(named('Ada'))).status).toBe(403);
    signIn([contactsScope]);
    expect((await create(named('Ada'))).status).toBe(200);
  });

  it('sees the own account only', async () => {
    const { people, control, get, list, remove } = createBench();
    const { resourceName } = control.contacts('bo@other.example').add({ names: [{ givenName: 'Secret' }] });
    expect((await list()).body).not.toHaveProperty('connections');
    expect((await get(resourceName)).status).toBe(404);
    expect((await remove(resourceName)).status).toBe(404);
    expect(people.list()).toHaveLength(0);
  });

  it('is told about oneself', async () => {
    const { get } = createBench();
    const { body } = await get('people/me', 'names,emailAddresses');
    expect(body).toMatchObject({
      resourceName: 'people/1083',
      names: [{ displayName: 'Ada Byron' }],
      emailAddresses: [{ value: 'ada@byron.example' }],
    });
  });

  it('finds a page that is none where nothing is', async () => {
    const { ask } = createBench();
    for (const path of ['otherContacts?readMask=names', 'people/me/friends', 'constructor', 'people/c1:photo']) {
      const { status, headers } = await ask('GET', path);
      expect([path, status, headers['content-type']]).toEqual([path, 404, 'text/html; charset=UTF-8']);
    }
    expect((await ask('GET', 'people%3AbatchGet?personFields=names')).status).toBe(400);
  });
});
