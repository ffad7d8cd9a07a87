import type { Item, Observation, Present } from '@concord/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatMembers, parseMembers } from '../../packages/providers/clio/src/gathering.ts';
import { isMarked, placed, withoutMark } from '../../packages/providers/clio/src/groups.ts';
import {
  listMatters,
  listRelationships,
  parseMattersPage,
  parseRelationshipsPage,
} from '../../packages/providers/clio/src/matters.ts';
import { etagOf } from '../../packages/providers/clio/src/version.ts';
import { setUpClio } from '../contract/clio-look-alike.ts';
import { changesAll, named, present, scanAll, written } from '../contract/collection-contract.ts';

const hourMs = 3_600_000;
const host = 'https://app.clio.com';
const queryOf = (url: string) => Object.fromEntries(new URL(url).searchParams);
const answer = (data: readonly unknown[]) => ({ status: 200, headers: {}, body: JSON.stringify({ data }) });

/** A firm of so many contacts, and what was asked of Clio since the last look. */
async function setUpFirm(contacts: number) {
  const made = await setUpClio();
  const { ids } = made.control.contacts.addMany(
    Array.from({ length: contacts }, (_, index) => ({ type: 'Person', first_name: 'Ana', last_name: `R${index}` })),
  );
  await made.manual.advance(hourMs);
  const sent = () =>
    made.sent.splice(0).map(({ method, url }) => `${method} ${new URL(url).pathname.replace('/clio/api/v4/', '')}`);
  return { ...made, ids: ids.map(String), sent, matters: made.control.matters };
}

describe('requests about matters', () => {
  test('ask for no more than who has to do with an open matter', () => {
    const list = { order: 'id(asc)', limit: '200', fields: 'id,status,client{id}' };
    expect(queryOf(listMatters(host, { openOnly: true, client: '7' }).url)).toEqual({
      ...list,
      status: 'open,pending',
      client_id: '7',
    });
    const updatedSince = Date.UTC(2026, 0, 2);
    expect(queryOf(listMatters(host, { updatedSince }).url)).toEqual({
      ...list,
      updated_since: '2026-01-02T00:00:00.000Z',
    });
    expect(queryOf(listRelationships(host, { contact: '7', matter: '8', updatedSince }).url)).toEqual({
      limit: '200',
      fields: 'id,contact{id},matter{id,status}',
      contact_id: '7',
      matter_id: '8',
      updated_since: '2026-01-02T00:00:00.000Z',
    });
  });

  test('are answered with whoever may be seen', () => {
    const page = answer([
      { id: 1, status: 'Open', client: { id: 7 } },
      { id: 2, status: 'Pending', client: null },
      { id: 3, status: 'Closed', client: { id: 9 } },
    ]);
    expect(parseMattersPage(page).rows).toEqual([
      { id: '1', isOpen: true, client: '7' },
      { id: '2', isOpen: true },
      { id: '3', isOpen: false, client: '9' },
    ]);
    const rows = [
      { contact: { id: 7 }, matter: { id: 1, status: 'Closed' } },
      { contact: null, matter: null },
    ];
    expect(parseRelationshipsPage(answer(rows)).rows).toEqual([
      { contact: '7', matter: { id: '1', isOpen: false } },
      {},
    ]);
  });

  test('say nothing when a matter comes without its status', () => {
    expect(() => parseMattersPage(answer([{ id: 1, client: null }]))).toThrow(
      expect.objectContaining({ code: 'garbled' }),
    );
  });
});

describe('the mark of those outside', () => {
  const seen: Present = {
    kind: 'present',
    id: '7',
    version: '"e"~0123456789ab',
    modifiedAt: 0,
    createdAt: 0,
    askedAt: 0,
    item: named('Ana'),
  };

  test('is no part of the etag that guards a write', () => {
    const { version } = placed(seen, false);
    expect([isMarked(version), etagOf(version), withoutMark(version)]).toEqual([true, '"e"', '"e"~0123456789ab']);
    expect(placed(seen, true)).toBe(seen);
  });
});

describe('the members that travel with a pass', () => {
  test('come back as they were, and are short', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 999_999_999_999_999 })), (numbers) => {
        const ids = new Set(numbers.map(String));
        expect(parseMembers(formatMembers(ids))).toEqual(ids);
      }),
    );
    const many = new Set(Array.from({ length: 1_000 }, (_, index) => String(4_600_000_000 + index * 7)));
    expect(formatMembers(many).length).toBeLessThan(3_000);
  });
});

