import type { Item } from '@concord/core';
import { describe, expect, test } from 'vitest';
import { parseRound, tokenAfter } from '../../packages/providers/microsoft/src/delta.ts';
import { isOutside } from '../../packages/providers/microsoft/src/groups.ts';
import { etagOf, sortRows } from '../../packages/providers/microsoft/src/observations.ts';
import {
  type ContactRow,
  categoriesRequest,
  createItem,
  findItem,
  mappedProperties,
  readItem,
  scanRequest,
} from '../../packages/providers/microsoft/src/requests.ts';
import { changesAll, present, scanAll, written } from '../contract/collection-contract.ts';
import { createMailbox, email } from '../contract/microsoft-mailbox.ts';

const anna: Item = { kind: 'person', firstName: 'Anna', lastName: 'Reyes' };
const selectOf = (url: string) => new URL(url, 'https://graph.microsoft.com').searchParams.get('$select')?.split(',');

describe('categories in requests', () => {
  test('are selected only where one was chosen', () => {
    const requests = (group?: string) => [
      scanRequest(group).url,
      readItem('a', group).url,
      findItem('marker', group).url,
    ];
    expect(requests().map((url) => selectOf(url)?.includes('categories'))).toEqual([false, false, false]);
    expect(requests('Clients').map((url) => selectOf(url)?.at(-1))).toEqual(Array(3).fill('categories'));
    expect(selectOf(categoriesRequest().url)).toEqual(['categories']);
  });

  test('go along with somebody new only where one was chosen', () => {
    expect(createItem('marker', {}, 'Clients').body).toMatchObject({ categories: ['Clients'] });
    expect(createItem('marker', {}).body).not.toHaveProperty('categories');
  });
});

describe('the category that was chosen', () => {
  test('is found whatever its case, and missing where others are', () => {
    const outside = (categories: string[]) => isOutside({ categories }, 'Clients');
    expect([outside(['Red', 'CLIENTS ']), outside(['Client']), outside([])]).toEqual([false, true, true]);
    expect(isOutside({}, undefined)).toBe(false);
  });

  test('cannot be told of a row that says nothing about categories', () => {
    expect(() => isOutside({}, 'Clients')).toThrow(expect.objectContaining({ code: 'garbled' }));
    const row: ContactRow = {
      id: 'a',
      '@odata.etag': 'W/"1"',
      createdDateTime: '2026-01-01T00:00:00Z',
      lastModifiedDateTime: '2026-01-01T00:00:00Z',
      ...Object.fromEntries(mappedProperties.map((property) => [property, null])),
    };
    const seeing = { askedAt: 0, phoneRegion: 'US' };
    expect(sortRows([row], { ...seeing, group: 'Clients' })).toEqual({ observations: [], unclear: ['a'] });
    expect(sortRows([row], seeing).observations).toMatchObject([{ id: 'a', version: 'W/"1"' }]);
    const shown = sortRows([{ ...row, categories: [] }], { ...seeing, group: 'Clients' }).observations[0];
    expect(etagOf(present(shown).version)).toBe('W/"1"');
    expect(etagOf('W/"1"')).toBe('W/"1"');
  });

  test('stays in the token of a round through all of its pages', () => {
    const page = (way: object) => ({ rows: [], ...way });
    const first = tokenAfter(page({ nextLink: 'n' }), undefined, 'Clients');
    const last = tokenAfter(page({ deltaLink: 'd' }), parseRound(first, 'Clients'), 'Clients');
    expect(parseRound(last, 'Clients')).toMatchObject({ link: 'd', group: 'Clients' });
  });
});

describe('the categories of a mailbox', () => {
  test('are those on its contacts, each once, by name, a request for a thousand contacts', async () => {
    const { control, people, open } = createMailbox();
    const many = Array.from({ length: 1_001 }, (_, index) => ({ givenName: `R${index}`, categories: ['Zoning'] }));
    control.addMany(email, many);
    people.add({ givenName: 'Bea', categories: ['Clients', 'zoning', ' '] });
    control.resetRequests();
    expect(await open().groups?.()).toEqual([
      { id: 'Clients', name: 'Clients', takesNew: true },
      { id: 'Zoning', name: 'Zoning', takesNew: true },
    ]);
    expect(Object.values(control.requests())).toEqual([2]);
  });

  test('are none where nobody has one', async () => {
    const { people, open } = createMailbox();
    people.add({ givenName: 'Bea' });
    expect(await open().groups?.()).toEqual([]);
  });

  test('change unseen for the delta and not for the next scan, where Outlook moves no change key for them', async () => {
    const { world, people, open } = createMailbox();
    const { id } = people.add({ givenName: 'Bea', categories: ['Clients'] });
    await world.advance(60_000);
    const before = await scanAll(open({ group: 'Clients' }));
    world.awkward.set('microsoft.categoriesUnseen', { rate: 1 });
    people.edit(id, { categories: [] });
    await world.advance(60_000);
    expect((await changesAll(open({ group: 'Clients' }), before.cursor)).observations).toEqual([]);
    const after = (await scanAll(open({ group: 'Clients' }))).observations;
    expect(present(before.observations[0]).outside).toBeUndefined();
    expect(present(after[0])).toMatchObject({ id, outside: true });
    expect(present(after[0]).version).not.toBe(present(before.observations[0]).version);
  });

  test('are left as they are by an update, whatever somebody did to them meanwhile', async () => {
    const { people, open } = createMailbox();
    const book = open({ group: 'Clients' });
    const [outcome] = await book.write([{ kind: 'create', marker: 'm', item: anna }]);
    const { id, item } = written(outcome);
    people.edit(id, { categories: ['Clients', 'Red'] });
    const { version } = present((await book.read([id]))[0]);
    const target = { ...item, lastName: 'Okoye' };
    await book.write([{ kind: 'update', id, version, known: { item }, item: target }]);
    expect(people.get(id)).toMatchObject({ surname: 'Okoye', categories: ['Clients', 'Red'] });
  });
});