describe('contacts of open matters', () => {
  test('are clients and related contacts of those that are open or pending', async () => {
    const { open, ids, matters } = await setUpFirm(8);
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0] = ids.map(Number);
    matters.add({ client: a, related: [b] });
    matters.add({ client: c, status: 'Pending' });
    matters.add({ client: d, status: 'Closed', related: [e, b] });
    matters.add({ client: d, status: 'Closed', related: [f, g] });
    matters.add({ client: e, related: [f] });
    const inside = [a, b, c, e, f].map(String);
    const whoIsIn = (all: readonly Observation[]) =>
      all.filter((seen) => present(seen).outside !== true).map(({ id }) => id);
    expect(whoIsIn((await scanAll(open({ group: 'openMatter' }))).observations)).toEqual(inside);
    expect(whoIsIn(await open({ group: 'openMatter' }).read(ids))).toEqual(inside);
    for (const id of ids) {
      const [one] = await open({ group: 'openMatter' }).read([id]);
      expect([id, present(one).outside]).toEqual([id, inside.includes(id) ? undefined : true]);
    }
  });

  test('come and go with relationships, of which only the new ones are told at once', async () => {
    const { open, ids, matters, manual } = await setUpFirm(2);
    const [client, other] = ids.map(Number) as [number, number];
    const matter = matters.add({ client });
    await manual.advance(hourMs);
    const { cursor } = await scanAll(open({ group: 'openMatter' }));
    matters.edit(matter, { related: [other] });
    await manual.advance(hourMs);
    const told = await changesAll(open({ group: 'openMatter' }), cursor);
    expect(present(told.observations.find(({ id }) => id === String(other))).outside).toBeUndefined();
    await manual.advance(hourMs);
    const later = await changesAll(open({ group: 'openMatter' }), told.cursor);
    matters.remove(matter);
    await manual.advance(hourMs);
    expect((await changesAll(open({ group: 'openMatter' }), later.cursor)).observations).toEqual([]);
    const all = (await scanAll(open({ group: 'openMatter' }))).observations;
    expect(all.map((seen) => present(seen).outside)).toEqual([true, true]);
  });

  test('of many matters that changed at once are told, with all relationships read once', async () => {
    const { open, ids, matters, manual, sent } = await setUpFirm(22);
    matters.add({ client: Number(ids[20]), related: [Number(ids[21])] });
    const made = ids.slice(0, 10).map((id, index) => {
      const related = Number(ids[index + 10]);
      return matters.add({ client: Number(id), related: [related] });
    });
    await manual.advance(hourMs);
    const { cursor } = await scanAll(open({ group: 'openMatter' }));
    for (const matter of made) matters.edit(matter, { status: 'Closed' });
    await manual.advance(hourMs);
    sent();
    const { observations } = await changesAll(open({ group: 'openMatter' }), cursor);
    expect(observations.map(({ id }) => id).sort()).toEqual(ids.slice(0, 20).sort());
    expect(observations.map((seen) => present(seen).outside)).toEqual(Array(20).fill(true));
    expect(sent()).toEqual([
      'GET contacts.json',
      'GET matters.json',
      'GET relationships.json',
      'GET relationships.json',
      'GET contacts.json',
      'GET matters.json',
      'GET relationships.json',
    ]);
  });
});

describe('whom matters moved', () => {
  test('are told once, also when they changed themselves', async () => {
    const { open, ids, matters, manual, control } = await setUpFirm(1);
    const { cursor } = await scanAll(open({ group: 'client' }));
    matters.add({ client: Number(ids[0]) });
    control.contacts.edit(Number(ids[0]), { title: 'Judge' });
    await manual.advance(hourMs);
    const { observations } = await changesAll(open({ group: 'client' }), cursor);
    expect(observations.map(({ id }) => id)).toEqual(ids);
  });

  test('are looked for in a full pass when they are more than a thousand', async () => {
    const { open, ids, matters, manual, sent } = await setUpFirm(1_001);
    const { cursor } = await scanAll(open({ group: 'client' }));
    matters.addMany(ids.map((id) => ({ client: Number(id) })));
    await manual.advance(hourMs);
    sent();
    await expect(open({ group: 'client' }).changes(cursor)).rejects.toMatchObject({ code: 'cursorExpired' });
    expect(sent()).toEqual(['GET contacts.json', ...Array(6).fill('GET matters.json')]);
  });
});

describe('what a choice costs', () => {
  test.each([
    [undefined, ['GET contacts.json']],
    ['client', ['GET contacts.json', 'GET matters.json']],
    ['openMatter', ['GET contacts.json', 'GET matters.json', 'GET relationships.json']],
  ])('a quiet look, with %s chosen', async (group, requests) => {
    const { open, ids, matters, manual, sent } = await setUpFirm(250);
    matters.addMany(ids.map((id) => ({ client: Number(id) })));
    await manual.advance(hourMs);
    const choice = group === undefined ? {} : { group };
    const { cursor } = await scanAll(open(choice));
    await manual.advance(hourMs);
    sent();
    expect((await changesAll(open(choice), cursor)).observations).toEqual([]);
    expect(sent()).toEqual(requests);
  });

  test('a full pass: a request for two hundred open matters or relationships, before those for contacts, one a step', async () => {
    const { open, ids, matters, sent } = await setUpFirm(250);
    const [first = 0] = ids.map(Number);
    matters.addMany(ids.map((id) => ({ client: Number(id) })));
    matters.addMany(ids.map((id) => ({ client: Number(id), status: 'Closed' })));
    matters.addMany([{ client: first, related: ids.slice(0, 210).map(Number) }]);
    sent();
    const steps: string[][] = [];
    let next: string | undefined;
    do {
      const page = await open({ group: 'openMatter' }).scan(next);
      steps.push(sent());
      next = page.next;
    } while (next !== undefined);
    const lists = ['matters', 'matters', 'relationships', 'relationships', 'contacts', 'contacts'];
    expect(steps).toEqual(lists.map((list) => [`GET ${list}.json`]));
  });

  test('few contacts are asked about by themselves, and more by all open matters', async () => {
    const { open, ids, sent } = await setUpFirm(10);
    await open({ group: 'openMatter' }).read(ids.slice(0, 2));
    expect(sent()).toEqual([
      'GET contacts.json',
      ...Array(2).fill(['GET matters.json', 'GET relationships.json']).flat(),
    ]);
    await open({ group: 'openMatter' }).read(ids);
    expect(sent()).toEqual(['GET contacts.json', 'GET matters.json', 'GET relationships.json']);
  });

  test('writes ask for nothing more', async () => {
    const { open, ids, sent } = await setUpFirm(1);
    for (const group of ['client', 'openMatter']) {
      const book = open({ group });
      const { id, version, item } = present((await book.read(ids))[0]);
      sent();
      const target: Item = { ...item, jobTitle: `Judge of ${group}` };
      const outcomes = await book.write([
        { kind: 'update', id, version, known: { item }, item: target },
        { kind: 'create', marker: 'm', item: named('Zoe') },
      ]);
      expect(outcomes.map((outcome) => written(outcome).outside)).toEqual([true, true]);
      expect(sent()).toEqual([`PATCH contacts/${id}.json`, 'POST contacts.json']);
    }
  });
});

describe('a firm of more open matters than one step can read', () => {
  test('reads contacts one by one, and asks for a full pass where many changed', async () => {
    const { open, ids, matters, manual, sent, control } = await setUpFirm(30);
    matters.addMany(Array.from({ length: 2_401 }, () => ({ client: Number(ids[0]) })));
    await manual.advance(hourMs);
    const book = open({ group: 'openMatter' });
    const { cursor } = await scanAll(book);
    sent();
    const read = await book.read(ids.slice(0, 20));
    expect(read.map((seen) => present(seen).outside)).toEqual([undefined, ...Array(19).fill(true)]);
    expect(sent().length).toBeLessThanOrEqual(1 + 1 + 2 * 20);
    await manual.advance(hourMs);
    for (const id of ids.slice(0, 4)) control.contacts.edit(Number(id), { title: 'Judge' });
    expect((await changesAll(book, cursor)).observations).toHaveLength(4);
    for (const id of ids) control.contacts.edit(Number(id), { title: 'Judges' });
    await expect(book.changes(cursor)).rejects.toMatchObject({ code: 'cursorExpired' });
  });
});

describe('clients', () => {
  test('are told of by their matters, although Clio leaves their own time as it was', async () => {
    const { open, ids, matters, manual, control } = await setUpFirm(2);
    const { cursor } = await scanAll(open({ group: 'client' }));
    const before = control.contacts.get(Number(ids[1]))?.etag;
    matters.add({ client: Number(ids[1]) });
    await manual.advance(hourMs);
    const { observations } = await changesAll(open({ group: 'client' }), cursor);
    expect(observations.map((seen) => [seen.id, present(seen).outside])).toEqual([[ids[1], undefined]]);
    expect(control.contacts.get(Number(ids[1]))?.etag).toBe(before);
  });

  test('are whom Clio calls so: of closed matters, too, unless it does not', async () => {
    const { open, ids, matters, manual } = await setUpFirm(1);
    matters.add({ client: Number(ids[0]), status: 'Closed' });
    const outside = async () => present((await open({ group: 'client' }).read(ids))[0]).outside;
    expect(await outside()).toBeUndefined();
    manual.awkward.set('clio.formerClients', { rate: 1 });
    expect(await outside()).toBe(true);
  });

  test('cannot be told where a contact does not say', async () => {
    const { open, ids, context } = await setUpFirm(1);
    const transport: typeof context.transport = async (request) => {
      const response = await context.transport(request);
      return { ...response, body: response.body.replaceAll('"is_client":false', '"is_client":null') };
    };
    await expect(open({ group: 'client', transport }).read(ids)).rejects.toMatchObject({ code: 'garbled' });
  });

  test('and contacts of open matters are all that can be chosen', async () => {
    const { open } = await setUpFirm(0);
    expect(() => open({ group: 'partners' })).toThrow(expect.objectContaining({ code: 'misconfigured' }));
    expect((await open().groups?.())?.map(({ id, takesNew }) => [id, takesNew])).toEqual([
      ['client', false],
      ['openMatter', false],
    ]);
  });
});
